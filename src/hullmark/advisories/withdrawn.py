"""Records that take themselves back in prose."""

import re
from typing import Final

_SUMMARY: Final = re.compile(r"(?:withdrawn|duplicate)(?: advisory)?:", re.IGNORECASE)
_REJECTED: Final = ("** REJECT **", "Rejected reason:")


def takes_itself_back(summary: str, details: str) -> bool:
    """Say whether an advisory is withdrawn, a duplicate of another one, or was rejected.

    Feeds that were converted from lists lose the field for it and keep the words that publishers
    put in front: GitHub's "Withdrawn Advisory:" and "Duplicate Advisory:", the CVE programme's
    "** REJECT **".
    """
    return (
        _SUMMARY.match(summary) is not None
        or summary.startswith(_REJECTED)
        or details.startswith(_REJECTED)
    )
