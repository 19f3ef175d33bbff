"""``meta/snap.yaml`` of a snap, and the lists of Debian packages that were staged into it."""

from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_yaml


def parse_snap(file: File) -> Iterator[Package]:
    """Yield the snap itself."""
    for document in decode_yaml(file.data)[:1]:
        name, version = document.text("name"), document.text("version")
        if not name or not version:
            raise UnreadableFileError(f"snap has no {'version' if name else 'name'}")
        architectures = [each for each in document.list("architectures") if isinstance(each, str)]
        yield Package(
            type="snap",
            name=name,
            version=version,
            architecture=architectures[0] if len(architectures) == 1 else "",
            licenses=(license_,) if (license_ := document.text("license")) else (),
        )


def parse_staged(file: File) -> Iterator[Package]:
    """Yield the packages of ``snap/manifest.yaml`` or of a base snap's ``dpkg.yaml``."""
    for document in decode_yaml(file.data)[:1]:
        architectures = [each for each in document.list("architectures") if isinstance(each, str)]
        only = architectures[0] if len(architectures) == 1 else ""
        for entry in (*document.list("primed-stage-packages"), *document.list("packages")):
            if not isinstance(entry, str):
                continue
            full, _, version = entry.partition("=")
            name, _, architecture = full.strip().partition(":")
            if name and version:
                yield Package(
                    type="deb",
                    name=name,
                    version=version.strip(),
                    architecture=architecture or only,
                    evidence=Evidence.SBOM,
                )
