"""Joins what was found in many places: one secret is one violation with all of its places."""

from collections.abc import Sequence
from functools import cache

from hullmark.model.component import Location
from hullmark.model.finding import Kind
from hullmark.model.image import LayerInfo
from hullmark.model.severity import Rating, Severity
from hullmark.model.violation import Violation
from hullmark.native.secrets.engine import engine
from hullmark.native.secrets.hit import Hit, Placed
from hullmark.native.secrets.named_files import titles
from hullmark.native.secrets.rule import Rule

OF_IMAGE = "image "
"""How the paths begin that are no files: ``image env``, ``image history`` …"""


def join_hits(
    found: Sequence[Placed], *, layers: Sequence[LayerInfo] = (), rooted: bool = False
) -> tuple[Violation, ...]:
    """Return one violation per secret, with every place, and where it only seems to be gone."""
    groups: dict[str, list[Placed]] = {}
    for placed in found:
        groups.setdefault(placed.hit.secret_id, []).append(placed)
    return tuple(
        _violation(group, layers=layers, rooted=rooted) for _, group in sorted(groups.items())
    )


def _violation(group: list[Placed], *, layers: Sequence[LayerInfo], rooted: bool) -> Violation:
    rules = _rules()
    group = sorted(group, key=lambda each: (each.layer or 0, each.hit.path, each.hit.line))
    known = [each.hit for each in group if each.hit.rule in rules]
    first = min(known or [group[0].hit], key=lambda hit: _rank(rules.get(hit.rule)))
    rule = rules.get(first.rule)
    title = rule.title if rule else _titles().get(first.rule, first.rule)
    locations = tuple(dict.fromkeys(_location(each, layers, rooted=rooted) for each in group))
    ignored = [each.hit.ignored for each in group]
    severity = Severity(rule.severity if rule else "high")
    return Violation(
        kind=Kind.SECRET,
        rule=first.rule,
        title=title,
        message=_message(title, group, places=len(locations)),
        remediation=rule.remediation if rule else Rule("", "", "", "").remediation,
        ratings=(Rating(source="native", level=severity),),
        subject=locations[0].path,
        locations=locations,
        secret_id=first.secret_id,
        secret_masked=first.masked,
        ignored=ignored[0] if all(ignored) else "",
    )


def _location(placed: Placed, layers: Sequence[LayerInfo], *, rooted: bool) -> Location:
    hit = placed.hit
    info = layers[placed.layer] if placed.layer is not None else None
    return Location(
        path=_path(hit, rooted=rooted),
        layer=info.diff_id if info is not None else None,
        layer_index=placed.layer,
        instruction=info.instruction or None if info is not None else None,
        line=hit.line or None,
        column=hit.column or None,
        note=_fate(placed),
    )


def _path(hit: Hit, *, rooted: bool) -> str:
    return f"/{hit.path}" if rooted and not hit.path.startswith(OF_IMAGE) else hit.path


def _fate(placed: Placed) -> str:
    if placed.removed is None:
        return ""
    return f"{'replaced' if placed.replaced else 'deleted'} in layer {placed.removed}"


def _message(title: str, group: Sequence[Placed], *, places: int) -> str:
    said = f"{title} in {places} places" if places > 1 else title
    gone = [each for each in group if each.layer is not None and each.removed is not None]
    if not gone:
        return said
    first = min(gone, key=lambda each: each.layer or 0)
    if len(gone) == len(group):
        return f"{said}; {_fate(first)}, still in layer {first.layer}"
    return f"{said}; some of them deleted or replaced, and still in layer {first.layer}"


def _rank(rule: Rule | None) -> int:
    return rule.rank if rule else 4


@cache
def _rules() -> dict[str, Rule]:
    return {rule.id: rule for rule in engine().rules}


@cache
def _titles() -> dict[str, str]:
    return {"kubernetes-secret": "Value of a Kubernetes Secret", **titles()}
