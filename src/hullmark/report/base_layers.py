"""Which layers came with ``FROM``: told from an image's history, never guessed without a trace."""

from datetime import datetime

from hullmark.model.image import HistoryEntry
from hullmark.model.scan import Target
from hullmark.report.instruction import to_instruction

_BASE_NAME = "org.opencontainers.image.base.name"
_COMMANDS = ("CMD ", "CMD[", "ENTRYPOINT ", "ENTRYPOINT[")


def count_base_layers(target: Target) -> int:
    """Return how many of the lowest layers the base image brought; 0 where nothing tells.

    An image ends with its default command. A command in the middle of the history, with layers
    after it, is therefore the end of an image that this one was built upon.
    """
    if target.base_layers is not None:
        return target.base_layers
    history = target.config.history if target.config else ()
    made = [not entry.empty_layer for entry in history]
    total = sum(made)
    if not total or (target.layers and total != len(target.layers)):
        return 0
    below = 0
    end = 0
    for entry, makes_layer in zip(history, made, strict=True):
        below += makes_layer
        if not makes_layer and below < total and _is_command(entry):
            end = below
    return end


def base_created_at(target: Target) -> datetime | None:
    """Return when the base image's last step was recorded; ``None`` where nothing tells."""
    base = count_base_layers(target)
    if not base or target.config is None:
        return None
    below = 0
    created = None
    for entry in target.config.history:
        if not entry.empty_layer:
            below += 1
            if below > base:
                break
        created = entry.created_at or created
        if below == base and _is_command(entry):
            break
    return created


def base_name(target: Target) -> str:
    """Return what stands behind ``FROM`` as far as the image says it, else the distribution."""
    labels = target.config.labels if target.config else {}
    if name := labels.get(_BASE_NAME, "").strip():
        return name
    distribution = target.distribution
    if distribution is None:
        return "…"
    version = f" {distribution.version}" if distribution.version else ""
    return f"… ({distribution.id}{version})"


def _is_command(entry: HistoryEntry) -> bool:
    return to_instruction(entry.created_by).startswith(_COMMANDS)
