"""The promise about the JSON result, and that it is kept."""

import json
import os
from pathlib import Path

import jsonschema
import pytest

from hullmark.formats.result import SCHEMA, json_schema
from hullmark.model.scan import ScanResult
from hullmark.report.result import write_json
from report_sample import empty, sample, two_targets

FILE = Path(__file__).parents[3] / "docs/reference/result.schema.json"


def test_the_published_schema_is_the_one_in_use() -> None:
    """``HULLMARK_GOLDEN=write`` rewrites it after a change of the wire types."""
    text = json.dumps(json_schema(), indent=2) + "\n"
    if os.environ.get("HULLMARK_GOLDEN") == "write":
        FILE.write_text(text, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("result", [sample(), empty(), two_targets()])
def test_results_satisfy_the_schema(result: ScanResult) -> None:
    """Checked by an implementation that is not ours."""
    jsonschema.Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8"))).validate(
        json.loads(write_json(result))
    )


def test_the_fields_that_others_rely_on_are_always_there() -> None:
    """The shape that scripts were promised."""
    document = json.loads(write_json(sample()))
    assert document["schema"] == SCHEMA
    assert set(document) >= {
        "schema", "tool", "created", "verdict", "targets", "components", "findings", "ledger",
        "removed", "owned", "data",
    }  # fmt: skip
    assert set(document["components"][0]) >= {"name", "version", "purl", "type", "locations"}
    assert set(document["components"][0]["locations"][0]) >= {"path", "layer", "instruction"}
    found = document["findings"][-2]
    assert set(found) >= {
        "id", "kind", "identifiers", "title", "severity", "component", "locations", "fixed_in",
        "sources", "suppressed", "cause",
    }  # fmt: skip
    assert set(found["severity"]) >= {"level", "score", "source"}
    assert set(found["locations"][0]) >= {"path", "line", "column", "layer"}
    assert set(found["sources"][0]) >= {"scanner", "version", "rule", "severity"}
    assert set(document["ledger"][0]) == {
        "target", "scanner", "check", "status", "reason", "data_date",
    }  # fmt: skip


def test_a_result_names_its_parts_exactly() -> None:
    """One finding, field by field."""
    found = json.loads(write_json(sample()))["findings"][3]
    assert found["severity"] == {
        "level": "medium",
        "score": 5.4,
        "source": "ghsa",
        "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    }
    assert found["component"]["purl"] == "pkg:pypi/jinja2@3.1.2"
    assert found["epss"] == 0.00104
