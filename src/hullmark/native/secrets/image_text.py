"""Looks for secrets in what an image says of itself, and blots them out of it.

Environment, labels, command, history (which holds build arguments): a result quotes some of it,
so what is a secret there must not go further than this page.
"""

import re
from collections.abc import Callable

from msgspec.structs import replace

from hullmark.model.image import HistoryEntry, ImageConfig, LayerInfo
from hullmark.native.secrets.hit import Hit, Placed
from hullmark.native.secrets.said import ImageText
from hullmark.native.secrets.scanner import SecretScanner

MASK = "********"
_LEAST = 4
"""Characters of a stretch that is blotted out wherever it stands."""
_Blot = Callable[[str], str]


def scan_config(scanner: SecretScanner, config: ImageConfig) -> list[Hit]:
    """Return the secrets in an image's configuration; the path names the part (``image env``)."""
    return [hit for hit, _ in _found(scanner, config)]


def mask_text(
    scanner: SecretScanner, config: ImageConfig | None, layers: tuple[LayerInfo, ...]
) -> ImageText:
    """Return configuration and layers with every secret in them blotted out, and their places."""
    if config is None:
        return ImageText(config=None, layers=layers)
    found = _found(scanner, config)
    if not found:
        return ImageText(config=config, layers=layers)
    made = _layers_made(config.history, len(layers))
    places = tuple(
        Placed(hit, made.get(hit.line) if hit.path == "image history" else None) for hit, _ in found
    )
    blot = _blotting({text for _, texts in found for text in texts})
    return ImageText(
        config=_without(config, blot),
        layers=tuple(replace(each, instruction=blot(each.instruction)) for each in layers),
        secrets=places,
    )


def _found(scanner: SecretScanner, config: ImageConfig) -> list[tuple[Hit, list[str]]]:
    parts = {
        "image env": config.env,
        "image labels": tuple(f"{name}={value}" for name, value in config.labels.items()),
        "image command": (*config.entrypoint, *config.cmd),
        "image history": tuple(each.created_by.replace("\n", " ") for each in config.history),
    }
    found: list[tuple[Hit, list[str]]] = []
    for name, lines in parts.items():
        hits, texts = scanner.masked(name, "\n".join(lines))
        found += [(hit, texts) for hit in hits]
    return found


def _layers_made(history: tuple[HistoryEntry, ...], layers: int) -> dict[int, int]:
    """Return line of the history → index of the layer that it made, where the counts agree."""
    made = [line for line, each in enumerate(history, 1) if not each.empty_layer]
    return {line: index for index, line in enumerate(made)} if len(made) == layers else {}


def _blotting(texts: set[str]) -> _Blot:
    """Return what replaces secrets in a text, however its white space is written there."""
    ordered = sorted((each for each in texts if len(each) >= _LEAST), key=len, reverse=True)
    if not ordered:
        return str
    parts = (r"\s".join(map(re.escape, re.split(r"\s", each))) for each in ordered)
    expression = re.compile("|".join(parts))
    return lambda text: expression.sub(MASK, text)


def _without(config: ImageConfig, blot: _Blot) -> ImageConfig:
    return replace(
        config,
        env=tuple(map(blot, config.env)),
        labels={name: blot(value) for name, value in config.labels.items()},
        entrypoint=tuple(map(blot, config.entrypoint)),
        cmd=tuple(map(blot, config.cmd)),
        history=tuple(
            replace(each, created_by=blot(each.created_by), comment=blot(each.comment))
            for each in config.history
        ),
    )
