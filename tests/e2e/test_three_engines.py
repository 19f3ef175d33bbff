"""Three real engines over one image: the number of findings, counted again the plain way."""

import json
import lzma
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from corpus_data import shared
from hullmark.__main__ import main

pytestmark = pytest.mark.corpus

_NOTICE = re.compile(r"(DSA|DLA|USN|RHSA|ALSA|ELSA)-")
"""A notice gathers several flaws: it is no name of one."""
_KNOWN = ({"PYSEC-2023-175", "CVE-2023-4863", "GHSA-j7hp-h8jx-5ppr"},)
"""What OSV's record PYSEC-2023-175 says of itself and Clair's report does not repeat."""
_OSV = re.compile(r"https://osv\.dev/vulnerability/(\S+)")
"""How Clair writes the other ids that OSV has for a flaw."""


def _load(*parts: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(lzma.decompress(shared("scanner-data", *parts).read_bytes()))
    return held


def _claims(image: str) -> Iterator[tuple[set[str], str, str]]:
    """Yield ids, source package and its version, of every row of every report."""
    for result in _load("trivy", "reports", f"{image}-vuln.json.xz").get("Results") or []:
        packages = {each.get("ID"): each for each in result.get("Packages") or []}
        for each in result.get("Vulnerabilities") or []:
            ids = {each["VulnerabilityID"], *each.get("VendorIDs", ())}
            if result["Class"] != "os-pkgs":
                yield ids, each["PkgName"], each["InstalledVersion"]
                continue
            package = packages[each["PkgID"]]
            version = package["SrcVersion"]
            version += f"-{package['SrcRelease']}" if package.get("SrcRelease") else ""
            version = f"{package['SrcEpoch']}:{version}" if package.get("SrcEpoch") else version
            yield ids, package["SrcName"], version
    for each in _load("grype", "reports", f"{image}.json.xz")["matches"]:
        ids = {each["vulnerability"]["id"], *(r["id"] for r in each["relatedVulnerabilities"])}
        artifact = each["artifact"]
        upstream = (artifact.get("upstreams") or [artifact])[0]
        yield ids, upstream["name"], upstream.get("version") or artifact["version"]
    clair = _load("clair", "reports", f"{image}.vulns.json.xz")
    for package_id, flaws in clair["package_vulnerabilities"].items():
        package = clair["packages"][package_id]
        named = (package.get("source") or {}).get("name")
        source = package["source"] if named else package
        for flaw in flaws:
            told = clair["vulnerabilities"][flaw]
            ids = {told["name"], *_OSV.findall(told["links"])}
            yield ids, source["name"], source["version"]


def _plain(name: str) -> str:
    """Return a name without what the engines spell each in its own way."""
    return unquote(name).lower().replace("_", "-").rpartition(":")[2]


def _naive(image: str) -> int:
    """Count (group of ids that meet, source package, version), with nothing of ours."""
    rows = [
        (
            {i for i in ids if not _NOTICE.match(i)} or ids,
            _plain(name),
            re.sub(r"^(v|go)(?=\d)", "", version),
        )
        for ids, name, version in _claims(image)
    ]
    roots: dict[str, str] = {}

    def root(identifier: str) -> str:
        while roots.setdefault(identifier, identifier) != identifier:
            identifier = roots[identifier]
        return identifier

    for ids in (*(ids for ids, _, _ in rows), *_KNOWN):
        first, *others = sorted(ids)
        for other in others:
            roots[root(other)] = root(first)
    held: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for ids, name, version in rows:
        held[name, version].add(root(min(ids)))
    return sum(map(len, held.values()))


@pytest.mark.parametrize("image", ["base", "mid", "app"])
@pytest.mark.parametrize("database", [True, False])
def test_the_number_is_that_of_a_plain_count(
    image: str,
    *,
    database: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With the starter set's aliases or without: the reports themselves link all ids."""
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    names = []
    for scanner, file in (
        ("trivy", f"{image}-vuln"),
        ("grype", image),
        ("clair", f"{image}.vulns"),
    ):
        report = _load(scanner, "reports", f"{file}.json.xz")
        (tmp_path / f"{scanner}.json").write_text(json.dumps(report))
        names.append(f"{scanner}.json")
    verb = ["aggregate", *names] if database else ["import", *names]
    main([*verb, "--as", image, "--no-store", "--format", "json"])
    result = json.loads(capsys.readouterr().out)
    assert len(result["findings"]) == _naive(image)
