"""Wire types of SPDX 2.3 (JSON), as far as Hullmark writes it.

https://spdx.github.io/spdx-spec/v2.3/
"""

from datetime import datetime
from typing import Literal

import msgspec

VERSION: Literal["SPDX-2.3"] = "SPDX-2.3"
NOASSERTION = "NOASSERTION"


class _Wire(msgspec.Struct, omit_defaults=True, rename="camel", gc=False):
    """What all objects have in common: camel case, absent rather than empty."""


class CreationInfo(_Wire, kw_only=True):
    """When and by what the document was made."""

    created: datetime
    creators: list[str]


class ExternalRef(_Wire, kw_only=True):
    """The package in another naming system."""

    reference_category: str
    reference_type: str
    reference_locator: str


class Checksum(_Wire, kw_only=True):
    """A digest of a package."""

    algorithm: str
    checksum_value: str


class Package(_Wire, kw_only=True):
    """A package or an image."""

    spdx_id: str = msgspec.field(name="SPDXID")
    name: str
    version_info: str = ""
    primary_package_purpose: str = ""
    download_location: str
    files_analyzed: bool
    license_concluded: str
    license_declared: str
    copyright_text: str
    source_info: str = ""
    comment: str = ""
    checksums: list[Checksum] = []
    external_refs: list[ExternalRef] = []


class Relationship(_Wire, kw_only=True):
    """What two elements have to do with each other."""

    spdx_element_id: str = msgspec.field(name="spdxElementId")
    relationship_type: str
    related_spdx_element: str


class ExtractedLicense(_Wire, kw_only=True):
    """A license that is not in the SPDX list, with the words it was declared in."""

    license_id: str
    name: str
    extracted_text: str


class Document(_Wire, kw_only=True):
    """An SPDX document."""

    spdx_version: Literal["SPDX-2.3"]
    data_license: Literal["CC0-1.0"]
    spdx_id: str = msgspec.field(name="SPDXID")
    name: str
    document_namespace: str
    creation_info: CreationInfo
    packages: list[Package]
    relationships: list[Relationship]
    has_extracted_licensing_infos: list[ExtractedLicense] = []
