"""Kubernetes checks against the cases of Kubernetes itself and of four scanners."""

import yaml

from check_agreement import CheckRunner, agreement, cases_of
from corpus_data import corpus
from hullmark.checks.pod_security import PodSecurity, PodSecurityLevel

_CHOICES = 0.83
"""Where we differ on purpose is written in docs/explanation/check-agreement-kubernetes.md."""


def test_pod_security_standards_are_exact() -> None:
    """Every pod gets the level, and breaks the control, that Kubernetes says."""
    folder = corpus("kubernetes") / "pod-security-standards"
    standard = PodSecurity()
    wrong = []
    for case in cases_of(folder):
        manifest = yaml.safe_load((folder / case["file"]).read_text("utf-8"))
        review = standard.review(manifest, version=case["version"])
        asked = PodSecurityLevel(case["level"])
        allowed = review.level in {asked, PodSecurityLevel.RESTRICTED}
        broken = {
            each.control.lower()
            for each in review.violations
            if each.level in {asked, PodSecurityLevel.BASELINE}
        }
        expected = case["expect"]
        named = expected["allowed"] or expected["check"] in broken
        if allowed != expected["allowed"] or not named:
            wrong.append(case["id"])
    assert wrong == []


def _score(suite: str, scanner: str) -> float:
    found = agreement(CheckRunner("kubernetes"), corpus("kubernetes") / suite, scanner).values()
    assert found
    return sum(each.same for each in found) / sum(each.cases for each in found)


def test_kics_agrees() -> None:
    """KICS says the same on nine of ten cases, and points to the same lines on most."""
    assert _score("kics", "kics") >= 0.88
    found = agreement(CheckRunner("kubernetes"), corpus("kubernetes") / "kics", "kics").values()
    assert sum(each.lines_same for each in found) >= 0.7 * sum(each.lines for each in found)


def test_polaris_agrees() -> None:
    """Polaris says the same on nearly every case."""
    assert _score("polaris", "polaris") >= 0.95


def test_trivy_checks_agree() -> None:
    """Trivy's examples behave as they are labelled, but for what we chose otherwise."""
    assert _score("trivy-checks", "trivy") >= 0.92


def test_kubescape_agrees() -> None:
    """Kubescape says the same on most cases."""
    assert _score("kubescape-rules", "kubescape") >= _CHOICES - 0.01
