"""Syft's own JSON: artifacts with their metadata, the distribution, and the image."""

from typing import Any, Final

from hullmark.formats.errors import BrokenSbomError
from hullmark.formats.sbom.document import Bom, Entry, Flaw, Part, Place, Subject, System
from hullmark.formats.sbom.values import Object, named_tool, object_of, objects, size, text, texts

_ARTIFACTS = 1_000_000
_UNKNOWN: Final = frozenset({"UNKNOWN", "(devel)"})
_SUPPORTING: Final = "supporting"


def read_syft(document: Object) -> Bom:
    """Return what a document says; artifacts of another shape become flaws.

    Raises:
        BrokenSbomError: It lists more artifacts than any image holds.
    """
    descriptor = object_of(document.get("descriptor"))
    source = object_of(document.get("source"))
    listed = document.get("artifacts")
    artifacts: list[Any] = listed if isinstance(listed, list) else []
    if len(artifacts) > _ARTIFACTS:
        raise BrokenSbomError(f"the document has more than {_ARTIFACTS:,} artifacts")
    bom = Bom(
        format="Syft",
        version=text(object_of(document.get("schema")).get("version")),
        tool=named_tool(descriptor.get("name"), descriptor.get("version")),
        created=text(descriptor.get("timestamp")),
        files=size(document.get("files")),
        relations=size(document.get("artifactRelationships")),
    )
    part = Part(subject=_subject(source), system=_system(object_of(document.get("distro"))))
    bom.parts.append(part)
    for index, artifact in enumerate(artifacts):
        if not isinstance(artifact, dict):
            bom.flaws.append(Flaw(f"artifacts[{index}]", "not an object"))
            continue
        entry = _entry(artifact)
        if entry.name or entry.purl:
            part.entries.append(entry)
        else:
            bom.flaws.append(Flaw(f"artifacts[{index}]", "neither a name nor a package URL"))
    return bom


def _entry(artifact: Object) -> Entry:
    metadata = object_of(artifact.get("metadata"))
    version = text(artifact.get("version"))
    source_name, source_version = _source(metadata)
    return Entry(
        name=text(artifact.get("name")),
        version="" if version in _UNKNOWN else version,
        purl=text(artifact.get("purl")),
        package_type=text(artifact.get("type")),
        licenses=_licenses(artifact.get("licenses")),
        supplier=text(metadata.get("maintainer")) or text(metadata.get("vendor")),
        architecture=text(metadata.get("architecture")) or text(metadata.get("arch")),
        source_name=source_name,
        source_version=source_version,
        places=_places(artifact.get("locations")),
    )


def _source(metadata: Object) -> tuple[str, str]:
    """Return the source package of dpkg's and apk's metadata; rpm's is in the purl as well."""
    if origin := text(metadata.get("originPackage")):
        return origin, ""
    name = text(metadata.get("source"))
    return (name, text(metadata.get("sourceVersion"))) if name else ("", "")


def _licenses(listed: object) -> tuple[str, ...]:
    """Return licenses; early schemas list texts, later ones objects."""
    found = dict.fromkeys(texts(listed))
    for each in objects(listed):
        found[text(each.get("spdxExpression")) or text(each.get("value"))] = None
    return tuple(name for name in found if name)


def _places(locations: object) -> tuple[Place, ...]:
    """Return the files a package was read from; those that only support it are left out."""
    found: list[Place] = []
    others: list[Place] = []
    for each in objects(locations):
        path = text(each.get("path"))
        if path:
            place = Place(path, text(each.get("layerID")))
            role = object_of(each.get("annotations")).get("evidence")
            (others if role == _SUPPORTING else found).append(place)
    return tuple(found or others)


def _system(distro: Object) -> System | None:
    """Return the distribution; early schemas have ``name`` and ``version`` only."""
    name = text(distro.get("id")) or text(distro.get("name"))
    if not name:
        return None
    version = text(distro.get("versionID"))
    if not version and "idLike" not in distro:
        version = text(distro.get("version")).partition(" ")[0]
    return System(
        name=name,
        version=version,
        codename=text(distro.get("versionCodename")),
        id_like=tuple(texts(distro.get("idLike"))),
        title=text(distro.get("prettyName")),
        variant="esm" if distro.get("extendedSupport") is True else text(distro.get("variantID")),
    )


def _subject(source: Object) -> Subject:
    metadata = source.get("metadata")
    if not isinstance(metadata, dict):
        metadata = object_of(source.get("target"))
    return Subject(
        name=text(metadata.get("userInput")) or text(source.get("name")),
        digest=text(metadata.get("manifestDigest")),
        config_digest=text(metadata.get("imageID")),
        os=text(metadata.get("os")),
        architecture=text(metadata.get("architecture")),
        variant=text(metadata.get("variant")),
        diff_ids=tuple(text(each.get("digest")) for each in objects(metadata.get("layers"))),
    )
