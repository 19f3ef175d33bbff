"""What to do first: findings grouped by the one line whose change clears them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import partial

import msgspec

from hullmark.model.component import Component, Evidence, Location
from hullmark.model.finding import Finding
from hullmark.model.scan import ScanResult, Target
from hullmark.model.severity import Severity
from hullmark.report.base_layers import base_name, count_base_layers
from hullmark.report.instruction import to_instruction
from hullmark.report.version_order import ecosystem_of, nearest_fix, order_of

UPGRADE_COMMANDS = {"apk": "apk upgrade", "deb": "apt-get upgrade", "rpm": "dnf upgrade"}
"""What upgrades packages of each package manager, by purl type."""


class FixKind(StrEnum):
    """What kind of change clears a group."""

    BASE = "base"
    """Move to a current base image, or upgrade its packages."""
    REBUILD = "rebuild"
    """Build the binaries anew, with a newer toolchain or newer modules."""
    UPGRADE = "upgrade"
    """Ask for newer versions on this line."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One component to be moved to a version."""

    name: str
    type: str
    installed: tuple[str, ...]
    """Versions that are there now."""
    version: str
    """The lowest version that clears every finding of the group in this component."""
    clears: int


class FixGroup(msgspec.Struct, frozen=True, kw_only=True):
    """One line to change, and what that clears."""

    target: str
    kind: FixKind
    line: str
    """The instruction, the lock file or the kind of packages."""
    layer_index: int | None
    changes: tuple[Change, ...]
    """The most useful first."""
    clears: int
    """Findings gone when this line alone is changed."""
    critical: int
    high: int
    known_exploited: int
    shared: int
    """Further findings that stand on this line and on others, which must change with it."""
    findings: tuple[str, ...]
    """Fingerprints of all of them."""

    @property
    def command(self) -> str:
        """Return the package manager's upgrade command, where OS packages are what to change."""
        commands = {UPGRADE_COMMANDS.get(change.type, "") for change in self.changes}
        return next((command for command in sorted(commands) if command), "")


class _Line(msgspec.Struct):
    target: str
    text: str
    layer_index: int | None
    base: bool
    alone: list[Finding] = msgspec.field(default_factory=list)
    shared: list[Finding] = msgspec.field(default_factory=list)


def group_fixes(result: ScanResult) -> tuple[FixGroup, ...]:
    """Return the lines worth changing, the one with the most benefit first.

    Only findings with a known fix are grouped; suppressed ones are left out.
    """
    targets = {target.name: target for target in result.targets}
    bases = {name: count_base_layers(target) for name, target in targets.items()}
    lines: dict[tuple[str, int, str], _Line] = {}
    for finding in result.findings:
        if finding.suppressed or not finding.fixed_in or finding.component is None:
            continue
        target = targets.get(finding.target)
        base = bases.get(finding.target, 0)
        keys = {
            _key(finding.target, finding.component, location, base=base)
            for location in finding.locations or finding.component.locations or (_NOWHERE,)
        }
        for key in keys:
            line = lines.get(key) or lines.setdefault(key, _line(key, target, finding))
            (line.alone if len(keys) == 1 else line.shared).append(finding)
    return tuple(sorted(map(_group, lines.values()), key=_benefit))


def describe_change(group: FixGroup, names: Sequence[str]) -> str:
    """Return the change in words: ``rebuild with go 1.26.8``, ``jinja2 3.1.6, +7``.

    Args:
        group: What to change.
        names: The changes as far as they are to be spelled out (see ``change_names``).
    """
    rest = len(group.changes) - len(names)
    listed = ", ".join([*names, f"+{rest}"] if rest else names)
    match group.kind:
        case FixKind.REBUILD:
            return f"rebuild with {listed}"
        case FixKind.BASE if command := group.command:
            return f"current base or {command}: {listed}"
        case FixKind.BASE:
            return f"current base: {listed}"
        case FixKind.UPGRADE:
            return listed


def change_names(group: FixGroup) -> tuple[str, ...]:
    """Return each change as ``name version``; Go's standard library comes with ``go``."""
    return tuple(f"{_shown_name(change)} {change.version}" for change in group.changes)


_NOWHERE = Location(path="")
_BASE = -1
_NO_LAYER = -2


def _key(
    target: str, component: Component, location: Location, *, base: int
) -> tuple[str, int, str]:
    index = location.layer_index
    if index is None:
        if component.evidence is Evidence.DECLARED and location.path:
            return target, _NO_LAYER, location.path
        return target, _NO_LAYER, f"{component.type} packages"
    if index < base or (index == 0 and component.type in UPGRADE_COMMANDS):
        return target, _BASE, ""
    return target, index, ""


def _line(key: tuple[str, int, str], target: Target | None, finding: Finding) -> _Line:
    name, index, text = key
    if index == _NO_LAYER:
        return _Line(name, text, None, base=False)
    if index == _BASE:
        return _Line(name, f"FROM {base_name(target) if target else '…'}", 0, base=True)
    locations = finding.locations or (finding.component.locations if finding.component else ())
    history = next((at.instruction for at in locations if at.layer_index == index), None)
    if not history and target is not None and index < len(target.layers):
        history = target.layers[index].instruction
    return _Line(name, to_instruction(history or "") or f"layer {index}", index, base=False)


def _group(line: _Line) -> FixGroup:
    changes = _changes([*line.alone, *line.shared])
    compiled = all(change.type == "golang" for change in changes)
    kind = FixKind.REBUILD if compiled and line.layer_index is not None else FixKind.UPGRADE
    levels = [finding.severity for finding in line.alone]
    return FixGroup(
        target=line.target,
        kind=FixKind.BASE if line.base else kind,
        line=line.text,
        layer_index=line.layer_index,
        changes=changes,
        clears=len(line.alone),
        critical=levels.count(Severity.CRITICAL),
        high=levels.count(Severity.HIGH),
        known_exploited=sum(finding.priority.known_exploited for finding in line.alone),
        shared=len(line.shared),
        findings=tuple(finding.id for finding in (*line.alone, *line.shared)),
    )


def _changes(findings: Iterable[Finding]) -> tuple[Change, ...]:
    by_component: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        assert finding.component is not None
        by_component[finding.component.name, finding.component.type].append(finding)
    changes = [_change(name, kind, found) for (name, kind), found in by_component.items()]
    changes.sort(key=lambda item: (item[0], item[1].name, item[1].type))
    return tuple(change for _, change in changes)


def _change(name: str, kind: str, findings: list[Finding]) -> tuple[tuple[int, int, int], Change]:
    components = [finding.component for finding in findings if finding.component]
    ecosystem = ecosystem_of(components[0])
    order = partial(order_of, ecosystem)
    change = Change(
        name=name,
        type=kind,
        installed=tuple(sorted({component.version for component in components}, key=order)),
        version=max(map(nearest_fix, findings), key=order),
        clears=len(findings),
    )
    exploited = sum(finding.priority.known_exploited for finding in findings)
    critical = sum(finding.severity is Severity.CRITICAL for finding in findings)
    return (-exploited, -critical, -len(findings)), change


def _benefit(group: FixGroup) -> tuple[int, int, int, int, str, int, str]:
    return (
        -group.known_exploited,
        -group.critical,
        -group.clears,
        -group.shared,
        group.target,
        -1 if group.layer_index is None else group.layer_index,
        group.line,
    )


def _shown_name(change: Change) -> str:
    return "go" if change.type == "golang" and change.name == "stdlib" else change.name
