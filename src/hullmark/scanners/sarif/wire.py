"""What is read of SARIF 2.1.0 of any tool."""

from typing import Any

import msgspec

from hullmark.scanners.wire import Camel


class Text(Camel):
    """Text for people."""

    text: str | None = None
    markdown: str | None = None
    id: str | None = None
    arguments: list[str] | None = None


class Rule(Camel):
    """A rule of the tool."""

    id: str = ""
    name: str | None = None
    short_description: Text | None = None
    full_description: Text | None = None
    help_uri: str | None = None
    help: Text | None = None
    default_configuration: Any = None
    message_strings: dict[str, Text] | None = None
    properties: Any = None


class ToolComponent(Camel):
    """The tool itself, or an extension of it."""

    name: str | None = None
    version: str | None = None
    semantic_version: str | None = None
    rules: list[Rule] | None = None


class Tool(Camel):
    """The tool and its extensions."""

    driver: ToolComponent | None = None
    extensions: list[ToolComponent] | None = None


class ArtifactLocation(Camel):
    """A file."""

    uri: str | None = None
    index: int | None = None


class Artifact(Camel):
    """A file of the run."""

    location: ArtifactLocation | None = None


class Region(Camel):
    """Where in the file; the snippet may be a secret."""

    start_line: int | None = None
    start_column: int | None = None
    snippet: Text | None = None


class Physical(Camel):
    """File and region."""

    artifact_location: ArtifactLocation | None = None
    region: Region | None = None


class Logical(Camel):
    """A part of a program."""

    name: str | None = None
    fully_qualified_name: str | None = None


class Location(Camel):
    """A place."""

    physical_location: Physical | None = None
    logical_locations: list[Logical] | None = None
    message: Text | None = None


class RuleReference(Camel):
    """A rule, named by its place."""

    id: str | None = None
    index: int | None = None
    tool_component: Any = None


class Suppression(Camel):
    """Why a result does not count."""

    kind: str | None = None
    status: str | None = None
    justification: str | None = None


class Result(Camel):
    """One result."""

    rule_id: str | None = None
    rule_index: int | None = None
    rule: RuleReference | None = None
    kind: str | None = None
    level: str | None = None
    message: Text | None = None
    locations: list[Location] | None = None
    suppressions: list[Suppression] | None = None
    baseline_state: str | None = None
    properties: Any = None


class RunFacts(Camel):
    """What one run of one tool says beside its results."""

    tool: Tool | None = None
    artifacts: list[Artifact] | None = None
    invocations: Any = None
    properties: Any = None


class Run(RunFacts):
    """One run of one tool."""

    results: list[Result] | None = None


class RawRun(RunFacts):
    """The same with results as they stand in the file: a million of them are some megabytes."""

    results: list[msgspec.Raw] | None = None


class Log(Camel):
    """A SARIF file."""

    runs: list[Run] | None = None


class RawLog(Camel):
    """A SARIF file whose results are still to be read."""

    runs: list[RawRun] | None = None
