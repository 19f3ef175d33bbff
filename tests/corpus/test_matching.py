"""Three engines, one data set: what we find in the shared images, held against each of them.

The recorded reports rest on the advisories our database is built from here. The packages are those
that Trivy listed, so that a difference is one of matching. Every class of difference has its
reason beside it; one that has none fails.
"""

from collections import Counter
from pathlib import Path

import pytest

from corpus_data import shared
from engine_reports import (
    BOOKWORM,
    Pair,
    clair_pairs,
    grype_pairs,
    pair,
    report,
    trivy_components,
    trivy_pairs,
)
from hullmark.advisories.build import build_database
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.merge.findings import merge_claims
from hullmark.model.finding import Claim
from hullmark.model.ledger import Status
from hullmark.model.scan import Target
from hullmark.native.match.components import match_components
from hullmark.native.match.result import MatchResult

pytestmark = pytest.mark.corpus

FEEDS = (
    "osv-converted/Debian/all.zip",
    "osv/PyPI/all.zip",
    "osv/Go/all.zip",
    "osv-converted/npm/all.zip",
    "osv-converted/Maven/all.zip",
)
IMAGES = ("base", "mid", "app")

WITHDRAWN = {
    ("GHSA-7fhm-mqm4-2wp7", "npm", "minimist", "0.0.10"),
    ("GHSA-7fhm-mqm4-2wp7", "npm", "minimist", "1.2.0"),
    ("CVE-2021-41720", "npm", "lodash", "4.18.1"),
    ("CVE-2023-4586", "maven", "io.netty:netty-handler", "4.1.48.Final"),
    ("GHSA-57m8-f3v5-hm5m", "maven", "io.netty:netty-handler", "4.1.48.Final"),
}
"""Their summaries begin with "Withdrawn"; Grype and Clair go by the ranges alone."""

ZLIB = ("CVE-2023-45853", "deb", "zlib1g", "1:1.2.13.dfsg-1")
"""Grype ships a list of false positives that names it; the tracker has it open in Debian 12."""

POSTGRESQL = ("deb", "postgresql-client", "15+248+deb12u1")
"""Source postgresql-common 248, fixed in 178, 181 and 210: Clair reports it all the same."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> AdvisoryDatabase:
    """Return a database of the feeds that the recorded scanners were given."""
    path: Path = tmp_path_factory.mktemp("matching") / "advisories.db"
    build_database([str(shared("advisories", *feed.split("/"))) for feed in FEEDS], path)
    return AdvisoryDatabase.open(path)


class Names:
    """Pairs under one id per flaw, so that engines that prefer other ids can be compared."""

    def __init__(self, database: AdvisoryDatabase) -> None:
        self._database = database
        self._names: dict[str, str] = {}

    def of(self, one: Pair) -> Pair:
        """Return the pair with the best known id of its flaw."""
        flaw = one[0]
        if flaw not in self._names:
            aliases = self._database.aliases
            ids = aliases(flaw) or aliases(f"DEBIAN-{flaw}") or (flaw,)
            self._names[flaw] = min(ids, key=_best_known)
        return (self._names[flaw], *one[1:])


def _best_known(identifier: str) -> tuple[bool, bool, str]:
    return (not identifier.startswith("CVE-"), not identifier.startswith("GHSA-"), identifier)


def matched(image: str, database: AdvisoryDatabase) -> MatchResult:
    """Match the packages of one image."""
    components = trivy_components(report("trivy", f"{image}-vuln"))
    return match_components(components, distribution=BOOKWORM, database=database)


def pairs(claims: tuple[Claim, ...], names: Names) -> set[Pair]:
    """Return what we claim, as comparable pairs."""
    return {
        names.of(pair(c.advisory_id, c.component.type, c.component.name, c.component.version))
        for c in claims
    }


@pytest.mark.parametrize("image", IMAGES)
def test_we_find_what_trivy_finds(image: str, database: AdvisoryDatabase) -> None:
    """Nothing missed, nothing more, on all three images."""
    names = Names(database)
    theirs = {names.of(one) for one in trivy_pairs(report("trivy", f"{image}-vuln"))}
    result = matched(image, database)
    assert pairs(result.claims, names) == theirs
    assert result.issues == ()
    assert {row.status for row in result.rows} == {Status.RAN}


def test_fixes_are_among_those_that_trivy_lists(database: AdvisoryDatabase) -> None:
    """Trivy lists the fix of every branch, we that of the branch the version is on."""
    names = Names(database)
    ours = {
        names.of(pair(c.advisory_id, c.component.type, c.component.name, c.component.version)): set(
            c.fixed_in
        )
        for c in matched("app", database).claims
    }
    document = report("trivy", "app-vuln")
    listed: dict[Pair, set[str]] = {}
    found = (v for result in document["Results"] for v in result.get("Vulnerabilities", ()))
    for one, vulnerability in zip(trivy_pairs(document), found, strict=True):
        fixes = vulnerability.get("FixedVersion", "").split(",")
        listed[names.of(one)] = {fix.strip() for fix in fixes} - {""}
    assert all(ours[one] <= listed[one] for one in listed)
    unfixed = {one for one in listed if listed[one] and not ours[one]}
    # Affected from the beginning without an end in its own record: branch 4.3 has no fix.
    spring = ("CVE-2024-22243", "maven", "org.springframework:spring-web", "4.3.30.RELEASE")
    assert unfixed == {spring}


@pytest.mark.parametrize("image", IMAGES)
def test_differences_to_grype_have_reasons(image: str, database: AdvisoryDatabase) -> None:
    """It takes out kernel headers, unreachable Go symbols and a list of its own."""
    names = Names(database)
    ours = pairs(matched(image, database).claims, names)
    document = report("grype", image)
    theirs = {names.of(one) for one in grype_pairs(document)}
    ignored = {names.of(one) for one in grype_pairs(document, ignored=True)}
    assert theirs - ours <= WITHDRAWN
    more = ours - theirs - ignored - {ZLIB}
    if image != "app":
        assert not more
        return
    from_sbom = {names.of(one) for one in grype_pairs(report("grype", "app-sbom"))}
    packages = {one[1:] for one in theirs | from_sbom}
    # Without symbols, as from an SBOM, Grype reports these Go modules too.
    reachable = {one for one in more if one[1] == "golang"}
    assert reachable <= from_sbom
    # The rest are jars for which Grype's inventory has no name in the form group:artifact.
    assert not [one for one in more - reachable if one[1] != "maven" or one[1:] in packages]


@pytest.mark.parametrize("image", IMAGES)
def test_differences_to_clair_have_reasons(image: str, database: AdvisoryDatabase) -> None:
    """It does not see npm, names some jars after their manifest, and errs on one package."""
    names = Names(database)
    components = trivy_components(report("trivy", f"{image}-vuln"))
    listed = {pair("", c.type, c.name, c.version)[1:] for c in components}
    ours = pairs(matched(image, database).claims, names)
    document = report("clair", f"{image}.vulns")
    theirs = {names.of(one) for one in clair_pairs(document)}
    seen = {(p["name"].lower(), p["version"].lstrip("v")) for p in document["packages"].values()}
    missed = {one for one in theirs - ours - WITHDRAWN if one[1:] in listed}
    assert {one[1:] for one in missed} <= {POSTGRESQL}
    more = ours - theirs
    unseen = {one for one in more if one[1] == "npm" or one[2:] not in seen}
    assert not more - unseen


def test_binaries_of_one_source_are_one_finding(database: AdvisoryDatabase) -> None:
    """Each Debian pair is in exactly one finding, under its source package."""
    claims = matched("mid", database).claims
    findings = merge_claims(claims, target=Target(name="mid", kind="oci"))
    counts = Counter(f.component.type for f in findings if f.component)
    binaries = sum(len(f.packages) for f in findings)
    assert counts == {"deb": 32, "pypi": 86}
    assert binaries == sum(claim.component.type == "deb" for claim in claims) == 62
    assert len({finding.id for finding in findings}) == len(findings)
