"""A matched advisory as a claim."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from hullmark.advisories.ratings import source_of
from hullmark.advisories.record import Advisory, Affected, Score
from hullmark.advisories.withdrawn import takes_itself_back
from hullmark.model.component import Component
from hullmark.model.finding import Claim, FixState, Priority
from hullmark.model.severity import Rating, Severity
from hullmark.native.match.interval import Hit

_VENDORS: Final = {
    "AlmaLinux": "almalinux",
    "Alpine": "alpine",
    "Amazon Linux": "amazon",
    "Azure Linux": "azurelinux",
    "Chainguard": "chainguard",
    "Debian": "debian",
    "Mageia": "mageia",
    "Oracle Linux": "oracle",
    "Photon OS": "photon",
    "Red Hat": "redhat",
    "Rocky Linux": "rocky",
    "SUSE": "suse",
    "Ubuntu": "ubuntu",
    "Wolfi": "wolfi",
    "openEuler": "openeuler",
    "openSUSE": "suse",
}
_STATE_LEVELS: Final = {"unimportant": Severity.NEGLIGIBLE}
_STATES: Final = {"wont-fix": FixState.WONT_FIX, "ignored": FixState.WONT_FIX}
_NO_PRIORITY: Final = Priority()
_LEVELS: Final = {level.value: level for level in Severity}


class Detail(msgspec.Struct, frozen=True, gc=False):
    """What all claims of one advisory about one flaw share."""

    advisory_id: str
    aliases: tuple[str, ...] = ()
    title: str = ""
    description: str = ""
    references: tuple[str, ...] = ()
    ratings: tuple[Rating, ...] = ()
    priority: Priority = _NO_PRIORITY
    published_at: str | None = None


class Details:
    """Details of advisories, made once and shared by their claims."""

    def __init__(self, advisories: Mapping[str, Advisory], covered: Mapping[str, Advisory]) -> None:
        self._advisories = advisories
        self._covered = covered
        self._made: dict[str, tuple[Detail, ...]] = {}

    def of(self, advisory_id: str) -> tuple[Detail, ...]:
        """Return one detail for each flaw that the advisory is about, none if it is withdrawn."""
        made = self._made.get(advisory_id)
        if made is None:
            made = self._made[advisory_id] = tuple(self._make(advisory_id))
        return made

    def _make(self, advisory_id: str) -> Iterator[Detail]:
        advisory = self._advisories.get(advisory_id)
        if advisory is None:
            yield Detail(advisory_id)
            return
        if is_withdrawn(advisory):
            return
        if not advisory.covers:
            yield _detail(advisory, advisory.aliases, advisory)
            return
        taken = {advisory.id, *advisory.covers}
        for flaw in advisory.covers:
            known = self._covered.get(flaw, Advisory(flaw))
            ids = dict.fromkeys((known.id, *known.aliases))
            others = [other for other in ids if other not in taken]
            yield _detail(advisory, (flaw, *others), known)


def is_withdrawn(advisory: Advisory) -> bool:
    """Say whether an advisory takes itself back in prose, in a database that still holds it."""
    return takes_itself_back(advisory.summary, advisory.details)


def claim_of(
    component: Component, affected: Affected, hit: Hit, detail: Detail, *, ecosystem: str
) -> Claim:
    """Return the claim that ``component`` has the flaw of ``detail``."""
    own = package_rating(affected, ecosystem)
    return Claim(
        advisory_id=detail.advisory_id,
        aliases=detail.aliases,
        component=component,
        title=detail.title,
        description=detail.description,
        references=detail.references,
        ratings=(own, *detail.ratings) if own else detail.ratings,
        fixed_in=hit.fixed_in,
        fix_state=_fix_state(affected, hit),
        priority=detail.priority,
        published_at=detail.published_at,
    )


def package_rating(affected: Affected, ecosystem: str) -> Rating | None:
    """Return what the publisher says of this package in particular, in its own word."""
    word = affected.severity
    level = _STATE_LEVELS.get(affected.state)
    if level is not None:
        word = affected.state
    if not word and not affected.score:
        return None
    family = ecosystem.partition(":")[0]
    return Rating(
        source=_VENDORS.get(family) or source_of(affected.id),
        level=level or _LEVELS.get(word.lower(), Severity.UNKNOWN),
        score=affected.score or None,
        label=word or None,
    )


def _detail(advisory: Advisory, aliases: tuple[str, ...], flaw: Advisory) -> Detail:
    """Combine the advisory's text with what is known of one flaw it is about."""
    scores = advisory.scores if flaw is advisory else (*advisory.scores, *flaw.scores)
    return Detail(
        advisory_id=advisory.id,
        aliases=aliases,
        title=advisory.summary or flaw.summary,
        description=advisory.details or flaw.details,
        references=advisory.references or flaw.references,
        ratings=tuple(_ratings(scores)),
        priority=_priority(flaw),
        published_at=advisory.published or flaw.published or None,
    )


def _ratings(scores: Iterable[Score]) -> Iterator[Rating]:
    for score in dict.fromkeys(scores):
        yield Rating(
            source=score.source,
            level=_LEVELS.get(score.level, Severity.UNKNOWN),
            score=score.score if score.score or score.vector else None,
            vector=score.vector or None,
            label=score.label or None,
        )


def _priority(advisory: Advisory) -> Priority:
    if not advisory.epss and not advisory.kev:
        return _NO_PRIORITY
    return Priority(
        known_exploited=bool(advisory.kev),
        epss=advisory.epss or None,
        epss_percentile=advisory.epss_percentile or None,
    )


def _fix_state(affected: Affected, hit: Hit) -> FixState:
    if hit.fixed_in:
        return FixState.FIXED
    if (state := _STATES.get(affected.state)) is not None:
        return state
    # A list of versions or a last affected one leaves open what comes after.
    return FixState.NOT_FIXED if hit.open_ended else FixState.UNKNOWN
