"""Lint says of each entry what is wrong with it, with file and line."""

from datetime import date

from claim_values import APP, claim
from hullmark.merge.findings import merge_claims
from hullmark.merge.lint import lint
from hullmark.model.suppression import Suppression

TODAY = date(2026, 11, 24)
FOUND = merge_claims([claim("CVE-2024-0001", fixed_in=("3.1.3",))], target=APP)


def entry(**more: object) -> Suppression:
    """Return an entry that is in force, changed as told."""
    said: dict[str, object] = {
        "id": "CVE-2024-0001",
        "owner": "web",
        "reason": "only in tests",
        "expires": date(2027, 6, 1),
        "source": "s.toml:1",
        **more,
    }
    return Suppression(**said)  # type: ignore[arg-type]


def kinds(*entries: Suppression, results: bool = True) -> list[str]:
    """Return the kinds of what is said."""
    return [each.kind for each in lint(entries, FOUND if results else None, today=TODAY)]


def test_an_entry_whose_flaw_has_a_fix_is_not_needed_any_more() -> None:
    """The remark names the version and the place of the entry."""
    (remark,) = lint([entry()], FOUND, today=TODAY)
    assert (remark.kind, remark.source) == ("now-fixable", "s.toml:1")
    assert "jinja2 3.1.3" in remark.message


def test_each_fault_has_a_name() -> None:
    """Unused, expired, ending soon, without owner, too broad, said twice."""
    assert kinds(entry(id="CVE-2020-0009")) == ["unused"]
    assert kinds(entry(expires=date(2026, 1, 1)), results=False) == ["expired"]
    assert kinds(entry(expires=date(2026, 11, 30)), results=False) == ["expires-soon"]
    assert kinds(entry(owner=""), results=False) == ["invalid"]
    assert kinds(entry(id="", image="shop/*"), results=False) == ["over-broad"]
    assert kinds(entry(id="*"), results=False) == ["over-broad"]
    assert kinds(entry(id=""), results=False) == ["over-broad"]
    assert kinds(entry(), entry(source="s.toml:9"), results=False) == ["duplicate"]


def test_without_results_nothing_is_called_unused() -> None:
    """What was found is not known then."""
    assert kinds(entry(), results=False) == []
