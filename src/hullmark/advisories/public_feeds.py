"""The public feeds an update asks when no other source is named."""

from urllib.parse import quote

OSV_BULK = "https://osv-vulnerabilities.storage.googleapis.com"
OSV_ECOSYSTEMS = (
    "AlmaLinux", "Alpine", "Bitnami", "Chainguard", "crates.io", "Debian", "Go", "Hex", "Maven",
    "MinimOS", "npm", "NuGet", "openEuler", "openSUSE", "Packagist", "Pub", "PyPI", "Red Hat",
    "Rocky Linux", "RubyGems", "SUSE", "Ubuntu", "Wolfi",
)  # fmt: skip
"""Dumps of ecosystems that images hold."""
DEBIAN_TRACKER = "https://security-tracker.debian.org/tracker/data/json"
ALPINE_SECDB = "https://secdb.alpinelinux.org"
ALPINE_RELEASES = (
    "v3.16", "v3.17", "v3.18", "v3.19", "v3.20", "v3.21", "v3.22", "v3.23", "edge",
)  # fmt: skip
ALPINE_REPOSITORIES = ("main", "community")
EPSS = "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz"
KEV = "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"


def public_feeds() -> tuple[str, ...]:
    """Return the URL of every public feed."""
    return (
        DEBIAN_TRACKER,
        *(
            f"{ALPINE_SECDB}/{release}/{repository}.json"
            for release in ALPINE_RELEASES
            for repository in ALPINE_REPOSITORIES
        ),
        *(f"{OSV_BULK}/{quote(ecosystem)}/all.zip" for ecosystem in OSV_ECOSYSTEMS),
        KEV,
        EPSS,
    )
