"""What a package URL in a document says, as a record."""

from hullmark.formats.errors import InvalidPurlError
from hullmark.formats.purl import PackageUrl, parse_purl
from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import Package

_DISTRIBUTED = frozenset({"deb", "apk", "rpm", "opkg", "alpm"})
"""Types whose namespace is the distribution, which the image itself tells."""
_OWN_PLACE = frozenset({"arch", "distro", "epoch", "upstream"})
"""Qualifiers of those types that a record has fields for."""


def to_package(
    *, purl: str, name: str, version: str, licenses: tuple[str, ...], source: tuple[str, str]
) -> Package | None:
    """Return the record of an entry; ``None`` where it has neither a purl nor a version.

    Args:
        purl: Package URL, empty where there is none.
        name: Name beside it.
        version: Version beside it.
        licenses: As the document declares them.
        source: Name and version of the source package, empty where they are not told.
    """
    url = _parsed(purl) if purl else None
    if url is None:
        if not name or not version:
            return None
        return Package(
            type="generic",
            name=name,
            version=version,
            licenses=licenses,
            evidence=Evidence.SBOM,
        )
    if url.type in _DISTRIBUTED:
        return _distributed(url, version, licenses, source)
    separator = ":" if url.type == "maven" else "/"
    return Package(
        type=url.type,
        name=f"{url.namespace}{separator}{url.name}" if url.namespace else url.name,
        version=url.version or version,
        licenses=licenses,
        evidence=Evidence.SBOM,
        qualifiers=url.qualifiers,
    )


def _parsed(purl: str) -> PackageUrl | None:
    try:
        return parse_purl(purl, strict=False)
    except InvalidPurlError:
        return None


def _distributed(
    url: PackageUrl, version: str, licenses: tuple[str, ...], source: tuple[str, str]
) -> Package:
    version, epoch = url.version or version, url.qualifier("epoch")
    if epoch and epoch != "0" and ":" not in version:
        version = f"{epoch}:{version}"
    source_name, _, source_version = url.qualifier("upstream").partition("@")
    source_name, source_version = source_name or source[0], source_version or source[1]
    return Package(
        type=url.type,
        name=url.name,
        version=version,
        architecture=url.qualifier("arch"),
        source_name="" if source_name == url.name else source_name,
        source_version="" if source_version == version else source_version,
        licenses=licenses,
        evidence=Evidence.SBOM,
        qualifiers=tuple(pair for pair in url.qualifiers if pair[0] not in _OWN_PLACE),
    )
