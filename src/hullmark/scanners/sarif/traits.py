"""What all results of one rule of SARIF have in common."""

import re
from typing import Any, Final, NamedTuple

from hullmark.scanners.gathering import cves, words
from hullmark.scanners.sarif.packages import named_cves, package_of
from hullmark.scanners.sarif.wire import Rule, Text

_FLAW: Final = re.compile(
    r"(?P<id>CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}|(?:SNYK|RUSTSEC|PYSEC|GO|GMS|ALAS|RHSA|DSA|DLA"
    r"|USN|ELSA|TEMP|XRAY|DEBIAN-CVE|openSUSE-SU|SUSE-SU)-[A-Za-z0-9][\w:.-]*?)"
    r"(?:[-_/ ](?P<name>.+))?",
)
_SECRETS: Final = (
    "gitleaks",
    "trufflehog",
    "detect-secrets",
    "secretlint",
    "ggshield",
    "noseyparker",
)


class Traits(NamedTuple):
    """What all results of one rule have in common, worked out once."""

    identifier: str
    flaw: "re.Match[str] | None"
    secret: bool
    is_claim: bool
    aliases: tuple[str, ...]
    own: str
    """The id of the flaw; rules of Grype are named by flaw and package."""
    title: str
    described: str
    links: tuple[str, ...]
    remediation: str
    level: str
    """Of results that have none of their own."""
    score: Any
    """What the rule calls its security severity, as it spells it."""
    package: dict[str, str]
    """Fields of the package that the rule's texts name, where they name one."""


def traits_of(rule: Rule, identifier: str, scanner: str) -> Traits:
    """Return what a rule says of all its results, under the id by which they name it."""
    properties = rule.properties if isinstance(rule.properties, dict) else {}
    tags = [str(tag).lower() for tag in properties.get("tags") or () if isinstance(tag, str)]
    configured = rule.default_configuration if isinstance(rule.default_configuration, dict) else {}
    flaw = _flaw_in(identifier)
    secret = _is_secret(scanner, tags, identifier)
    return Traits(
        identifier=identifier,
        flaw=flaw,
        secret=secret,
        is_claim=bool(flaw) and not secret and scanner not in {"checkov", "semgrep", "gitleaks"},
        aliases=_aliases(identifier, (*tags, *named_cves(rule, scanner))),
        own=flaw["id"] if flaw and scanner == "grype" else identifier,
        title=(rule.short_description or Text()).text or rule.name or "",
        described=(rule.full_description or rule.short_description or Text()).text or "",
        links=words(rule.help_uri),
        remediation=(rule.help or Text()).text or "",
        level=str(configured.get("level") or "warning"),
        score=properties.get("security-severity"),
        package=package_of(rule, identifier, scanner) if flaw else {},
    )


def _flaw_in(identifier: str) -> "re.Match[str] | None":
    """Return the vulnerability that a rule's id names."""
    return _FLAW.fullmatch(identifier)


def _aliases(identifier: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    return cves(f"{identifier} {' '.join(tags).upper()}")


def _is_secret(scanner: str, tags: list[str], identifier: str) -> bool:
    if scanner.replace("_", "-") in _SECRETS or scanner in _SECRETS:
        return True
    return "secret" in tags or "secrets" in tags or identifier.lower().startswith("secret")
