"""Reads the METADATA comment of a Rego module, in the form that OPA gives it."""

import re
from collections.abc import Mapping
from typing import Any, cast

from hullmark.formats.errors import BrokenDocumentError
from hullmark.model.severity import Severity
from hullmark.rego.errors import BrokenMetadataError

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


def rules_of(source: str) -> tuple[str, ...]:
    """Return the names of the rules of a module that report: ``deny``, ``warn_slow`` and such."""
    return tuple(sorted(set(_RULE.findall(source))))


def is_id(text: str) -> bool:
    """Tell whether a text can be the id of a check or policy."""
    return _ID.fullmatch(text) is not None


def annotation_of(source: str, path: str) -> Mapping[str, Any]:
    """Return the YAML of the first METADATA block, which must stand above the package.

    Raises:
        BrokenMetadataError: There is none, or it is not YAML.
    """
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


def id_of(own: Mapping[str, Any], path: str) -> str:
    """Return the id of a check or policy.

    Raises:
        BrokenMetadataError: It is missing, or not like ``ORG-DF-0001``.
    """
    name = text_of(own, "id", path)
    if not _ID.fullmatch(name):
        raise BrokenMetadataError(f"'{path}': id '{name}' is not like 'ORG-DF-0001'")
    return name


def severity_of(own: Mapping[str, Any], path: str) -> Severity:
    """Return the severity that METADATA gives.

    Raises:
        BrokenMetadataError: It is missing, or no level of ours.
    """
    word = text_of(own, "severity", path).lower()
    try:
        return Severity(word)
    except ValueError as error:
        known = ", ".join(Severity)
        raise BrokenMetadataError(f"'{path}': severity '{word}' is none of {known}") from error


def text_of(record: Mapping[str, Any], key: str, path: str) -> str:
    """Return a text that must be there.

    Raises:
        BrokenMetadataError: It is not.
    """
    value = optional_text(record, key)
    if not value:
        raise BrokenMetadataError(f"'{path}': METADATA has no '{key}'")
    return value


def optional_text(record: Mapping[str, Any], key: str) -> str:
    """Return a text on one line, empty where there is none."""
    value = record.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def texts_of(value: Any) -> tuple[str, ...]:
    """Return one text or a list of them as a tuple."""
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list):
        return tuple(str(item) for item in value[:_MAX_LIST])
    return ()


def mapping_of(value: Any) -> Mapping[str, Any]:
    """Return a mapping, empty where there is none."""
    return value if isinstance(value, Mapping) else {}


def references_of(value: Any) -> tuple[str, ...]:
    """Return the references of ``related_resources``."""
    if not isinstance(value, list):
        return ()
    found = [each.get("ref") if isinstance(each, Mapping) else each for each in value]
    return tuple(str(each) for each in found if each)
