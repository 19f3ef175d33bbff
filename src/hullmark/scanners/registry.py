"""The one explicit list of scanners whose reports are read, in the order they are tried."""

from typing import Final

from hullmark.ports.adapter import Adapter
from hullmark.scanners.anchore.adapter import ANCHORE_ENGINE, ANCHORE_ENTERPRISE, ANCHORECTL
from hullmark.scanners.aqua.adapter import AQUA
from hullmark.scanners.clair.adapter import CLAIR
from hullmark.scanners.grype.adapter import GRYPE
from hullmark.scanners.harbor.adapter import HARBOR
from hullmark.scanners.snyk.adapter import SNYK
from hullmark.scanners.trivy.adapter import TRIVY

ADAPTERS: Final[tuple[Adapter, ...]] = (
    TRIVY,
    GRYPE,
    CLAIR,
    SNYK,
    ANCHORECTL,
    ANCHORE_ENGINE,
    ANCHORE_ENTERPRISE,
    AQUA,
    HARBOR,
)
"""The more telling the forms of a scanner are, the earlier it stands."""
