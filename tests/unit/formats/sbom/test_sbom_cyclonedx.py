"""CycloneDX: entries, subjects, systems, writers' own properties, odd values, rules."""

import json
from typing import Any

import pytest

from hullmark.formats.sbom.document import Bom, Place
from hullmark.formats.sbom.read import read_sbom

BASE = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}


def read(**fields: Any) -> Bom:
    """Read a document with these fields."""
    return read_sbom(json.dumps({**BASE, **fields}).encode(), source="x")


def properties(**values: str) -> list[dict[str, str]]:
    """Return properties of Trivy."""
    return [{"name": f"aquasecurity:trivy:{key}", "value": value} for key, value in values.items()]


def test_an_entry_keeps_what_the_document_says() -> None:
    """Identity, licenses, hashes, supplier."""
    component = {
        "type": "library",
        "group": "@scope",
        "name": "a",
        "version": "1",
        "purl": "pkg:npm/%40scope/a@1",
        "supplier": {"name": "S"},
        "hashes": [{"alg": "MD5", "content": "0" * 32}],
        "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "Own"}}],
    }
    entry = read(components=[component]).parts[0].entries[0]
    assert (entry.group, entry.name, entry.version) == ("@scope", "a", "1")
    assert entry.licenses == ("MIT", "Own")
    assert entry.hashes == (("MD5", "0" * 32),)
    assert entry.supplier == "S"


def test_trivy_names_source_layer_and_file_as_properties() -> None:
    """Epoch and release belong to the version of the source."""
    held = properties(
        SrcName="s", SrcVersion="1", SrcRelease="2", SrcEpoch="3", FilePath="a/b", LayerDiffID="d"
    )
    entry = read(components=[{"type": "library", "name": "a", "properties": held}]).parts[0].entries
    assert (entry[0].source_name, entry[0].source_version) == ("s", "3:1-2")
    assert entry[0].places == (Place("a/b", "d"),)


def test_syft_names_locations_as_properties() -> None:
    """One pair of properties per location."""
    held = [
        {"name": "syft:location:0:path", "value": "/a"},
        {"name": "syft:location:0:layerID", "value": "d"},
        {"name": "syft:location:1:path", "value": "/b"},
    ]
    entry = read(components=[{"type": "library", "name": "a", "properties": held}]).parts[0].entries
    assert entry[0].places == (Place("/a", "d"), Place("/b"))


def test_standard_evidence_comes_first() -> None:
    """Our own documents say layer and instruction beside the path."""
    digest = "sha256:" + "a" * 64
    evidence = {
        "occurrences": [
            {"location": "/a", "line": 3, "additionalContext": f"layer 2 {digest}: RUN x"},
            {"location": "/b", "additionalContext": "somewhere"},
        ]
    }
    entry = read(components=[{"type": "library", "name": "a", "evidence": evidence}]).parts[0]
    assert entry.entries[0].places == (Place("/a", digest, 3, 2, "RUN x"), Place("/b"))


def test_the_system_is_read_with_syfts_details() -> None:
    """Codename and support contract decide which advisories apply."""
    held = [
        {"name": "syft:distro:id", "value": "ubuntu"},
        {"name": "syft:distro:versionID", "value": "22.04"},
        {"name": "syft:distro:versionCodename", "value": "jammy"},
        {"name": "syft:distro:extendedSupport", "value": "true"},
    ]
    system = {"type": "operating-system", "name": "Ubuntu", "properties": held}
    found = read(components=[system]).parts[0].system
    assert found is not None
    assert (found.name, found.version, found.codename, found.variant) == (
        *("ubuntu", "22.04", "jammy"),
        "esm",
    )


@pytest.mark.parametrize(
    ("component", "digest"),
    [
        ({"version": "sha256:1"}, "sha256:1"),
        ({"purl": "pkg:oci/x@sha256%3A2?arch=amd64"}, "sha256:2"),
        ({"properties": properties(RepoDigest="x@sha256:3")}, "sha256:3"),
        ({"version": "1.0"}, ""),
    ],
)
def test_the_image_is_known_by_its_digest(component: dict[str, Any], digest: str) -> None:
    """Every writer puts it elsewhere."""
    subject = {"type": "container", "name": "x", **component}
    assert read(metadata={"component": subject}).parts[0].subject.digest == digest


def test_images_within_a_document_are_parts_of_their_own() -> None:
    """Each is matched against its own distribution."""
    images = [
        {
            "type": "container",
            "name": name,
            "components": [
                {"type": "operating-system", "name": system},
                {"type": "library", "name": f"lib-{name}"},
            ],
        }
        for name, system in (("one", "debian"), ("two", "alpine"))
    ]
    parts = read(components=images).parts
    assert [part.subject.name for part in parts] == ["one", "two"]
    assert [part.system.name for part in parts if part.system] == ["debian", "alpine"]
    assert [len(part.entries) for part in parts] == [2, 2]


def test_components_within_components_stay_with_the_document() -> None:
    """A shaded library is a component like any other."""
    outer = {"type": "library", "name": "a", "components": [{"type": "library", "name": "b"}]}
    assert [entry.name for entry in read(components=[outer]).parts[0].entries] == ["a", "b"]


def test_odd_values_cost_a_field_and_not_the_document() -> None:
    """Null is absent; a wrong type is a flaw with its place."""
    bom = read(
        components=[
            {"type": "library", "name": "a", "version": 1.0, "purl": None, "licenses": None},
            {"type": "library", "name": "b", "version": "2", "supplier": "me"},
            5,
            {"type": "library"},
            {"type": "library", "name": "c", "components": [{"type": "library", "name": 7}]},
        ],
        metadata={"tools": None, "timestamp": None, "component": None},
    )
    assert [(e.name, e.version) for e in bom.parts[0].entries] == [("a", ""), ("b", "2"), ("c", "")]
    assert [flaw.place for flaw in bom.flaws] == [
        "components[0].version",
        "components[1].supplier",
        "components[2]",
        "components[4].components[0].name",
        "component 3",
        "component 5",
    ]


@pytest.mark.parametrize("field", ["components", "dependencies", "metadata"])
def test_fields_of_another_shape_are_no_crash(field: str) -> None:
    """Objects where lists belong, and the other way round."""
    for value in ({"a": 1}, [1], "x", 5, None):
        assert read(**{field: value}).format == "CycloneDX"


@pytest.mark.parametrize(
    ("tools", "words"),
    [
        ([{"vendor": "v", "name": "old", "version": "1"}], "old 1"),
        ({"components": [{"type": "application", "name": "new", "version": "2"}]}, "new 2"),
        ({"components": [{"type": "application", "name": "syft", "version": "[not provided]"}]},
         "syft"),
        ([], ""),
    ],
)  # fmt: skip
def test_the_tool_is_named(tools: Any, words: str) -> None:
    """Before and after version 1.5."""
    assert read(metadata={"tools": tools}).tool == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"components": [{"name": "a"}]}, "type"),
        ({"components": [{"type": "library", "name": "a", "extra": 1}]}, "unknown field `extra`"),
        ({"components": [{"type": "spoon", "name": "a"}]}, "no type of 1.6"),
        ({"specVersion": "1.4", "components": [{"type": "platform", "name": "a"}]}, "of 1.4"),
        (
            {"components": [{"type": "library", "name": "a", "bom-ref": "r"}] * 2},
            "there twice",
        ),
        ({"metadata": {"timestamp": "yesterday"}}, "timestamp"),
        ({"metadata": {"licenses": [{"license": {"id": "Nope"}}]}}, "SPDX License List"),
        ({"serialNumber": "urn:uuid:1"}, "serialNumber"),
    ],
)
def test_a_broken_rule_is_told_and_the_document_read(fields: dict[str, Any], words: str) -> None:
    """What a schema would refuse is matched all the same."""
    bom = read(**fields)
    assert words in bom.broken_rule
    assert len(bom.parts) == 1


def test_xml_says_the_same_as_json() -> None:
    """Wrapped lists, attributes, foreign namespaces."""
    xml = b"""<?xml version="1.0"?>
    <bom xmlns="http://cyclonedx.org/schema/bom/1.5" xmlns:x="urn:x" version="1">
      <metadata><timestamp>2026-01-01T00:00:00Z</timestamp>
        <tools><components><component type="application"><name>t</name></component></components>
        </tools></metadata>
      <components>
        <component type="library" bom-ref="r">
          <name>a</name><version>1</version><x:other/>
          <hashes><hash alg="MD5">00000000000000000000000000000000</hash></hashes>
          <licenses><license><id>MIT</id></license></licenses>
          <purl>pkg:npm/a@1</purl>
          <components><component type="library"><name>b</name></component></components>
          <properties><property name="k">v</property></properties>
        </component>
      </components>
      <dependencies><dependency ref="r"><dependency ref="s"/></dependency></dependencies>
    </bom>"""
    bom = read_sbom(xml, source="x")
    first, second = bom.parts[0].entries
    assert bom.broken_rule == ""
    assert (bom.tool, bom.created, bom.relations) == ("t", "2026-01-01T00:00:00Z", 1)
    assert (first.name, first.purl, first.licenses) == ("a", "pkg:npm/a@1", ("MIT",))
    assert first.properties == {"k": "v"}
    assert second.name == "b"


@pytest.mark.parametrize(
    "inner",
    [
        b"<components><component><name>a</name></component></components>",
        (
            b'<components><component type="library"><name>a</name><name>b</name></component>'
            b"</components>"
        ),
        b'<components><component type="library"><name>a</name><spoon/></component></components>',
        b"<dependencies><dependency/></dependencies>",
        b"<spoon/>",
    ],
)
def test_xml_is_held_to_the_rules(inner: bytes) -> None:
    """A missing attribute, a repeated element, an unknown one."""
    xml = b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5">' + inner + b"</bom>"
    assert read_sbom(xml, source="x").broken_rule
