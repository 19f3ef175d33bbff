"""Wire types of SARIF 2.1.0 (with errata 01), as far as Hullmark writes it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from datetime import datetime
from typing import Any, Literal

import msgspec

VERSION: Literal["2.1.0"] = "2.1.0"
SCHEMA_URI = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

Level = Literal["none", "note", "warning", "error"]


class _Wire(msgspec.Struct, omit_defaults=True, rename="camel", gc=False):
    """What all objects have in common: camel case, absent rather than empty."""


class Message(_Wire, kw_only=True):
    """Text for people."""

    text: str
    markdown: str = ""


class RuleProperties(_Wire, kw_only=True):
    """What code scanning reads beside the standard properties."""

    precision: str
    security_severity: str = msgspec.field(name="security-severity")
    tags: list[str]


class Configuration(_Wire, kw_only=True):
    """How a rule reports where a result does not say it."""

    level: Level


class Rule(_Wire, kw_only=True):
    """A reporting descriptor."""

    id: str
    name: str = ""
    short_description: Message | None = None
    full_description: Message | None = None
    help_uri: str = ""
    help: Message | None = None
    default_configuration: Configuration | None = None
    properties: RuleProperties | None = None


class Driver(_Wire, kw_only=True):
    """The program, its rules and its kinds of notification."""

    name: str
    version: str
    information_uri: str
    rules: list[Rule]
    notifications: list[Rule] = []


class Tool(_Wire, kw_only=True):
    """The driver alone: Hullmark has no extensions in the SARIF sense."""

    driver: Driver


class ArtifactLocation(_Wire, kw_only=True):
    """A path, percent-encoded."""

    uri: str


class Region(_Wire, kw_only=True):
    """Where in the file."""

    start_line: int
    start_column: int | None = None


class PhysicalLocation(_Wire, kw_only=True):
    """File and region."""

    artifact_location: ArtifactLocation
    region: Region


class LogicalLocation(_Wire, kw_only=True):
    """The layer or the instruction."""

    name: str
    kind: str
    fully_qualified_name: str = ""


class Location(_Wire, kw_only=True):
    """A place in an image."""

    physical_location: PhysicalLocation
    logical_locations: list[LogicalLocation] = []


class Result(_Wire, kw_only=True):
    """One finding."""

    rule_id: str
    rule_index: int
    level: Level
    message: Message
    locations: list[Location]
    related_locations: list[Location] = []
    partial_fingerprints: dict[str, str]
    baseline_state: Literal["new", "unchanged", "updated", "absent"] | None = None
    properties: dict[str, Any] = {}


class DescriptorReference(_Wire, kw_only=True):
    """Which kind of notification it is."""

    id: str
    index: int


class Notification(_Wire, kw_only=True):
    """Something the run could not do."""

    descriptor: DescriptorReference
    level: Level
    message: Message
    properties: dict[str, Any] = {}


class Invocation(_Wire, kw_only=True):
    """One execution of the tool."""

    execution_successful: bool
    end_time_utc: datetime
    tool_execution_notifications: list[Notification] = []


class AutomationDetails(_Wire, kw_only=True):
    """The category of a run."""

    id: str


class Run(_Wire, kw_only=True):
    """One run over one image lineage."""

    tool: Tool
    automation_details: AutomationDetails
    invocations: list[Invocation]
    column_kind: Literal["unicodeCodePoints"]
    results: list[Result]
    properties: dict[str, Any] = {}


class Log(_Wire, kw_only=True):
    """A SARIF file."""

    schema: str = msgspec.field(name="$schema")
    version: Literal["2.1.0"]
    runs: list[Run]
