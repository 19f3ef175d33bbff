"""What becomes of a scan that finds something, and what it writes."""

from collections.abc import Mapping, Sequence

from hullmark.audit.catalogue import Call
from hullmark.audit.symbols import is_symbolic
from hullmark.model.audit import Gate

_NOT = frozenset({"", "0", "false", "none", "never", "no", "off"})


def gate_of(call: Call, *, variables: Mapping[str, str], action: bool) -> tuple[Gate, str]:
    """Return whether a scanner itself fails on findings, and why."""
    record = call.record
    if record.get("never_fails"):
        return Gate.REPORTS, "this tool never fails on what it finds"
    for name in record.get("settings_file", ()):
        if call.value([name]):
            return Gate.UNKNOWN, f"'{call.value([name])}' decides"
    softened = _softened(call, action=action)
    if softened:
        return Gate.REPORTS, softened
    asked = _asked(call, variables, action=action)
    if asked is not None:
        return asked
    if record.get("fails", True):
        return Gate.FAILS, "it fails by itself"
    wanted = [*record.get("fail_on", ()), *record.get("fail_switch", ())]
    return Gate.REPORTS, f"'{wanted[0]}' is not set" if wanted else "it only reports"


def _softened(call: Call, *, action: bool) -> str:
    record = call.record
    for name in record.get("soft", ()):
        for value in call.flags.get(name, []):
            if value.lower() not in _NOT or (not value and not action):
                return f"'{name}' is set"
    for name in record.get("off", ()):
        for value in call.flags.get(name, []):
            if value.lower() in _NOT:
                return f"'{name}' is '{value}'"
    for name in record.get("off_values", ()):
        if call.flags.get(name) and call.value([name]) == "0":
            return f"'{name}' is '0'"
    for name, values in record.get("soft_values", {}).items():
        if call.flags.get(name) and call.value([name]).lower() in values.split("|"):
            return f"'{name}' is '{call.value([name])}'"
    return ""


def _asked(call: Call, variables: Mapping[str, str], *, action: bool) -> tuple[Gate, str] | None:
    record = call.record
    names = list(record.get("fail_on", ()))
    for name in record.get("fail_switch", ()):
        if any(value.lower() not in ("false", "0") for value in call.flags.get(name, [])):
            return Gate.FAILS, f"'{name}' is set"
    given = [value for name in names for value in call.flags.get(name, [])]
    where = names[0] if names else ""
    if not given and call.tool.environment and names and not action:
        longest = max(names, key=len).lstrip("-")
        where = f"{call.tool.environment}{longest.replace('-', '_').upper()}"
        said = variables.get(where) or variables.get(f"{where}_SEVERITY")
        given = [said] if said else []
    elif not given and call.tool.environment and names:
        where = f"{call.tool.environment}{names[0].replace('-', '_').upper()}"
        given = [variables[where]] if variables.get(where) else []
    if not given:
        return None
    value = given[-1]
    if is_symbolic(value):
        return Gate.UNKNOWN, f"'{where}' is '{value}'"
    if value.lower() in _NOT:
        return Gate.REPORTS, f"'{where}' is '{value}'"
    return Gate.FAILS, f"'{where}' is '{value}'"


def outputs_of(
    call: Call, *, variables: Mapping[str, str], writes: str = "", action: bool = False
) -> tuple[tuple[str, str], ...]:
    """Return format and file of each report that a scanner writes."""
    record = call.record
    found: list[tuple[str, str]] = []
    for value in _values(call, record.get("written", ())):
        name, equals, file = value.partition("=")
        found.append((name, file) if equals else (_format_of(value), value))
    for name in record.get("sarif", ()):
        found += [("sarif", value) for value in call.flags.get(name, []) if value]
    formats = [
        part.strip()
        for value in _values(call, record.get("format", ()))
        for part in value.split(",")
        if part.strip()
    ]
    formats += [said for flag, said in record.get("switches", {}).items() if flag in call.flags]
    if not formats and call.tool.environment and record.get("format"):
        formats = [variables.get(f"{call.tool.environment}FORMAT", "")]
    formats = [each for each in formats if each]
    if not formats and record.get("format_default"):
        formats = [record["format_default"]]
    files = _values(call, record.get("output", ())) or _values(call, record.get("folder", ()))
    if not files and call.tool.environment and record.get("output"):
        named_file = variables.get(f"{call.tool.environment}OUTPUT", "")
        files = [named_file] if named_file else []
    if record.get("output_format") and files:
        formats = [record["output_format"]]
    named = record.get("outputs", {})
    for name in formats:
        kind, equals, own = name.partition("=")
        template = call.value(["--template", "-t", "template"])
        if kind == "template" and "sarif" in template:
            kind = "sarif"
        file = own if equals else files[0] if files else named.get(kind, "") or writes
        found.append((kind, file))
    if not formats and not found and (files or writes):
        file = files[0] if files else writes
        found.append((_format_of(file), file))
    del action
    return tuple(dict.fromkeys(found))


def _values(call: Call, names: Sequence[str]) -> list[str]:
    return [value for name in names for value in call.flags.get(name, []) if value]


def _format_of(file: str) -> str:
    suffix = file.rpartition(".")[2].lower()
    return suffix if suffix in ("sarif", "json", "html", "xml", "md", "csv") else "text"
