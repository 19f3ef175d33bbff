"""The os-release suite: files of an image in, one distribution out."""

import json
from pathlib import Path
from typing import Any

from corpus_data import corpus
from hullmark.model.component import Distribution
from hullmark.native.catalogers.distribution import choose
from hullmark.native.catalogers.distribution.cataloger import DISTRIBUTION
from hullmark.native.catalogers.record import File, Release, UnreadableFileError
from inventory_cases import Case, Outcome, wants

_FAMILIES = {
    "alma": ("almalinux",),
    "redhat": ("rhel", "redhat"),
    "oracle": ("ol",),
    "amazon": ("amzn",),
    "cbl-mariner": ("mariner",),
    "centos-stream": ("centos",),
    "slem": ("sle-micro", "sl-micro", "sle-micro-rancher"),
    "sles": ("sles", "sles_sap"),
    "suse linux enterprise server": ("sles", "sles_sap"),
    "suse linux enterprise micro": ("sle-micro", "sl-micro"),
    "opensuse.leap": ("opensuse-leap",),
    "opensuse.tumbleweed": ("opensuse-tumbleweed",),
}
"""Trivy's own names of distributions → their os-release IDs."""

_LONE = {
    "alma": "almalinux-release",
    "rocky": "rocky-release",
    "oracle": "oracle-release",
    "centos": "centos-release",
    "fedora": "fedora-release",
    "redhatbase": "redhat-release",
    "mariner": "mariner-release",
    "amazonlinux": "system-release",
    "alpine": "alpine-release",
    "debian": "debian_version",
    "ubuntu": "lsb-release",
}
"""Reader of the peer → the file it reads, for inputs without a telling name."""


def distribution_cases() -> list[Case]:
    """Return the cases, in the order of their index."""
    root = corpus("inventory") / "os-release"
    index = json.loads((root / "index.json").read_text(encoding="utf-8"))
    return [
        Case(
            suite="os-release",
            id=raw["id"],
            group=raw["id"].partition("/")[0],
            files=tuple(root / name for name in raw["files"]),
            root=root / (raw.get("root") or ""),
            expect=raw["expect"],
        )
        for raw in index["cases"]
    ]


def run_distribution(case: Case) -> Outcome:
    """Choose the distribution of a case's files and compare."""
    releases: list[Release] = []
    refused = ""
    for file in case.files:
        path = _place(case, file)
        assert wants(DISTRIBUTION, path), f"nothing reads '{path}'"
        try:
            for record in DISTRIBUTION.parse(File(path, file.read_bytes())):
                assert isinstance(record, Release)
                releases.append(record)
        except UnreadableFileError as error:
            refused = str(error)
    wanted = case.expect["os"]
    found = choose(releases)
    if not wanted:
        return Outcome(extra=(str(found),) if found else (), refused=refused)
    agrees = found is not None and (_as_trivy if "family" in wanted else _as_syft)(found, wanted)
    if agrees:
        return Outcome(refused=refused)
    return Outcome(missing=(str(wanted),), extra=(str(found),), refused=refused)


def _place(case: Case, file: Path) -> str:
    if case.group == "syft":
        return str(file.relative_to(case.root))
    path = str(file)
    for top in ("/etc/", "/usr/lib/", "/var/lib/"):
        if top in path.partition("/os-release/")[2]:
            return top[1:] + path.rpartition(top)[2]
    if "/release/testdata/" in path:
        return "etc/os-release"
    if file.name == "status.json":
        return "var/lib/ubuntu-advantage/status.json"
    if wants(DISTRIBUTION, f"etc/{file.name}"):
        return f"etc/{file.name}"
    readers = [part for part in case.id.split("/")[:3] if part in _LONE]
    return f"etc/{_LONE[readers[-1]]}"


def _as_syft(found: Distribution, wanted: dict[str, Any]) -> bool:
    id_ = wanted.get("id", "")
    like = set(wanted.get("idlike", ())) - {id_}
    return (
        found.id == id_
        and found.version == wanted.get("versionid", "")
        and found.codename == wanted.get("versioncodename", found.codename)
        and like <= set(found.id_like)
        and found.name == wanted.get("prettyname", found.name)
    )


def _as_trivy(found: Distribution, wanted: dict[str, Any]) -> bool:
    family, name = wanted["family"], wanted.get("name", "")
    if found.id not in _FAMILIES.get(family, (family,)):
        return False
    if family == "centos-stream" and "Stream" not in found.name:
        return False
    # Trivy's name is the version, for some distributions with words around it.
    plain = name.removeprefix("AMI release ").partition(" (")[0].removesuffix("-ESM")
    if name.endswith("-ESM") and found.variant != "esm":
        return False
    return plain == found.version or bool(not found.version and found.name.endswith(plain))
