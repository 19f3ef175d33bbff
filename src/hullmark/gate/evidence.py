"""What the gate judges: a JSON result, decoded as far as policies and reasons need it."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.result import SCHEMA, LedgerRow, Target
from hullmark.formats.strict import decode_json
from hullmark.gate.errors import OtherResultError
from hullmark.model.finding import FixState, Kind
from hullmark.model.severity import Severity


class Level(msgspec.Struct, gc=False):
    """The effective severity."""

    level: Severity


class Subject(msgspec.Struct, gc=False):
    """The component a finding is about."""

    name: str
    version: str = ""


class Place(msgspec.Struct, gc=False):
    """Where something was seen."""

    path: str
    line: int | None = None
    layer_index: int | None = None
    note: str = ""


class JudgedFinding(msgspec.Struct, gc=False):
    """A finding, as far as shipped policies and reasons read it."""

    id: str
    kind: Kind
    severity: Level
    identifiers: list[str] = []
    title: str = ""
    component: Subject | None = None
    locations: list[Place] = []
    fixed_in: list[str] = []
    fix_state: FixState = FixState.UNKNOWN
    suppressed: bool = False
    cause: str | None = None
    baseline_state: str | None = None
    known_exploited: bool = False
    epss: float | None = None
    published_at: str | None = None
    first_seen_at: str | None = None
    target: str = ""
    remediation: str = ""
    subject: str = ""

    @property
    def fixable(self) -> bool:
        """Say whether the owner of the image can do something: only vendors fix vulnerabilities."""
        return (
            self.kind is not Kind.VULNERABILITY
            or self.fix_state is FixState.FIXED
            or bool(self.fixed_in)
        )


class JudgedComponent(msgspec.Struct, gc=False):
    """A component, as far as shipped policies and reasons read it."""

    name: str
    version: str = ""
    purl: str = ""
    type: str = ""
    licenses: list[str] = []
    license_expression: str = ""
    locations: list[Place] = []
    target: str = ""


class Judged(msgspec.Struct, gc=False):
    """A result, as far as shipped policies and reasons read it."""

    schema: str
    created: str
    findings: list[JudgedFinding]
    ledger: list[LedgerRow]
    targets: list[Target]
    components: list[JudgedComponent] = []
    baseline: dict[str, Any] | None = None
    """What the result was compared with; a policy asks only whether it was."""


class _Schema(msgspec.Struct):
    schema: str = ""


class Evidence:
    """One result with its bytes, for policies that want to see all of it."""

    def __init__(self, data: bytes, *, source: str) -> None:
        """Decode a JSON result.

        Raises:
            OtherResultError: It is a result of another version, or something else.
        """
        self.source = source
        self.data = data
        try:
            self.result = decode_json(data, as_=Judged, source=source)
        except BrokenDocumentError as error:
            raise OtherResultError(_why(data, source, error), hint=_HINT) from error
        if self.result.schema != SCHEMA:
            raise OtherResultError(_other(source, self.result.schema), hint=_HINT)

    def whole(self) -> Any:
        """Return the whole result as plain values."""
        return msgspec.json.decode(self.data)

    def raw_findings(self) -> list[msgspec.Raw]:
        """Return the bytes of each finding, in order."""
        return msgspec.json.decode(self.data, type=_RawFindings).findings


class _RawFindings(msgspec.Struct):
    findings: list[msgspec.Raw]


_HINT = "write the result with this version: -o result.json"


def _why(data: bytes, source: str, error: BrokenDocumentError) -> str:
    try:
        schema = decode_json(data, as_=_Schema, source=source).schema
    except BrokenDocumentError:
        return error.message
    if schema == SCHEMA:
        return f"{error.message} (a result of schema {SCHEMA})"
    return _other(source, schema)


def _other(source: str, schema: str) -> str:
    what = f"of schema '{schema[:80]}'" if schema else "no result"
    return f"'{source}' is {what}; this version judges {SCHEMA}"


def reader_of(path: str, today: str) -> Callable[[Any], Any] | None:
    """Return what reads a path such as ``findings.severity.level`` of a finding or component.

    ``None`` where the path is none of those that are read; values can be keys of a dictionary.
    """
    part, _, field = path.partition(".")
    if field == "age_days" and part == "findings":
        return lambda finding: age_days(finding.first_seen_at or finding.published_at, today)
    known = {"findings": JudgedFinding, "components": JudgedComponent}.get(part)
    if known is None or not _is_field(known, field):
        return None
    get = attrgetter(field)
    if field in ("identifiers", "fixed_in", "licenses"):
        return lambda held: tuple(get(held))
    return get if field not in ("locations", "severity", "component") else None


def _is_field(known: type, field: str) -> bool:
    first = field.partition(".")[0]
    return field == "severity.level" or (
        "." not in field and (first in known.__struct_fields__ or first == "fixable")  # type: ignore[attr-defined]
    )


@lru_cache(maxsize=65_536)
def age_days(since: str | None, today: str) -> int | None:
    """Return days from a date to today, ``None`` where no date is known."""
    try:
        began = date.fromisoformat((since or "")[:10])
    except ValueError:
        return None
    return (date.fromisoformat(today) - began).days
