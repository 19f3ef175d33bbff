"""Java archives: which artifacts stand in a jar, war or ear, and in the archives inside.

In one archive every ``pom.properties`` is an artifact: shaded jars hold several. A ``pom.xml``
counts where no ``pom.properties`` stands beside it. The archive itself is one of them; where it has
none, manifest and file name tell what it is (``identify``).
"""

from collections.abc import Iterator

import msgspec

from hullmark.kernel import limits
from hullmark.native.catalogers.archive import Archive, Budget, Member
from hullmark.native.catalogers.java.file_name import split_file_name
from hullmark.native.catalogers.java.identify import identify
from hullmark.native.catalogers.java.parse_manifest import (
    MANIFEST_BYTES,
    Manifest,
    parse_manifest,
)
from hullmark.native.catalogers.java.parse_pom_properties import (
    PROPERTIES_BYTES,
    Coordinates,
    folder_names,
    parse_pom_properties,
)
from hullmark.native.catalogers.java.parse_pom_xml import POM_BYTES, Pom, parse_pom_xml, resolve
from hullmark.native.catalogers.java.suffixes import SUFFIXES
from hullmark.native.catalogers.record import Buffer, File, Package, UnreadableFileError

_MANIFEST = "meta-inf/manifest.mf"
_PROPERTIES, _POM = "pom.properties", "pom.xml"
_WANTED = (
    *(suffix.encode() for suffix in SUFFIXES),
    _MANIFEST.encode(),
    _PROPERTIES.encode(),
    _POM.encode(),
)
_OTHER_FORMATS = (b"Rar!", b"PAR2", b"NARC")
"""Formats that share a suffix with Java's."""
_LICENSES = b"<licenses"
_PROBLEMS = 3
"""Problems named in one message; the others are counted."""


def parse_archive(file: File) -> Iterator[Package]:
    """Yield the artifacts of an archive and of all archives in it.

    Raises:
        UnreadableFileError: After everything readable, where some of it was not.
    """
    if file.data[:4] in _OTHER_FORMATS:
        return
    walk = _Walk(Budget.of(len(file.data)))
    yield from walk.archive(file.data, name=file.path.rpartition("/")[2], inner="", depth=1)
    if walk.problems:
        named = "; ".join(walk.problems[:_PROBLEMS])
        more = len(walk.problems) - _PROBLEMS
        raise UnreadableFileError(f"{named}; and {more} more" if more > 0 else named)


class _Contents(msgspec.Struct):
    """The wanted members of one archive."""

    manifest: Member | None = None
    properties: list[Member] = msgspec.field(default_factory=list)
    poms: list[Member] = msgspec.field(default_factory=list)
    archives: list[Member] = msgspec.field(default_factory=list)


class _Walk:
    """One outermost archive: its budget, and what could not be read."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.problems: list[str] = []

    def archive(self, data: Buffer, *, name: str, inner: str, depth: int) -> Iterator[Package]:
        """Yield the artifacts of one archive, then those of the archives in it."""
        try:
            archive = Archive(data, self._budget)
        except UnreadableFileError as error:
            self._problem(inner, error)
            return
        contents = self._contents(archive, inner)
        yield from self._artifacts(archive, contents, name=name, inner=inner)
        for member in contents.archives:
            path = f"{inner}!/{member.name}" if inner else member.name
            if depth >= limits.ARCHIVE_DEPTH:
                self.problems.append(f"'{path}' is nested deeper than {limits.ARCHIVE_DEPTH}")
                return
            opened = self._read(archive, member, inner, limit=limits.ARCHIVE_MEMBER_BYTES)
            if opened is not None and opened[:4] not in _OTHER_FORMATS:
                base = member.name.rpartition("/")[2]
                yield from self.archive(opened, name=base, inner=path, depth=depth + 1)

    def _contents(self, archive: Archive, inner: str) -> _Contents:
        contents = _Contents()
        try:
            for member in archive.wanted(_WANTED):
                base = member.name.rpartition("/")[2]
                if base == _PROPERTIES:
                    contents.properties.append(member)
                elif base == _POM:
                    contents.poms.append(member)
                elif member.name.lower() == _MANIFEST:
                    contents.manifest = contents.manifest or member
                elif base.lower().endswith(SUFFIXES):
                    contents.archives.append(member)
        except UnreadableFileError as error:
            self._problem(inner, error)
        return contents

    def _artifacts(
        self, archive: Archive, contents: _Contents, *, name: str, inner: str
    ) -> Iterator[Package]:
        found = self._from_properties(archive, contents, inner)
        beside = {folder for folder, _ in found}
        poms = self._poms(archive, contents, inner, beside=beside)
        others = {pom.name: pom for pom in poms.values()}
        for folder, pom in poms.items():
            if folder not in beside:
                found.append((folder, _with_folder(resolve(pom, others), folder)))
        listed = list(dict.fromkeys(each for _, each in found if each.are_complete))
        data = self._read(archive, contents.manifest, inner, limit=MANIFEST_BYTES, cut=True)
        manifest = parse_manifest(data) if data else Manifest()
        own = _own(listed, name=name, manifest=manifest)
        if own is not None and own not in listed:
            listed.append(own)
        licenses: dict[tuple[str, str], list[str]] = {}
        for pom in poms.values():
            licenses.setdefault(pom.name, pom.licenses)
        for each in listed:
            declared = licenses.get((each.group, each.artifact), [])
            if not declared and each == own:
                declared = _manifest_licenses(manifest)
            yield Package(
                type="maven",
                name=f"{each.group}:{each.artifact}",
                version=each.version,
                licenses=tuple(dict.fromkeys(declared)),
                vendored_in=_carrier(each, own=own, listed=listed, name=name),
                inner_path=inner,
            )

    def _from_properties(
        self, archive: Archive, contents: _Contents, inner: str
    ) -> list[tuple[str, Coordinates]]:
        found = []
        for member in contents.properties:
            data = self._read(archive, member, inner, limit=PROPERTIES_BYTES)
            if data is not None:
                coordinates = parse_pom_properties(data, member.name)
                if coordinates.are_complete:
                    found.append((member.name.rpartition("/")[0], coordinates))
        return found

    def _poms(
        self, archive: Archive, contents: _Contents, inner: str, *, beside: set[str]
    ) -> dict[str, Pom]:
        """Return the POMs by folder; those that a project template carries are not artifacts.

        Where ``pom.properties`` stands ``beside``, a POM can only add licences.
        """
        poms = {}
        for member in contents.poms:
            folder = member.name.rpartition("/")[0]
            alone = not contents.properties and len(contents.poms) == 1
            if not (folder_names(member.name)[0] or (alone and folder in ("", "META-INF"))):
                continue
            data = self._read(archive, member, inner, limit=POM_BYTES)
            if data is None or (folder in beside and _LICENSES not in data):
                continue
            try:
                poms[folder] = parse_pom_xml(data)
            except UnreadableFileError as error:
                if folder not in beside:
                    self._problem(f"{inner}!/{member.name}" if inner else member.name, error)
        return poms

    def _read(
        self,
        archive: Archive,
        member: Member | None,
        inner: str,
        *,
        limit: int,
        cut: bool = False,
    ) -> bytes | None:
        if member is None:
            return None
        try:
            return archive.read(member, limit=limit, cut=cut)
        except UnreadableFileError as error:
            self._problem(inner, error)
            return None

    def _problem(self, inner: str, error: UnreadableFileError) -> None:
        self.problems.append(f"'{inner}': {error}" if inner else str(error))


def _own(listed: list[Coordinates], *, name: str, manifest: Manifest) -> Coordinates | None:
    """Return the coordinates of the archive itself: one of the listed, or told by other signs.

    A single POM is the archive's own, however distributions rename the file. Of several, the one
    that the file or the manifest is named after; where there is none, the archive shades others
    and is itself something else, which its manifest must say clearly.
    """
    if len(listed) == 1:
        return listed[0]
    stem, _ = split_file_name(name)
    symbolic = manifest.get("bundle-symbolicname").partition(";")[0].strip()
    title = manifest.get("implementation-title")
    for each in listed:
        if each.artifact in (stem, title) or symbolic in (
            each.artifact,
            f"{each.group}.{each.artifact}",
        ):
            return each
    guessed = identify(name, manifest)
    if guessed is None or not listed:
        return guessed
    if any(stem.endswith(each.artifact) or each.artifact.startswith(stem) for each in listed):
        return None
    return guessed if "." in guessed.group else None


def _carrier(
    each: Coordinates, *, own: Coordinates | None, listed: list[Coordinates], name: str
) -> str:
    """Return what a shaded artifact is part of: the archive's own artifact, or its file name."""
    if own is None:
        return name if len(listed) > 1 else ""
    return "" if each == own else f"{own.group}:{own.artifact}"


def _with_folder(coordinates: Coordinates, folder: str) -> Coordinates:
    group, artifact = folder_names(f"{folder}/{_POM}")
    return Coordinates(
        group=coordinates.group or group,
        artifact=coordinates.artifact or artifact,
        version=coordinates.version,
    )


def _manifest_licenses(manifest: Manifest) -> list[str]:
    """Return ``Plugin-License-Name*`` (Jenkins), or the names in ``Bundle-License`` (OSGi)."""
    plugin = [
        value.strip()
        for name, value in manifest.main.items()
        if name.startswith("plugin-license-name") and value.strip()
    ]
    if plugin:
        return plugin
    bundle = manifest.get("bundle-license")
    if bundle.count('"'):  # a quoted description may hold commas
        bundle = bundle.partition(";")[0]
    return [name for entry in bundle.split(",") if (name := entry.partition(";")[0].strip())]
