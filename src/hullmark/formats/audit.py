"""Wire types of a pipeline's audit in JSON, and the JSON Schema they imply.

What stands here is a promise to other people's scripts: fields are added, never changed.
"""

from typing import Any, Literal

import msgspec

from hullmark.formats.graph import Place
from hullmark.model.audit import Event, Gate, ImageRole, ScanKind
from hullmark.model.severity import Severity

SCHEMA: Literal["urn:hullmark:gaps:1"] = "urn:hullmark:gaps:1"
"""Name and version of the shape, also the ``$id`` of its JSON Schema."""


class Scan(msgspec.Struct, kw_only=True):
    """One call of a scanner."""

    scanner: str
    kind: ScanKind
    subject: str
    """What it is told to look at, as far as that can be worked out."""
    place: Place
    job: str
    on: list[Event]
    """When it runs for sure."""
    perhaps_on: list[Event]
    """When it runs under a condition that the repository does not decide."""
    output: list[str]
    uploaded: list[str]
    gate: Gate
    gate_reason: str
    pin: str | None
    """How its action or image is named: digest, version, moving."""
    built_here: bool | None
    """Images: whether the same run built just what is scanned."""


class Build(msgspec.Struct, kw_only=True):
    """One place that builds an image."""

    tool: str
    place: Place
    job: str
    on: list[Event]
    perhaps_on: list[Event]
    tags: list[str]
    pushed: bool | None


class Image(msgspec.Struct, kw_only=True):
    """One row of the table."""

    name: str
    role: ImageRole
    place: Place
    dockerfile: str | None
    target: str | None
    references: list[str]
    built_by: list[Build]
    scanned_by: list[str]
    """Scanners of the image, each once."""
    on: list[Event]
    """When any of them runs for sure."""
    perhaps_on: list[Event]
    scans: list[Scan]
    checked_by: list[Scan]
    """Linters and configuration scanners of its Dockerfile."""


class Gap(msgspec.Struct, kw_only=True):
    """Something that the pipeline lacks or does wrong."""

    id: str
    title: str
    severity: Severity
    message: str
    place: Place
    subject: str
    remedy: str


class Unknown(msgspec.Struct, kw_only=True):
    """Something that could not be worked out."""

    place: Place
    message: str


class UnreadFile(msgspec.Struct, kw_only=True):
    """A file, or a part of it, that could not be read."""

    path: str
    code: str
    cause: str


class File(msgspec.Struct, kw_only=True):
    """A file of the pipeline that was read."""

    path: str
    kind: str
    on: list[Event]


class Audit(msgspec.Struct, kw_only=True):
    """What a repository's pipeline does with its images, and what it leaves undone."""

    schema: Literal["urn:hullmark:gaps:1"]
    root: str
    summary: dict[str, int]
    """Counts: images, scanned images, gaps by severity, unknown parts, unread files."""
    images: list[Image]
    repository: list[Scan]
    """Scans of files rather than of an image."""
    gaps: list[Gap]
    unknown: list[Unknown]
    issues: list[UnreadFile]
    files: list[File]


def audit_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an audit."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "Audit of a repository's pipeline, version 1",
        **msgspec.json.schema(Audit),
    }
