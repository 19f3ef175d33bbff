"""``*.nuspec``: the manifest that NuGet unpacks beside the files of a package.

https://learn.microsoft.com/nuget/reference/nuspec
"""

from collections.abc import Iterator

from hullmark.formats.xml import Element
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_xml

_NO_LICENSE = "https://aka.ms/deprecateLicenseUrl"
"""What tools write where the licence stands elsewhere."""


def parse_nuspec(file: File) -> Iterator[Package]:
    """Yield the package of a manifest; one with placeholders (``$version$``) is a template."""
    metadata = decode_xml(file.data, root="package").first("metadata")
    if metadata is None:
        return
    name, version = metadata.value("id"), metadata.value("version")
    if name and version and "$" not in name + version:
        yield Package(type="nuget", name=name, version=version, licenses=_licenses(metadata))


def _licenses(metadata: Element) -> tuple[str, ...]:
    stated = metadata.first("license")
    if stated is not None and stated.attributes.get("type") == "expression" and stated.text:
        return (stated.text,)
    url = metadata.value("licenseUrl")
    return (url,) if url and url != _NO_LICENSE else ()
