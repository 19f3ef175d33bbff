"""What a change of a repository does to what is wrong with its images."""

import msgspec

from hullmark.model.finding import Finding
from hullmark.model.scan import Verdict


class PullRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Two results side by side: that of the change, and that of what it stands on."""

    verdict: Verdict
    """Over what the change caused, and over what could not be looked at."""
    added: tuple[Finding, ...] = ()
    """New, and caused by the change."""
    fixed: tuple[Finding, ...] = ()
    """There before, and gone with the change."""
    faded: tuple[Finding, ...] = ()
    """There before, and gone for another reason: withdrawn advisories, another scanner."""
    elsewhere: tuple[Finding, ...] = ()
    """New for another reason, which ``Finding.cause`` names: newer advisories, another scanner."""
    accepted: tuple[Finding, ...] = ()
    """There before, and suppressed since."""
    unchanged: int = 0
    """Findings that were there before and are there now."""
    unknown: tuple[str, ...] = ()
    """What could not be known, and why; one sentence each."""
    compared: bool = True
    """Whether there was a result to compare with."""
