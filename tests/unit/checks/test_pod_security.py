"""Levels of the Pod Security Standards."""

import pytest

from hullmark.checks.errors import UncheckableFileError
from hullmark.checks.pod_security import PodSecurity, pod_security_level

_HARD = {
    "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
    "name": "a",
}


def _pod(**spec: object) -> dict[str, object]:
    safe = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    return {
        "kind": "Pod",
        "metadata": {"name": "a"},
        "spec": {"securityContext": safe, "containers": [_HARD], **spec},
    }


@pytest.mark.parametrize(
    ("spec", "level"),
    [
        ({}, "restricted"),
        ({"securityContext": {}}, "baseline"),
        ({"hostNetwork": True}, "privileged"),
        ({"initContainers": [{"name": "i"}]}, "baseline"),
        (
            {"ephemeralContainers": [{"name": "e", "securityContext": {"privileged": True}}]},
            "privileged",
        ),
        ({"os": {"name": "windows"}, "containers": [{"name": "a"}]}, "restricted"),
        ({"volumes": [{"name": "v", "image": {"reference": "a"}}]}, "restricted"),
        ({"volumes": [{"name": "v", "nfs": {"server": "a", "path": "/"}}]}, "baseline"),
    ],
)
def test_the_strictest_level_is_named(spec: dict[str, object], level: str) -> None:
    """Containers of every kind count; Windows pods are excepted from what Windows lacks."""
    assert pod_security_level(_pod(**spec)) == level


def test_versions_of_the_standard_differ() -> None:
    """A host in a probe is forbidden from 1.34 on."""
    probe = {**_HARD, "livenessProbe": {"httpGet": {"host": "a", "port": 1}}}
    standard = PodSecurity()
    assert standard.review(_pod(containers=[probe]), version="v1.33").level == "restricted"
    assert standard.review(_pod(containers=[probe])).level == "privileged"
    review = standard.review(_pod(containers=[probe]))
    assert [each.control for each in review.violations] == ["hostProbesAndHostLifecycle"]


@pytest.mark.parametrize("version", ["2.0", "x", ""])
def test_unknown_versions_are_refused(version: str) -> None:
    """A version is a Kubernetes release."""
    with pytest.raises(UncheckableFileError):
        pod_security_level(_pod(), version=version)


def test_objects_without_pods_are_refused() -> None:
    """A config map has no level."""
    with pytest.raises(UncheckableFileError, match="ConfigMap"):
        pod_security_level({"kind": "ConfigMap"})
