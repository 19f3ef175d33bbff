"""The one explicit list of scanners whose reports are read, in the order they are tried."""

from typing import Final

from hullmark.ports.adapter import Adapter
from hullmark.scanners.anchore.adapter import ANCHORE_ENGINE, ANCHORE_ENTERPRISE, ANCHORECTL
from hullmark.scanners.aqua.adapter import AQUA
from hullmark.scanners.aws.adapter import AWS_INSPECTOR2
from hullmark.scanners.clair.adapter import CLAIR
from hullmark.scanners.csaf.adapter import CSAF
from hullmark.scanners.cyclonedx.adapter import CYCLONEDX
from hullmark.scanners.gitlab.adapter import GITLAB_CODEQUALITY, GITLAB_CONTAINER_SCAN
from hullmark.scanners.grype.adapter import GRYPE
from hullmark.scanners.harbor.adapter import HARBOR
from hullmark.scanners.openvex.adapter import OPENVEX
from hullmark.scanners.sarif.adapter import SARIF
from hullmark.scanners.snyk.adapter import SNYK
from hullmark.scanners.spdx.adapter import GITHUB, IN_TOTO, SPDX, SYFT
from hullmark.scanners.sysdig.adapter import SYSDIG
from hullmark.scanners.trivy.adapter import TRIVY
from hullmark.scanners.trivy_operator.adapter import TRIVY_OPERATOR
from hullmark.scanners.twistlock.adapter import TWISTLOCK
from hullmark.scanners.xray.adapter import JFROG_XRAY

ADAPTERS: Final[tuple[Adapter, ...]] = (
    TRIVY,
    GRYPE,
    CLAIR,
    SNYK,
    SARIF,
    TRIVY_OPERATOR,
    GITLAB_CODEQUALITY,
    GITLAB_CONTAINER_SCAN,
    ANCHORECTL,
    ANCHORE_ENGINE,
    ANCHORE_ENTERPRISE,
    AQUA,
    AWS_INSPECTOR2,
    CSAF,
    CYCLONEDX,
    HARBOR,
    OPENVEX,
    GITHUB,
    IN_TOTO,
    SPDX,
    SYFT,
    SYSDIG,
    TWISTLOCK,
    JFROG_XRAY,
)
"""The more telling the forms of a scanner are, the earlier it stands."""
