"""Every setting, with its kind, default and meaning: one frozen record."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from hullmark.config.values import (
    address,
    boolean,
    database_place,
    days_by,
    one_of,
    path,
    path_table,
    paths,
    seconds,
    secret_texts,
    several_of,
    size,
    table,
    text,
    texts,
    whole_number,
)
from hullmark.kernel.secret_text import SecretText
from hullmark.notify.notice import DEFAULT_EVENTS, EVENTS

Profile = Literal["strict", "balanced", "observe"]
PROFILES: tuple[Profile, ...] = ("strict", "balanced", "observe")
FORBIDDEN = ("compilers", "shells", "package-managers")
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
    baseline: Path | None = _setting(
        None,
        path,
        "Earlier JSON result of the same targets to compare with, or the word store for the last "
        "one recorded.",
    )
    new_only: bool = _setting(
        False,
        boolean,
        "Fail only for what is new since the baseline and caused by code or base image.",
    )
    dockerfile: str | None = _setting(
        None,
        text,
        "Dockerfile that the scanned image was built from, PATH[:STAGE]; findings name its lines.",
    )
    suppressions: Path | None = _setting(
        None,
        path,
        "File of accepted findings; without it .hullmark/suppressions.toml, looked for upward.",
    )
    check_paths: tuple[Path, ...] = _setting(
        (), paths, "Folders with an organisation's own checks in Rego, as a list of paths."
    )
    checks_engine: str = _setting(
        "regopy",
        one_of("regopy", "opa"),
        "What runs checks: regopy, or the program opa where it is on PATH.",
    )
    fail_on: str | None = _setting(
        None, one_of(*LEVELS), "Fail on any finding of this severity or worse, fixable or not."
    )
    gate_paths: tuple[Path, ...] = _setting(
        (), paths, "Folders with an organisation's own policies in Rego, as a list of paths."
    )
    gate_engine: str = _setting(
        "regopy", one_of("regopy", "opa"), "What judges: regopy, or the program opa where it is."
    )
    gate_deny: tuple[str, ...] = _setting(
        (), texts, "Policies that fail whatever the profile, by id or name."
    )
    gate_warn: tuple[str, ...] = _setting((), texts, "Policies that only warn, by id or name.")
    gate_off: tuple[str, ...] = _setting((), texts, "Policies that are not asked, by id or name.")
    gate_require: tuple[str, ...] = _setting(
        (), texts, "Scanners that must have looked at every target; else it is incomplete."
    )
    gate_sla: dict[str, int] = _setting(
        {}, days_by(*LEVELS), "Severity and the days within which a fix is to be taken up."
    )
    gate_new: str | None = _setting(
        None, one_of(*LEVELS), "Fail on what a change brings of this severity or worse."
    )
    gate_packages: int | None = _setting(
        None, whole_number, "Most packages that an image may hold."
    )
    gate_forbid: tuple[str, ...] = _setting(
        (),
        several_of(*FORBIDDEN),
        "What an image must not hold: compilers, shells, package-managers.",
    )
    gate_base_days: int | None = _setting(
        None, whole_number, "Age in days from which a base image is too old."
    )
    gate_base_allow: tuple[str, ...] = _setting(
        (), texts, "Base images that are allowed: debian, ghcr.io/acme/*, alpine:3.20*."
    )
    gate_license_allow: tuple[str, ...] = _setting(
        (), texts, "SPDX licenses of which every component needs one: MIT, BSD-*."
    )
    gate_license_deny: tuple[str, ...] = _setting(
        (), texts, "SPDX licenses that must not be a component's only choice: AGPL-*."
    )
    platform: str | None = _setting(
        None, text, "Platform to read of a multi-platform image: os/arch[/variant]."
    )
    all_platforms: bool = _setting(False, boolean, "Read every platform of a multi-platform image.")
    insecure: bool = _setting(
        False, boolean, "Allow plain HTTP to registries that are not on this machine."
    )
    ca_file: Path | None = _setting(None, path, "PEM file of a private certificate authority.")
    verify_key: Path | None = _setting(
        None, path, "PEM public key that signatures of images and their bases are held against."
    )
    mirrors: dict[str, str] = _setting(
        {}, table, "Registry host and the mirror that is asked first, as a table."
    )
    timeout_s: float = _setting(60.0, seconds, "Seconds a server may stay silent.")
    images: str = _setting(
        "local",
        one_of("none", "local", "pull"),
        "Images of a repository that are scanned with it: none, those that this machine has "
        "(local), or all, fetched from their registries (pull).",
    )
    image_archives: tuple[Path, ...] = _setting(
        (), paths, "Archives and OCI layouts in which images of a repository are looked for first."
    )
    build: bool = _setting(
        False, boolean, "Build the images of a repository and scan each of their stages."
    )
    build_timeout: float = _setting(1_800.0, seconds, "Seconds that building one stage may take.")
    checks: bool = _setting(
        True, boolean, "Check the configuration of images and of a repository's files."
    )
    secrets: bool = _setting(
        True, boolean, "Look for secrets in layers, files and what an image says of itself."
    )
    cache: bool = _setting(
        True, boolean, "Keep what layers hold, so that no layer is read twice; see hullmark cache."
    )
    cache_limit: int = _setting(
        1024**3, size, "Most bytes that the cache may hold: a number, or with a unit (2GiB)."
    )
    store_url: Path | str | None = _setting(
        None,
        database_place,
        "Where scans are recorded: a path, sqlite:///path or postgresql://user@host/database; "
        "without it store.db in the state folder.",
    )
    store_record: bool = _setting(
        True, boolean, "Record every scan, import and aggregate in the store."
    )
    store_keep_days: int | None = _setting(
        None, whole_number, "Days after which hullmark store prune forgets a scan."
    )
    notify_urls: tuple[SecretText, ...] = _setting(
        (),
        secret_texts,
        "Whom to tell: addresses of apprise, or env:NAME for one that stands in a variable.",
    )
    notify_on: tuple[str, ...] = _setting(
        DEFAULT_EVENTS,
        several_of(*EVENTS),
        "What to tell of: new-critical, sla-broken, incomplete, fail.",
    )
    workers: int | None = _setting(
        None, whole_number, "Layers read at once; without it one per processor."
    )
    scanners: tuple[str, ...] = _setting(
        (), texts, "Scanners to run beside our own engine: names, or all for those that are here."
    )
    scanner_programs: dict[str, Path] = _setting(
        {}, path_table, "Scanner and the program to run for it, as a table."
    )
    scanner_config: dict[str, Path] = _setting(
        {},
        path_table,
        "Scanner and its own configuration file or folder of policies: nothing else is obeyed.",
    )
    scanner_arguments: dict[str, str] = _setting(
        {}, table, "Scanner and arguments to add to its command line, as a table."
    )
    scanner_data: dict[str, Path] = _setting(
        {}, path_table, "Scanner and the folder with its database, as a table."
    )
    scanner_timeout: float = _setting(900.0, seconds, "Seconds one scanner may take on a target.")
    scanner_memory: int = _setting(
        4 * 1024**3, size, "Memory that one scanner may use: a number, or with a unit (2GiB)."
    )
    scanner_budget: int | None = _setting(
        None, size, "Memory that all scanners together are planned for; 60 % of what is free."
    )
    scanner_processors: int | None = _setting(
        None, whole_number, "Scanners that run at once; without it one per processor."
    )
    clair_url: str | None = _setting(
        None, text, "Address of a Clair server; its key comes from HULLMARK_CLAIR_KEY."
    )
    clair_issuer: str = _setting("hullmark", text, "Who we say we are: one of Clair's psk.iss.")
    clair_layers: str = _setting(
        "127.0.0.1:0", address, "Address and port on which Clair fetches layers from us."
    )
    tool_mirror: str | None = _setting(
        None, text, "Address of a mirror with archives of scanners, as NAME/VERSION/FILE."
    )
    tool_key: Path | None = _setting(
        None, path, "Public key of that mirror's checksums: minisign, or PEM as cosign writes it."
    )
    lock: Path | None = _setting(
        None, path, "Lock file of scanners; without it hullmark.lock in the working folder."
    )
    locked: bool = _setting(
        False, boolean, "Run only what the lock file names, with the bytes that it names."
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
