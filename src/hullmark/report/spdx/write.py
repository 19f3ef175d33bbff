"""The SPDX document as a whole."""

from collections.abc import Iterator
from urllib.parse import quote

from hullmark.formats import spdx as wire
from hullmark.formats.document import encode_document, lines, repaired
from hullmark.model.scan import ScanResult
from hullmark.report.content_id import document_uuid
from hullmark.report.image_name import repository_of
from hullmark.report.spdx.licenses import Licenses
from hullmark.report.spdx.packages import image_of, package_of, spdx_id, system_of

_DOCUMENT = "SPDXRef-DOCUMENT"
_NAMESPACE = "https://github.com/hullmark/hullmark/spdx"


def write_spdx(result: ScanResult) -> bytes:
    """Return an SPDX 2.3 document that describes every image and what it contains."""
    licenses = Licenses()
    name = repository_of(result.targets[0]) if len(result.targets) == 1 else "hullmark scan"
    unique = document_uuid(result, "spdx")
    return encode_document(
        wire.Document(
            spdx_version=wire.VERSION,
            data_license="CC0-1.0",
            spdx_id=_DOCUMENT,
            name=name,
            document_namespace=f"{_NAMESPACE}/{quote(repaired(name), safe='')}-{unique}",
            creation_info=wire.CreationInfo(
                created=result.created_at.replace(microsecond=0),
                creators=[f"Tool: hullmark-{result.tool_version}"],
            ),
            packages=lines(_packages(result, licenses)),
            relationships=lines(_relationships(result)),
            # After the packages, whose licenses are collected on the way.
            has_extracted_licensing_infos=lines(licenses.extracted()),
        )
    )


def _packages(result: ScanResult, licenses: Licenses) -> Iterator[wire.Package]:
    for number, target in enumerate(result.targets):
        yield image_of(target, _image_id(number))
    for position, component in enumerate(result.components):
        yield package_of(component, spdx_id(component, position), licenses)
    for number, target in enumerate(result.targets):
        if target.distribution is not None:
            yield system_of(target.distribution, _system_id(number))


def _relationships(result: ScanResult) -> Iterator[wire.Relationship]:
    if not result.targets and not result.components:
        yield _relationship(_DOCUMENT, "DESCRIBES", wire.NOASSERTION)
    for number, target in enumerate(result.targets):
        yield _relationship(_DOCUMENT, "DESCRIBES", _image_id(number))
        if target.distribution is not None:
            yield _relationship(_image_id(number), "CONTAINS", _system_id(number))
    numbers: dict[str, int] = {}
    for number, target in enumerate(result.targets):
        numbers.setdefault(target.name, number)
    owners = result.component_targets
    for position, component in enumerate(result.components):
        owner = numbers.get(owners[position], 0) if position < len(owners) else 0
        parent = _image_id(owner) if result.targets else _DOCUMENT
        kind = "CONTAINS" if result.targets else "DESCRIBES"
        yield _relationship(parent, kind, spdx_id(component, position))


def _relationship(element: str, kind: str, related: str) -> wire.Relationship:
    return wire.Relationship(
        spdx_element_id=element, relationship_type=kind, related_spdx_element=related
    )


def _image_id(number: int) -> str:
    return f"SPDXRef-Image-{number}"


def _system_id(number: int) -> str:
    return f"SPDXRef-OperatingSystem-{number}"
