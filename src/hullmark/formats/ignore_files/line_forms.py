"""Ignore files of one entry a line: gitleaks and Dockle; what a line cannot hold is a comment."""

from collections.abc import Sequence

from hullmark.formats.ignore_files.record import (
    Compiled,
    IgnoreFile,
    Left,
    Names,
    UnreadableIgnoreFileError,
    narrowed_by,
    note,
    noted,
    text_of,
)
from hullmark.model.suppression import Suppression


def _gitleaks(entries: Sequence[Suppression], names: Names) -> Compiled:
    lines: list[str] = []
    left: list[Left] = []
    written = 0
    for entry in entries:
        places = [
            (rule, path, line) for rule, path, line in names(entry, "gitleaks") if path and line
        ]
        if (
            not places
            and entry.id
            and entry.path
            and entry.line
            and "*" not in entry.id + entry.path
        ):
            places = [(entry.id, entry.path, entry.line)]
        why = ""
        if entry.kind not in {"", "secret"} or (entry.scanner not in {"", "gitleaks"}):
            why = "it is not about secrets that gitleaks finds"
        elif not places:
            why = "gitleaks wants file, rule and line: name a result that holds its findings"
        if why:
            left.append(Left(entry=entry, reason=why))
            continue
        written += 1
        lines.append(f"# {note(entry)}")
        lines += [f"{path}:{rule}:{line}" for rule, path, line in dict.fromkeys(places)]
    return _compiled(lines, written, left)


def _read_gitleaks(data: bytes, source: str) -> tuple[Suppression, ...]:
    found = []
    for number, line, comment in _lines(data, source):
        parts = line.rsplit(":", 2)
        if len(parts) != 3 or not parts[2].isdecimal():
            raise UnreadableIgnoreFileError(
                f"'{source}', line {number}: '{line[:80]}' is not file:rule:line"
            )
        path = parts[0]
        head, colon, tail = path.partition(":")
        if colon and len(head) == 40:
            path = tail
        found.append(
            Suppression(
                id=parts[1],
                path=path,
                line=int(parts[2]),
                kind="secret",
                source=f"{source}:{number}",
                **noted(comment),  # type: ignore[arg-type]
            )
        )
    return tuple(found)


def _dockle(entries: Sequence[Suppression], names: Names) -> Compiled:
    lines: list[str] = []
    left: list[Left] = []
    written = 0
    for entry in entries:
        rules = [rule for rule, _, _ in names(entry, "dockle")]
        lost = narrowed_by(entry, ("id",))
        why = "" if rules else "Dockle has no such check"
        if entry.scanner not in {"", "dockle"}:
            why = f"it is about {entry.scanner} only"
        why = why or (f"Dockle cannot narrow down by {lost}" if lost else "")
        if why:
            left.append(Left(entry=entry, reason=why))
            continue
        written += 1
        lines += [f"# {note(entry)}", *dict.fromkeys(rules)]
    return _compiled(lines, written, left)


def _read_dockle(data: bytes, source: str) -> tuple[Suppression, ...]:
    return tuple(
        Suppression(
            id=line,
            kind="misconfiguration",
            source=f"{source}:{number}",
            **noted(comment),  # type: ignore[arg-type]
        )
        for number, line, comment in _lines(data, source)
    )


def _lines(data: bytes, source: str) -> list[tuple[int, str, str]]:
    """Return number, text and the comment above of each line that is none."""
    found = []
    comment = ""
    for number, line in enumerate(text_of(data, source).splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("#"):
            comment = stripped.lstrip("#").strip()
        elif stripped:
            found.append((number, stripped, comment))
        else:
            comment = ""
    return found


def _compiled(lines: list[str], written: int, left: list[Left]) -> Compiled:
    content = "".join(f"{line}\n" for line in lines).encode()
    return Compiled(content=content, written=written, left=tuple(left))


GITLEAKS = IgnoreFile(
    scanner="gitleaks", file=".gitleaksignore", write=_gitleaks, read=_read_gitleaks
)
DOCKLE = IgnoreFile(scanner="dockle", file=".dockleignore", write=_dockle, read=_read_dockle)
