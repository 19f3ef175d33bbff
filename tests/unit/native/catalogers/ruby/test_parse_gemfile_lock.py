"""Bundler's lock files."""

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.ruby.cataloger import GEMFILE_LOCK

_LOCK = """\
GIT
  remote: https://user:token@example.org/ctl.git
  revision: 0a1b2c
  specs:
    ctl (2.0.0.alpha1)
      rack (~> 2.0)

PATH
  remote: .
  specs:
    own (0.1.0)

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.16.0)
    nokogiri (1.16.0-x86_64-linux)
      racc (~> 1.4)
    racc (1.7.3)
    rack (2.2.3)

PLATFORMS
  x86_64-linux

DEPENDENCIES
  ctl!
  nokogiri (~> 1.16)

CHECKSUMS
  rack (2.2.3) sha256=00

BUNDLED WITH
   2.4.1
"""


def _read(text: str, path: str = "app/Gemfile.lock") -> list[Package]:
    return [r for r in GEMFILE_LOCK.parse(File(path, text.encode())) if isinstance(r, Package)]


def test_sections() -> None:
    """Gems of all sources once per version, with line, and direct where the project asks."""
    found = _read(_LOCK)
    assert [(p.name, p.version, p.line, p.direct) for p in found] == [
        ("ctl", "2.0.0.alpha1", 5, True),
        ("own", "0.1.0", 11, False),
        ("nokogiri", "1.16.0", 16, True),
        ("racc", "1.7.3", 19, False),
        ("rack", "2.2.3", 20, False),
    ]
    assert {p.evidence for p in found} == {Evidence.DECLARED}


def test_repositories_without_credentials() -> None:
    """A gem from a repository says which, and at which revision."""
    assert _read(_LOCK)[0].qualifiers == (("vcs_url", "git+https://example.org/ctl.git@0a1b2c"),)


def test_windows_line_ends() -> None:
    """They change nothing."""
    assert _read(_LOCK.replace("\n", "\r\n")) == _read(_LOCK)


def test_locks_of_gems() -> None:
    """A lock inside an installed gem speaks of that gem's development."""
    assert _read(_LOCK, "usr/lib/ruby/gems/3.2.0/gems/pry-0.14.1/Gemfile.lock") == []
    assert _read(_LOCK, "srv/gems/Gemfile.lock")
