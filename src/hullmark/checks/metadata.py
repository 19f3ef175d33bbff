"""Reads the METADATA comment of a Rego module: the record of a check."""

from collections.abc import Mapping
from typing import Any

from hullmark.checks.record import KINDS, Check
from hullmark.rego.errors import BrokenMetadataError
from hullmark.rego.metadata import (
    annotation_of,
    id_of,
    mapping_of,
    optional_text,
    package_of,
    references_of,
    rules_of,
    severity_of,
    text_of,
    texts_of,
)


def is_check(source: str) -> bool:
    """Tell whether a module reports anything; one that does not is a library."""
    return bool(rules_of(source))


def parse_check(source: str, *, path: str, custom: bool = False) -> Check:
    """Return the check that a module is.

    Raises:
        BrokenMetadataError: METADATA is missing, is not YAML, or lacks a field.
    """
    package = package_of(source, path=path)
    record = annotation_of(source, path)
    own = record.get("custom")
    if not isinstance(own, Mapping):
        raise BrokenMetadataError(f"'{path}': METADATA has no 'custom' with id and severity")
    name = package.rpartition(".")[2]
    return Check(
        id=id_of(own, path),
        kind=_kind(own, package, path),
        name=name,
        package=package,
        path=path,
        title=text_of(record, "title", path),
        description=optional_text(record, "description"),
        severity=severity_of(own, path),
        remediation=optional_text(own, "remediation"),
        controls=texts_of(own.get("controls")),
        equivalents={
            str(scanner): texts_of(ids)
            for scanner, ids in mapping_of(own.get("equivalents")).items()
        },
        references=references_of(record.get("related_resources")),
        needs=tuple(word.lower() for word in texts_of(own.get("needs"))),
        reads=texts_of(own.get("reads")),
        rules=rules_of(source),
        custom=custom,
    )


def _kind(own: Mapping[str, Any], package: str, path: str) -> str:
    kind = str(own.get("kind") or "")
    if not kind:
        kind = next((part for part in package.split(".") if part in KINDS), "")
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise BrokenMetadataError(
            f"'{path}': neither custom.kind nor the package '{package}' names one of {known}"
        )
    return kind
