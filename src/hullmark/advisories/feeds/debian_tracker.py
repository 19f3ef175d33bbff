"""The Debian security tracker's JSON: package → issue → releases."""

from typing import Any

import msgspec

from hullmark.advisories.feeds.debian import advisory_id, ecosystem_of, statement
from hullmark.advisories.feeds.entry import Bad, Entry, Package, Parsed, usable_id


class Release(msgspec.Struct, gc=False):
    """The state of an issue in one release."""

    status: str
    fixed_version: str | None = None
    urgency: str | None = None
    nodsa: str | None = None
    nodsa_reason: str | None = None


class Issue(msgspec.Struct, gc=False):
    """One issue of one source package."""

    releases: dict[str, Release]
    description: str | None = None
    scope: str | None = None
    debianbug: Any = None


_split = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_decode_issue = msgspec.json.Decoder(Issue).decode


def looks_like_tracker(packages: dict[str, msgspec.Raw]) -> bool:
    """Return whether a JSON object is the tracker's: its first entries hold releases."""
    for raw in list(packages.values())[:20]:
        try:
            for issue in _split(raw).values():
                _decode_issue(issue)
                return True
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue
    return False


def parse_debian_tracker(name: str, data: bytes) -> Parsed:
    """Yield one entry per (package, issue)."""
    for package, raw in _split(data).items():
        try:
            issues = _split(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            yield Bad(f"{name}: {package}", str(error))
            continue
        for issue, body in issues.items():
            if not usable_id(issue) or not usable_id(package):
                yield Bad(f"{name}: {package}", f"'{issue[:80]}' is not an id")
                continue
            try:
                yield _entry(package, issue, _decode_issue(body))
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                yield Bad(f"{name}: {package} {issue}", str(error))


def _entry(package: str, issue: str, body: Issue) -> Entry:
    packages: list[Package] = []
    problems: list[str] = []
    for codename, release in body.releases.items():
        ecosystem = ecosystem_of(codename)
        if not ecosystem:
            continue  # sid and experimental have no release to match
        if release.status not in {"resolved", "open", "undetermined"}:
            problems.append(f"unknown status '{release.status[:40]}' in {codename}")
        packages.append((ecosystem, package, _statement(issue, release)))
    return Entry(
        id=advisory_id(issue),
        links=(issue,) if issue.startswith("CVE-") else (),
        details=(body.description or "").strip(),
        references=(f"https://security-tracker.debian.org/tracker/{issue}",),
        packages=packages,
        problems=tuple(problems),
    )


def _statement(issue: str, release: Release) -> Any:
    urgency = release.urgency or ""
    if release.status == "resolved":
        return statement(issue, fixed=release.fixed_version or "", urgency=urgency)
    if release.status == "undetermined":
        return statement(issue, state="undetermined", urgency=urgency)
    state = ""
    if release.nodsa is not None or release.nodsa_reason is not None:
        state = release.nodsa_reason or "no-dsa"
    return statement(issue, state=state, urgency=urgency)
