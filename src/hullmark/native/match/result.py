"""What matching gives back: claims, and an account of what was and was not looked at."""

import msgspec

from hullmark.model.component import Distribution
from hullmark.model.finding import Claim
from hullmark.model.ledger import Issue, LedgerRow


class MatchResult(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of matching one target's components."""

    claims: tuple[Claim, ...] = ()
    """One per flaw and component; an OS package's flaw is claimed for each binary package."""
    rows: tuple[LedgerRow, ...] = ()
    """One per ecosystem: how many packages were looked up, or why none was."""
    issues: tuple[Issue, ...] = ()
    """Packages whose version could not be compared, one each."""
    distribution: Distribution | None = None
    """As given, with its end of life where the database knows it."""
