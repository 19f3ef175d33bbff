"""The suites of bills of materials: counts as written, valid or not, and what real tools wrote."""

import json
import lzma
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus_data import corpus, shared
from hullmark.formats.sbom.document import Bom, Entry
from hullmark.formats.sbom.read import read_sbom
from hullmark.images.image import SbomDocument
from hullmark.kernel.errors import HullmarkError
from hullmark.model.component import Component, Distribution
from hullmark.model.scan import Target
from hullmark.native.inventory import Inventory
from hullmark.native.sbom import take_sbom_inventory

pytestmark = pytest.mark.corpus


def _cases(suite: str) -> list[tuple[str, Path, dict[str, Any]]]:
    folder = corpus("sbom") / suite
    index = json.loads((folder / "index.json").read_bytes())
    return [(case["id"], folder / case["file"], case["expect"]) for case in index["cases"]]


def _read(path: Path) -> Bom:
    return read_sbom(path.read_bytes(), source=path.name)


def _entries(bom: Bom) -> list[Entry]:
    return [entry for part in bom.parts for entry in part.entries]


def test_examples_have_the_expected_counts() -> None:
    """Components of each type, purls, dependencies: every case."""
    wrong = {}
    for name, path, expected in _cases("cyclonedx-examples"):
        bom = _read(path)
        found = {
            "spec_version": bom.version,
            "components": len(_entries(bom)),
            "with_purl": sum(bool(entry.purl) for entry in _entries(bom)),
            "types": Counter(entry.kind for entry in _entries(bom)),
            "dependencies": bom.relations,
        }
        if any(found[key] != value for key, value in expected.items() if key in found):
            wrong[name] = found
    assert wrong == {}


def test_validity_is_told_as_the_schemas_do() -> None:
    """Every case of every version, JSON and XML."""
    wrong = []
    for name, path, expected in _cases("cyclonedx-validity"):
        try:
            valid = not _read(path).broken_rule
        except HullmarkError:
            valid = False
        if valid != expected["valid"]:
            wrong.append(name)
    assert wrong == []


def test_spdx_documents_have_the_expected_counts() -> None:
    """JSON, YAML, tags and values and XML, some in UTF-16: every case."""
    wrong = {}
    for name, path, expected in _cases("spdx"):
        bom = _read(path)
        found = {
            "spdx_version": f"SPDX-{bom.version}",
            "packages": len(_entries(bom)),
            "files": bom.files,
            "relationships": bom.relations,
            "package_names": sorted(entry.name for entry in _entries(bom)),
        }
        if any(found[key] != value for key, value in expected.items() if key in found):
            wrong[name] = found
    assert wrong == {}


RECORDED = {
    "mid": (
        "grype/sboms/mid.syft.json.xz",
        "grype/reports/mid.cdx.json.xz",
        "others/reports/mid-syft.cdx.json.xz",
        "others/reports/mid-syft.json.xz",
        "others/reports/mid-syft.spdx.json.xz",
        "trivy/reports/mid-sbom.cdx.json.xz",
        "trivy/reports/mid-vuln.cdx.json.xz",
        "trivy/reports/mid.spdx.json.xz",
    ),
    "app": ("grype/sboms/app.syft.json.xz", "others/reports/app-syft.json.xz"),
}
"""Documents that tools wrote about one image."""
WITHOUT_SOURCES = "trivy/reports/mid-github.json.xz"
"""GitHub's format has no place for source packages."""


def _inventory(name: str) -> Inventory:
    bom = read_sbom(lzma.decompress(shared("scanner-data", name).read_bytes()), source=name)
    (part,) = bom.parts
    assert bom.broken_rule == ""
    document = SbomDocument(target=Target(name=name, kind="sbom"), part=part, title=bom.title)
    return take_sbom_inventory(document)


def _matched(component: Component) -> tuple[str, ...]:
    """Return what a match rests on, in one spelling."""
    return (
        component.type,
        component.name.lower(),
        component.version,
        component.source_name or component.name.lower(),
        component.source_version or component.version,
    )


@pytest.mark.parametrize("image", RECORDED)
def test_tools_and_formats_give_the_same_to_match(image: str) -> None:
    """One image, several writers: the same packages with the same sources, one distribution."""
    found = {}
    for name in RECORDED[image]:
        inventory = _inventory(name)
        assert inventory.distribution is not None
        assert inventory.distribution.id == "debian"
        assert inventory.distribution.version.startswith("12")
        found[name] = {
            _matched(component) for component in inventory.components if component.type != "generic"
        }
    first = next(iter(found.values()))
    assert len(first) > 100
    assert {name for name, components in found.items() if components != first} == set()


def test_a_snapshot_lists_the_same_and_says_what_it_lacks() -> None:
    """Binaries are all there; the ledger says that sources are not."""
    snapshot, full = _inventory(WITHOUT_SOURCES), _inventory(RECORDED["mid"][0])
    assert {_matched(each)[:3] for each in snapshot.components} == {
        _matched(each)[:3] for each in full.components
    }
    assert [issue.code for issue in snapshot.issues] == ["HM2305"]
    assert snapshot.distribution == Distribution(id="debian", version="12.15")
