"""The Debian security tracker's text lists: ``DSA/list``, ``DLA/list``, ``CVE/list``.

Advisory lists say which upload fixed what in a release. The CVE list says what is open, ignored
or fixed in unstable; a release without a line of its own inherits unstable's fix, unless an
advisory fixed it earlier. The advisory lists are therefore read first.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from hullmark.advisories.feeds.debian import (
    TRACKED_RELEASES,
    advisory_id,
    ecosystem_of,
    is_urgency,
    statement,
)
from hullmark.advisories.feeds.entry import Bad, Entry, Package, Parsed, usable_id
from hullmark.kernel.limits import TEXT_LINE_BYTES

_ADVISORY = re.compile(
    r"^\[(\d\d? \w{3} \d{4})\] ((?:DSA|DLA|DTSA|ELA)-\d+(?:-\d+)?)\s+(\S+)(?:\s+-+\s*(.*)|\s*(.*))$"
)
_ADVISORY_START = re.compile(r"^\[\d\d? \w{3} \d{4}\] ")
_ISSUE = re.compile(r"^((?:CVE-\d{4}-[\dX]{4,}|TEMP-[\w-]+))(?:\s+(.*))?$")
_PACKAGE = re.compile(
    r"^(?:\[([\w-]+)\]\s+)?-\s+(\S+)(?:\s+(<[^>]+>|[^\s(<]+))?\s*(?:\((.*)\))?\s*$"
)
_XREF = re.compile(r"^\{(.*)\}$")

Fixes = dict[tuple[str, str], list[tuple[str, str]]]
"""(CVE, source package) → (codename, fixing version) of the advisory lists."""


def looks_like_list(head: str) -> str:
    """Return ``advisories``, ``issues`` or ``""`` for the first lines of a text."""
    for line in head.splitlines():
        if _ADVISORY.match(line):
            return "advisories"
        if _ISSUE.match(line):
            return "issues"
    return ""


def parse_advisory_list(name: str, data: bytes, fixes: Fixes) -> Parsed:
    """Yield one entry per DSA or DLA, and note in ``fixes`` what each fixed where."""
    for header, body in _blocks(data):
        match = _ADVISORY.match(header)
        if match is None:
            if _ADVISORY_START.match(header):
                yield Bad(f"{name}: {header[:80]}", "its first line is not that of an advisory")
            continue
        date, identifier, package, *titles = match.groups()
        covered = _covered(body)
        packages = _fixed_packages(identifier, body)
        for codename, source, version in _fix_lines(body):
            for issue in covered:
                fixes.setdefault((issue, source), []).append((codename, version))
        title = next((t for t in titles if t), "")
        yield Entry(
            id=identifier,
            links=covered if len(covered) == 1 else (),
            covers=covered if len(covered) > 1 else (),
            published=_iso(date),
            modified=_iso(date),
            summary=f"{package} - {title}" if title else package,
            references=(f"https://security-tracker.debian.org/tracker/{identifier}",),
            packages=packages,
        )


def parse_issue_list(name: str, data: bytes, fixes: Fixes) -> Parsed:
    """Yield one entry per CVE that concerns a package."""
    for header, body in _blocks(data):
        match = _ISSUE.match(header)
        if match is None:
            yield Bad(f"{name}: {header[:80]}", "its first line is not that of an issue")
            continue
        issue, description = match.group(1), (match.group(2) or "").strip("()[] ")
        if issue.endswith("XXXX"):
            continue  # an issue that has no id yet: nothing to refer to it by
        packages = _issue_packages(issue, body, fixes)
        if packages:
            yield Entry(
                id=advisory_id(issue),
                links=(issue,) if issue.startswith("CVE-") else (),
                details=description,
                references=(f"https://security-tracker.debian.org/tracker/{issue}",),
                packages=packages,
            )


def _blocks(data: bytes) -> Iterator[tuple[str, list[str]]]:
    header = ""
    body: list[str] = []
    for raw in data.split(b"\n"):
        line = raw[:TEXT_LINE_BYTES].decode("utf-8", "replace").rstrip("\r")
        if line[:1] in {"\t", " "}:
            body.append(line.strip())
        elif line.strip():
            if header:
                yield header, body
            header, body = line.strip(), []
    if header:
        yield header, body


def _covered(body: Sequence[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for line in body:
        if match := _XREF.match(line):
            found.update((i, None) for i in match[1].split() if usable_id(i))
    return tuple(found)


def _fix_lines(body: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for line in body:
        match = _PACKAGE.match(line)
        if match and match[1] and match[3] and not match[3].startswith("<"):
            yield match[1], match[2], match[3]


def _fixed_packages(identifier: str, body: Sequence[str]) -> list[Package]:
    packages: list[Package] = []
    for codename, source, version in _fix_lines(body):
        if ecosystem := ecosystem_of(codename):
            packages.append((ecosystem, source, statement(identifier, fixed=version)))
    return packages


def _issue_packages(issue: str, body: Sequence[str], fixes: Fixes) -> list[Package]:
    unstable: dict[str, tuple[str, str, str]] = {}
    said: dict[tuple[str, str], tuple[str, str, str]] = {}
    for line in body:
        match = _PACKAGE.match(line)
        if match is None:
            continue
        codename, source, what, remark = match.groups()
        fixed, state = _meaning(what or "")
        if state == "itp":
            continue
        urgency = next((w for w in re.split(r"[;,]\s*", remark or "") if is_urgency(w) and w), "")
        if codename:
            said[source, codename] = (fixed, state, urgency)
        else:
            unstable[source] = (fixed, state, urgency)
    for (fixed_issue, source), uploads in _of_issue(issue, unstable, said, fixes):
        del fixed_issue
        for codename, version in uploads:
            urgency = unstable.get(source, ("", "", ""))[2]
            said.setdefault((source, codename), (version, "", urgency))
    return _spread(issue, unstable, said)


def _of_issue(
    issue: str,
    unstable: dict[str, tuple[str, str, str]],
    said: dict[tuple[str, str], tuple[str, str, str]],
    fixes: Fixes,
) -> Iterator[tuple[tuple[str, str], list[tuple[str, str]]]]:
    for source in dict.fromkeys((*unstable, *(source for source, _ in said))):
        if uploads := fixes.get((issue, source)):
            yield (issue, source), uploads


def _spread(
    issue: str,
    unstable: dict[str, tuple[str, str, str]],
    said: dict[tuple[str, str], tuple[str, str, str]],
) -> list[Package]:
    found: dict[tuple[str, str], Package] = {}
    for (source, codename), (fixed, state, urgency) in said.items():
        if ecosystem := ecosystem_of(codename):
            urgency = urgency or unstable.get(source, ("", "", ""))[2]
            what = statement(issue, fixed=fixed, state=state, urgency=urgency)
            found[ecosystem, source] = (ecosystem, source, what)
    for source, (fixed, state, urgency) in unstable.items():
        for release in TRACKED_RELEASES:
            ecosystem = f"Debian:{release}"
            what = statement(issue, fixed=fixed, state=state, urgency=urgency)
            found.setdefault((ecosystem, source), (ecosystem, source, what))
    return list(found.values())


def _meaning(what: str) -> tuple[str, str]:
    """Return fixing version and state of ``1.2-3``, ``<unfixed>`` or ``<not-affected>``."""
    if what.startswith("<"):
        return "", what.strip("<>").lower()
    return what, "" if what else "unfixed"


def _iso(date: str) -> str:
    try:
        return datetime.strptime(date, "%d %b %Y").strftime("%Y-%m-%d")  # noqa: DTZ007 - a date
    except ValueError:
        return ""
