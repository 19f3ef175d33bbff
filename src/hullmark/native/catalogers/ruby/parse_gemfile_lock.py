"""Bundler's lock file, ``Gemfile.lock`` or ``gems.locked``.

Sections start at the margin; gems stand four columns in, what they need six.
"""

import re
from collections.abc import Iterator

import msgspec

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import numbered_lines

_SPEC = re.compile(r" {4}(?P<name>[^\s()!]+) \((?P<version>[^\s()]+)\)")
_DIRECT = re.compile(r" {2}(?P<name>[^\s()!]+)")
_SETTING = re.compile(r" {2}(?P<key>\w+): (?P<value>\S+)")
_CREDENTIALS = re.compile(r"://[^/@\s]*@")
_INSTALLED_GEM = re.compile(r"(?:^|/)gems/[^/]+-\d[^/]*/")


def parse_gemfile_lock(file: File) -> Iterator[Package]:
    """Yield the locked gems, one per version; builds for several platforms are one gem."""
    if _INSTALLED_GEM.search(file.path):  # of a gem's own development: says nothing about this one
        return
    section = ""
    settings: dict[str, str] = {}
    found: dict[tuple[str, str], Package] = {}
    direct: set[str] = set()
    for number, line in numbered_lines(file.data):
        if line[:1].strip():
            section, settings = line.strip(), {}
        elif section == "DEPENDENCIES":
            if wanted := _DIRECT.match(line):
                direct.add(wanted["name"])
        elif section in ("GEM", "GIT", "PATH", "PLUGIN SOURCE", ""):
            if spec := _SPEC.fullmatch(line):
                package = _package(spec, number, section=section, settings=settings)
                found.setdefault((package.name, package.version), package)
            elif setting := _SETTING.fullmatch(line):
                settings[setting["key"]] = setting["value"]
    for package in found.values():
        yield _with_direct(package, direct)


def _package(spec: re.Match[str], line: int, *, section: str, settings: dict[str, str]) -> Package:
    remote, revision = settings.get("remote", ""), settings.get("revision", "")
    qualifiers: tuple[tuple[str, str], ...] = ()
    if section == "GIT" and remote:
        place = _CREDENTIALS.sub("://", remote)
        url = f"git+{place}@{revision}" if revision else f"git+{place}"
        qualifiers = (("vcs_url", url),)
    return Package(
        type="gem",
        name=spec["name"],
        version=spec["version"].partition("-")[0],  # what follows is a platform
        evidence=Evidence.DECLARED,
        line=line,
        qualifiers=qualifiers,
    )


def _with_direct(package: Package, direct: set[str]) -> Package:
    return msgspec.structs.replace(package, direct=package.name in direct if direct else None)
