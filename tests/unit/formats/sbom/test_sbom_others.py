"""Syft's JSON, GitHub's snapshots, and documents of several distributions."""

import json
from typing import Any

from hullmark.formats.sbom.document import Entry, Part, Place, System
from hullmark.formats.sbom.read import read_sbom
from hullmark.formats.sbom.split import by_distribution


def test_syft_tells_distribution_image_and_source() -> None:
    """Early schemas spell some of it otherwise."""
    document: dict[str, Any] = {
        "artifacts": [
            {
                "name": "libssl3",
                "version": "3.0-1",
                "type": "deb",
                "purl": "pkg:deb/debian/libssl3@3.0-1",
                "licenses": [{"value": "x", "spdxExpression": "Apache-2.0"}, {"value": "Own"}],
                "locations": [
                    {"path": "/a", "layerID": "sha256:1", "annotations": {"evidence": "primary"}},
                    {"path": "/b", "annotations": {"evidence": "supporting"}},
                ],
                "metadata": {"source": "openssl", "sourceVersion": "3.0", "architecture": "amd64"},
            },
            {"name": "musl", "version": "UNKNOWN", "type": "apk", "licenses": ["MIT"],
             "metadata": {"originPackage": "musl-origin"}},
            5,
            {"version": "1"},
        ],
        "distro": {"id": "debian", "versionID": "12", "versionCodename": "bookworm",
                   "idLike": ["x"]},
        "source": {"type": "image", "metadata": {
            "userInput": "img", "manifestDigest": "sha256:m", "imageID": "sha256:c",
            "os": "linux", "architecture": "amd64", "layers": [{"digest": "sha256:1"}]}},
        "descriptor": {"name": "syft", "version": "1"},
        "schema": {"version": "16"},
    }  # fmt: skip
    bom = read_sbom(json.dumps(document).encode(), source="x")
    (part,) = bom.parts
    first, second = part.entries
    assert (first.source_name, first.source_version, first.architecture) == (
        *("openssl", "3.0"),
        "amd64",
    )
    assert first.licenses == ("Apache-2.0", "Own")
    assert first.places == (Place("/a", "sha256:1"),)
    assert (second.source_name, second.version, second.licenses) == ("musl-origin", "", ("MIT",))
    assert part.system == System(name="debian", version="12", codename="bookworm", id_like=("x",))
    assert (part.subject.digest, part.subject.config_digest) == ("sha256:m", "sha256:c")
    assert part.subject.diff_ids == ("sha256:1",)
    assert [flaw.place for flaw in bom.flaws] == ["artifacts[2]", "artifacts[3]"]


def test_early_syft_names_the_distribution_shortly() -> None:
    """``name`` was what ``id`` is now."""
    document = {
        "artifacts": [],
        "descriptor": {"name": "syft"},
        "distro": {"name": "alpine", "version": "3.12.0"},
    }
    system = read_sbom(json.dumps(document).encode(), source="x").parts[0].system
    assert system == System(name="alpine", version="3.12.0")


def test_a_snapshot_has_manifests_with_packages() -> None:
    """The file is where a package was seen; one without a purl is a flaw."""
    document = {
        "version": 0,
        "detector": {"name": "d", "version": "1"},
        "manifests": {
            "package-lock.json": {
                "file": {"source_location": "src/package-lock.json"},
                "resolved": {
                    "a": {"package_url": "pkg:npm/a@1"},
                    "b": {"metadata": {}},
                    "c": {"package_url": "pkg:npm/c@1", "metadata": {"source_location": "x"}},
                },
            },
            "odd": 5,
        },
    }
    bom = read_sbom(json.dumps(document).encode(), source="x")
    assert [(entry.purl, entry.places) for entry in bom.parts[0].entries] == [
        ("pkg:npm/a@1", (Place("src/package-lock.json"),)),
        ("pkg:npm/c@1", (Place("x"),)),
    ]
    assert len(bom.flaws) == 2


def test_distributions_in_one_document_are_parted() -> None:
    """What names none stays with the larger part, which keeps the system."""
    purls = [
        "pkg:deb/debian/a@1?arch=all&distro=debian-12",
        "pkg:deb/debian/b@1?distro=debian-12",
        "pkg:apk/alpine/c@1?distro=alpine-3.19",
        "pkg:npm/d@1?distro=nothing",
        "",
    ]
    part = Part(system=System(name="debian"), entries=[Entry(name=p, purl=p) for p in purls])
    debian, alpine = by_distribution(part)
    assert [entry.purl for entry in debian.entries] == [purls[0], purls[1], purls[3], purls[4]]
    assert [entry.purl for entry in alpine.entries] == [purls[2]]
    assert (debian.system, alpine.system) == (System(name="debian"), None)
    assert by_distribution(debian) == [debian]
