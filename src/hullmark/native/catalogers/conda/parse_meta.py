"""``conda-meta/<name>-<version>-<build>.json``: one installed package each."""

from collections.abc import Iterator

import msgspec

from hullmark.model.component import Evidence
from hullmark.native.catalogers.conda.package_file import channel_of, conda_qualifiers
from hullmark.native.catalogers.json_document import decode_json
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


class _Meta(msgspec.Struct):
    name: str = ""
    version: str = ""
    build: str | None = None
    channel: str | None = None
    subdir: str | None = None
    license: str | None = None


def parse_meta(file: File) -> Iterator[Package]:
    """Yield the package; ``history`` and whatever else stands there is passed over."""
    if not file.path.endswith(".json"):
        return
    meta = decode_json(file.data, as_=_Meta)
    if not meta.name or not meta.version:
        raise UnreadableFileError(f"package has no {'version' if meta.name else 'name'}")
    subdir = meta.subdir or ""
    channel = (meta.channel or "").removesuffix("/").removesuffix(f"/{subdir}")
    yield Package(
        type="conda",
        name=meta.name,
        version=meta.version,
        licenses=(meta.license,) if meta.license else (),
        evidence=Evidence.INSTALLED,
        qualifiers=conda_qualifiers(
            build=meta.build or "",
            channel=channel_of(f"{channel}/{subdir}") if "://" in channel else channel,
            subdir=subdir,
        ),
    )
