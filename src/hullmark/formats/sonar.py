"""Wire types of Sonar's generic issue import, the form of 10.3 and later.

https://docs.sonarsource.com/sonarqube-server/analyzing-source-code/importing-external-issues
"""

from typing import Literal

import msgspec

Quality = Literal["SECURITY", "RELIABILITY", "MAINTAINABILITY"]
Impact = Literal["HIGH", "MEDIUM", "LOW"]
"""10.8 added BLOCKER and INFO; servers before it refuse a report with them."""
Severity = Literal["BLOCKER", "CRITICAL", "MAJOR", "MINOR", "INFO"]


class _Wire(msgspec.Struct, kw_only=True, rename="camel", omit_defaults=True, gc=False):
    """What all objects have in common."""


class RuleImpact(_Wire, kw_only=True):
    """What a rule's issues harm, and how much."""

    software_quality: Quality
    severity: Impact


class Rule(_Wire, kw_only=True):
    """A rule; type and severity serve servers in standard mode, impacts the others."""

    id: str
    name: str
    description: str
    engine_id: str
    clean_code_attribute: str
    type: Literal["BUG", "VULNERABILITY", "CODE_SMELL"]
    severity: Severity
    impacts: list[RuleImpact]


class TextRange(_Wire, kw_only=True):
    """Lines from 1; a range of one line needs no end."""

    start_line: int


class Place(_Wire, kw_only=True):
    """A file of the project, and what is said about it."""

    message: str
    file_path: str
    text_range: TextRange | None = None


class Issue(_Wire, kw_only=True):
    """One finding."""

    rule_id: str
    primary_location: Place
    secondary_locations: list[Place] = []


class Report(_Wire, kw_only=True, omit_defaults=False):
    """The document."""

    rules: list[Rule]
    issues: list[Issue]
