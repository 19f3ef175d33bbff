"""SPDX 2 as tags and values: brought into the shape that its JSON form has."""

import re
from collections.abc import Iterator
from typing import Final

from hullmark.formats.errors import BrokenSbomError
from hullmark.formats.sbom.values import Object

_TAG = re.compile(r"([A-Za-z][A-Za-z0-9]*):[ \t]*(.*)", re.DOTALL)
_MARK: Final = re.compile(r"^SPDXVersion[ \t]*:", re.MULTILINE)
_OPEN, _CLOSE = "<text>", "</text>"
_SINGLE: Final = {
    "SPDXID": "SPDXID",
    "PackageVersion": "versionInfo",
    "PackageSupplier": "supplier",
    "PackageSourceInfo": "sourceInfo",
    "PackageComment": "comment",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageLicenseDeclared": "licenseDeclared",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
}
"""Tags of a package that are kept, and what JSON calls them."""
_OTHER_ELEMENTS: Final = frozenset({"FileName", "SnippetSPDXID", "LicenseID"})
"""Tags that begin an element which is no package."""


def is_tag_value(text: str) -> bool:
    """Whether a text has the tag that every document has."""
    return _MARK.search(text) is not None


def tag_value_to_object(text: str) -> Object:
    """Return a document in the shape of its JSON form, as far as it is read.

    Raises:
        BrokenSbomError: A text is not closed, or there are several documents.
    """
    document: Object = {
        "creationInfo": {"creators": []},
        "packages": [],
        "files": [],
        "relationships": [],
    }
    package: Object | None = None
    for tag, value in _pairs(text):
        if tag == "PackageName":
            package = {"name": value, "externalRefs": [], "checksums": [], "annotations": []}
            document["packages"].append(package)
        elif tag in _OTHER_ELEMENTS:
            package = None
            if tag == "FileName":
                document["files"].append({"fileName": value})
        elif package is not None and tag in _SINGLE:
            package.setdefault(_SINGLE[tag], value)
        elif package is not None and tag in _LISTS:
            _LISTS[tag](package, value)
        else:
            _of_document(document, tag, value)
    return document


def _of_document(document: Object, tag: str, value: str) -> None:
    if tag == "SPDXVersion":
        if "spdxVersion" in document:
            raise BrokenSbomError(
                "a second document begins in the same file", hint="put each into a file of its own"
            )
        document["spdxVersion"] = value
    elif tag == "DocumentName":
        document["name"] = value
    elif tag == "Creator":
        document["creationInfo"]["creators"].append(value)
    elif tag == "Created":
        document["creationInfo"]["created"] = value
    elif tag == "Relationship":
        left, _, rest = value.partition(" ")
        kind, _, right = rest.strip().partition(" ")
        document["relationships"].append(
            {
                "spdxElementId": left,
                "relationshipType": kind,
                "relatedSpdxElement": right.strip(),
            }
        )


def _reference(package: Object, value: str) -> None:
    words = value.split(None, 2)
    if len(words) == 3:
        package["externalRefs"].append({"referenceType": words[1], "referenceLocator": words[2]})


def _checksum(package: Object, value: str) -> None:
    algorithm, _, digits = value.partition(":")
    package["checksums"].append({"algorithm": algorithm.strip(), "checksumValue": digits.strip()})


def _annotation(package: Object, value: str) -> None:
    package["annotations"].append({"comment": value})


_LISTS: Final = {
    "ExternalRef": _reference,
    "PackageChecksum": _checksum,
    "AnnotationComment": _annotation,
}


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield tags with values; ``<text>`` may go over several lines."""
    lines = iter(text.splitlines())
    for number, line in enumerate(lines, 1):
        found = _TAG.match(line)
        if found is None:
            continue
        value = found[2]
        if value.startswith(_OPEN):
            held = [value.removeprefix(_OPEN)]
            while _CLOSE not in held[-1]:
                following = next(lines, None)
                if following is None:
                    raise BrokenSbomError(
                        f"the text that tag '{found[1]}' opens near line {number:,} is not closed",
                        hint="the document is cut short",
                    )
                held.append(following)
            value = "\n".join(held).partition(_CLOSE)[0]
        yield found[1], value.strip()
