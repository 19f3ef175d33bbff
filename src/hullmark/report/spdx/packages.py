"""Images and components as SPDX packages."""

import re

from hullmark.formats import spdx as wire
from hullmark.model.component import Component, Distribution
from hullmark.model.scan import Target
from hullmark.report.image_name import purl_of, repository_of
from hullmark.report.place import layer_words
from hullmark.report.spdx.licenses import Licenses

_NOT_IN_ID = re.compile(r"[^A-Za-z0-9.-]+", re.ASCII)
_CHECKSUMS = {"sha256": ("SHA256", 64), "sha384": ("SHA384", 96), "sha512": ("SHA512", 128)}
_HEX = re.compile(r"[0-9a-f]+", re.ASCII)
_PURL = re.compile(r"pkg:[^\s/]+/\S+", re.ASCII)
_ID_NAME = 60
"""Characters of a name inside an SPDXID; the position makes it unique, the name readable."""


def spdx_id(component: Component, position: int) -> str:
    """Return the SPDXID of the component at a position of the result."""
    name = _NOT_IN_ID.sub("-", f"{component.type}-{component.name}")[:_ID_NAME]
    return f"SPDXRef-Package-{name}-{position}"


def image_of(target: Target, id_: str) -> wire.Package:
    """Return an image, with its digest as version and checksum."""
    algorithm, _, digits = (target.digest or "").partition(":")
    name, length = _CHECKSUMS.get(algorithm, ("", 0))
    known = name and len(digits) == length and _HEX.fullmatch(digits)
    purl = purl_of(target)
    return wire.Package(
        spdx_id=id_,
        name=repository_of(target),
        version_info=target.digest or "",
        primary_package_purpose="CONTAINER",
        download_location=wire.NOASSERTION,
        files_analyzed=False,
        license_concluded=wire.NOASSERTION,
        license_declared=wire.NOASSERTION,
        copyright_text=wire.NOASSERTION,
        checksums=[wire.Checksum(algorithm=name, checksum_value=digits)] if known else [],
        external_refs=_external_refs(purl or ""),
    )


def system_of(distribution: Distribution, id_: str) -> wire.Package:
    """Return the distribution of an image; what SPDX has no field for stands in its comment."""
    details = (
        ("codename", distribution.codename),
        ("idLike", " ".join(distribution.id_like)),
        ("variant", distribution.variant),
        ("title", distribution.name),
    )
    return wire.Package(
        spdx_id=id_,
        name=distribution.id,
        version_info=distribution.version,
        primary_package_purpose="OPERATING-SYSTEM",
        download_location=wire.NOASSERTION,
        files_analyzed=False,
        license_concluded=wire.NOASSERTION,
        license_declared=wire.NOASSERTION,
        copyright_text=wire.NOASSERTION,
        comment="\n".join(f"hullmark:{name}={value}" for name, value in details if value),
    )


def package_of(component: Component, id_: str, licenses: Licenses) -> wire.Package:
    """Return a component; its places and its source package are its source information."""
    return wire.Package(
        spdx_id=id_,
        name=component.name or component.purl or id_,
        version_info=component.version,
        download_location=wire.NOASSERTION,
        files_analyzed=False,
        license_concluded=wire.NOASSERTION,
        license_declared=licenses.declared(component.licenses, component.type),
        copyright_text=wire.NOASSERTION,
        source_info=_source_info(component),
        external_refs=_external_refs(component.purl),
    )


def _external_refs(purl: str) -> list[wire.ExternalRef]:
    if not _PURL.fullmatch(purl):
        return []
    return [
        wire.ExternalRef(
            reference_category="PACKAGE-MANAGER", reference_type="purl", reference_locator=purl
        )
    ]


def _source_info(component: Component) -> str:
    places = []
    for location in component.locations:
        layer = layer_words(location)
        places.append(f"{location.path} ({layer})" if layer else location.path)
    words = [f"found in {'; '.join(places)}"] if places else []
    if component.source_name or component.source_version:
        name = component.source_name or component.name
        words.append(f"built package from: {name} {component.source_version or component.version}")
    return "; ".join(words)
