"""SPDX 2 in JSON: packages, named by their package URL where they have one."""

import re
from collections.abc import Iterator
from typing import Any

from hullmark.native.catalogers.record import Package
from hullmark.native.catalogers.sbom.identity import to_package

_NOT_SOFTWARE = frozenset({"CONTAINER", "OPERATING-SYSTEM", "DEVICE", "FILE"})
_NOTHING = frozenset({"", "NONE", "NOASSERTION"})
_BUILT_FROM = re.compile(r"built package from: (\S+) (\S+)")
"""How Trivy names the source package of a distribution's package."""


def packages_in(document: dict[str, Any]) -> Iterator[Package]:
    """Yield the packages of a document in its order."""
    listed = document.get("packages")
    for entry in listed if isinstance(listed, list) else ():
        if not isinstance(entry, dict):
            continue
        purl = _purl(entry.get("externalRefs"))
        if not purl and entry.get("primaryPackagePurpose") in _NOT_SOFTWARE:
            continue
        built = _BUILT_FROM.search(_text(entry.get("sourceInfo")))
        package = to_package(
            purl=purl,
            name=_text(entry.get("name")),
            version=_text(entry.get("versionInfo")),
            licenses=_licenses(entry),
            source=(built[1], built[2]) if built else ("", ""),
        )
        if package is not None:
            yield package


def _purl(references: object) -> str:
    for each in references if isinstance(references, list) else ():
        if isinstance(each, dict) and each.get("referenceType") == "purl":
            return _text(each.get("referenceLocator"))
    return ""


def _licenses(entry: dict[str, Any]) -> tuple[str, ...]:
    for key in ("licenseDeclared", "licenseConcluded"):
        license_ = _text(entry.get(key))
        if license_ not in _NOTHING:
            return (license_,)
    return ()


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
