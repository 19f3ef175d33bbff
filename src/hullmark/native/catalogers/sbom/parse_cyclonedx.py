"""CycloneDX in JSON, any version: components, and components within components.

What the document is about (``metadata.component``) is the image, which is being scanned already.
"""

from collections.abc import Iterator
from typing import Any

from hullmark.native.catalogers.record import Package, UnreadableFileError
from hullmark.native.catalogers.sbom.identity import to_package

_COMPONENTS = 1_000_000
"""Components of one document; those of the largest images reach some ten thousand."""
_NOT_SOFTWARE = frozenset(
    {"operating-system", "device", "file", "data", "cryptographic-asset", "machine-learning-model"}
)


def components_in(document: dict[str, Any]) -> Iterator[Package]:
    """Yield the components of a document in its order."""
    listed = document.get("components")
    waiting = list(reversed(listed)) if isinstance(listed, list) else []
    count = 0
    while waiting:
        component = waiting.pop()
        if not isinstance(component, dict):
            continue
        count += 1
        if count > _COMPONENTS:
            raise UnreadableFileError(f"document has more than {_COMPONENTS:,} components")
        inner = component.get("components")
        if isinstance(inner, list):
            waiting += reversed(inner)
        package = _package(component)
        if package is not None:
            yield package


def _package(component: dict[str, Any]) -> Package | None:
    purl = _text(component.get("purl"))
    if not purl and component.get("type") in _NOT_SOFTWARE:
        return None
    group, name = _text(component.get("group")), _text(component.get("name"))
    return to_package(
        purl=purl,
        name=f"{group}/{name}" if group else name,
        version=_text(component.get("version")),
        licenses=_licenses(component.get("licenses")),
        source=_source(component.get("properties")),
    )


def _licenses(choices: object) -> tuple[str, ...]:
    found = []
    for choice in choices if isinstance(choices, list) else ():
        if not isinstance(choice, dict):
            continue
        license_ = choice.get("license")
        license_ = license_ if isinstance(license_, dict) else {}
        found.append(
            _text(choice.get("expression"))
            or _text(license_.get("id"))
            or _text(license_.get("name"))
        )
    return tuple(dict.fromkeys(name for name in found if name))


def _source(properties: object) -> tuple[str, str]:
    """Return the source package that Trivy writes as properties."""
    values: dict[str, str] = {}
    for each in properties if isinstance(properties, list) else ():
        if isinstance(each, dict):
            key = _text(each.get("name")).rpartition(":")[2]
            values.setdefault(key, _text(each.get("value")))
    version, release = values.get("SrcVersion", ""), values.get("SrcRelease", "")
    if version and release:
        version = f"{version}-{release}"
    epoch = values.get("SrcEpoch", "")
    if version and epoch and epoch != "0":
        version = f"{epoch}:{version}"
    return values.get("SrcName", ""), version


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
