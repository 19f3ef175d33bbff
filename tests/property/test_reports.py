"""Any strings give valid documents, and fingerprints do not move."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hullmark.formats.result import json_schema
from hullmark.formats.spdx_expression import canonical
from hullmark.model.component import Component, Evidence, Location
from hullmark.model.finding import Finding, FixState, Kind, Priority, Source
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import Reason, ScanResult, Target, Verdict, VerdictStatus
from hullmark.model.severity import Rating, Severity
from hullmark.report.formats import write
from hullmark.report.sarif.write import write_sarif
from hullmark.report.terminal import Section, render
from hullmark.report.terminal.text import columns
from page_reader import Page
from report_sample import empty, sample, two_targets
from report_schemas import GITLAB, SONAR

# Lone surrogates and all: names come from bytes of other people's making.
_TEXT = st.text(
    alphabet=st.characters(codec=None) | st.sampled_from("\x1b\u202e[]{}|<>`\"'=@#\\/\n\udce9é日"),
    max_size=12,
)
_MAYBE = st.none() | _TEXT
_SCORE = st.none() | st.floats(allow_nan=True, allow_infinity=True)
_NUMBER = st.none() | st.integers(-3, 3)

_LOCATIONS = st.builds(
    Location,
    path=_TEXT,
    layer=_MAYBE,
    layer_index=st.none() | st.integers(0, 5),
    instruction=_MAYBE,
    line=_NUMBER,
    column=_NUMBER,
)
_COMPONENTS = st.builds(
    Component,
    name=_TEXT,
    version=_TEXT,
    purl=_TEXT,
    type=st.sampled_from(["deb", "npm", "maven", "golang", ""]) | _TEXT,
    locations=st.lists(_LOCATIONS, max_size=2).map(tuple),
    licenses=st.lists(_TEXT | st.sampled_from(["MIT", "MIT OR ISC"]), max_size=3).map(tuple),
    evidence=st.sampled_from(Evidence),
)
_RATINGS = st.builds(
    Rating,
    source=_TEXT,
    level=st.sampled_from(Severity),
    score=_SCORE,
    vector=_MAYBE,
    label=_MAYBE,
)
_FINDINGS = st.builds(
    Finding,
    id=_TEXT,
    kind=st.sampled_from(Kind),
    identifiers=st.lists(_TEXT, max_size=3).map(tuple),
    title=_TEXT,
    severity=st.sampled_from(Severity),
    rating=st.none() | _RATINGS,
    ratings=st.lists(_RATINGS, max_size=2).map(tuple),
    component=st.none() | _COMPONENTS,
    packages=st.lists(_TEXT, max_size=2).map(tuple),
    locations=st.lists(_LOCATIONS, max_size=2).map(tuple),
    fixed_in=st.lists(_TEXT, max_size=2).map(tuple),
    fix_state=st.sampled_from(FixState),
    priority=st.builds(Priority, known_exploited=st.booleans(), epss=st.none() | st.floats(0, 1)),
    description=_TEXT,
    references=st.lists(_TEXT | st.just("https://a.example/x"), max_size=2).map(tuple),
    sources=st.lists(st.builds(Source, scanner=_TEXT), max_size=1).map(tuple),
    suppressed=st.booleans(),
    cause=_MAYBE,
    published_at=_MAYBE,
    target=st.sampled_from(["a", "b"]) | _TEXT,
)
_TARGETS = st.builds(
    Target,
    name=st.sampled_from(["a", "b"]) | _TEXT,
    kind=st.sampled_from(["oci", "registry", "repo"]),
    digest=_MAYBE,
)
_ROWS = st.builds(
    LedgerRow,
    target=_TEXT,
    scanner=_TEXT,
    check=_TEXT,
    status=st.sampled_from(Status),
    reason=_TEXT,
    data_date=_MAYBE,
)
_RESULTS = st.builds(
    lambda verdict, targets, components, findings, ledger: ScanResult(
        created_at=empty().created_at,
        tool_version="0.1.0",
        verdict=verdict,
        targets=tuple(targets),
        components=tuple(components),
        component_targets=tuple(target.name for target in targets[:1]) * len(components),
        findings=tuple(findings),
        ledger=tuple(ledger),
    ),
    st.builds(
        Verdict,
        status=st.sampled_from(VerdictStatus),
        reasons=st.lists(st.builds(Reason, message=_TEXT), max_size=2).map(tuple),
        profile=_TEXT,
    ),
    st.lists(_TARGETS, max_size=2),
    st.lists(_COMPONENTS, max_size=3),
    st.lists(_FINDINGS, max_size=3),
    st.lists(_ROWS, max_size=2),
)
_GITLAB_SCHEMA = jsonschema.Draft202012Validator(GITLAB)
_SONAR_SCHEMA = jsonschema.Draft202012Validator(SONAR)
_RESULT_SCHEMA = jsonschema.Draft202012Validator(json_schema())


@given(_RESULTS)
@settings(max_examples=150, deadline=None)
def test_any_result_becomes_documents_of_every_format(result: ScanResult) -> None:
    """UTF-8 everywhere, JSON where it should be, all findings in the CSV."""
    _RESULT_SCHEMA.validate(json.loads(write(result, "json")))
    for name in ("sarif", "cyclonedx", "spdx"):
        json.loads(write(result, name))
    write(result, "markdown").decode()
    _GITLAB_SCHEMA.validate(json.loads(write(result, "gitlab")))
    _SONAR_SCHEMA.validate(json.loads(write(result, "sonar")))
    json.loads(write(result, "openvex"))
    ET.fromstring(write(result, "junit"))
    text = write(result, "csv").decode()
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == len(result.findings) + 1


_EVIL = st.sampled_from(
    [
        "</script>",
        "<!--",
        "-->",
        "<script>",
        "]]>",
        "<img src=x onerror=a>",
        "\u2028",
        "&lt;",
        "'\"><b>",
    ]
)
_ELEMENTS = {tag for tag, _ in Page(write(two_targets(), "html")).elements} | {"form", "fieldset"}


@given(_RESULTS, _EVIL)
@settings(max_examples=100, deadline=None)
def test_nothing_breaks_out_of_the_page(result: ScanResult, evil: str) -> None:
    """No text makes an element, a handler or an address of its own, in the page or its data."""
    findings = tuple(
        replace(each, title=evil + each.title, description=each.description + evil, target=evil)
        for each in result.findings
    )
    page = Page(write(replace(result, findings=findings, settings={evil: evil}), "html"))
    assert {tag for tag, _ in page.elements} <= _ELEMENTS
    assert page.scripts == 1
    assert len(page.data["findings"]) == len(findings)
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        address = attributes.get("href") or "#"
        assert address.startswith(("#", "https://", "http://", "data:image/svg+xml"))


@given(_RESULTS)
@settings(max_examples=40, deadline=None)
def test_any_bill_of_materials_satisfies_the_schema_of_cyclonedx(result: ScanResult) -> None:
    """Checked by the community's own validator, formats included."""
    validation = pytest.importorskip("cyclonedx.validation.json")
    schema = pytest.importorskip("cyclonedx.schema")
    validator = validation.JsonStrictValidator(schema.SchemaVersion.V1_6)
    assert validator.validate_str(write(result, "cyclonedx").decode()) is None


@given(_RESULTS)
@settings(max_examples=30, deadline=None)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_any_spdx_document_is_valid(result: ScanResult) -> None:
    """Checked by spdx-tools, references between elements included."""
    parser = pytest.importorskip("spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser")
    validator = pytest.importorskip("spdx_tools.spdx.validation.document_validator")
    document = parser.JsonLikeDictParser().parse(json.loads(write(result, "spdx")))
    assert validator.validate_full_spdx_document(document) == []


@given(_RESULTS, st.integers(1, 150))
@settings(max_examples=150, deadline=None)
def test_any_result_fits_any_terminal(result: ScanResult, width: int) -> None:
    """No line overflows, nothing steers the terminal, color adds nothing but color."""
    show: tuple[Section, ...] = ("fixes", "findings", "ledger", "components")
    text = render(result, width=width, show=show, limit=0)
    assert all(columns(line) <= max(width, 20) for line in text.split("\n"))
    assert all(line.isprintable() for line in text.split("\n"))
    colored = render(result, width=width, show=show, limit=0, color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == text


@given(
    st.permutations(range(len(sample().findings))),
    st.from_regex(r"[0-9]\.[0-9]{1,3}(\.[0-9])?", fullmatch=True),
)
@settings(max_examples=50, deadline=None)
def test_fingerprints_stay_when_order_and_versions_change(order: list[int], version: str) -> None:
    """The same problems of another release in another order."""
    result = sample()
    keep = [item for item in result.findings if "@acme" not in item.title]
    plain = replace(result, findings=tuple(keep))
    changed = []
    for position in order:
        if position >= len(keep):
            continue
        item = keep[position]
        assert item.component is not None
        old = item.component.version
        places = tuple(
            replace(place, path=place.path.replace(f"-{old}.dist", f"-{version}.dist"))
            for place in item.locations
        )
        changed.append(
            replace(
                item,
                component=replace(item.component, version=version),
                locations=places,
            )
        )
    assert _fingerprints(plain) == _fingerprints(replace(result, findings=tuple(changed)))


@given(st.lists(st.sampled_from(["(", ")", "MIT", "ISC", "AND", "OR", "WITH", "x"]), max_size=9))
def test_a_normal_spelling_is_normal(words: list[str]) -> None:
    """Spelling an expression normally twice changes nothing more."""
    once = canonical(" ".join(words))
    assert once is None or canonical(once) == once


def _fingerprints(result: ScanResult) -> list[str]:
    run = json.loads(write_sarif(result))["runs"][0]
    return sorted(
        found["partialFingerprints"]["primaryLocationLineHash"] for found in run["results"]
    )
