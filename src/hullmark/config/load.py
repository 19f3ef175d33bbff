"""Joins flags, environment, ``hullmark.toml`` and defaults, in this order of precedence."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from hullmark.config.errors import UnknownSettingError, UnreadableConfigError, WrongValueError
from hullmark.config.settings import Configured, Settings, setting_names

_VARIABLE = "HULLMARK_"
_FLAGS = {
    "cache": "--no-cache",
    "database": "--db",
    "gate_engine": "--engine",
    "gate_paths": "--policies",
    "gate_require": "--require",
    "store_record": "--no-store",
    "store_url": "--store",
    "scanners": "--scanner",
    "timeout_s": "--timeout",
}
"""Flags that are spelled otherwise than their setting."""
_OTHER_VARIABLES = frozenset(
    {
        "HULLMARK_HOME",
        "HULLMARK_REGISTRY_USERNAME",
        "HULLMARK_REGISTRY_PASSWORD",
        "HULLMARK_TRACEBACK",
        "HULLMARK_CLAIR_KEY",
        "HULLMARK_SECRET_KEY",
    }
)
"""Variables of that prefix that are no settings: a folder, secrets, a switch for developers."""


def load_settings(
    flags: Mapping[str, Any],
    *,
    config_file: Path | None = None,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Configured:
    """Return the settings of this run.

    Args:
        flags: Values given on the command line; ``None`` means not given.
        config_file: File named by the user; without it ``hullmark.toml`` or ``[tool.hullmark]``
            in ``pyproject.toml`` is looked for upward from ``folder``.
        folder: Where the search starts; the working directory without it.
        environment: Variables; the process's own without it.

    Raises:
        UnknownSettingError: A name is not a setting.
        WrongValueError: A value does not fit its setting.
        UnreadableConfigError: The file is missing, unreadable or not TOML.
    """
    values: dict[str, Any] = {}
    origins = dict.fromkeys(setting_names(), "default")
    path, table = _from_file(config_file, folder or Path.cwd())
    for name, value in _flat(table):
        key = name.replace("-", "_")
        values[key] = _checked(key, value, origin=str(path), base=path.parent if path else None)
        origins[key] = str(path)
    for name, text in _variables(os.environ if environment is None else environment):
        values[name] = _checked(name, text, origin=_VARIABLE + name.upper(), base=None)
        origins[name] = _VARIABLE + name.upper()
    for name, value in flags.items():
        if value is not None and value != ():
            flag = _FLAGS.get(name, f"--{name.replace('_', '-')}")
            values[name] = _checked(name, value, origin=flag, base=None)
            origins[name] = f"flag {flag}"
    return Configured(settings=Settings(**values), origins=origins)


def _from_file(named: Path | None, folder: Path) -> tuple[Path | None, dict[str, Any]]:
    if named is not None:
        return named, _read(named)
    for place in (folder, *folder.resolve().parents):
        own = place / "hullmark.toml"
        if own.is_file():
            return own, _read(own)
        project = place / "pyproject.toml"
        if project.is_file() and b"[tool.hullmark" in _bytes(project):
            table = _read(project)
            return project, table
    return None, {}


def _flat(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield settings; those of a group stand in a table of its name (``[gate] paths``)."""
    names = setting_names()
    for name, value in table.items():
        group = name.replace("-", "_")
        if isinstance(value, dict) and group not in names and _is_group(group, names):
            for below, each in value.items():
                yield f"{group}_{below}", each
        else:
            yield name, value


def _is_group(name: str, names: Iterable[str]) -> bool:
    return any(each.startswith(f"{name}_") for each in names)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableConfigError(f"cannot read '{path}': {error.strerror}") from error


def _read(path: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - only where there is a file

    try:
        document = tomllib.loads(_bytes(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableConfigError(f"'{path}' is not valid TOML: {error}") from error
    if path.name == "pyproject.toml":
        tool = document.get("tool")
        document = tool.get("hullmark", {}) if isinstance(tool, dict) else {}
    if not isinstance(document, dict):
        raise WrongValueError(f"[tool.hullmark] in '{path}' is not a table")
    return document


def _variables(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (name[len(_VARIABLE) :].lower(), text)
        for name, text in sorted(environment.items())
        if name.startswith(_VARIABLE) and name not in _OTHER_VARIABLES and text
    ]


def _checked(name: str, value: Any, *, origin: str, base: Path | None) -> Any:
    declared = {each.name: each for each in fields(Settings)}
    if name not in declared:
        raise UnknownSettingError(
            f"unknown setting '{name}' in {origin}", hint=_suggestion(name, tuple(declared))
        )
    try:
        result = declared[name].metadata["read"](value)
    except (TypeError, ValueError) as error:
        raise WrongValueError(f"setting '{name}' in {origin}: {error}") from error
    # A relative path in a file means relative to that file.
    if base is not None and isinstance(result, Path):
        return base / result
    if base is not None and isinstance(result, dict):
        return {k: base / each if isinstance(each, Path) else each for k, each in result.items()}
    if base is not None and isinstance(result, tuple):
        return tuple(base / each if isinstance(each, Path) else each for each in result)
    return result


def _suggestion(name: str, known: tuple[str, ...]) -> str:
    import difflib  # noqa: PLC0415 - only for mistakes

    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"settings are: {', '.join(known)}"
