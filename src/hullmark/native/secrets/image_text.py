"""Looks for secrets in what an image says of itself: environment, labels, history, build arguments."""

from hullmark.model.image import ImageConfig
from hullmark.native.secrets.hit import Hit
from hullmark.native.secrets.scanner import SecretScanner


def scan_config(scanner: SecretScanner, config: ImageConfig) -> list[Hit]:
    """Return the secrets in an image's configuration; the path names the part (``image env``)."""
    parts = {
        "image env": config.env,
        "image labels": tuple(f"{name}={value}" for name, value in config.labels.items()),
        "image command": (*config.entrypoint, *config.cmd),
        "image history": tuple(each.created_by.replace("\n", " ") for each in config.history),
    }
    hits: list[Hit] = []
    for name, lines in parts.items():
        text = "\n".join(lines).encode("utf-8", "surrogateescape")
        hits += scanner.scan_bytes(name, text)
    return hits
