"""Ignore files in YAML: Trivy, Grype, Snyk, hadolint and Checkov."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.ignore_files.record import (
    MOST_BYTES,
    Compiled,
    IgnoreFile,
    Left,
    Names,
    UnreadableIgnoreFileError,
    is_flaw,
    narrowed_by,
    note,
    noted,
    quoted,
    text_of,
)
from hullmark.formats.yaml import Node, YamlMap, parse_yaml
from hullmark.model.suppression import Suppression

_SECTIONS: Final = {
    "vulnerability": "vulnerabilities",
    "misconfiguration": "misconfigurations",
    "secret": "secrets",
    "license": "licenses",
}
_KINDS: Final = {section: kind for kind, section in _SECTIONS.items()}
_CHECK: Final = re.compile(r"(?:AVD-)?(?:DS|KSV|[A-Z]+)-?\d+", re.IGNORECASE)
_GLOB: Final = "its id is a pattern"


def _document(data: bytes, source: str) -> YamlMap:
    text_of(data, source)
    try:
        documents = parse_yaml(data, source=source, limit_bytes=MOST_BYTES)
    except BrokenDocumentError as error:
        raise UnreadableIgnoreFileError(error.message) from error
    first = documents[0] if documents else YamlMap()
    if not first:
        return YamlMap()
    if not isinstance(first, YamlMap):
        raise UnreadableIgnoreFileError(f"'{source}' holds no table of entries")
    return first


def _entry(source: str, line: int, **fields: Any) -> Suppression:
    return Suppression(source=f"{source}:{line}", **fields)


def _day(text: str, source: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise UnreadableIgnoreFileError(f"'{source}': '{text[:40]}' is no date") from error


def _foreign(entry: Suppression, scanner: str) -> str:
    if entry.scanner and entry.scanner != scanner:
        return f"it is about {entry.scanner} only"
    return _GLOB if "*" in entry.id else ""


# Trivy: an entry ends when its day begins, ours when its day is over.


def _trivy(entries: Sequence[Suppression], names: Names) -> Compiled:
    sections: dict[str, list[str]] = {}
    left: list[Left] = []
    written = 0
    for entry in entries:
        why = _foreign(entry, "trivy")
        if not entry.id:
            why = why or "Trivy accepts nothing without an id"
        if entry.component and not (
            entry.component.startswith("pkg:") and "*" not in entry.component
        ):
            why = why or "Trivy knows components by purl only"
        lost = narrowed_by(entry, ("id", "component", "path"))
        why = why or (f"Trivy cannot narrow down by {lost}" if lost else "")
        rules = [rule for rule, _, _ in names(entry, "trivy")] or [entry.id]
        if not why and rules == [entry.id] and entry.id.startswith("HM-"):
            why = "Trivy has no such check"
        if why:
            left.append(Left(entry=entry, reason=why))
            continue
        written += 1
        for rule in dict.fromkeys(rules):
            sections.setdefault(_section(entry, rule), []).append(_trivy_entry(entry, rule))
    text = "".join(f"{name}:\n{''.join(sections[name])}" for name in _KINDS if name in sections)
    return Compiled(content=text.encode(), written=written, left=tuple(left))


def _section(entry: Suppression, rule: str) -> str:
    if entry.kind in _SECTIONS:
        return _SECTIONS[entry.kind]
    if is_flaw(rule):
        return "vulnerabilities"
    return "misconfigurations" if _CHECK.fullmatch(rule) else "secrets"


def _trivy_entry(entry: Suppression, rule: str) -> str:
    lines = [f"  - id: {quoted(rule)}"]
    if entry.path:
        lines += ["    paths:", f"      - {quoted(entry.path)}"]
    if entry.component:
        lines += ["    purls:", f"      - {quoted(entry.component)}"]
    if entry.expires:
        lines.append(f"    expired_at: {(entry.expires + timedelta(days=1)).isoformat()}")
    owner = f" (owner: {entry.owner})" if entry.owner else ""
    lines.append(f"    statement: {quoted(' '.join(entry.reason.split()) + owner)}")
    return "\n".join(lines) + "\n"


def _read_trivy(data: bytes, source: str) -> tuple[Suppression, ...]:
    found = []
    document = _document(data, source)
    for section, kind in _KINDS.items():
        for each in document.list(section):
            if not isinstance(each, YamlMap):
                raise UnreadableIgnoreFileError(f"'{source}': an entry of {section} is no table")
            until = _day(each.text("expired_at"), source)
            told = noted(each.text("statement"))
            told["expires"] = until - timedelta(days=1) if until else None
            paths = [path for path in each.list("paths") if isinstance(path, str)] or [""]
            purls = [purl for purl in each.list("purls") if isinstance(purl, str)] or [""]
            found += [
                _entry(
                    source,
                    each.lines.get("id", 1),
                    id=each.text("id"),
                    kind=kind,
                    path=path,
                    component=purl,
                    **told,
                )
                for path in paths
                for purl in purls
            ]
    return tuple(found)


# Grype: no owner and no expiry; both stand in the reason.


def _grype(entries: Sequence[Suppression], _names: Names) -> Compiled:
    lines: list[str] = []
    left: list[Left] = []
    written = 0
    for entry in entries:
        why = _foreign(entry, "grype")
        if entry.kind not in {"", "vulnerability"} or (entry.id and not is_flaw(entry.id)):
            why = why or "Grype knows vulnerabilities only"
        if entry.component.startswith("pkg:") or "*" in entry.component:
            package = _package(entry.component)
            why = why or ("" if package else "Grype knows components by name, not by pattern")
        lost = narrowed_by(entry, ("id", "component", "path"))
        why = why or (f"Grype cannot narrow down by {lost}" if lost else "")
        if not (entry.id or entry.component or entry.path):
            why = why or "it names nothing that Grype knows"
        if why:
            left.append(Left(entry=entry, reason=why))
            continue
        written += 1
        lines += _grype_entry(entry)
    text = "ignore:\n" + "\n".join(lines) + "\n" if lines else "ignore: []\n"
    return Compiled(content=text.encode(), written=written, left=tuple(left))


def _grype_entry(entry: Suppression) -> list[str]:
    lines = [f"reason: {quoted(note(entry))}"]
    if entry.id:
        lines = [f"vulnerability: {quoted(entry.id)}", "include-aliases: true", *lines]
    package = _package(entry.component) if entry.component else {}
    if entry.path:
        package["location"] = entry.path
    if package:
        lines.append("package:")
        lines += [f"  {key}: {quoted(value)}" for key, value in package.items()]
    return [f"  - {lines[0]}", *[f"    {line}" for line in lines[1:]]]


def _package(component: str) -> dict[str, str]:
    """Return how Grype names a component; nothing where it cannot."""
    from hullmark.formats.purl import parse_purl  # noqa: PLC0415 - only for purls

    if "*" in component:
        return {}
    if not component.startswith("pkg:"):
        name, _, version = (
            component.rpartition("@") if "@" in component[1:] else (component, "", "")
        )
        return {"name": name, **({"version": version} if version else {})}
    purl = parse_purl(component, strict=False)
    spelled = purl.name
    if purl.namespace and purl.type in {"npm", "golang", "composer"}:
        spelled = f"{purl.namespace}/{purl.name}"
    kinds = {
        "pypi": "python",
        "maven": "java-archive",
        "golang": "go-module",
        "cargo": "rust-crate",
    }
    package = {"name": spelled, "type": kinds.get(purl.type, purl.type)}
    return package | ({"version": purl.version} if purl.version else {})


def _read_grype(data: bytes, source: str) -> tuple[Suppression, ...]:
    found = []
    types = {
        "python": "pypi",
        "java-archive": "maven",
        "go-module": "golang",
        "rust-crate": "cargo",
    }
    for each in _document(data, source).list("ignore"):
        if not isinstance(each, YamlMap):
            raise UnreadableIgnoreFileError(f"'{source}': an entry of ignore is no table")
        package = each.map("package")
        name, version, kind = package.text("name"), package.text("version"), package.text("type")
        component = f"{name}@{version}" if version else name
        if kind and name and kind in {*types, "npm", "gem", "nuget"}:
            component = (
                f"pkg:{types.get(kind, kind)}/{component.replace('@', '%40', name[:1] == '@')}"
            )
        found.append(
            _entry(
                source,
                min(each.lines.values(), default=1),
                id=each.text("vulnerability"),
                kind="vulnerability",
                component=component,
                path=package.text("location"),
                **noted(each.text("reason")),
            )
        )
    return tuple(found)


# Snyk: ids of its own, an ISO time of expiry.


def _snyk(entries: Sequence[Suppression], names: Names) -> Compiled:
    lines: list[str] = []
    left: list[Left] = []
    written = 0
    for entry in entries:
        why = _foreign(entry, "snyk")
        rules = [rule for rule, _, _ in names(entry, "snyk")]
        rules = rules or ([entry.id] if entry.id.upper().startswith("SNYK-") else [])
        if not rules:
            why = why or "Snyk has ids of its own: name a result that holds its findings"
        lost = narrowed_by(entry, ("id",))
        why = why or (f"Snyk cannot narrow down by {lost}" if lost else "")
        if why:
            left.append(Left(entry=entry, reason=why))
            continue
        written += 1
        for rule in dict.fromkeys(rules):
            owner = f" (owner: {entry.owner})" if entry.owner else ""
            lines += [f"  {quoted(rule)}:", "    - '*':"]
            lines.append(f"        reason: {quoted(' '.join(entry.reason.split()) + owner)}")
            if entry.expires:
                lines.append(f"        expires: {entry.expires.isoformat()}T23:59:59.999Z")
    body = "\n".join(["ignore:", *lines]) if lines else "ignore: {}"
    return Compiled(
        content=f"version: v1.25.0\n{body}\npatch: {{}}\n".encode(),
        written=written,
        left=tuple(left),
    )


def _read_snyk(data: bytes, source: str) -> tuple[Suppression, ...]:
    held = _document(data, source).map("ignore")
    found = []
    for identifier in held:
        for each in held.list(identifier):
            if not isinstance(each, YamlMap):
                raise UnreadableIgnoreFileError(f"'{source}': '{identifier}' holds no paths")
            for path in each:
                told = noted(each.map(path).text("reason"))
                told["expires"] = _day(each.map(path).text("expires"), source)
                found.append(
                    _entry(
                        source, held.lines[identifier], id=identifier, kind="vulnerability", **told
                    )
                )
    return tuple(found)


# hadolint and Checkov: a list of rules; all else is a comment behind each.


def _listing(
    scanner: str, key: str, title: str
) -> Callable[[Sequence[Suppression], Names], Compiled]:
    def write(entries: Sequence[Suppression], names: Names) -> Compiled:
        lines: list[str] = []
        left: list[Left] = []
        written = 0
        for entry in entries:
            rules = [rule for rule, _, _ in names(entry, scanner)]
            why = _foreign(entry, scanner)
            lost = narrowed_by(entry, ("id",))
            if not rules:
                why = why or f"{title} has no such check"
            why = why or (f"{title} cannot narrow down by {lost}" if lost else "")
            if why:
                left.append(Left(entry=entry, reason=why))
                continue
            written += 1
            lines += [f"  - {rule} # {note(entry)}" for rule in dict.fromkeys(rules)]
        text = "\n".join([f"{key}:", *lines]) if lines else f"{key}: []"
        return Compiled(content=f"{text}\n".encode(), written=written, left=tuple(left))

    return write


def _read_listing(key: str) -> Callable[[bytes, str], tuple[Suppression, ...]]:
    def read(data: bytes, source: str) -> tuple[Suppression, ...]:
        rules: list[Node] = _document(data, source).list(key)
        notes: dict[str, tuple[int, str]] = {}
        for number, line in enumerate(text_of(data, source).splitlines(), 1):
            item, _, comment = line.partition(" #")
            name = item.strip().removeprefix("-").strip().strip("'\"")
            if name:
                notes.setdefault(name, (number, comment))
        return tuple(
            _entry(
                source,
                notes.get(rule, (1, ""))[0],
                id=rule,
                kind="misconfiguration",
                **noted(notes.get(rule, (1, ""))[1]),
            )
            for rule in rules
            if isinstance(rule, str)
        )

    return read


TRIVY = IgnoreFile(scanner="trivy", file=".trivyignore.yaml", write=_trivy, read=_read_trivy)
GRYPE = IgnoreFile(scanner="grype", file=".grype.yaml", write=_grype, read=_read_grype)
SNYK = IgnoreFile(scanner="snyk", file=".snyk", write=_snyk, read=_read_snyk)
HADOLINT = IgnoreFile(
    scanner="hadolint",
    file=".hadolint.yaml",
    write=_listing("hadolint", "ignored", "hadolint"),
    read=_read_listing("ignored"),
)
CHECKOV = IgnoreFile(
    scanner="checkov",
    file=".checkov.yaml",
    write=_listing("checkov", "skip-check", "Checkov"),
    read=_read_listing("skip-check"),
)
