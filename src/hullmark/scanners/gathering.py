"""Gathers what one report says, in report order, into a ``ScannerReport``."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from hullmark.kernel.secret_identity import masked, secret_id
from hullmark.model.component import Component, Location
from hullmark.model.finding import Claim, FixState, Kind, Priority
from hullmark.model.ledger import Status
from hullmark.model.report import Marks, ScannerReport
from hullmark.model.scan import Target
from hullmark.model.severity import Rating, Severity
from hullmark.model.violation import Violation
from hullmark.ports.adapter import Document
from hullmark.scanners.components import UNKNOWN
from hullmark.scanners.words import level_of

NO_PRIORITY: Final = Priority()
_IDS: Final = re.compile(r"\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[a-z0-9]{4}){3})")
_REDACTED: Final = ("***", "REDACTED", "redacted", "xxxx", "XXXX")
_TEXT: Final = 20_000
"""Characters kept of one description; longer ones are whole web pages."""


def rating(source: str, word: str = "", *, score: Any = None, vector: str | None = None) -> Rating:
    """Return one opinion; ``word`` is the source's own, ``score`` may be a number as text."""
    return _rated(source, word, number(score) if score is not None else None, vector or None)


@lru_cache(maxsize=4096)
def _rated(source: str, word: str, score: float | None, vector: str | None) -> Rating:
    return Rating(
        source=source,
        level=level_of(word) if word else Severity.UNKNOWN,
        score=score,
        vector=vector,
        label=word or None,
    )


def number(value: Any) -> float | None:
    """Return a CVSS score, ``None`` for what is none: absent, negative, ``N/A``."""
    try:
        score = float(value)
    except (TypeError, ValueError):
        return None
    return score if 0.0 <= score <= 10.0 else None


def words(*texts: Any) -> tuple[str, ...]:
    """Return what is not empty, each once, in order; lists are taken apart."""
    held: dict[str, None] = {}
    for text in texts:
        for each in text if isinstance(text, list | tuple) else (text,):
            if each is not None and (plain := str(each).strip()):
                held[plain] = None
    return tuple(held)


def cves(text: str) -> tuple[str, ...]:
    """Return the CVE and GHSA ids in a text."""
    return tuple(dict.fromkeys(_IDS.findall(text))) if text else ()


class Gathering:
    """A report in the making."""

    def __init__(
        self,
        document: Document,
        scanner: str,
        form: str,
        *,
        target: str = "",
        kind: str = "report",
        version: str = "",
        data_date: str | None = None,
    ) -> None:
        self.document = document
        self.scanner = scanner
        self.form = form
        self.target = target
        self.kind = kind
        self.version = version
        self.data_date = data_date or None
        self.claims: list[Claim] = []
        self.violations: list[Violation] = []
        self.components: list[Component] = []
        self.groups: list[int] = []
        self.ignored = 0
        self.dismissed: list[Claim] = []
        self.dependents: dict[str, list[str]] = {}
        self.marks = Marks()
        self.status = Status.RAN
        self.reason = ""

    def claim(self, identifier: str, component: Component = UNKNOWN, **said: Any) -> None:
        """Add a result: one vulnerability in one component (see ``made``)."""
        self.claims.append(self.made(identifier, component, **said))
        self.groups.append(1)

    def result(self, claims: Iterable[Claim]) -> None:
        """Add one result that speaks of several components."""
        held = list(claims)
        self.claims += held
        self.groups.append(len(held))

    def made(  # noqa: PLR0913 - one parameter per field of a claim
        self,
        identifier: str,
        component: Component = UNKNOWN,
        *,
        aliases: Sequence[str] = (),
        title: str = "",
        description: str = "",
        references: Sequence[str] = (),
        ratings: Sequence[Rating] = (),
        fixed_in: Sequence[str] = (),
        fix_state: FixState = FixState.UNKNOWN,
        priority: Priority = NO_PRIORITY,
        published_at: str | None = None,
        ignored: str = "",
    ) -> Claim:
        """Return a claim by this scanner; without an id its title stands for one."""
        known = tuple(fixed_in)
        return Claim(
            advisory_id=identifier.strip() or title.strip() or "unnamed",
            aliases=_others(tuple(aliases), identifier),
            component=component,
            title=title.strip(),
            description=description[:_TEXT],
            references=tuple(references),
            ratings=tuple(ratings),
            fixed_in=known,
            fix_state=FixState.FIXED if known else fix_state,
            priority=priority,
            published_at=published_at or None,
            scanner=self.scanner,
            scanner_version=self.version,
            data_date=self.data_date,
            ignored=ignored,
        )

    def violation(  # noqa: PLR0913 - one parameter per field of a violation
        self,
        rule: str,
        *,
        kind: Kind = Kind.MISCONFIGURATION,
        title: str = "",
        message: str = "",
        description: str = "",
        remediation: str = "",
        severity: str = "",
        ratings: Sequence[Rating] = (),
        subject: str = "",
        anchor: str = "",
        path: str = "",
        line: int | None = None,
        column: int | None = None,
        layer: str = "",
        component: Component | None = None,
        references: Sequence[str] = (),
        controls: Sequence[str] = (),
        secret: str = "",
        ignored: str = "",
    ) -> None:
        """Add a result that is no vulnerability; ``secret`` is the value in clear, not kept."""
        place: tuple[Location, ...] = ()
        if path or layer or line:
            place = (
                Location(
                    path=path,
                    layer=layer or None,  # type: ignore[arg-type]
                    line=line if line and line > 0 else None,
                    column=column if column and column > 0 else None,
                ),
            )
        identity, shown = secret_of(secret)
        if secret:
            title, message, description, anchor = (
                without(text, secret) for text in (title, message, description, anchor)
            )
        self.violations.append(
            Violation(
                kind=kind,
                rule=rule.strip() or title.strip() or "unnamed",
                title=title.strip(),
                message=(message or title).strip()[:_TEXT],
                description=description[:_TEXT],
                remediation=remediation[:_TEXT],
                ratings=tuple(ratings) or ((rating(self.scanner, severity),) if severity else ()),
                subject=subject or path or self.target,
                anchor=anchor,
                locations=place,
                component=component,
                references=tuple(references),
                controls=tuple(controls),
                secret_id=identity,
                secret_masked=shown,
                ignored=ignored,
                scanner=self.scanner,
                scanner_version=self.version,
                data_date=self.data_date,
            )
        )
        self.groups.append(0)

    def finish(self) -> ScannerReport:
        """Return the report."""
        name = self.target or self.document.source
        return ScannerReport(
            scanner=self.scanner,
            scanner_version=self.version,
            format=self.form,
            target=Target(name=name, kind=self.kind),
            marks=self.marks,
            claims=tuple(self.claims),
            violations=tuple(self.violations),
            components=tuple(self.components),
            status=self.status,
            reason=self.reason,
            data_date=self.data_date,
            results=len(self.groups) + self.ignored,
            ignored=self.ignored,
            dismissed=tuple(self.dismissed),
            dependents={each: tuple(above) for each, above in self.dependents.items()},
            issues=tuple(self.document.issues),
            groups=tuple(self.groups),
        )


def _others(aliases: tuple[str, ...], identifier: str) -> tuple[str, ...]:
    if not aliases or aliases == (identifier,):
        return ()
    return tuple([alias for alias in dict.fromkeys(aliases) if alias != identifier])


def secret_of(value: str) -> tuple[str, str]:
    """Return the id of a secret and what may be shown; no id where the value is masked already."""
    if not value:
        return "", ""
    if any(mark in value for mark in _REDACTED):
        return "", masked(value)
    return secret_id(value.encode("utf-8", "surrogatepass")), masked(value)


def without(text: str, secret: str) -> str:
    """Return a text in which a secret is masked."""
    secret = secret.strip()
    return text.replace(secret, masked(secret)) if secret and secret in text else text
