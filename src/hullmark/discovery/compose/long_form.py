"""What stands under the keys of a compose file, in its long form: by the key, typed, none empty."""

import re
import shlex
from collections.abc import Callable, Mapping
from typing import Any, Final

from hullmark.discovery.compose.merge import pairs
from hullmark.discovery.compose.short import bytes_of, duration_of, ports_of, volume_of
from hullmark.discovery.document import Map, Null, Text

_FLAGS: Final = frozenset(
    {"attach", "external", "read_only", "privileged", "init", "tty", "stdin_open"}
    | {"internal", "attachable", "enable_ipv6", "enable_ipv4", "nocopy", "no_cache", "pull"}
    | {"disable", "required", "create_host_path", "oom_kill_disable", "use_api_socket"}
    | {"initial_sync"}
)
_WHOLE: Final = frozenset(
    {"weight", "replicas", "max_attempts", "parallelism", "retries", "cpu_count"}
    | {"cpu_shares", "cpu_quota", "cpu_period", "oom_score_adj", "cpu_rt_period"}
    | {"cpu_rt_runtime", "pids_limit", "pids", "scale", "soft", "hard", "count", "value"}
    | {"max_replicas_per_node", "priority", "gw_priority", "context_size"}
)
_FRACTIONS: Final = frozenset({"cpus", "cpu_percent", "max_failure_ratio"})
_SIZES: Final = frozenset(
    {"shm_size", "mem_limit", "memswap_limit", "mem_reservation", "memory", "size"}
    | {"rate", "mem_swappiness"}
)
_SPANS: Final = frozenset(
    {"interval", "timeout", "start_period", "start_interval", "delay", "window"}
    | {"monitor", "stop_grace_period"}
)
_WORDS: Final = frozenset({"command", "entrypoint", "pre_start", "test"})
_NAMED: Final = frozenset(
    {"environment", "labels", "args", "annotations", "sysctls", "additional_contexts"}
    | {"options", "driver_opts", "storage_opt"}
)
_LISTS: Final = frozenset(
    {"dns", "dns_search", "tmpfs", "no_cache_filter", "cache_from", "cache_to"}
    | {"profiles", "cap_add", "cap_drop", "expose", "label_file"}
)
_UPPER: Final = {
    each: {"path": "Path", "rate": "Rate", "weight": "Weight"}
    for each in (
        [
            "weight_device",
            "device_read_bps",
            "device_read_iops",
            "device_write_bps",
            "device_write_iops",
        ]
    )
}
_KEPT_FALSE: Final = frozenset({"init", "enable_ipv4", "enable_ipv6", "attach"})
"""Flags of which "no" says something else than nothing."""
_KEPT_EMPTY: Final = frozenset(
    {"healthcheck", "develop", "bind", "volume", "resources", "placement", "ipam", "deploy"}
)


def value(key: str, node: Any, parent: str) -> Any:  # noqa: PLR0911 - one kind of key, one line
    """Return what stands under a key, written out."""
    special = _SPECIAL.get(key)
    if special is not None:
        return special(node)
    if key in _WORDS and (key != "test" or parent == "healthcheck"):
        return _words(node, key)
    if key in _NAMED and not isinstance(node, Text):
        return _named(node, key)
    if isinstance(node, Map):
        return shaped(node, key)
    if isinstance(node, list):
        held = [shaped(each, key) if isinstance(each, Map) else _plain_text(each) for each in node]
        return [each for each in held if each != "" or key not in _LISTS]
    if isinstance(node, Null):
        return None
    if key in _LISTS:
        return [str(node)] if node else []
    return _scalar(key, node)


def shaped(node: Map, key: str) -> dict[str, Any]:
    """Return a mapping with what is inside of it written out, and nothing empty."""
    renamed = _UPPER.get(key, {})
    found = {}
    for name, each in node.items():
        if name.startswith("x-"):
            continue
        written = value(name, each, key)
        if says(name, written):
            found[renamed.get(name, name)] = written
    return found


def says(key: str, value: Any) -> bool:
    """Tell whether a value says anything, so that it is printed."""
    if value is False:
        return key in _KEPT_FALSE
    if value == {}:
        return key in _KEPT_EMPTY
    return value not in (None, [], "")


def plain(node: Any) -> Any:
    """Return what is none of compose's business as YAML has it."""
    if isinstance(node, Map):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(each) for each in node]
    if isinstance(node, Null):
        return None
    text = str(node)
    return {"true": True, "false": False}.get(text, _number(text)) if node.plain else text


def _scalar(key: str, node: Any) -> Any:
    text = str(node)
    if key in _SIZES:
        return bytes_of(text)
    if key in _SPANS:
        return duration_of(text)
    if key in _FLAGS:
        return {"true": True, "false": False}.get(text.lower(), text)
    if key in _FRACTIONS or key in _WHOLE:
        return _number(text)
    if key == "mode" and node.plain and text.isdecimal():
        return text if text.startswith("0") else f"0{int(text):o}"
    return text


def _number(text: str) -> Any:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def _words(node: Any, key: str) -> list[str] | None:
    if isinstance(node, Null):
        return None
    if isinstance(node, list):
        return [str(each) for each in node]
    if key == "test":
        return ["CMD-SHELL", str(node)]
    try:
        return shlex.split(node)
    except ValueError:
        return [str(node)]


def _named(node: Any, key: str) -> dict[str, str | None]:
    empty = None if key in ("environment", "args") else ""
    return {
        name: empty if isinstance(value, Null) and not _quoted(value, node) else str(value)
        for name, value in sorted(pairs(node).items())
    }


def _quoted(value: Any, node: Any) -> bool:
    """Tell an empty text (``BU: ""``) from none; in lists ``BU=`` is one."""
    return not isinstance(value, Null) or not isinstance(node, Map | list)


def _ports(node: Any) -> list[Any]:
    found: list[Any] = []
    for each in node if isinstance(node, list) else []:
        if isinstance(each, Map):
            long = {key: str(value) for key, value in each.items() if not key.startswith("x-")}
            port: dict[str, Any] = {"mode": "ingress", **long}
            port.setdefault("protocol", "tcp")
            port["target"] = _number(port.get("target", ""))
            found.append(port)
        else:
            found += ports_of(str(each))
    return [port for at, port in enumerate(found) if port not in found[:at]]


def _volumes(node: Any) -> Any:
    if isinstance(node, Map):
        return shaped(node, "volumes")
    return [
        shaped(each, "volumes") if isinstance(each, Map) else volume_of(str(each))
        for each in (node if isinstance(node, list) else [])
    ]


def _sources(node: Any) -> list[dict[str, Any]]:
    return [
        shaped(each, "sources") if isinstance(each, Map) else {"source": str(each)}
        for each in (node if isinstance(node, list) else [])
    ]


def _secrets(node: Any) -> list[dict[str, Any]]:
    return [
        {**each, "target": each.get("target", f"/run/secrets/{each['source']}")}
        for each in _sources(node)
        if "source" in each
    ]


def _env_files(node: Any) -> list[dict[str, Any]]:
    found = []
    for each in node if isinstance(node, list) else [node]:
        entry = shaped(each, "env_file") if isinstance(each, Map) else {"path": str(each)}
        required = not (isinstance(each, Map) and each.get("required") == "false")
        found.append({**entry, "required": required})
    return found


def _networks(node: Any) -> dict[str, Any]:
    if isinstance(node, list):
        return {str(each): None for each in node}
    return {
        name: shaped(each, "networks") or None if isinstance(each, Map) else None
        for name, each in sorted(node.items())
    }


def _depends(node: Any) -> dict[str, Any]:
    held = node if isinstance(node, Map) else Map({str(each): Map() for each in node})
    return {
        name: {
            "condition": "service_started",
            **(shaped(each, "depends_on") if isinstance(each, Map) else {}),
            **(
                {"restart": True} if isinstance(each, Map) and each.get("restart") == "true" else {}
            ),
            "required": not (isinstance(each, Map) and each.get("required") == "false"),
        }
        for name, each in sorted(held.items())
    }


def _hosts(node: Any) -> list[str]:
    if isinstance(node, list):
        return sorted(re.sub(r"^([^:=]+)[:=]", r"\1=", str(each)) for each in node)
    return [
        f"{name}={each}"
        for name, value in sorted(node.items())
        for each in (value if isinstance(value, list) else [value])
    ]


def _devices(node: Any) -> list[Any]:
    """Return requests for devices; one that says neither how many nor which wants all."""
    if isinstance(node, Text):
        return [{"count": -1}]
    found: list[Any] = []
    for each in node:
        if not isinstance(each, Map):
            found.append(str(each))
            continue
        request = shaped(each, "devices")
        if request.get("count") == "all" or not request.keys() & {"count", "device_ids", "source"}:
            request["count"] = -1
        found.append(request)
    return found


def _ulimits(node: Any) -> Any:
    return {
        name: shaped(each, "ulimits") if isinstance(each, Map) else _number(str(each))
        for name, each in sorted(node.items())
    }


def _plain_text(node: Any) -> Any:
    return None if isinstance(node, Null) else plain(node) if isinstance(node, list) else str(node)


def _watched(node: Any) -> list[Any]:
    return [{"exec": {"command": None}, **shaped(each, "watch")} for each in node]


_SPECIAL: Final[Mapping[str, Callable[[Any], Any]]] = {
    "ports": _ports,
    "volumes": _volumes,
    "configs": _sources,
    "secrets": _secrets,
    "env_file": _env_files,
    "networks": _networks,
    "depends_on": _depends,
    "extra_hosts": _hosts,
    "gpus": _devices,
    "devices": _devices,
    "ulimits": _ulimits,
    "watch": _watched,
}
