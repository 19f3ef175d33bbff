"""The one explicit list of scanners whose reports are read, in the order they are tried."""

from typing import Final

from hullmark.ports.adapter import Adapter
from hullmark.scanners.clair.adapter import CLAIR
from hullmark.scanners.grype.adapter import GRYPE
from hullmark.scanners.trivy.adapter import TRIVY

ADAPTERS: Final[tuple[Adapter, ...]] = (
    TRIVY,
    GRYPE,
    CLAIR,
)
"""The more telling a form is, the earlier it stands."""
