"""Telling bills of materials apart, and refusing what is none."""

import base64
import json
from typing import Any

import pytest

from hullmark.formats.errors import (
    BrokenDocumentError,
    BrokenSbomError,
    NotAnSbomError,
    SbomVersionError,
)
from hullmark.formats.sbom.document import Bom, Entry
from hullmark.formats.sbom.read import read_sbom
from hullmark.kernel import limits

CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "components": [{"type": "library", "name": "a", "version": "1", "purl": "pkg:npm/a@1"}],
}


def read(value: Any) -> Bom:
    """Read a value as JSON, or bytes as they are."""
    return read_sbom(value if isinstance(value, bytes) else json.dumps(value).encode(), source="x")


def entries(bom: Bom) -> list[Entry]:
    """Return all entries of all parts."""
    return [entry for part in bom.parts for entry in part.entries]


@pytest.mark.parametrize(
    ("document", "title"),
    [
        (CYCLONEDX, "CycloneDX 1.6 JSON"),
        (
            {
                "spdxVersion": "SPDX-2.3",
                "creationInfo": {"creators": ["Tool: x-1.0"], "created": "2026-01-01T00:00:00Z"},
            },
            "SPDX 2.3 JSON, x 1.0, 2026-01-01T00:00:00Z",
        ),
        (
            {
                "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
                "@graph": [{"type": "CreationInfo", "specVersion": "3.0.1"}],
            },
            "SPDX 3.0.1 JSON-LD",
        ),
        (
            {"artifacts": [], "descriptor": {"name": "syft", "version": "1.2"}, "schema": {}},
            "Syft JSON, syft 1.2",
        ),
        (
            {"version": 0, "manifests": {}, "detector": {"name": "d"}, "scanned": "2026-01-01"},
            "GitHub dependency snapshot 0 JSON, d, 2026-01-01",
        ),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>', "CycloneDX 1.5 XML"),
        (b"SPDXVersion: SPDX-2.2\nDocumentName: x\n", "SPDX 2.2 tag-value"),
        (b"spdxVersion: SPDX-2.3\nname: x\n", "SPDX 2.3 YAML"),
        (b"<Document><spdxVersion>SPDX-2.2</spdxVersion></Document>", "SPDX 2.2 XML"),
    ],
)
def test_every_form_is_told_by_its_content(document: Any, title: str) -> None:
    """No file name is asked."""
    assert read(document).title == title


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_read_by_their_mark(encoding: str) -> None:
    """Windows tools write UTF-16."""
    text = json.dumps(CYCLONEDX)
    mark = "" if encoding in {"utf-8-sig", "utf-16", "utf-32"} else "\ufeff"
    assert entries(read((mark + text).encode(encoding)))[0].purl == "pkg:npm/a@1"


def test_xml_in_utf_16_may_still_say_so() -> None:
    """The declaration names an encoding that the text no longer has when it is parsed."""
    text = (
        '<?xml version="1.0" encoding="UTF-16"?><bom xmlns="http://cyclonedx.org/schema/bom/1.4"/>'
    )
    assert read(text.encode("utf-16")).version == "1.4"


@pytest.mark.parametrize(
    "wrap",
    [
        lambda inner: {"_type": "x", "predicateType": "y", "predicate": inner},
        lambda inner: {"predicateType": "y", "predicate": {"Data": inner}},
        lambda inner: {
            "payloadType": "application/vnd.in-toto+json",
            "payload": base64.b64encode(
                json.dumps({"predicateType": "y", "predicate": inner}).encode()
            ).decode(),
        },
    ],
)
def test_an_attestation_is_opened(wrap: Any) -> None:
    """In-toto statements and signed envelopes carry bills of materials."""
    assert entries(read(wrap(CYCLONEDX)))[0].name == "a"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"version": "2.1.0", "runs": []}, "a SARIF report"),
        ({"SchemaVersion": 2, "ArtifactName": "x", "Results": []}, "a report of Trivy"),
        ({"matches": [], "descriptor": {}}, "a report of Grype"),
        ({"schemaVersion": 2, "manifests": []}, "an image index"),
        ({"schemaVersion": 2, "config": {}, "layers": []}, "an image manifest"),
        ({"lockfileVersion": 3}, "a lock file of npm"),
        ({"name": "x", "dependencies": {}}, "a package.json"),
        ({"predicateType": "https://slsa.dev/provenance/v1", "predicate": {}}, "slsa.dev"),
        ({"bomFormat": "Other"}, "another bomFormat"),
        ({"SPDXID": "x"}, "without the field spdxVersion"),
        ({}, "an empty JSON object"),
        ({"one": 1, "two": 2}, "'one', 'two'"),
        ([1], "a list"),
        (b"<html></html>", "an HTML page"),
        (b"<a/>", "XML of 'a'"),
        (b"hello", "a text file"),
        (b"\0\1\2", "binary data"),
        (b"  \n", "the file is empty"),
    ],
)
def test_what_is_no_bill_of_materials_is_named(document: Any, words: str) -> None:
    """The error says what it looks like."""
    with pytest.raises(NotAnSbomError, match=words):
        read(document)


@pytest.mark.parametrize(
    "document",
    [
        {"bomFormat": "CycloneDX"},
        {"bomFormat": "CycloneDX", "specVersion": "9.9"},
        {"bomFormat": "CycloneDX", "specVersion": 1.6},
        {"spdxVersion": "SPDX-9.9"},
        {"@context": "https://spdx.org/rdf/3.9/x", "@graph": [{"type": "CreationInfo"}]},
        b'<bom xmlns="http://cyclonedx.org/schema/bom/12"/>',
        b"SPDXVersion: SPDX-1.0\n",
    ],
)
def test_a_version_that_is_not_read_is_refused(document: Any) -> None:
    """Guessing could miss what a new version moved."""
    with pytest.raises(SbomVersionError):
        read(document)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (json.dumps(CYCLONEDX).encode()[:-9], "cut short"),
        (json.dumps(CYCLONEDX).encode() * 2, "more follows"),
        (b"SPDXVersion: SPDX-2.2\nDocumentComment: <text>never closed\n", "cut short"),
        (b"SPDXVersion: SPDX-2.2\nSPDXVersion: SPDX-2.2\n", "file of its own"),
        (b"spdxVersion: SPDX-2.3\n---\nspdxVersion: SPDX-2.3\n", "file of its own"),
    ],
)
def test_half_a_document_and_two_are_refused(data: bytes, words: str) -> None:
    """The hint says what happened to the file."""
    with pytest.raises(BrokenSbomError) as caught:
        read(data)
    assert words in str(caught.value.hint)


@pytest.mark.parametrize(
    "data",
    [
        b'{"bomFormat":"CycloneDX","specVersion":"1.6","components":' + b"[" * 100_000,
        b'{"a":' * 100_000,
        (
            b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
            b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><c>&b;</c></bom>'
        ),
        b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5">' + b"<components>" * 500,
        b"spdxVersion: SPDX-2.3\npackages: &a [*a]\n",
        b"\xff\xfe{\xd8\x00",
        b'{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"timestamp":"\xff"}}',
        b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5">',
    ],
)
def test_hostile_documents_are_refused(data: bytes) -> None:
    """Deep nesting, entities, references to themselves, broken encodings."""
    with pytest.raises(BrokenDocumentError):
        read(data)


def test_nested_components_have_a_bound() -> None:
    """A document may be valid JSON and still be built to exhaust."""
    component: dict[str, Any] = {"type": "library", "name": "x"}
    for _ in range(150):
        component = {"type": "library", "name": "x", "components": [component]}
    with pytest.raises(BrokenSbomError, match="deeper"):
        read({**CYCLONEDX, "components": [component]})
    with pytest.raises(BrokenSbomError, match="deeper"):
        read({**CYCLONEDX, "components": [component, 5]})


def test_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document larger than any real one is not decoded."""
    monkeypatch.setattr(limits, "JSON_BYTES", 100)
    with pytest.raises(BrokenSbomError, match="larger than 100 bytes"):
        read(b"{" + b" " * 200 + b"}")
