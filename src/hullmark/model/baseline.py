"""What an earlier result makes of this one: which findings are news, and why."""

from enum import StrEnum
from typing import Final

import msgspec


class BaselineState(StrEnum):
    """A finding beside the same one of an earlier result."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    ABSENT = "absent"


class Cause(StrEnum):
    """Why a finding is new, changed or gone."""

    CODE = "code"
    """What the repository adds to the base image, or the repository itself."""
    BASE_IMAGE = "base image"
    NEW_IMAGE = "new image"
    """The baseline knows other images and not this one: whoever added it brought it all."""
    ADVISORY_DATA = "advisory data"
    """The same component, of which more, or less, is known."""
    SCANNER_VERSION = "scanner version"
    SCANNER_ABSENCE = "scanner absence"
    """Who says it did not look before, or does not look now."""
    SUPPRESSION = "suppression"
    """Accepted since."""
    SUPPRESSION_EXPIRY = "suppression expiry"
    """Accepted before, and no more."""
    RE_RATING = "re-rating"
    UNKNOWN = "unknown"
    """The two results do not tell."""


OWN_CAUSES: Final = frozenset({Cause.CODE, Cause.BASE_IMAGE, Cause.NEW_IMAGE})
"""Causes that whoever changed the repository answers for."""


class BaselineSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What was compared with, and how it came out in numbers."""

    source: str
    """File, or the store."""
    created: str = ""
    """ISO time of the earlier result."""
    new: int = 0
    unchanged: int = 0
    updated: int = 0
    absent: int = 0
    causes: dict[str, int] = msgspec.field(default_factory=dict)
    """``new: code`` → how many, for every state and cause that occurs."""

    def words(self) -> str:
        """Return one line: ``3 new (2 code, 1 advisory data), 10 unchanged, 4 absent (code)``."""
        parts = []
        for state in BaselineState:
            count = getattr(self, state.value)
            why = {
                key.partition(": ")[2]: number
                for key, number in self.causes.items()
                if key.startswith(f"{state.value}: ")
            }
            told = ", ".join(
                name if number == count else f"{number:,} {name}" for name, number in why.items()
            )
            if count or state in {BaselineState.NEW, BaselineState.UNCHANGED}:
                parts.append(f"{count:,} {state.value}" + (f" ({told})" if told else ""))
        return ", ".join(parts)
