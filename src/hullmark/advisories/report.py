"""What a build did, source by source, and what it could not use."""

from dataclasses import dataclass, field
from pathlib import Path

from hullmark.model.ledger import Issue

LISTED_ISSUES = 1_000
"""Issues kept with their text; more are only counted."""


@dataclass(slots=True, kw_only=True)
class SourceReport:
    """What one source gave."""

    name: str
    kind: str
    location: str
    records: int = 0
    withdrawn: int = 0
    dated: str = ""
    carried: bool = False
    """Taken over from the database of before, because it has not changed."""
    ignored: list[str] = field(default_factory=list)
    """Documents that are no feed."""
    ignored_count: int = 0
    issue_count: int = 0


@dataclass(slots=True, kw_only=True)
class BuildReport:
    """What a build made."""

    path: Path
    sources: list[SourceReport] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    issue_count: int = 0
    advisories: int = 0
    packages: int = 0
    size_bytes: int = 0
    digest: str = ""
    built_at: str = ""

    def add_issue(self, source: SourceReport, name: str, cause: str) -> None:
        """Record a part of a source that was not used."""
        self.issue_count += 1
        source.issue_count += 1
        if len(self.issues) < LISTED_ISSUES:
            path = f"{source.location}: {name}" if name else source.location
            self.issues.append(Issue(path=path, cause=cause, code="HM2201"))

    @property
    def withdrawn(self) -> int:
        """Return how many records their publishers took back."""
        return sum(source.withdrawn for source in self.sources)
