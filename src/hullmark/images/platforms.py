"""Which platform of an image is meant: spelling, the machine's own, and the choice."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from hullmark.images.errors import InvalidPlatformError, PlatformNotFoundError
from hullmark.model.image import Platform

_T = TypeVar("_T")
_WORD = re.compile(r"[A-Za-z0-9_.-]+")
_SYSTEM = re.compile(r"([A-Za-z0-9_.-]+)(?:\(([A-Za-z0-9_.-]+)\))?")
_ARCHITECTURES = {
    "x86_64": ("amd64", ""),
    "x86-64": ("amd64", ""),
    "x64": ("amd64", ""),
    "i386": ("386", ""),
    "i486": ("386", ""),
    "i586": ("386", ""),
    "i686": ("386", ""),
    "x86": ("386", ""),
    "aarch64": ("arm64", ""),
    "armhf": ("arm", "v7"),
    "armel": ("arm", "v6"),
    "armv8l": ("arm", "v8"),
    "armv7l": ("arm", "v7"),
    "armv6l": ("arm", "v6"),
    "armv5l": ("arm", "v5"),
    "loongarch64": ("loong64", ""),
    "mips64el": ("mips64le", ""),
    "ppc64el": ("ppc64le", ""),
}
_DEFAULT_VARIANTS = {"amd64": "v1", "arm": "v7", "arm64": "v8"}


def parse_platform(text: str) -> Platform:
    """Return the platform that ``os/architecture[/variant]`` names, in its normal spelling.

    A single word is an architecture of Linux (``arm64``), or an operating system on the machine's
    own architecture (``windows``).

    Raises:
        InvalidPlatformError: The text has another form.
    """
    parts = text.strip().split("/")
    system = _SYSTEM.fullmatch(parts[0])
    if system is None or len(parts) > 3 or not all(_WORD.fullmatch(part) for part in parts[1:]):
        raise InvalidPlatformError(
            f"platform '{text}' is not of the form os/architecture[/variant]",
            hint="write for example linux/amd64, linux/arm64 or linux/arm/v7",
        )
    if len(parts) == 1:
        if parts[0].lower() in ("linux", "windows", "freebsd", "darwin", "macos"):
            parts.append(machine_platform().architecture)
        else:
            return normal_platform(Platform(os="linux", architecture=parts[0]))
    return normal_platform(
        Platform(
            os=system[1],
            architecture=parts[1],
            variant=parts[2] if len(parts) > 2 else "",
            os_version=system[2] or "",
        )
    )


def normal_platform(platform: Platform) -> Platform:
    """Return ``platform`` with the names that the OCI specification uses.

    The variant that an architecture has anyway (``amd64/v1``, ``arm64/v8``) is left away.
    """
    system = platform.os.lower()
    architecture = platform.architecture.lower()
    architecture, implied = _ARCHITECTURES.get(architecture, (architecture, ""))
    variant = platform.variant.lower() or implied
    if variant.isdigit():
        variant = f"v{variant}"
    if architecture in ("amd64", "arm64") and variant == _DEFAULT_VARIANTS[architecture]:
        variant = ""
    return Platform(
        os="darwin" if system == "macos" else system,
        architecture=architecture,
        variant=variant,
        os_version=platform.os_version,
    )


def machine_platform() -> Platform:
    """Return the platform of Linux containers on this machine."""
    import platform  # noqa: PLC0415 - only where an index leaves a choice

    return normal_platform(Platform(os="linux", architecture=platform.machine() or "amd64"))


def select_platform(
    candidates: Sequence[_T],
    wanted: str | None,
    *,
    platform_of: Callable[[_T], Platform | None],
    name: str,
) -> _T:
    """Return the candidate that is meant.

    With a wish: the best match, an exact variant first, then the nearest older one that its
    machine also runs. Without: the machine's own, else the only one there is. Of equals the first
    wins.

    Raises:
        PlatformNotFoundError: None fits, or several fit equally badly.
    """
    wish = parse_platform(wanted) if wanted else None
    chosen = _best(candidates, wish or machine_platform(), platform_of=platform_of)
    if chosen is not None:
        return chosen
    known = sorted({str(platform_of(candidate) or "unknown") for candidate in candidates})
    if wish is None and len(known) == 1:
        return candidates[0]
    if wish is not None:
        raise PlatformNotFoundError(
            f"'{name}' is not there for platform '{wish}'",
            hint=f"it has {', '.join(known)}" if known else "it has no platform at all",
        )
    raise PlatformNotFoundError(
        f"'{name}' is not there for this machine's platform '{machine_platform()}'",
        hint=f"choose with --platform ({', '.join(known)}) or take all with --all-platforms",
    )


def matches(wanted: Platform, offered: Platform) -> bool:
    """Whether ``offered`` runs where ``wanted`` is asked for."""
    return _distance(wanted, normal_platform(offered)) is not None


def _best(
    candidates: Sequence[_T],
    wanted: Platform,
    *,
    platform_of: Callable[[_T], Platform | None],
) -> _T | None:
    best: _T | None = None
    nearest: int | None = None
    for candidate in candidates:
        offered = platform_of(candidate)
        if offered is None:
            continue
        distance = _distance(wanted, normal_platform(offered))
        if distance is not None and (nearest is None or distance < nearest):
            best, nearest = candidate, distance
    return best


def _distance(wanted: Platform, offered: Platform) -> int | None:
    """Return 0 for the same platform, more for an older variant, None where it cannot run."""
    if (wanted.os, wanted.architecture) != (offered.os, offered.architecture):
        return None
    if wanted.os_version and not offered.os_version.startswith(wanted.os_version):
        return None
    if wanted.variant == offered.variant:
        return 0
    wanted_level = _level(wanted)
    offered_level = _level(offered)
    if wanted_level is None or offered_level is None or offered_level > wanted_level:
        return None
    return wanted_level - offered_level


def _level(platform: Platform) -> int | None:
    variant = platform.variant or _DEFAULT_VARIANTS.get(platform.architecture, "")
    number = variant[1:]
    return int(number) if variant[:1] == "v" and number.isdigit() and len(number) < 4 else None
