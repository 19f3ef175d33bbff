"""Says of every finding which scanners looked at the image and stayed silent, and why."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from hullmark.merge.causes import spellings
from hullmark.merge.identifiers import flaws
from hullmark.merge.subject import name_key, subject_of, version_key
from hullmark.model.component import Component
from hullmark.model.ecosystem import OS_TYPES
from hullmark.model.finding import Finding, Kind
from hullmark.model.ledger import Status
from hullmark.model.report import ScannerReport
from hullmark.model.silence import Silence, SilenceKind

_NOT_AFFECTED: Final = re.compile(
    r"not.?affected|affected.?by.?default|\bfixed\b|vex|false.?positive|withdrawn", re.IGNORECASE
)
_BUILT_IN: Final = {
    # On the list of false positives that is compiled into Grype, seen with 0.121.2: the package
    # does not ship the part that is vulnerable (minizip).
    ("grype", "CVE-2023-45853", "deb", "zlib"): "it is on Grype's built-in list of false positives",
}
"""(scanner, id, type, name) → why a scanner never reports it, whatever its data says."""
_LISTS_ONLY: Final = frozenset({"syft"})
"""Scanners that list packages and look for no flaw in them: nobody expects one of them."""
_NO_LOOK: Final = frozenset({Status.FAILED, Status.ABSENT})


Blind = Mapping[tuple[str, str], tuple[SilenceKind, str]]
"""(scanner, type of package) → why its silence about all of that type proves nothing."""
_SEES_ALL: Final[Blind] = {}


def with_silences(
    findings: Iterable[Finding],
    reports: Sequence[ScannerReport],
    *,
    looking: Iterable[str] = (),
    blind: Blind = _SEES_ALL,
) -> Iterator[Finding]:
    """Yield the vulnerabilities of one image with those who do not report them, all else as it is.

    Args:
        findings: Merged, of one image.
        reports: All reports about it; what scanners themselves left out is in them.
        looking: Scanners that look for vulnerabilities, even where they found nothing at all.
        blind: What is known of whole types of packages.
    """
    if len({report.scanner for report in reports}) < 2:
        yield from findings
        return
    views = _views(reports, frozenset(looking), blind)
    for finding in findings:
        if finding.kind is not Kind.VULNERABILITY or finding.component is None:
            yield finding
            continue
        heard = {source.scanner for source in finding.sources}
        silent = tuple(
            view.why(finding, finding.component)
            for name, view in views.items()
            if name not in heard and view.looks
        )
        yield replace(finding, silences=silent) if silent else finding


class _View(msgspec.Struct):
    """What one scanner has seen of the image, from all its reports."""

    scanner: str
    looks: bool = False
    """Whether it looks for vulnerabilities."""
    failed: str = ""
    blind: dict[str, tuple[SilenceKind, str]] = {}
    """Type → why silence about it proves nothing."""
    data_date: str = ""
    inventory: bool = False
    names: defaultdict[tuple[str, str], dict[Hashable, str]] = msgspec.field(
        default_factory=lambda: defaultdict(dict)
    )
    """Type and name → versions in normal form and as spelled, of its inventory and all it says."""
    silences: dict[tuple[SilenceKind, str], Silence] = {}
    """What was said before: thousands of findings share a reason."""
    types: set[str] = set()
    """Types of all those."""
    dismissed: dict[tuple[str, str, str], str] = {}
    """(id, type, name) → why it does not count, in the scanner's own words."""

    def why(self, finding: Finding, component: Component) -> Silence:
        """Return the reason that there is evidence for."""
        told = self._told(finding, component)
        known = self.silences.get(told)
        if known is None:
            kind, reason = told
            known = self.silences[told] = Silence(scanner=self.scanner, kind=kind, reason=reason)
        return known

    def _told(self, finding: Finding, component: Component) -> tuple[SilenceKind, str]:
        name = name_key(component)
        if said := self._left_out(finding, name):
            return said
        if self.failed:
            return SilenceKind.FAILED, self.failed
        if component.type in self.blind:
            return self.blind[component.type]
        versions = self.names.get(name, {})
        if version_key(component, component.version) not in versions and (
            self.inventory or versions
        ):
            return SilenceKind.NOT_SEEN, self._other(component, versions)
        if not versions and component.type not in self.types:
            return (
                SilenceKind.NOT_SEEN,
                f"it says nothing about any {component.type} package here",
            )
        return self._seen(finding, component, seen=bool(versions))

    def _left_out(self, finding: Finding, name: tuple[str, str]) -> tuple[SilenceKind, str] | None:
        """Return the scanner's own word on what it found, or what it never reports."""
        for identifier in finding.identifiers:
            if said := self.dismissed.get((identifier, *name)):
                kind = SilenceKind.FILTERED
                if _NOT_AFFECTED.search(said):
                    kind = SilenceKind.NOT_AFFECTED
                return kind, f"it found this and left it out: {said}"
            if built_in := _BUILT_IN.get((self.scanner, identifier, *name)):
                return SilenceKind.FILTERED, built_in
        return None

    def _other(self, component: Component, versions: dict[Hashable, str]) -> str:
        if versions:
            return f"it sees {component.name} {', '.join(sorted(versions.values()))}"
        return f"its inventory has no {component.type} package {component.name}"

    def _seen(
        self, finding: Finding, component: Component, *, seen: bool
    ) -> tuple[SilenceKind, str]:
        installed = version_key(component, component.version)
        for fix in finding.fixed_in:
            reached = version_key(component, fix)
            if installed[0] == reached[0] == 1 and installed >= reached:
                return (
                    SilenceKind.FIX_REACHED,
                    f"{component.version} is not below {fix}, which fixes it",
                )
        dates = [source.data_date[:10] for source in finding.sources if source.data_date]
        if self.data_date and dates and self.data_date < min(dates):
            return (
                SilenceKind.OLDER_DATA,
                f"its data is of {self.data_date}, that of those who report it of {min(dates)}",
            )
        if finding.published_at and self.data_date and self.data_date < finding.published_at[:10]:
            return (
                SilenceKind.OLDER_DATA,
                f"its data is of {self.data_date}, it was published on {finding.published_at[:10]}",
            )
        words = "it reads this package" if seen else "it reads packages of this kind"
        return SilenceKind.UNKNOWN, f"{words} and does not say why it does not report it"


def _views(
    reports: Sequence[ScannerReport], looking: frozenset[str], blind: Blind
) -> dict[str, _View]:
    views: dict[str, _View] = {}
    for report in reports:
        view = views.setdefault(report.scanner, _View(scanner=report.scanner))
        listed = bool(report.components) and report.scanner not in _LISTS_ONLY
        view.looks = view.looks or listed or bool(report.claims)
        view.looks = view.looks or report.scanner in looking
        if report.status in _NO_LOOK:
            view.failed = report.reason or "its run failed"
        elif report.status is Status.UNSUPPORTED:
            why = report.reason or "it does not know this distribution"
            view.blind |= dict.fromkeys(OS_TYPES, (SilenceKind.UNSUPPORTED, why))
        view.data_date = max(view.data_date, (report.data_date or "")[:10])
        view.inventory = view.inventory or len(report.components) > len(report.claims) / 2
        for component in report.components:
            _note(view, component)
        for claim in report.claims:
            if claim.component.name:
                _note(view, claim.component)
        for claim in (*report.claims, *report.dismissed):
            if claim.ignored and claim.component.name:
                name = name_key(subject_of(claim.component))
                for group in flaws(claim.advisory_id, claim.aliases):
                    for identifier in group:
                        view.dismissed[identifier, *name] = claim.ignored
    for (scanner, kind), told in blind.items():
        if scanner in views:
            views[scanner].blind[kind] = told
    return views


def _note(view: _View, component: Component) -> None:
    for kind, name, version in spellings(component):
        view.types.add(kind)
        view.names[kind, name][version_key(component, version)] = version
