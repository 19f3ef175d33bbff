"""Which artifact an archive is that carries no ``pom.properties``: manifest and file name.

Artifact: the file name, where it holds a version; else ``Implementation-Title``,
``Specification-Title``, ``Bundle-Name``, ``Extension-Name`` or ``Short-Name``, where they could be
one; else the file name. Version: the file name; else ``Implementation-``, ``Specification-``,
``Plugin-`` or ``Bundle-Version``; else that of a section about a package. Group: what is known of
the artifact; else the manifest; else the dotted part of the artifact; else the artifact itself, as
was the custom when its manifest had no place for one (``junit:junit``). Without a version, nothing.
"""

import re

from hullmark.native.catalogers.java.file_name import is_release, split_file_name
from hullmark.native.catalogers.java.known_groups import known_group
from hullmark.native.catalogers.java.parse_manifest import Manifest, meaningful
from hullmark.native.catalogers.java.parse_pom_properties import Coordinates

_ARTIFACT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_GROUP = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+")
_TITLES = (
    "implementation-title",
    "specification-title",
    "bundle-name",
    "extension-name",
    "short-name",
)
_VERSIONS = (
    "implementation-version",
    "specification-version",
    "plugin-version",
    "bundle-version",
)
_GROUPS = (
    "implementation-vendor-id",
    "group-id",
    "extension-name",
    "implementation-title",
    "automatic-module-name",
    "bundle-activator",
    "start-class",
    "main-class",
    "package",
)
_CLASSES = frozenset({"bundle-activator", "start-class", "main-class"})
"""Attributes that name a class: its package is what may be a group."""
_SPRING = "org.springframework."
_INSTRUMENTATION = "weave-classes"
"""New Relic's jars are named after the libraries they watch and are not these libraries."""


def identify(file_name: str, manifest: Manifest) -> Coordinates | None:
    """Return the coordinates of an archive, or ``None`` where nothing tells its version."""
    if _INSTRUMENTATION in manifest.main:
        return None
    stem, named_version = split_file_name(file_name)
    symbolic = _symbolic_name(manifest)
    version = named_version if is_release(named_version) else _version(manifest)
    section: dict[str, str] = {}
    if not version:
        section = _described_package(manifest)
        version = _first_word(section.get("implementation-version", ""))
    version = version or named_version
    if not version:
        return None
    if is_release(named_version):
        artifact = _unnumbered(stem, manifest)
    else:
        artifact = _title(manifest) or _from_spring(symbolic) or stem
    package = section.get("name", "").strip("/").replace("/", ".")
    group = known_group(artifact) or _group(manifest, symbolic, artifact) or package
    if not group:
        group = artifact.rpartition(".")[0].lower() or artifact
    return Coordinates(group=group, artifact=artifact, version=version)


def _unnumbered(stem: str, manifest: Manifest) -> str:
    """Return the artifact of a file that a distribution renamed: ``commons-collections3``."""
    name = manifest.get("extension-name")
    renamed = name and _ARTIFACT.fullmatch(name) and stem.startswith(name)
    return name if renamed and stem[len(name) :].isdigit() else stem


def _title(manifest: Manifest) -> str:
    for name in _TITLES:
        value = manifest.get(name)
        if _ARTIFACT.fullmatch(value):
            return value
    return ""


def _version(manifest: Manifest) -> str:
    for name in _VERSIONS:
        value = _first_word(manifest.get(name))
        if value:
            return value
    return ""


def _first_word(value: str) -> str:
    """Return a version without the build date and host that some append."""
    words = meaningful(value).split()
    return words[0].strip('"') if words and any(map(str.isdigit, words[0])) else ""


def _described_package(manifest: Manifest) -> dict[str, str]:
    """Return the first section that gives a Java package a version."""
    for section in manifest.sections:
        if _first_word(section.get("implementation-version", "")):
            return section
    return {}


def _symbolic_name(manifest: Manifest) -> str:
    return manifest.get("bundle-symbolicname").partition(";")[0].strip()


def _from_spring(symbolic: str) -> str:
    """Return the artifact of an early Spring bundle: ``org.springframework.core``."""
    if symbolic.startswith(_SPRING) and symbolic.count(".") == 2:
        return "spring-" + symbolic[len(_SPRING) :]
    return ""


def _group(manifest: Manifest, symbolic: str, artifact: str) -> str:
    """Return the group the manifest tells, from the surest attribute to the vaguest."""
    if _GROUP.fullmatch(symbolic):
        return _group_of_bundle(symbolic, artifact)
    for name in _GROUPS:
        value = manifest.get(name).partition(";")[0].partition("#")[0].strip()
        if name in _CLASSES:
            value = value.rpartition(".")[0]
        if _GROUP.fullmatch(value):
            return _without_artifact(value.lower(), artifact)
    return ""


def _group_of_bundle(symbolic: str, artifact: str) -> str:
    """Undo how the Maven bundle plugin makes a symbolic name out of group and artifact.

    ``org.apache.felix`` + ``org.apache.felix.framework`` → the artifact;
    ``org.apache.maven`` + ``maven-core`` → ``org.apache.maven.core``;
    ``org.apache.maven`` + ``maven`` → ``org.apache.maven``; else group, dot, artifact.
    """
    if symbolic == artifact:
        return symbolic.rpartition(".")[0] or symbolic
    parts = symbolic.split(".")
    for end in range(len(parts) - 1, 1, -1):
        rest = ".".join(parts[end:])
        if artifact in (f"{parts[end - 1]}-{rest}", f"{parts[end - 1]}.{rest}"):
            return ".".join(parts[:end])
    if parts[-1] == artifact:
        return symbolic
    if symbolic.endswith(f".{artifact}"):
        return symbolic[: -len(artifact) - 1]
    return symbolic


def _without_artifact(value: str, artifact: str) -> str:
    """Return a dotted name without a last part that only repeats the artifact."""
    head, _, last = value.rpartition(".")
    return head if head.count(".") and last == artifact else value
