"""The one explicit list of scanners whose reports are read, in the order they are tried."""

from typing import Final

from hullmark.ports.adapter import Adapter
from hullmark.scanners.anchore.adapter import ANCHORE_ENGINE, ANCHORE_ENTERPRISE, ANCHORECTL
from hullmark.scanners.aqua.adapter import AQUA
from hullmark.scanners.audits.adapter import BUNDLER_AUDIT, CARGO_AUDIT, GOVULNCHECK, PIP_AUDIT
from hullmark.scanners.aws.adapter import AWS_INSPECTOR2
from hullmark.scanners.checkov.adapter import CHECKOV
from hullmark.scanners.checkstyle.adapter import CHECKSTYLE
from hullmark.scanners.clair.adapter import CLAIR
from hullmark.scanners.cloud.adapter import (
    DEEPFENCE_THREATMAPPER,
    GCLOUD_ARTIFACT_SCAN,
    REDHATSATELLITE,
)
from hullmark.scanners.conftest.adapter import CONFTEST
from hullmark.scanners.csaf.adapter import CSAF
from hullmark.scanners.cyclonedx.adapter import CYCLONEDX
from hullmark.scanners.detect_secrets.adapter import DETECT_SECRETS
from hullmark.scanners.dockerbench.adapter import DOCKERBENCH
from hullmark.scanners.dockerfile_lint.adapter import DOCKERFILE_LINT
from hullmark.scanners.dockle.adapter import DOCKLE
from hullmark.scanners.ggshield.adapter import GGSHIELD
from hullmark.scanners.gitlab.adapter import GITLAB_CODEQUALITY, GITLAB_CONTAINER_SCAN
from hullmark.scanners.gitleaks.adapter import GITLEAKS
from hullmark.scanners.grype.adapter import GRYPE
from hullmark.scanners.hadolint.adapter import HADOLINT
from hullmark.scanners.harbor.adapter import HARBOR
from hullmark.scanners.junit.adapter import JUNIT
from hullmark.scanners.kics.adapter import KICS
from hullmark.scanners.kubernetes.adapter import (
    KUBE_SCORE,
    KUBEAUDIT,
    KUBEBENCH,
    KUBEHUNTER,
    KUBELINTER,
    KUBESEC,
    OPENSCAP,
    POLARIS,
    POPEYE,
)
from hullmark.scanners.kubescape.adapter import KUBESCAPE
from hullmark.scanners.neuvector.adapter import NEUVECTOR
from hullmark.scanners.noseyparker.adapter import NOSEYPARKER
from hullmark.scanners.npm.adapter import NPM_AUDIT
from hullmark.scanners.opa.adapter import OPA
from hullmark.scanners.openvex.adapter import OPENVEX
from hullmark.scanners.osv_scanner.adapter import OSV_SCANNER
from hullmark.scanners.owasp.adapter import DEPENDENCY_CHECK, DEPENDENCY_TRACK
from hullmark.scanners.roxctl.adapter import ROXCTL
from hullmark.scanners.rusty_hog.adapter import RUSTY_HOG
from hullmark.scanners.sarif.adapter import SARIF
from hullmark.scanners.secretlint.adapter import SECRETLINT
from hullmark.scanners.semgrep.adapter import SEMGREP
from hullmark.scanners.snyk.adapter import SNYK
from hullmark.scanners.sonarqube.adapter import SONARQUBE
from hullmark.scanners.spdx.adapter import GITHUB, IN_TOTO, SPDX, SYFT
from hullmark.scanners.sysdig.adapter import SYSDIG
from hullmark.scanners.terrascan.adapter import TERRASCAN, TFSEC
from hullmark.scanners.trivy.adapter import TRIVY
from hullmark.scanners.trivy_operator.adapter import TRIVY_OPERATOR
from hullmark.scanners.trivy_views.adapter import TRIVY_VIEWS
from hullmark.scanners.trufflehog.adapter import TRUFFLEHOG
from hullmark.scanners.twistlock.adapter import TWISTLOCK
from hullmark.scanners.wizcli.adapter import WIZCLI
from hullmark.scanners.xeol.adapter import XEOL
from hullmark.scanners.xray.adapter import JFROG_XRAY

ADAPTERS: Final[tuple[Adapter, ...]] = (
    TRIVY,
    GRYPE,
    CLAIR,
    SNYK,
    SARIF,
    TRUFFLEHOG,
    NOSEYPARKER,
    TRIVY_OPERATOR,
    GITLAB_CODEQUALITY,
    GITLAB_CONTAINER_SCAN,
    ANCHORECTL,
    ANCHORE_ENGINE,
    ANCHORE_ENTERPRISE,
    AQUA,
    BUNDLER_AUDIT,
    CARGO_AUDIT,
    GOVULNCHECK,
    PIP_AUDIT,
    AWS_INSPECTOR2,
    CHECKOV,
    DEEPFENCE_THREATMAPPER,
    GCLOUD_ARTIFACT_SCAN,
    REDHATSATELLITE,
    CSAF,
    CYCLONEDX,
    DETECT_SECRETS,
    DOCKERBENCH,
    DOCKERFILE_LINT,
    DOCKLE,
    GGSHIELD,
    GITLEAKS,
    HADOLINT,
    HARBOR,
    KICS,
    KUBEAUDIT,
    KUBEBENCH,
    KUBEHUNTER,
    KUBELINTER,
    KUBESCAPE,
    KUBESEC,
    KUBE_SCORE,
    OPENSCAP,
    POLARIS,
    POPEYE,
    NEUVECTOR,
    NPM_AUDIT,
    OPA,
    OPENVEX,
    OSV_SCANNER,
    DEPENDENCY_CHECK,
    DEPENDENCY_TRACK,
    ROXCTL,
    RUSTY_HOG,
    SECRETLINT,
    SEMGREP,
    GITHUB,
    IN_TOTO,
    SPDX,
    SYFT,
    SYSDIG,
    TERRASCAN,
    TFSEC,
    TRIVY_VIEWS,
    TWISTLOCK,
    WIZCLI,
    XEOL,
    JFROG_XRAY,
    CONFTEST,
    SONARQUBE,
    CHECKSTYLE,
    JUNIT,
)
"""The more telling the forms of a scanner are, the earlier it stands."""
