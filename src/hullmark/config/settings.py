"""Every setting, with its kind, default and meaning: one frozen record."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from hullmark.config.values import (
    boolean,
    one_of,
    path,
    paths,
    seconds,
    size,
    table,
    text,
    whole_number,
)

Profile = Literal["strict", "balanced", "observe"]
PROFILES: tuple[Profile, ...] = ("strict", "balanced", "observe")
LEVELS = ("unknown", "negligible", "low", "medium", "high", "critical")


def _setting(default: Any, read: Callable[[Any], Any], meaning: str) -> Any:
    metadata = {"meaning": meaning, "read": read}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run is told; ``hullmark config show`` prints it with origins."""

    database: Path | None = _setting(
        None, path, "Advisory database file; without it the one in the state folder."
    )
    stale_days: int = _setting(
        7,
        whole_number,
        "Age in days from which advisory data counts as stale and a clean scan as incomplete.",
    )
    profile: Profile = _setting(
        "balanced", one_of(*PROFILES), "What fails a scan: strict, balanced or observe."
    )
    vex: tuple[Path, ...] = _setting(
        (), paths, "VEX documents to apply: OpenVEX, CSAF or CycloneDX, as a list of paths."
    )
    suppressions: Path | None = _setting(
        None,
        path,
        "File of accepted findings; without it .hullmark/suppressions.toml, looked for upward.",
    )
    check_paths: tuple[Path, ...] = _setting(
        (), paths, "Folders with an organisation's own checks in Rego, as a list of paths."
    )
    fail_on: str | None = _setting(
        None, one_of(*LEVELS), "Fail on any finding of this severity or worse, fixable or not."
    )
    platform: str | None = _setting(
        None, text, "Platform to read of a multi-platform image: os/arch[/variant]."
    )
    all_platforms: bool = _setting(False, boolean, "Read every platform of a multi-platform image.")
    insecure: bool = _setting(
        False, boolean, "Allow plain HTTP to registries that are not on this machine."
    )
    ca_file: Path | None = _setting(None, path, "PEM file of a private certificate authority.")
    mirrors: dict[str, str] = _setting(
        {}, table, "Registry host and the mirror that is asked first, as a table."
    )
    timeout_s: float = _setting(60.0, seconds, "Seconds a server may stay silent.")
    secrets: bool = _setting(
        True, boolean, "Look for secrets in layers, files and what an image says of itself."
    )
    cache: bool = _setting(
        True, boolean, "Keep what layers hold, so that no layer is read twice; see hullmark cache."
    )
    cache_limit: int = _setting(
        1024**3, size, "Most bytes that the cache may hold: a number, or with a unit (2GiB)."
    )
    workers: int | None = _setting(
        None, whole_number, "Layers read at once; without it one per processor."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """Settings with the place every value came from."""

    settings: Settings
    origins: dict[str, str]
    """Setting name → ``default``, ``flag --x``, ``HULLMARK_X`` or ``FILE``."""


def setting_names() -> tuple[str, ...]:
    """Return the names of all settings, in the order of their declaration."""
    return tuple(each.name for each in fields(Settings))
