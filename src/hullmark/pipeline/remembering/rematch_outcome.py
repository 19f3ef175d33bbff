"""How findings of today stand to those that are open: what a re-match changes in one lineage."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.config.suppression_file import find_suppressions
from hullmark.merge.findings import merge_findings
from hullmark.model.scan import Target
from hullmark.model.severity import Severity
from hullmark.store import fleet
from hullmark.store.details import Detail, take_apart
from hullmark.store.intervals import Open
from hullmark.store.rematched import Outcome

if TYPE_CHECKING:
    from hullmark.store.connection import Store

_LEVELS = tuple(sorted(Severity, key=lambda level: level.rank))


class News(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that a re-match brought or took."""

    change: str
    """``new``, ``closed`` or ``changed``."""
    target: str
    identifier: str
    component: str
    version: str
    severity: Severity
    fixed_in: tuple[str, ...] = ()
    exploited: bool = False


class Judging:
    """Says what changed, with what other scanners say and what people decided."""

    def __init__(self, store: "Store", settings: Settings, about: Mapping[int, Target]) -> None:
        self._store = store
        self._settings = settings
        self._about = about
        self._decides = bool(settings.vex or settings.suppressions or find_suppressions(Path.cwd()))

    def outcome(
        self, sight: fleet.Sight, details: list[Detail], before: Mapping[bytes, Open]
    ) -> Outcome | None:
        """Return what changed in a lineage; ``None`` where nothing did."""
        ours = {key: old for key, old in before.items() if ",native," in old.scanners}
        found = {detail.fingerprint: detail for detail in details}
        for key, old in before.items():
            others = old.scanners.strip(",") not in {"native", ""}
            now = found.get(key)
            same = now is not None and now.key == old.detail_key
            if (others or old.suppressed) and not same and (key in ours or now is not None):
                kept = self._with_what_was(old, now)
                if kept is not None:
                    found[key] = kept
        if self._decides:
            found = self._decided(sight, found)
        altered = {
            k: d for k, d in found.items() if k not in before or before[k].detail_key != d.key
        }
        if not altered and not ours.keys() - found.keys():
            return None
        relevant = {key: old for key, old in before.items() if key in ours or key in found}
        stayed = [d for k, d in found.items() if k in altered or k in relevant]
        return Outcome(
            sight=sight,
            details=_at_known_places(stayed, relevant),
            before=relevant,
        )

    def _with_what_was(self, old: Open, now: Detail | None) -> Detail | None:
        """Join what others say, and what was decided, with what we say now."""
        held = fleet.detail_finding(self._store, old.detail_key)
        if held is None:
            return now
        others = tuple(each for each in held.sources if each.scanner != "native")
        if now is None and not others:
            return None
        joined = replace(held, sources=others)
        if now is not None:
            fresh = replace(now.finding, id=held.id)
            if others:
                target = Target(name="rematch", kind="registry")
                (joined, *_) = merge_findings([joined, fresh], target=target)
            else:
                joined = fresh
        joined = replace(joined, suppressed=held.suppressed, suppression=held.suppression)
        (detail,) = take_apart([joined], layers=(), sources={"native": ("", None)})
        return replace(detail, fingerprint=old.fingerprint)

    def _decided(self, sight: fleet.Sight, found: dict[bytes, Detail]) -> dict[bytes, Detail]:
        from hullmark.pipeline.decisions import decide  # noqa: PLC0415 - only with decisions

        target = replace(self._about[sight.about], name=sight.target)
        findings = [replace(each.finding, target=sight.target) for each in found.values()]
        decided = decide(findings, targets=[target], settings=self._settings)
        taken = take_apart(decided.findings, layers=(), sources={"native": ("", None)})
        return {
            key: replace(detail, fingerprint=key) for key, detail in zip(found, taken, strict=True)
        }


def _at_known_places(details: Sequence[Detail], before: Mapping[bytes, Open]) -> list[Detail]:
    """Leave the place of a finding that stays as its scan saw it."""
    return [
        replace(each, places_key=before[each.fingerprint].places_key)
        if each.fingerprint in before and before[each.fingerprint].detail_key == each.key
        else each
        for each in details
    ]


def news_of(target: str, outcome: Outcome) -> list[News]:
    """Return what changed, finding by finding."""
    found = {detail.fingerprint: detail for detail in outcome.details}
    news = []
    for key, detail in found.items():
        old = outcome.before.get(key)
        if old is None or old.detail_key != detail.key:
            finding = detail.finding
            component = finding.component
            news.append(
                News(
                    change="changed" if old else "new",
                    target=target,
                    identifier=finding.identifiers[0],
                    component=component.name if component else "",
                    version=component.version if component else "",
                    severity=finding.severity,
                    fixed_in=finding.fixed_in,
                    exploited=finding.priority.known_exploited,
                )
            )
    for key, old in outcome.before.items():
        if key not in found:
            news.append(
                News(
                    change="closed",
                    target=target,
                    identifier=old.identifier,
                    component=old.component,
                    version=old.version,
                    severity=_LEVELS[old.severity],
                )
            )
    return news
