"""What the page says above its tables: verdict, numbers, what ran, what to do, the images."""

from collections import Counter

import msgspec

from hullmark.model.ledger import INCOMPLETE, Status
from hullmark.model.scan import Reason, Target
from hullmark.model.severity import Severity
from hullmark.report.fixes import FixGroup, FixKind, change_names, describe_change, group_fixes
from hullmark.report.html.charts import Chart, Segment, charts_of, severity_strip
from hullmark.report.html.rows import KINDS, Detail, Rows
from hullmark.report.instruction import to_instruction
from hullmark.report.summary import WORST_FIRST, Summary, summarize
from hullmark.report.visible import visible
from hullmark.report.words import benefit, count_components, data_words, plural

_REASONS = 200
"""Reasons in the page; policies may give one per finding."""
_GROUPS = 50
_CHANGES = 12
_TARGETS = 200
_LAYERS = 150


class ShownReason(msgspec.Struct, frozen=True, kw_only=True):
    """A reason of the verdict, and the row it is about."""

    message: str
    policy: str
    row: int | None
    """Position of the finding, where one is named and known."""


class ShownFix(msgspec.Struct, frozen=True, kw_only=True):
    """One change and what it clears."""

    line: str
    target: str
    kind: str
    change: str
    benefit: str
    share: float
    """Of all findings, 0 to 1,000."""
    rows: str
    """Positions of its findings."""
    critical: int
    exploited: int


class ShownTarget(msgspec.Struct, frozen=True, kw_only=True):
    """One image with its layers."""

    name: str
    facts: tuple[tuple[str, str], ...]
    layers: tuple[tuple[int, str, str, int], ...]
    """Position, instruction, size, findings whose first place is in it."""
    more_layers: int
    strip: tuple[Segment, ...]
    counts: tuple[tuple[str, int], ...]
    total: int


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the template shows."""

    title: str
    created: str
    created_iso: str
    tool_version: str
    status: str
    profile: str
    reasons: tuple[ShownReason, ...]
    more_reasons: int
    summary: Summary
    tiles: tuple[tuple[str, str, str], ...]
    """Style, number, words."""
    strip: tuple[Segment, ...]
    charts: tuple[Chart, ...]
    statuses: tuple[tuple[str, bool, int], ...]
    """Ledger status, whether it leaves the answer open, rows."""
    incomplete: int
    ledger: tuple[tuple[object, ...], ...]
    ledger_total: int
    fixes: tuple[ShownFix, ...]
    more_fixes: int
    findings: tuple[tuple[tuple[object, ...], Detail], ...]
    findings_total: int
    suppressed: tuple[tuple[tuple[object, ...], Detail], ...]
    suppressed_total: int
    targets: tuple[ShownTarget, ...]
    more_targets: int
    target_names: tuple[str, ...]
    levels: tuple[str, ...]
    kinds: tuple[tuple[int, str], ...]
    components: tuple[tuple[object, ...], ...]
    components_total: int
    data: tuple[tuple[str, str, str], ...]
    data_words: str
    settings: tuple[tuple[str, str], ...]


def make_page(rows: Rows, *, shown: int) -> Page:
    """Return the page with the first ``shown`` rows of each table."""
    result = rows.result
    opened = rows.findings[: rows.open]
    summary = summarize(result.findings)
    groups = group_fixes(result)
    verdict = result.verdict
    positions = _Positions(rows)
    names = dict(zip(rows.targets, rows.target_names, strict=True))
    statuses = Counter(row.status for row in result.ledger)
    end = min(rows.open + shown, len(rows.findings))
    kinds = {finding.kind for finding in rows.findings}
    return Page(
        title=_title(rows),
        created=f"{result.created_at:%Y-%m-%d %H:%M} UTC",
        created_iso=result.created_at.isoformat(),
        tool_version=visible(result.tool_version),
        status=verdict.status.value,
        profile=visible(verdict.profile),
        reasons=tuple(_reason(each, positions) for each in verdict.reasons[:_REASONS]),
        more_reasons=max(len(verdict.reasons) - _REASONS, 0),
        summary=summary,
        tiles=_tiles(rows, summary),
        strip=severity_strip(summary.severities()),
        charts=charts_of(opened, names),
        statuses=tuple(
            (status.value, status in INCOMPLETE, statuses[status])
            for status in Status
            if statuses[status]
        ),
        incomplete=sum(statuses[status] for status in INCOMPLETE),
        ledger=tuple(map(rows.ledger_row, range(min(shown, len(rows.ledger))))),
        ledger_total=len(rows.ledger),
        fixes=tuple(_fix(each, rows, positions, summary.total) for each in groups[:_GROUPS]),
        more_fixes=max(len(groups) - _GROUPS, 0),
        findings=tuple(_both(rows, place) for place in range(min(shown, rows.open))),
        findings_total=rows.open,
        suppressed=tuple(_both(rows, place) for place in range(rows.open, end)),
        suppressed_total=len(rows.findings) - rows.open,
        targets=_targets(rows),
        more_targets=max(len(result.targets) - _TARGETS, 0),
        target_names=tuple(rows.target_names),
        levels=tuple(level.value for level in WORST_FIRST),
        kinds=tuple((place, kind.value) for kind, place in KINDS.items() if kind in kinds),
        components=tuple(map(rows.component_row, range(min(shown, len(result.components))))),
        components_total=len(result.components),
        data=tuple(
            (visible(feed.name), visible(feed.date or "no date"), f"{feed.records:,}")
            for feed in result.data
        ),
        data_words="; ".join(data_words(result.data, result.data_kind)),
        settings=tuple(
            (visible(key), visible(result.settings[key])) for key in sorted(result.settings)
        ),
    )


class _Positions:
    """Where a finding stands, by fingerprint alone or in one target."""

    def __init__(self, rows: Rows) -> None:
        findings = rows.findings
        backwards = range(len(findings) - 1, -1, -1)
        # The first of several counts: the same problem may be in several targets.
        self.anywhere: dict[str, int] = {findings[place].id: place for place in backwards}
        self._in_target: dict[tuple[str, str], int] = {}
        if len(self.anywhere) < len(findings):
            self._in_target = {
                (findings[place].target, findings[place].id): place for place in backwards
            }

    def in_target(self, target: str, fingerprint: str) -> int | None:
        """Return where a target's finding stands."""
        place = self._in_target.get((target, fingerprint))
        return self.anywhere.get(fingerprint) if place is None else place


def _title(rows: Rows) -> str:
    if len(rows.result.targets) == 1:
        return visible(rows.result.targets[0].name)
    return plural(len(rows.result.targets), "target")


def _reason(reason: Reason, positions: _Positions) -> ShownReason:
    row = positions.anywhere.get(reason.finding) if reason.finding else None
    return ShownReason(message=visible(reason.message), policy=visible(reason.policy), row=row)


def _tiles(rows: Rows, summary: Summary) -> tuple[tuple[str, str, str], ...]:
    fixable = sum(bool(finding.fixed_in) for finding in rows.findings[: rows.open])
    levels = [(level.value, f"{count:,}", level.value) for level, count in summary.severities()]
    return (
        ("total", f"{summary.total:,}", "finding" if summary.total == 1 else "findings"),
        *levels,
        ("exploited", f"{summary.known_exploited:,}", "known exploited"),
        ("fixable", f"{fixable:,}", "with a fix"),
        ("suppressed", f"{summary.suppressed:,}", "suppressed"),
        ("components", f"{len(rows.result.components):,}", "components"),
    )


def _fix(group: FixGroup, rows: Rows, positions: _Positions, total: int) -> ShownFix:
    held = (positions.in_target(group.target, each) for each in group.findings)
    names = [visible(name) for name in change_names(group)[:_CHANGES]]
    several = len(rows.result.targets) > 1
    kinds = {FixKind.BASE: "base image", FixKind.REBUILD: "rebuild", FixKind.UPGRADE: "upgrade"}
    return ShownFix(
        line=visible(group.line),
        target=rows.target_names[rows.target(group.target)] if several else "",
        kind=kinds[group.kind],
        change=describe_change(group, names),
        benefit=benefit(group, total),
        share=round(group.clears / total * 1000, 1) if total else 0,
        rows=" ".join(str(place) for place in held if place is not None),
        critical=group.critical,
        exploited=group.known_exploited,
    )


def _both(rows: Rows, place: int) -> tuple[tuple[object, ...], Detail]:
    return rows.finding_row(place), rows.detail(place)


def _targets(rows: Rows) -> tuple[ShownTarget, ...]:
    opened = rows.findings[: rows.open]
    levels: dict[str, Counter[Severity]] = {}
    pairs = Counter((finding.target, finding.severity) for finding in opened)
    for (name, level), count in pairs.items():
        levels.setdefault(name, Counter())[level] = count
    layers = Counter(
        (finding.target, finding.locations[0].layer_index)
        for finding in opened
        if finding.locations
    )
    return tuple(
        _target(rows, target, levels.get(target.name, Counter()), layers)
        for target in rows.result.targets[:_TARGETS]
    )


def _target(
    rows: Rows, target: Target, levels: Counter[Severity], layers: Counter[tuple[str, int | None]]
) -> ShownTarget:
    counts = [(level, levels[level]) for level in WORST_FIRST if levels[level]]
    return ShownTarget(
        name=visible(target.name),
        facts=_target_facts(rows, target),
        layers=tuple(
            (
                layer.index,
                visible(to_instruction(layer.instruction)) or "no instruction is recorded",
                size_words(layer.size_bytes),
                layers[target.name, layer.index],
            )
            for layer in target.layers[:_LAYERS]
        ),
        more_layers=max(len(target.layers) - _LAYERS, 0),
        strip=severity_strip(counts),
        counts=tuple((level.value, count) for level, count in counts),
        total=levels.total(),
    )


def _target_facts(rows: Rows, target: Target) -> tuple[tuple[str, str], ...]:
    distribution = target.distribution
    config = target.config
    system = ""
    end = ""
    if distribution:
        system = distribution.name or f"{distribution.id} {distribution.version}".strip()
        end = distribution.end_of_life_at or ""
    values = (
        ("Kind", target.kind),
        ("Digest", target.digest or ""),
        ("Platform", str(target.platform) if target.platform else ""),
        ("Distribution", system),
        ("Supported until", end),
        ("Components", f"{count_components(rows.result, target):,}"),
        ("Size", size_words(target.size_bytes) if target.size_bytes else ""),
        ("Runs as", (config.user or "root (no user is set)") if config else ""),
        ("Entrypoint", " ".join(config.entrypoint) if config else ""),
        ("Command", " ".join(config.cmd) if config else ""),
        ("Ports", ", ".join(config.exposed_ports) if config else ""),
    )
    return tuple((label, visible(value)) for label, value in values if value)


def size_words(size_bytes: int) -> str:
    """Return ``4.2 MB``."""
    size = float(size_bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    raise AssertionError
