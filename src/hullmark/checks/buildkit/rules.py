"""The rules of BuildKit's linter by name, how bad each is, and which ones are asked for."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, Self

import msgspec

from hullmark.model.severity import Severity

LEVELS: Final = {
    "StageNameCasing": Severity.NEGLIGIBLE,
    "FromAsCasing": Severity.NEGLIGIBLE,
    "NoEmptyContinuation": Severity.LOW,
    "ConsistentInstructionCasing": Severity.NEGLIGIBLE,
    "DuplicateStageName": Severity.LOW,
    "ReservedStageName": Severity.LOW,
    "JSONArgsRecommended": Severity.LOW,
    "MaintainerDeprecated": Severity.NEGLIGIBLE,
    "UndefinedArgInFrom": Severity.LOW,
    "WorkdirRelativePath": Severity.LOW,
    "UndefinedVar": Severity.LOW,
    "MultipleInstructionsDisallowed": Severity.LOW,
    "LegacyKeyValueFormat": Severity.NEGLIGIBLE,
    "RedundantTargetPlatform": Severity.NEGLIGIBLE,
    "SecretsUsedInArgOrEnv": Severity.MEDIUM,
    "InvalidDefaultArgInFrom": Severity.LOW,
    "FromPlatformFlagConstDisallowed": Severity.LOW,
    "CopyIgnoredFile": Severity.LOW,
    "InvalidDefinitionDescription": Severity.NEGLIGIBLE,
    "ExposeProtoCasing": Severity.NEGLIGIBLE,
    "ExposeInvalidFormat": Severity.LOW,
}
"""Rule → severity. InvalidBaseImagePlatform is not here: it takes a look at the base image."""

TITLES: Final = {
    "StageNameCasing": "A stage's name has upper case",
    "FromAsCasing": "FROM and AS are spelled in different case",
    "NoEmptyContinuation": "An instruction goes on over an empty line",
    "ConsistentInstructionCasing": "An instruction is spelled unlike the others",
    "DuplicateStageName": "Two stages have one name",
    "ReservedStageName": "A stage has a name that means something else",
    "JSONArgsRecommended": "The process is started through a shell",
    "MaintainerDeprecated": "MAINTAINER is deprecated",
    "UndefinedArgInFrom": "FROM uses an argument that nobody declares",
    "WorkdirRelativePath": "WORKDIR is relative",
    "UndefinedVar": "A variable is used that nobody sets",
    "MultipleInstructionsDisallowed": "An instruction is replaced by a later one",
    "LegacyKeyValueFormat": "A name and its value have no equals sign between them",
    "RedundantTargetPlatform": "FROM asks for the platform that it gets anyway",
    "SecretsUsedInArgOrEnv": "An argument or variable seems to hold a secret",
    "InvalidDefaultArgInFrom": "Without arguments FROM names no image",
    "FromPlatformFlagConstDisallowed": "FROM fixes the platform",
    "CopyIgnoredFile": "What is copied is left out by .dockerignore",
    "InvalidDefinitionDescription": "A comment above ARG or FROM describes something else",
    "ExposeProtoCasing": "A protocol of EXPOSE has upper case",
    "ExposeInvalidFormat": "EXPOSE names an address or a port of the host",
}
"""Rule → what it is about, in our words."""

EXPERIMENTAL: Final = frozenset({"InvalidDefinitionDescription"})
"""Rules that run only where a file asks for them."""
_DIRECTIVE = re.compile(r"([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*")


class Warned(msgspec.Struct, frozen=True, kw_only=True):
    """One warning."""

    rule: str
    line: int
    detail: str


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What ``# check=skip=…;experimental=…;error=…`` asks for."""

    skip: frozenset[str] = frozenset()
    experimental: frozenset[str] = frozenset()
    """Names of rules, or ``all``, in both."""

    def wants(self, rule: str) -> bool:
        """Say whether a rule may speak."""
        if rule in EXPERIMENTAL:
            return bool(self.experimental & {"all", rule})
        return not self.skip & {"all", rule}

    def with_comments(self, comments: Sequence[str]) -> "Options":
        """Return the options for one instruction: the first ``check=`` above it adds to them."""
        for comment in comments:
            found = _DIRECTIVE.fullmatch(comment.lstrip())
            if found is None or found[1].lower() != "check":
                continue
            more = parse_options(found[2].partition(" ")[0])
            if more is None:
                return self
            return Options(
                skip=self.skip | more.skip, experimental=self.experimental | more.experimental
            )
        return self


class Warnings:
    """Warnings collected under the options of a file, or of one instruction."""

    def __init__(self, options: Options, held: list[Warned] | None = None) -> None:
        self.held: list[Warned] = [] if held is None else held
        self._options = options

    def under(self, comments: Sequence[str]) -> Self:
        """Return the same under the comments of one instruction."""
        return type(self)(self._options.with_comments(comments), self.held)

    def add(self, rule: str, line: int, detail: str) -> None:
        """Keep a warning, unless its rule is off."""
        if self._options.wants(rule):
            self.held.append(Warned(rule=rule, line=line, detail=detail))


def quoted(text: str) -> str:
    """Return a text as the linter's messages quote it: backslashes and quotes escaped."""
    import json  # noqa: PLC0415 - only where something is said

    return json.dumps(text, ensure_ascii=False)


def parse_options(text: str) -> Options | None:
    """Return what the value of a ``check`` directive asks for; ``None`` where it is refused."""
    skip: frozenset[str] = frozenset()
    experimental: frozenset[str] = frozenset()
    for part in text.strip().split(";", 2) if text.strip() else ():
        key, equals, value = part.partition("=")
        key, value = key.strip(), value.strip()
        if not equals or key not in ("skip", "experimental", "error"):
            return None
        names = frozenset(_names(value.split(",")))
        if key == "skip":
            skip = names
        elif key == "experimental":
            experimental = names
    return Options(skip=skip, experimental=experimental)


def _names(parts: Iterable[str]) -> Iterable[str]:
    return (part.strip() for part in parts)
