"""``gradle/verification-metadata.xml``: every artifact whose checksum Gradle verifies.

https://docs.gradle.org/current/userguide/dependency_verification.html
"""

from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_xml


def parse_verification(file: File) -> Iterator[Package]:
    """Yield the listed components; those that only build are among them and not told apart."""
    root = decode_xml(file.data, root="verification-metadata")
    for component in root.all("components", "component"):
        group, name, version = (
            component.attributes.get(key, "").strip() for key in ("group", "name", "version")
        )
        if group and name and version:
            yield Package(
                type="maven",
                name=f"{group}:{name}",
                version=version,
                evidence=Evidence.DECLARED,
                line=component.line,
            )
