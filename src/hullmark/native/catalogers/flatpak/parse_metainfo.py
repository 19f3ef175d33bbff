"""AppStream metadata of an application: its id, and its releases, newest first."""

from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_xml


def parse_metainfo(file: File) -> Iterator[Package]:
    """Yield the application that a ``.metainfo.xml`` or ``.appdata.xml`` describes."""
    if not file.path.endswith(".xml"):
        return
    component = decode_xml(file.data, root="component")
    name = component.value("id").removesuffix(".desktop")
    release = component.first("releases", "release")
    version = release.attributes.get("version", "").strip() if release is not None else ""
    if not name or not version:
        raise UnreadableFileError(f"application has no {'version' if name else 'id'}")
    license_ = component.value("project_license")
    yield Package(
        type="flatpak", name=name, version=version, licenses=(license_,) if license_ else ()
    )
