"""An image's configuration as rules see it: OCI's own fields, and what was seen in its files.

``config``, ``history``, ``architecture`` … as in the image specification. Ours beside them, where
they are known: ``Setuid`` (paths of set-user-ID files), ``Managers`` (package managers and shells
present), ``Layers`` (their number), ``SizeBytes``.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hullmark.checks.errors import UncheckableFileError
from hullmark.checks.record import Document, Place
from hullmark.model.image import ImageConfig

KIND = "image"
_CONFIG_BYTES = 32 * 1024 * 1024


def read_image_config(data: bytes, *, path: str) -> Document:
    """Return a configuration file (``docker image inspect`` or OCI's config JSON) as a document.

    Raises:
        UncheckableFileError: It is not JSON or no image configuration.
    """
    if len(data) > _CONFIG_BYTES:
        raise UncheckableFileError(f"'{path}' is larger than {_CONFIG_BYTES:,} bytes")
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UncheckableFileError(f"'{path}' is not JSON: {error}") from error
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not is_image_config(value):
        raise UncheckableFileError(f"'{path}' is no image configuration")
    if "Config" in value and "config" not in value:
        value = {**value, "config": value["Config"] or {}}
    return _document(value, path)


def is_image_config(value: Any) -> bool:
    """Tell whether a JSON value is an image's configuration."""
    if not isinstance(value, dict):
        return False
    settings = value.get("config", value.get("Config"))
    return isinstance(settings, dict) and ("rootfs" in value or "RootFS" in value)


def image_document(
    config: ImageConfig,
    *,
    name: str,
    setuid: Sequence[str] | None = None,
    managers: Sequence[str] | None = None,
    size_bytes: int = 0,
) -> Document:
    """Return what is known of an image that was read as a document; ``None`` is not known."""
    value: dict[str, Any] = {
        "architecture": config.platform.architecture,
        "os": config.platform.os,
        "config": {
            "User": config.user,
            "Env": list(config.env),
            "Entrypoint": list(config.entrypoint),
            "Cmd": list(config.cmd),
            "WorkingDir": config.working_dir,
            "ExposedPorts": {port: {} for port in config.exposed_ports},
            "Volumes": {volume: {} for volume in config.volumes},
            "Labels": dict(config.labels),
            "Healthcheck": {"Test": ["CMD", "known"]} if config.healthcheck else None,
        },
        "history": [
            {
                "created_by": step.created_by,
                "comment": step.comment,
                "empty_layer": step.empty_layer,
            }
            for step in config.history
        ],
        "Layers": len(config.diff_ids),
        "SizeBytes": size_bytes,
    }
    if config.created_at:
        value["created"] = config.created_at.isoformat()
    if setuid is not None:
        value["Setuid"] = list(setuid)
    if managers is not None:
        value["Managers"] = list(managers)
    return _document(value, name)


def _document(value: Mapping[str, Any], path: str) -> Document:
    return Document(kind=KIND, path=path, input=value, locate=_place)


def _place(deny: Mapping[str, Any]) -> Place:
    """A configuration is one line of JSON: the anchor says what is meant."""
    keys = deny.get("path")
    anchor = ".".join(str(key) for key in keys) if isinstance(keys, list) else ""
    return Place(anchor=anchor)
