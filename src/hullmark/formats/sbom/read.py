"""Tells bills of materials apart by what is in them, and reads them."""

import base64
import binascii
from typing import Any, Final, TypeVar, cast

import msgspec

from hullmark.formats.errors import (
    BrokenDocumentError,
    BrokenSbomError,
    NotAnSbomError,
    SbomRulesError,
)
from hullmark.formats.sbom.document import Bom
from hullmark.formats.sbom.values import Object, object_of
from hullmark.formats.strict import decode_json
from hullmark.kernel import limits

_UNICODE: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
"""Byte order marks."""
_T = TypeVar("_T")
_ANYTHING: Final = cast("type[Any]", object)
_ABSENT: Final = msgspec.Raw(b"")
_HEAD = 4_096
_ENVELOPES = 4
"""Attestations around attestations."""


def read_sbom(data: bytes, *, source: str) -> Bom:
    """Return the bill of materials in ``data``, whichever of the known forms it has.

    Args:
        data: A whole document, or the attestation around one.
        source: What to call it in messages.

    Raises:
        NotAnSbomError: It is something else; the message says what it looks like.
        SbomVersionError: It is of a version that is not read.
        BrokenDocumentError: It is too large, damaged, or nested too deep.
    """
    if len(data) > limits.JSON_BYTES:
        raise BrokenSbomError(
            f"{source}: larger than {limits.JSON_BYTES:,} bytes, too large for a bill of materials"
        )
    data = _utf8(data, source)
    start = data[:_HEAD].lstrip()
    if not start:
        raise NotAnSbomError(f"{source}: the file is empty")
    try:
        if start[:1] in b"{[":
            return _read_json(data, source)
        if start[:1] == b"<":
            return _read_xml(data, source)
        return _read_text(data, source)
    except BrokenSbomError as error:
        if error.message.startswith(source):
            raise
        raise BrokenSbomError(f"{source}: {error.message}", hint=error.hint) from error


def _utf8(data: bytes, source: str) -> bytes:
    """Return the document as UTF-8; a byte order mark says what it was."""
    encoding = next((name for mark, name in _UNICODE if data.startswith(mark)), "")
    if not encoding and data[1:2] == b"\0" and data[:1] in b"{[<S":
        encoding = "utf-16-le"
    if not encoding:
        return data
    try:
        return data.decode(encoding).encode()
    except UnicodeError as error:
        raise BrokenSbomError(f"{source}: not valid {encoding}: {error}") from error


class _Header(msgspec.Struct, gc=False):
    """The fields that documents are told apart by."""

    bom_format: msgspec.Raw = msgspec.field(name="bomFormat", default=_ABSENT)
    spdx_version: msgspec.Raw = msgspec.field(name="spdxVersion", default=_ABSENT)
    context: msgspec.Raw = msgspec.field(name="@context", default=_ABSENT)
    artifacts: msgspec.Raw = _ABSENT
    descriptor: msgspec.Raw = _ABSENT
    manifests: msgspec.Raw = _ABSENT
    detector: msgspec.Raw = _ABSENT
    payload_type: msgspec.Raw = msgspec.field(name="payloadType", default=_ABSENT)
    payload: msgspec.Raw = _ABSENT
    predicate_type: msgspec.Raw = msgspec.field(name="predicateType", default=_ABSENT)
    predicate: msgspec.Raw = _ABSENT
    data: msgspec.Raw = msgspec.field(name="Data", default=_ABSENT)


def _read_json(data: bytes, source: str) -> Bom:
    inner: bytes | None = data
    for _ in range(_ENVELOPES):
        header = _header(inner, source) if inner is not None else None
        if inner is None or header is None:
            break
        bom = _read_object(header, inner, source)
        if bom is not None:
            return bom
        inner = _content(header)
    raise _refused(_decoded(data, source, _ANYTHING), source)


def _header(data: bytes, source: str) -> _Header | None:
    """Return the header of a document, ``None`` where it is no object."""
    if data.lstrip()[:1] != b"{":
        return None
    return _decoded(data, source, _Header)


def _read_object(header: _Header, data: bytes, source: str) -> Bom | None:
    if bytes(header.bom_format) == b'"CycloneDX"':
        return _read_cyclonedx(data, source)
    if bytes(header.spdx_version).startswith(b'"'):
        from hullmark.formats.sbom.spdx import read_spdx  # noqa: PLC0415 - one format a run

        return read_spdx(_decoded(data, source, Object))
    if b"spdx.org/rdf/3" in bytes(header.context)[:_HEAD]:
        from hullmark.formats.sbom.spdx3 import read_spdx3  # noqa: PLC0415

        return read_spdx3(_decoded(data, source, Object))
    if bytes(header.artifacts).startswith(b"[") and header.descriptor:
        from hullmark.formats.sbom.syft import read_syft  # noqa: PLC0415

        return read_syft(_decoded(data, source, Object))
    if bytes(header.manifests).startswith(b"{") and header.detector:
        from hullmark.formats.sbom.github import read_github  # noqa: PLC0415

        return read_github(_decoded(data, source, Object))
    return None


def _content(header: _Header) -> bytes | None:
    """Return what an attestation states, ``None`` where the document is none."""
    if header.payload_type and bytes(header.payload).startswith(b'"'):
        try:
            return base64.b64decode(msgspec.json.decode(header.payload, type=str))
        except (binascii.Error, ValueError):
            return None
    if header.predicate_type and header.predicate:
        return bytes(header.predicate)
    # Cosign wraps what it attests once more.
    return bytes(header.data) if header.data else None


def _decoded(data: bytes, source: str, as_: type[_T]) -> _T:
    try:
        return decode_json(data, as_=as_, source=source)
    except BrokenDocumentError as error:
        raise BrokenSbomError(error.message, hint=_json_hint(error)) from error


def _read_cyclonedx(data: bytes | Object, source: str, *, form: str = "JSON") -> Bom:
    """Read and judge: by its bytes where they are at hand, which is faster."""
    from hullmark.formats.sbom.cyclonedx import read_cyclonedx  # noqa: PLC0415
    from hullmark.formats.sbom.cyclonedx_rules import (  # noqa: PLC0415
        check_cyclonedx,
        check_cyclonedx_object,
    )

    try:
        bom = read_cyclonedx(data, form=form)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenSbomError(f"{source}: {error}") from error
    except RecursionError as error:
        raise BrokenSbomError(f"{source}: nested too deeply") from error
    try:
        if isinstance(data, bytes):
            check_cyclonedx(data)
        else:
            check_cyclonedx_object(data)
    except SbomRulesError as error:
        bom.broken_rule = error.message
    return bom


def _read_xml(data: bytes, source: str) -> Bom:
    from hullmark.formats.sbom import cyclonedx_xml, spdx_xml  # noqa: PLC0415
    from hullmark.formats.sbom.spdx import read_spdx  # noqa: PLC0415
    from hullmark.formats.xml import parse_xml  # noqa: PLC0415

    root = parse_xml(_without_declaration(data), source=source, limit_bytes=limits.JSON_BYTES)
    if cyclonedx_xml.is_cyclonedx(root):
        return _read_cyclonedx(cyclonedx_xml.xml_to_object(root), source, form="XML")
    if root.name == "Document" and root.value("spdxVersion"):
        return read_spdx(spdx_xml.xml_to_object(root), form="XML")
    if root.name == "RDF" and any(each.name == "SpdxDocument" for each in root.walk()):
        return read_spdx(spdx_xml.rdf_to_object(root), form="RDF")
    what = "an HTML page" if root.name.lower() == "html" else f"XML of '{root.name[:80]}'"
    raise NotAnSbomError(
        f"{source} is no bill of materials: it looks like {what}",
        hint="CycloneDX has the element 'bom' in the namespace http://cyclonedx.org/schema/bom/1.x",
    )


def _without_declaration(data: bytes) -> bytes:
    """Return XML without its declaration: that names the encoding that was there before."""
    if data.startswith(b"<?xml"):
        end = data.find(b"?>", 0, 1024)
        declaration = data[:end].lower()
        if end > 0 and b"utf-16" in declaration:
            return data[end + 2 :]
    return data


def _read_text(data: bytes, source: str) -> Bom:
    from hullmark.formats.sbom.spdx_tag_value import (  # noqa: PLC0415
        is_tag_value,
        tag_value_to_object,
    )

    words = data.decode("utf-8", "replace")
    if is_tag_value(words):
        from hullmark.formats.sbom.spdx import read_spdx  # noqa: PLC0415

        return read_spdx(tag_value_to_object(words), form="tag-value")
    if "spdxVersion:" in words or '"spdxVersion"' in words:
        return _read_yaml(data, source)
    raise NotAnSbomError(
        f"{source} is no bill of materials: it looks like "
        f"{'binary data' if chr(0) in words[:_HEAD] else 'a text file'}",
        hint="CycloneDX (JSON, XML), SPDX, Syft JSON and GitHub dependency snapshots are read",
    )


def _read_yaml(data: bytes, source: str) -> Bom:
    from hullmark.formats.sbom.spdx import read_spdx  # noqa: PLC0415
    from hullmark.formats.yaml import parse_yaml  # noqa: PLC0415

    documents = parse_yaml(data, source=source)
    if len(documents) != 1:
        raise BrokenSbomError(
            f"{source}: {len(documents)} documents are in one file, one is expected",
            hint="put each into a file of its own",
        )
    document = documents[0]
    if not isinstance(document, dict) or "spdxVersion" not in document:
        raise _refused(document, source)
    return read_spdx(document, form="YAML")


def _json_hint(error: BrokenDocumentError) -> str | None:
    if "trailing characters" in error.message:
        return "more follows after the document; put each document into a file of its own"
    if "truncated" in error.message:
        return "the document is cut short; write or download it again"
    return error.hint


def _refused(document: object, source: str) -> NotAnSbomError:
    from hullmark.formats.sbom.looks import looks_like  # noqa: PLC0415 - on the way out

    what, hint = looks_like(object_of(document)) if isinstance(document, dict) else ("a list", "")
    return NotAnSbomError(
        f"{source} is no bill of materials: it looks like {what}",
        hint=hint
        or "CycloneDX (JSON, XML), SPDX, Syft JSON and GitHub dependency snapshots are read",
    )
