"""The short forms of compose (``80:8080``, ``./data:/data:ro``, ``1m30s``) in their long ones."""

import posixpath
import re
from typing import Any, Final

_PORT = re.compile(
    r"(?:(?:(?:\[(?P<six>[^\]]*)\]|(?P<ip>[^:\[\]]+)):)?(?P<published>[\d-]*):)?"
    r"(?P<target>\d+(?:-\d+)?)(?:/(?P<protocol>\w+))?"
)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_PROPAGATIONS = frozenset({"rprivate", "private", "rshared", "shared", "rslave", "slave"})
_BYTES = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgtp]?)i?b?", re.IGNORECASE)
_POWERS: Final = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)")
_SECONDS: Final = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}
_PORTS: Final = 65_536
"""Ports there are; a range says no more."""


def ports_of(text: str) -> list[dict[str, Any]]:
    """Return what one short port says; empty where it is none."""
    found = _PORT.fullmatch(text.strip())
    if found is None:
        return []
    targets, published = _range(found["target"]), found["published"] or ""
    hosts = _range(published) if published else []
    ports = []
    for position, target in enumerate(targets):
        port: dict[str, Any] = {"mode": "ingress"}
        address = found["six"] or found["ip"]
        if address:
            port["host_ip"] = address
        port["target"] = target
        if len(hosts) == len(targets):
            port["published"] = str(hosts[position])
        elif published:
            port["published"] = published
        port["protocol"] = (found["protocol"] or "tcp").lower()
        ports.append(port)
    return ports


def _range(text: str) -> list[int]:
    first, _, last = text.partition("-")
    low, high = int(first or 0), int(last or first or 0)
    return list(range(low, min(high, low + _PORTS) + 1)) if high < _PORTS else [low]


def volume_of(text: str) -> dict[str, Any]:
    """Return what one short volume says."""
    parts = _split(text)
    if len(parts) == 1:
        return {"type": "volume", "target": _cleaned(parts[0]), "volume": {}}
    source, target, *modes = parts
    bind = source.startswith((".", "/", "~")) or bool(_DRIVE.match(source))
    volume: dict[str, Any] = {"type": "bind" if bind else "volume", "source": source}
    volume["target"] = _cleaned(target)
    inner: dict[str, Any] = {}
    for mode in ",".join(modes).split(","):
        if mode == "ro":
            volume["read_only"] = True
        elif mode in ("z", "Z"):
            inner["selinux"] = mode
        elif mode == "nocopy" and not bind:
            inner["nocopy"] = True
        elif mode in _PROPAGATIONS and bind:
            inner["propagation"] = mode
        elif mode in ("cached", "delegated", "consistent"):
            volume["consistency"] = mode
    volume["bind" if bind else "volume"] = inner
    return volume


def _cleaned(path: str) -> str:
    return posixpath.normpath(path) if path.startswith("/") else path


def _split(text: str) -> list[str]:
    """Split at colons, but for that of a drive."""
    parts: list[str] = []
    at = 0
    while at <= len(text):
        drive = _DRIVE.match(text, at)
        end = text.find(":", drive.end() if drive else at)
        end = len(text) if end < 0 else end
        parts.append(text[at:end])
        at = end + 1
    return parts


def bytes_of(text: str) -> str:
    """Return a size in bytes; what is none stays."""
    found = _BYTES.fullmatch(text.strip())
    if found is None:
        return text
    return str(int(float(found[1]) * 1024 ** _POWERS[found[2].lower()]))


def duration_of(text: str) -> str:
    """Return a duration as compose prints it: ``120s`` is ``2m0s``; what is none stays."""
    text = text.strip()
    if "".join(each[0] for each in _SPAN.finditer(text)) != text or not text:
        return text
    seconds = sum(
        float(each[1]) * (_SECONDS[each[2]] if each[2] != "d" else 86_400)
        for each in _SPAN.finditer(text)
    )
    return _spelled(round(seconds * 1_000_000_000))


def _spelled(nanoseconds: int) -> str:
    for unit, size in (("ns", 1), ("µs", 1_000), ("ms", 1_000_000)):
        if nanoseconds < size * 1_000 and nanoseconds < 1_000_000_000:
            return f"{nanoseconds / size:g}{unit}" if nanoseconds else "0s"
    hours, rest = divmod(nanoseconds, 3_600_000_000_000)
    minutes, rest = divmod(rest, 60_000_000_000)
    head = f"{hours}h{minutes}m" if hours else f"{minutes}m" if minutes else ""
    return f"{head}{rest / 1_000_000_000:.9g}s"
