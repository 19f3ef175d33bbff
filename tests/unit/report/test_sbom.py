"""CycloneDX and SPDX against the validators of their communities."""

import json

import pytest
from msgspec.structs import replace

from hullmark.model.scan import ScanResult
from hullmark.report.cyclonedx.write import write_cyclonedx
from hullmark.report.spdx.write import write_spdx
from report_sample import JINJA, empty, sample, two_targets

RESULTS = [sample(), empty(), two_targets()]


@pytest.mark.parametrize("result", RESULTS)
def test_cyclonedx_is_valid(result: ScanResult) -> None:
    """No complaint by the strict 1.6 schema."""
    validation = pytest.importorskip("cyclonedx.validation.json")
    schema = pytest.importorskip("cyclonedx.schema")
    validator = validation.JsonStrictValidator(schema.SchemaVersion.V1_6)
    assert validator.validate_str(write_cyclonedx(result).decode()) is None


@pytest.mark.parametrize("result", RESULTS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_spdx_is_valid(result: ScanResult) -> None:
    """No complaint by the validation of spdx-tools."""
    parser = pytest.importorskip("spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser")
    validator = pytest.importorskip("spdx_tools.spdx.validation.document_validator")
    document = parser.JsonLikeDictParser().parse(json.loads(write_spdx(result)))
    assert validator.validate_full_spdx_document(document) == []


@pytest.mark.parametrize("result", RESULTS)
def test_references_of_cyclonedx_are_unique_and_lead_somewhere(result: ScanResult) -> None:
    """Every ``bom-ref`` once; dependencies and vulnerabilities name existing ones."""
    bom = json.loads(write_cyclonedx(result))
    held = [bom["metadata"]["component"]] if "component" in bom["metadata"] else []
    for item in bom["components"]:
        held += [item, *item.get("components", [])]
    refs = [item["bom-ref"] for item in held]
    assert len(refs) == len(set(refs))
    used = {ref for item in bom["dependencies"] for ref in item.get("dependsOn", [])}
    used |= {at["ref"] for item in bom["vulnerabilities"] for at in item["affects"]}
    assert used <= set(refs)


def test_os_vulnerabilities_affect_the_installed_packages() -> None:
    """The binary packages, not the source package the advisory speaks of."""
    bom = json.loads(write_cyclonedx(sample()))
    found = next(item for item in bom["vulnerabilities"] if item["id"] == "CVE-2023-2222")
    assert [at["ref"].partition("@")[0] for at in found["affects"]] == ["pkg:deb/debian/libssl3"]


def test_licenses_of_cyclonedx_are_ids_names_or_one_expression() -> None:
    """An id where it is one, a compound expression alone, other words as a name."""
    bom = json.loads(write_cyclonedx(sample()))
    licenses = {item["name"]: item.get("licenses") for item in bom["components"]}
    assert licenses["jinja2"] == [{"license": {"id": "BSD-3-Clause"}}]
    assert licenses["minimist"] == [{"expression": "(MIT OR Apache-2.0)"}]
    assert licenses["urllib3"] == [{"license": {"id": "MIT"}}]
    assert licenses["openssl"] == [
        {"license": {"id": "Apache-2.0"}},
        {"license": {"name": "GPL-2+ with OpenSSL exception"}},
    ]


def test_a_choice_of_licenses_is_one_expression_in_cyclonedx() -> None:
    """A list in package.json is a choice, which separate ids could not say."""
    choice = replace(JINJA, type="npm", licenses=("MIT", "Apache-2.0"))
    bom = json.loads(write_cyclonedx(replace(sample(), components=(choice,), findings=())))
    found = next(item for item in bom["components"] if item["name"] == "jinja2")
    assert found["licenses"] == [{"expression": "MIT OR Apache-2.0"}]


def test_the_serial_number_follows_the_content() -> None:
    """Same content, same number; another finding, another number."""
    number = json.loads(write_cyclonedx(sample()))["serialNumber"]
    fewer = replace(sample(), findings=sample().findings[1:])
    assert json.loads(write_cyclonedx(sample()))["serialNumber"] == number
    assert json.loads(write_cyclonedx(fewer))["serialNumber"] != number


def test_undeclared_licenses_of_spdx_keep_their_words() -> None:
    """A ``LicenseRef`` with the text as declared; nothing declared is NOASSERTION."""
    document = json.loads(write_spdx(sample()))
    declared = {item["name"]: item["licenseDeclared"] for item in document["packages"]}
    texts = {
        item["licenseId"]: item["extractedText"] for item in document["hasExtractedLicensingInfos"]
    }
    assert declared["libssl3"] == "NOASSERTION"
    assert declared["urllib3"] == "MIT"
    first, _, second = declared["openssl"].partition(" AND ")
    assert first == "Apache-2.0"
    assert texts[second] == "GPL-2+ with OpenSSL exception"


def test_compound_licenses_are_joined_in_parentheses() -> None:
    """``AND`` binds tighter than ``OR``."""
    both = replace(JINJA, licenses=("MIT OR ISC", "Zlib"))
    document = json.loads(write_spdx(replace(sample(), components=(both,))))
    assert document["packages"][1]["licenseDeclared"] == "(MIT OR ISC) AND Zlib"


def test_spdx_ids_are_unique() -> None:
    """Also where one component is in two images."""
    document = json.loads(write_spdx(two_targets()))
    ids = [item["SPDXID"] for item in document["packages"]]
    assert len(ids) == len(set(ids))
    kinds = [item["relationshipType"] for item in document["relationships"]]
    assert kinds.count("DESCRIBES") == 2
    assert kinds.count("CONTAINS") == len(ids) - 2
