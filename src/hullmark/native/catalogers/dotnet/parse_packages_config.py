"""``packages.config``: the packages of a project of the older form, each at one version.

https://learn.microsoft.com/nuget/reference/packages-config
"""

from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_xml


def parse_packages_config(file: File) -> Iterator[Package]:
    """Yield the packages; the file does not tell direct ones from what they need."""
    for element in decode_xml(file.data, root="packages").all("package"):
        name = element.attributes.get("id", "").strip()
        version = element.attributes.get("version", "").strip()
        if name and version:
            yield Package(
                type="nuget",
                name=name,
                version=version,
                evidence=Evidence.DECLARED,
                line=element.line,
                development=element.attributes.get("developmentDependency", "").lower() == "true",
            )
