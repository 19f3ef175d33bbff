"""A suppression accepts what it names, for as long as it says, and nothing else."""

from datetime import date

import pytest

from hullmark.merge.suppressions import matches, problem_of, suppress
from hullmark.model.component import Component, Location, Purl
from hullmark.model.finding import Finding, Fingerprint, Kind, Source
from hullmark.model.image import DiffId
from hullmark.model.severity import Severity
from hullmark.model.suppression import Suppression

_TODAY = date(2026, 11, 24)
_LAYER = DiffId("sha256:" + "a" * 64)


def _finding(**more: object) -> Finding:
    said: dict[str, object] = {
        "id": Fingerprint("f"),
        "kind": Kind.VULNERABILITY,
        "identifiers": ("CVE-2024-1", "GHSA-aaaa-bbbb-cccc"),
        "title": "",
        "severity": Severity.HIGH,
        "rating": None,
        "component": Component(
            name="lodash", version="4.17.1", purl=Purl("pkg:npm/lodash@4.17.1"), type="npm"
        ),
        "locations": (Location(path="app/node_modules/lodash/package.json", layer=_LAYER),),
        "sources": (Source(scanner="native"),),
        "target": "shop/web:1.0",
        **more,
    }
    return Finding(**said)  # type: ignore[arg-type]


def _entry(**more: object) -> Suppression:
    said: dict[str, object] = {
        "owner": "web team",
        "reason": "only in tests",
        "expires": date(2026, 12, 31),
        **more,
    }
    return Suppression(**said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"id": "CVE-2024-1"}, True),
        ({"id": "ghsa-aaaa-bbbb-cccc"}, True),
        ({"id": "CVE-2024-*"}, True),
        ({"id": "CVE-2024-2"}, False),
        ({"component": "lodash"}, True),
        ({"component": "pkg:npm/lodash"}, True),
        ({"component": "pkg:npm/lodash@4.17.2"}, False),
        ({"component": "lodash@4.17.1"}, True),
        ({"path": "app/node_modules/*"}, True),
        ({"path": "opt/*"}, False),
        ({"image": "shop/*"}, True),
        ({"image": "other/*"}, False),
        ({"scanner": "native"}, True),
        ({"scanner": "trivy"}, False),
        ({"layer": _LAYER}, True),
        ({"layer": "sha256:other"}, False),
        ({"kind": "secret", "id": "CVE-2024-1"}, False),
        ({"id": "CVE-2024-1", "image": "other/*"}, False),
    ],
)
def test_everything_that_is_named_has_to_fit(names: dict[str, str], *, expected: bool) -> None:
    """Any id of the flaw, purl or name, globs; fields are joined by and."""
    assert matches(_entry(**names), _finding()) is expected


def test_a_place_more_is_a_new_problem() -> None:
    """A path accepts a finding only while all its places are there."""
    more = _finding(locations=(Location(path="opt/a"), Location(path="srv/b")))
    assert not matches(_entry(path="opt/*"), more)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (_entry(id="CVE-1"), ""),
        (_entry(id="CVE-1", owner=""), "it has no owner"),
        (_entry(id="CVE-1", reason=" ", expires=None), "it has no reason and no expires"),
        (_entry(), "it names nothing and would accept everything"),
        (_entry(id="CVE-1", expires=date(2026, 11, 23)), "it expired on 2026-11-23"),
        (_entry(id="CVE-1", expires=_TODAY), ""),
    ],
)
def test_what_cannot_be_applied_says_why(entry: Suppression, problem: str) -> None:
    """Owner, reason and expiry are required; the last day still counts."""
    assert problem_of(entry, today=_TODAY) == problem


def test_findings_are_marked_and_never_lost() -> None:
    """The reason names who decided, until when and where; hits are counted by entry."""
    entries = [_entry(id="CVE-9"), _entry(id="CVE-2024-1", source="s.toml:3"), _entry(id="CVE-*")]
    outcome = suppress([_finding(), _finding(identifiers=("CVE-7",))], entries, today=_TODAY)
    assert [each.suppressed for each in outcome.findings] == [True, True]
    assert outcome.findings[0].suppression == (
        "only in tests (web team, until 2026-12-31; s.toml:3)"
    )
    assert outcome.hits == (0, 1, 2)
