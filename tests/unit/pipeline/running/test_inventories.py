"""What only another scanner's inventory lists is in the result too."""

from hullmark.model.component import Component, Purl
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.report import ScannerReport
from hullmark.model.scan import Target
from hullmark.pipeline.running.inventories import seen_only_by_others
from hullmark.pipeline.running.outcome import Outcome


def _component(name: str, version: str = "1.0", kind: str = "pypi") -> Component:
    return Component(
        name=name, version=version, purl=Purl(f"pkg:{kind}/{name}@{version}"), type=kind
    )


def _outcome(scanner: str, *components: Component) -> Outcome:
    row = LedgerRow(target="web", scanner=scanner, check="packages", status=Status.RAN, reason="")
    report = ScannerReport(scanner=scanner, target=Target(name="web", kind="image"))
    report = ScannerReport(scanner=scanner, target=report.target, components=components)
    return Outcome(row=row, reports=(report,))


def test_only_what_we_did_not_see_is_added_once() -> None:
    """Names are compared as the ecosystem compares them; who saw it stands beside it."""
    outcome = _outcome(
        "syft", _component("Ruamel.Yaml"), _component("left-pad"), _component("left-pad")
    )
    ((target, found),) = seen_only_by_others([outcome], {"web": [_component("ruamel-yaml")]})
    assert (target, found.name, found.cataloger) == ("web", "left-pad", "syft")


def test_another_version_is_another_component() -> None:
    """Two versions side by side are two facts."""
    found = seen_only_by_others(
        [_outcome("syft", _component("a", "2.0"))], {"web": [_component("a", "1.0")]}
    )
    assert [component.version for _, component in found] == ["2.0"]


def test_reports_of_flaws_are_no_inventories() -> None:
    """Grype's packages are those it found something in, not a list of what is there."""
    assert not seen_only_by_others([_outcome("grype", _component("a"))], {})
