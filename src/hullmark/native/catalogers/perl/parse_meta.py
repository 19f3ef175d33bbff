"""``META.json`` and ``MYMETA.json`` of a distribution, as clients of CPAN leave them behind.

https://metacpan.org/pod/CPAN::Meta::Spec
"""

from collections.abc import Iterator

from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.record import File, Package

_OTHERS = ("pgxn", "redis")
"""Words in the specification's address of others that took over the name of the file."""


def parse_meta(file: File) -> Iterator[Package]:
    """Yield the distribution, if the file has its name and version."""
    meta = decode_object(file.data)
    spec = meta.get("meta-spec")
    address = spec.get("url") if isinstance(spec, dict) else ""
    if not isinstance(spec, dict) or (
        isinstance(address, str) and any(other in address.lower() for other in _OTHERS)
    ):
        return
    name, version = meta.get("name"), meta.get("version")
    if isinstance(version, int | float):
        version = str(version)
    if isinstance(name, str) and name and isinstance(version, str) and version:
        yield Package(
            type="cpan",
            name=name.replace("::", "-"),
            version=version,
            licenses=_licenses(meta.get("license")),
        )


def _licenses(license_: object) -> tuple[str, ...]:
    listed = license_ if isinstance(license_, list) else [license_]
    return tuple(each for each in listed if isinstance(each, str) and each != "unknown")
