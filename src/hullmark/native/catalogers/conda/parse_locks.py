"""``pixi.lock`` and ``conda-lock.yml``: what was resolved, for every platform at once."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hullmark.model.component import Evidence
from hullmark.native.catalogers.conda.package_file import conda_qualifiers, package_of_url
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_yaml

if TYPE_CHECKING:
    from hullmark.formats.yaml import YamlMap


def parse_pixi_lock(file: File) -> Iterator[Package]:
    """Yield the packages of any version of ``pixi.lock``; local paths have no version there."""
    for entry in _entries(file, "packages", "package"):
        url = entry.text("conda")
        line = entry.lines.get("conda") or entry.lines.get("kind")
        if url or entry.text("kind") == "conda" or entry.text("manager") == "conda":
            url = url or entry.text("url")
            found = package_of_url(url, line=line, evidence=Evidence.DECLARED)
            if found is None and entry.text("name") and entry.text("version"):
                found = _named(entry, type_="conda")
            if found is not None:
                yield found
        elif entry.text("name") and entry.text("version"):
            yield _named(entry, type_="pypi")


def parse_conda_lock(file: File) -> Iterator[Package]:
    """Yield the packages of ``conda-lock.yml``, once for each platform."""
    seen: set[tuple[str, str, str]] = set()
    for entry in _entries(file, "package"):
        type_ = "pypi" if entry.text("manager") == "pip" else "conda"
        key = (type_, entry.text("name"), entry.text("version"))
        if all(key) and key not in seen:
            seen.add(key)
            yield _named(entry, type_=type_)


def _named(entry: "YamlMap", *, type_: str) -> Package:
    return Package(
        type=type_,
        name=entry.text("name"),
        version=entry.text("version"),
        licenses=(license_,) if (license_ := entry.text("license")) else (),
        evidence=Evidence.DECLARED,
        line=min(entry.lines.values(), default=None),
        qualifiers=conda_qualifiers(
            build=entry.text("build") if type_ == "conda" else "", channel="", subdir=""
        ),
        development=entry.text("category") == "dev",
    )


def _entries(file: File, *keys: str) -> Iterator["YamlMap"]:
    documents = decode_yaml(file.data)
    if not documents:
        raise UnreadableFileError("lock file is empty")
    from hullmark.formats.yaml import YamlMap  # noqa: PLC0415 - imported by then

    for key in keys:
        for entry in documents[0].list(key):
            if isinstance(entry, YamlMap):
                yield entry
