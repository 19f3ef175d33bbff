"""Specifications of installed gems."""

import pytest

from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.ruby.cataloger import INSTALLED

_PATH = "usr/lib/ruby/gems/3.2.0/specifications/rake-13.0.6.gemspec"


def _read(text: str, path: str = _PATH) -> list[tuple[str, str, tuple[str, ...]]]:
    records = list(INSTALLED.parse(File(path, text.encode())))
    assert all(isinstance(record, Package) and record.type == "gem" for record in records)
    return [(r.name, r.version, r.licenses) for r in records if isinstance(r, Package)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('s.name = "rake".freeze\n s.version = "13.0.6"', ("rake", "13.0.6", ())),
        ("s.name = 'rake' # x\n s.version = '1'.freeze", ("rake", "1", ())),
        ("s.name = %q{rake}\n s.version = %q(2.0)", ("rake", "2.0", ())),
        ('s.name="a"\n s.version = Gem::Version.new("1.0.pre1")', ("a", "1.0.pre1", ())),
        ('s.name = "a"\n s.version = "1"\n s.license = "MIT"', ("a", "1", ("MIT",))),
        (
            's.licenses = ["Ruby".freeze, "BSD-2-Clause".freeze]\n s.name = "a"\n s.version="1"',
            ("a", "1", ("Ruby", "BSD-2-Clause")),
        ),
        ('s.name = "a"\n s.version = "1"\n s.licenses = %w[MIT Ruby]', ("a", "1", ("MIT", "Ruby"))),
        ("s.summary = 'no more'", ("rake", "13.0.6", ())),
        ("s.name = NAME\n s.version = Rake::VERSION", ("rake", "13.0.6", ())),
    ],
)
def test_fields(code: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    """Literals of every spelling count; the file's name fills in what the code does not say."""
    assert _read(f"# stub\nGem::Specification.new do |s|\n {code}\nend\n") == [expected]


def test_constants_of_the_same_file() -> None:
    """A specification from a repository may name constants that stand above it."""
    text = (
        'VERSION = "0.3.1"\nGem::Specification.new do |spec|\n'
        "  spec.name = 'x'\n  spec.version = X::VERSION.dup\nend\n"
    )
    assert _read(text, "usr/lib/bundler/gems/x-0123abc/x.gemspec") == [("x", "0.3.1", ())]


def test_versions_that_code_computes() -> None:
    """From a repository they are passed over; in the folder of installed gems they are a fault."""
    text = "Gem::Specification.new do |s|\n s.name = 'x'\n s.version = File.read('V')\nend\n"
    assert _read(text, "bundle/bundler/gems/x-0123abc/x.gemspec") == []
    with pytest.raises(UnreadableFileError, match="no name and version"):
        _read(text, "usr/lib/specifications/x.gemspec")


def test_binary_and_oversized_files() -> None:
    """They are refused, not searched."""
    with pytest.raises(UnreadableFileError, match="binary"):
        _read("\0" * 10)
    with pytest.raises(UnreadableFileError, match="larger"):
        _read("#" * (4 * 1024 * 1024 + 1))
