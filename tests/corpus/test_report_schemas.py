"""SARIF against the schema of the standard, with errata 01."""

import json
from functools import lru_cache
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus_data import corpus
from hullmark.model.scan import ScanResult
from hullmark.report.openvex import write_openvex
from hullmark.report.sarif.write import write_sarif
from report_sample import bumped, empty, finding, sample, two_targets

pytestmark = pytest.mark.corpus


@lru_cache(maxsize=1)
def _validator() -> Any:
    path = corpus("schema") / "sarif-schema-2.1.0.json"
    schema = json.loads(path.read_bytes())
    kind = jsonschema.validators.validator_for(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


@pytest.mark.parametrize("result", [sample(), empty(), two_targets(), bumped()])
def test_sarif_is_valid(result: ScanResult) -> None:
    """No complaint, formats of addresses and dates included."""
    assert [
        error.message for error in _validator().iter_errors(json.loads(write_sarif(result)))
    ] == []


_NAMES = st.text(min_size=0, max_size=20)


@given(_NAMES, _NAMES, _NAMES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_sarif_is_valid_for_any_name(name: str, version: str, path: str) -> None:
    """Names, versions and paths nobody has thought of."""
    from msgspec.structs import replace

    from hullmark.model.component import Location
    from hullmark.model.severity import Severity
    from report_sample import JINJA

    place = Location(path=path, layer_index=0, instruction=name)
    subject = replace(JINJA, name=name, version=version, locations=(place,))
    found = finding("CVE-2024-1", subject, Severity.HIGH, references=(f"https://a.b/{path}", path))
    result = replace(sample(), findings=(found,))
    errors = _validator().iter_errors(json.loads(write_sarif(result)))
    assert [error.message for error in errors] == []


@lru_cache(maxsize=1)
def _openvex() -> Any:
    path = corpus("vex") / "documents" / "openvex_json_schema.json"
    kind = jsonschema.Draft202012Validator
    return kind(json.loads(path.read_bytes()), format_checker=kind.FORMAT_CHECKER)


@pytest.mark.parametrize("result", [sample(), two_targets(), bumped()])
def test_openvex_is_valid(result: ScanResult) -> None:
    """No complaint, formats of identifiers and dates included."""
    assert [
        error.message for error in _openvex().iter_errors(json.loads(write_openvex(result)))
    ] == []


@given(_NAMES, _NAMES, _NAMES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_openvex_is_valid_for_any_name(name: str, version: str, reason: str) -> None:
    """Names and reasons nobody has thought of."""
    from msgspec.structs import replace

    from hullmark.model.severity import Severity
    from report_sample import JINJA

    subject = replace(JINJA, name=name, version=version, purl=name)
    told = finding(name or "x", subject, Severity.LOW, fixed_in=(version,))
    said = replace(told, suppressed=True, suppression=f"VEX not_affected: {reason}; {name}")
    kept = replace(told, suppressed=True, suppression=reason)
    document = json.loads(write_openvex(replace(sample(), findings=(told, said, kept))))
    # Without formats: the checker of identifiers takes a second for each.
    plain = jsonschema.Draft202012Validator(_openvex().schema)
    assert [error.message for error in plain.iter_errors(document)] == []
