"""When a finding appeared and went: by which scan, commit and layer, and why."""

import msgspec

from hullmark.config.settings import Settings
from hullmark.pipeline.remembering.memory import opened_store
from hullmark.store.connection import Store
from hullmark.store.errors import NotRecordedError
from hullmark.store.restore import load_image
from hullmark.store.spans import Origin, State, origins, states_of


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One turn in the life of a finding."""

    what: str
    """``appeared``, ``changed``, ``went`` or ``came back``."""
    at: int
    cause: str
    severity: int
    suppressed: bool
    scan: Origin | None
    """``None`` where the scan was pruned away."""


class Life(msgspec.Struct, frozen=True, kw_only=True):
    """A finding in one image lineage, from first to last."""

    fingerprint: str
    lineage: str
    identifier: str
    kind: str
    component: str
    version: str
    scanners: tuple[str, ...]
    is_open: bool
    path: str
    layer_index: int | None
    layer: str | None
    """diff ID of the layer it was first seen in."""
    instruction: str
    """The line of the image's history that made the layer."""
    events: tuple[Event, ...]


def when(finding: str, *, settings: Settings) -> list[Life]:
    """Return the life of findings by fingerprint, start of one, or any id of a flaw.

    Raises:
        NotRecordedError: No such finding was ever recorded.
    """
    with opened_store(settings, read_only=True) as store:
        states = states_of(store, finding)
        if not states:
            raise NotRecordedError(
                f"the store knows no finding '{finding}'",
                hint="name an id such as a CVE, or the beginning of a fingerprint",
            )
        scans = origins(
            store, {n for each in states for n in (each.opened, each.closed) if n is not None}
        )
        lives: dict[int, list[State]] = {}
        for each in states:
            lives.setdefault(each.finding, []).append(each)
        return [_life(store, held, scans) for held in lives.values()]


def _life(store: Store, states: list[State], scans: dict[int, Origin]) -> Life:
    first, last = states[0], states[-1]
    layer, instruction = _layer(store, first, scans.get(first.opened))
    return Life(
        fingerprint=last.fingerprint,
        lineage=last.lineage + (f" ({last.stream})" if last.stream else ""),
        identifier=last.identifier,
        kind=last.kind,
        component=last.component,
        version=last.version,
        scanners=last.scanners,
        is_open=last.closed is None,
        path=first.path,
        layer_index=first.layer_index,
        layer=layer,
        instruction=instruction,
        events=tuple(_events(states, scans)),
    )


def _events(states: list[State], scans: dict[int, Origin]) -> list[Event]:
    events = []
    for at, state in enumerate(states):
        began = state.opened_at == state.since_at and state.opened_cause != "changed"
        what = ("came back" if at else "appeared") if began else "changed"
        cause = "" if state.opened_cause == "changed" else state.opened_cause
        events.append(_event(what, state.opened_at, cause, state, scans.get(state.opened)))
        if state.closed is not None and state.closed_cause != "changed":
            scan = scans.get(state.closed)
            events.append(_event("went", state.closed_at or 0, state.closed_cause, state, scan))
    return events


def _event(what: str, at: int, cause: str, state: State, scan: Origin | None) -> Event:
    return Event(
        what=what,
        at=at,
        cause=cause,
        severity=state.severity,
        suppressed=state.suppressed,
        scan=scan,
    )


def _layer(store: Store, state: State, scan: Origin | None) -> tuple[str | None, str]:
    if scan is None or state.layer_index is None:
        return None, ""
    layers = load_image(store, scan.image).layers
    if not 0 <= state.layer_index < len(layers):
        return None, ""
    layer = layers[state.layer_index]
    return layer.diff_id, layer.instruction
