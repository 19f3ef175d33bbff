"""The package URL suite: parse, build and round trip, and where packageurl-python differs."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from corpus_data import corpus
from hullmark.formats.errors import InvalidPurlError
from hullmark.formats.purl import PackageUrl, build_purl, canonical_purl, parse_purl

pytestmark = pytest.mark.corpus

CHOICES = {
    "maven#13": "a key with a capital is refused in gem#1 and rpm#1 and accepted here: we refuse",
}
"""Cases we answer otherwise on purpose."""


def cases() -> list[dict[str, Any]]:
    """Return the cases of the suite."""
    index = json.loads((corpus("sbom") / "purl" / "index.json").read_bytes())
    found: list[dict[str, Any]] = index["cases"]
    return found


def differing(found: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the ids of cases without the expected result."""
    for case in found:
        try:
            answer = {"output": _answer(case["op"], case["input"])}
        except InvalidPurlError:
            answer = {"failure": True}
        if answer != case["expect"]:
            yield case["id"]


def _answer(operation: str, value: Any) -> object:
    if operation == "parse":
        return _as_case(parse_purl(value))
    if operation == "validate":
        return canonical_purl(value)
    return build_purl(
        value["type"] or "",
        value["name"] or "",
        namespace=value["namespace"] or "",
        version=value["version"] or "",
        qualifiers=(value["qualifiers"] or {}).items(),
        subpath=value["subpath"] or "",
    )


def _as_case(parts: PackageUrl) -> dict[str, object]:
    return {
        "type": parts.type,
        "namespace": parts.namespace or None,
        "name": parts.name,
        "version": parts.version or None,
        "qualifiers": dict(parts.qualifiers) or None,
        "subpath": parts.subpath or None,
    }


def test_every_case_has_the_expected_result() -> None:
    """All cases but the written choices give the expected parts, text or refusal."""
    assert sorted(differing(cases())) == sorted(CHOICES)


def test_agrees_with_packageurl_python_where_that_follows_the_suite() -> None:
    """Canonical texts equal those of the reference library, except where it breaks the suite."""
    from packageurl import PackageURL

    differences = []
    for case in cases():
        expected = case["expect"].get("output")
        if case["op"] != "validate" or not isinstance(expected, str):
            continue
        reference = PackageURL.from_string(case["input"]).to_string()
        if reference != canonical_purl(case["input"]) and reference == expected:
            differences.append(case["id"])
    assert differences == []
