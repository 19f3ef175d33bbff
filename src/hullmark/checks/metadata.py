"""Reads the METADATA comment of a Rego module: the record of a check."""

import re
from collections.abc import Mapping
from typing import Any, cast

from hullmark.checks.errors import BrokenMetadataError
from hullmark.checks.record import KINDS, Check
from hullmark.formats.errors import BrokenDocumentError
from hullmark.model.severity import Severity

_PACKAGE = re.compile(r"^package\s+([A-Za-z_][\w.]*)", re.MULTILINE)
_RULE = re.compile(r"^((?:deny|violation|warn)(?:_[A-Za-z0-9]+)*)\b", re.MULTILINE)
_ID = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+")
_MAX_LIST = 64
"""Entries of one list in METADATA: real ones have a handful."""


def package_of(source: str, *, path: str) -> str:
    """Return the package of a module.

    Raises:
        BrokenMetadataError: There is none.
    """
    found = _PACKAGE.search(source)
    if found is None:
        raise BrokenMetadataError(f"'{path}' has no package line")
    return found[1]


def is_check(source: str) -> bool:
    """Tell whether a module reports anything; one that does not is a library."""
    return _RULE.search(source) is not None


def parse_check(source: str, *, path: str, custom: bool = False) -> Check:
    """Return the check that a module is.

    Raises:
        BrokenMetadataError: METADATA is missing, is not YAML, or lacks a field.
    """
    package = package_of(source, path=path)
    record = _annotation(source, path)
    own = record.get("custom")
    if not isinstance(own, Mapping):
        raise BrokenMetadataError(f"'{path}': METADATA has no 'custom' with id and severity")
    name = package.rpartition(".")[2]
    return Check(
        id=_id(own, path),
        kind=_kind(own, package, path),
        name=name,
        package=package,
        path=path,
        title=_text(record, "title", path),
        description=_optional(record, "description"),
        severity=_severity(own, path),
        remediation=_optional(own, "remediation"),
        controls=_texts(own.get("controls")),
        equivalents={
            str(scanner): _texts(ids) for scanner, ids in _mapping(own.get("equivalents")).items()
        },
        references=_references(record.get("related_resources")),
        needs=tuple(word.lower() for word in _texts(own.get("needs"))),
        reads=_texts(own.get("reads")),
        rules=tuple(sorted(set(_RULE.findall(source)))),
        custom=custom,
    )


def is_id(text: str) -> bool:
    """Tell whether a text can be the id of a check."""
    return _ID.fullmatch(text) is not None


def _annotation(source: str, path: str) -> Mapping[str, Any]:
    """Return the YAML of the first METADATA block, which must stand above the package."""
    lines = source.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("# METADATA"):
            block = []
            for below in lines[number + 1 :]:
                if not below.startswith("#"):
                    break
                block.append(below[2:] if below.startswith("# ") else below[1:])
            return _yaml("\n".join(block), path=path, first_line=number + 2)
    raise BrokenMetadataError(
        f"'{path}' has no METADATA comment", hint="'hullmark check new ID' writes one"
    )


def _yaml(text: str, *, path: str, first_line: int) -> Mapping[str, Any]:
    from hullmark.formats.yaml import parse_yaml  # noqa: PLC0415 - cached checks need no YAML

    try:
        documents = parse_yaml(text.encode(), source=path, limit_bytes=1 << 18)
    except BrokenDocumentError as error:
        raise BrokenMetadataError(
            f"'{path}': METADATA from line {first_line} on is not YAML: {error}"
        ) from error
    if len(documents) != 1 or not isinstance(documents[0], Mapping):
        raise BrokenMetadataError(f"'{path}': METADATA is not a mapping")
    return cast("Mapping[str, Any]", documents[0])


def _id(own: Mapping[str, Any], path: str) -> str:
    name = _text(own, "id", path)
    if not _ID.fullmatch(name):
        raise BrokenMetadataError(f"'{path}': id '{name}' is not like 'ORG-DF-0001'")
    return name


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


def _severity(own: Mapping[str, Any], path: str) -> Severity:
    word = _text(own, "severity", path).lower()
    try:
        return Severity(word)
    except ValueError as error:
        known = ", ".join(Severity)
        raise BrokenMetadataError(f"'{path}': severity '{word}' is none of {known}") from error


def _text(record: Mapping[str, Any], key: str, path: str) -> str:
    value = _optional(record, key)
    if not value:
        raise BrokenMetadataError(f"'{path}': METADATA has no '{key}'")
    return value


def _optional(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list):
        return tuple(str(item) for item in value[:_MAX_LIST])
    return ()


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _references(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    found = [each.get("ref") if isinstance(each, Mapping) else each for each in value]
    return tuple(str(each) for each in found if each)
