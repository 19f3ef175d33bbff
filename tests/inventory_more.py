"""Where files of further language packages stand in an image, by suite and group of the corpus."""

from collections.abc import Callable
from typing import Any

from hullmark.native.catalogers.ruby.cataloger import CATALOGERS as RUBY
from hullmark.native.catalogers.ruby.cataloger import GEMFILE_LOCK
from hullmark.native.catalogers.ruby.cataloger import INSTALLED as GEMS
from inventory_cases import Case, Reader


def _as(path: str) -> Callable[[str], str]:
    return lambda _: path


def _below(folder: str) -> Callable[[str], str]:
    return lambda name: f"{folder}/{name.rpartition('/')[2]}"


def _pinned(case: Case) -> list[dict[str, Any]]:
    """Return what a lock file pins; the peer lists the project, and these as its dependencies."""
    return [
        _from_purl(dependency["purl"])
        for package in case.expect.get("packages") or []
        for dependency in package.get("dependencies", [])
        if dependency["pinned"] and "@" in dependency["purl"]
    ]


def _from_purl(purl: str) -> dict[str, Any]:
    kind, _, rest = purl.removeprefix("pkg:").partition("/")
    name, _, version = rest.rpartition("@")
    return {"type": kind, "name": name.replace("%40", "@"), "version": version}


def _scancode_ruby(name: str) -> str | None:
    last = name.rpartition("/")[2]
    return f"specifications/{last}" if last.endswith(".gemspec") else last


def _gems(case: Case) -> list[dict[str, Any]]:
    if case.files[0].name.endswith(".lock"):
        return _pinned(case)
    return case.expect.get("packages") or []


_GEMS = {"GEM": "gem", "GIT": "gem", "PATH": "gem"}

READERS = {
    ("scalibr", "language/ruby/gemfilelock"): Reader((GEMFILE_LOCK,), _as("Gemfile.lock")),
    ("scalibr", "language/ruby/gemspec"): Reader((GEMS,), _below("specifications")),
    ("scancode", "gemfile_lock"): Reader((GEMFILE_LOCK,), _as("Gemfile.lock"), types=_GEMS),
    ("scancode", "rubygems"): Reader(RUBY, _scancode_ruby, expected=_gems),
    ("syft", "ruby"): Reader((GEMS,), _below("specifications")),
    ("trivy", "dependency/parser/ruby/gemspec"): Reader((GEMS,), _below("specifications")),
    ("trivy", "fanal/analyzer/language/ruby/gemspec"): Reader((GEMS,), _below("specifications")),
}
