"""Joins what was found in many places: one secret is one violation with all of its places."""

from collections.abc import Sequence
from functools import cache

from hullmark.model.component import Location
from hullmark.model.finding import Kind
from hullmark.model.image import LayerInfo
from hullmark.model.severity import Rating, Severity
from hullmark.model.violation import Violation
from hullmark.native.secrets.engine import engine
from hullmark.native.secrets.hit import Hit
from hullmark.native.secrets.rule import Rule
from hullmark.native.secrets.structured import TITLES

Placed = tuple[Hit, int | None, int | None]
"""A hit, the layer it is in, and the layer that deleted or replaced its file."""


def join_hits(
    found: Sequence[Placed], *, layers: Sequence[LayerInfo] = (), rooted: bool = False
) -> tuple[Violation, ...]:
    """Return one violation per secret, with every place, and where it only seems to be gone."""
    groups: dict[str, list[Placed]] = {}
    for placed in found:
        groups.setdefault(placed[0].secret_id, []).append(placed)
    return tuple(
        _violation(group, layers=layers, rooted=rooted) for _, group in sorted(groups.items())
    )


def _violation(group: list[Placed], *, layers: Sequence[LayerInfo], rooted: bool) -> Violation:
    rules = _rules()
    known = [each for each in group if each[0].rule in rules]
    first = min(known or group, key=lambda each: _rank(rules.get(each[0].rule)))[0]
    rule = rules.get(first.rule)
    title = rule.title if rule else TITLES.get(first.rule, first.rule)
    prefix = "/" if rooted else ""
    locations = tuple(
        Location(
            path=hit.path if hit.path.startswith("image ") else prefix + hit.path,
            layer=layers[layer].diff_id if layer is not None else None,
            layer_index=layer,
            instruction=layers[layer].instruction or None if layer is not None else None,
            line=hit.line or None,
            column=hit.column or None,
        )
        for hit, layer, _ in sorted(
            group, key=lambda each: (each[1] or 0, each[0].path, each[0].line)
        )
    )
    ignored = [hit.ignored for hit, _, _ in group]
    severity = Severity(rule.severity if rule else "high")
    return Violation(
        kind=Kind.SECRET,
        rule=first.rule,
        title=title,
        message=_message(title, group),
        remediation=rule.remediation if rule else Rule("", "", "", "").remediation,
        ratings=(Rating(source="native", level=severity),),
        subject=locations[0].path,
        locations=locations,
        secret_id=first.secret_id,
        secret_masked=first.masked,
        ignored=ignored[0] if all(ignored) else "",
    )


def _message(title: str, group: list[Placed]) -> str:
    places = f"{title} in {len(group)} places" if len(group) > 1 else title
    gone = sorted(
        (layer, removed) for _, layer, removed in group if layer is not None and removed is not None
    )
    if gone and all(removed is not None for _, _, removed in group):
        return f"{places}; deleted in layer {gone[0][1]}, still in layer {gone[0][0]}"
    return places


def _rank(rule: Rule | None) -> int:
    return rule.rank if rule else 4


@cache
def _rules() -> dict[str, Rule]:
    return {rule.id: rule for rule in engine().rules}
