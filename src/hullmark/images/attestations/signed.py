"""What a signature was made over: simple signing, DSSE envelopes, Sigstore bundles."""

import base64
import binascii
from typing import Any, TypeVar

import msgspec

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.strict import decode_json
from hullmark.images.attestations import kinds
from hullmark.images.documents import Descriptor
from hullmark.kernel import limits

_T = TypeVar("_T")
_SIGNATURE_NOTE = "dev.cosignproject.cosign/signature"
_CERTIFICATE_NOTE = "dev.sigstore.cosign/certificate"


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A document taken apart."""

    message: bytes = b""
    """What the signatures are over, empty where there are none that can be read."""
    signatures: tuple[bytes, ...] = ()
    digests: tuple[str, ...] = ()
    """Manifests that it is about, in its own words."""
    repository: str = ""
    """Reference that it was signed for."""
    predicate_type: str = ""
    certificate: bytes = b""
    other_form: bool = False
    """Whether it bears a signature of a form that is not taken apart."""


class _Sig(msgspec.Struct):
    sig: str = ""


class _Envelope(msgspec.Struct, rename="camel"):
    payload: str = ""
    payload_type: str = ""
    signatures: list[_Sig] = []


class _Bytes(msgspec.Struct, rename="camel"):
    raw_bytes: str = ""


class _Chain(msgspec.Struct):
    certificates: list[_Bytes] = []


class _Material(msgspec.Struct, rename="camel"):
    certificate: _Bytes | None = None
    x509_certificate_chain: _Chain | None = None


class _Bundle(msgspec.Struct, rename="camel"):
    verification_material: _Material | None = None
    dsse_envelope: _Envelope | None = None


class _Subject(msgspec.Struct):
    digest: dict[str, str] = {}


class _Statement(msgspec.Struct, rename="camel"):
    subject: list[_Subject] = []
    predicate_type: str = ""


class _SimpleSigning(msgspec.Struct):
    critical: dict[str, Any] = {}


def take_apart(blob: Descriptor, data: bytes, *, source: str) -> Signed:
    """Return what a blob of a signature or statement holds.

    Raises:
        BrokenDocumentError: It is not of the form that its type says.
    """
    try:
        if blob.media_type == kinds.SIMPLE_SIGNING:
            return _simple(blob, data, source)
        if blob.media_type.startswith(kinds.BUNDLE):
            return _bundle(data, source)
        if blob.media_type == kinds.DSSE:
            return _envelope(_decode(data, _Envelope, source), stated_certificate(blob), source)
        if blob.media_type == kinds.IN_TOTO:
            return _unsigned(data, source)
    except (binascii.Error, ValueError) as error:
        raise BrokenDocumentError(f"{source}: not base64 where it has to be") from error
    return Signed()


def stated_certificate(blob: Descriptor) -> bytes:
    """Return the certificate that stands in the annotations of a blob."""
    return blob.annotations.get(_CERTIFICATE_NOTE, "").encode()


def _simple(blob: Descriptor, data: bytes, source: str) -> Signed:
    critical = _decode(data, _SimpleSigning, source).critical
    image, identity = critical.get("image"), critical.get("identity")
    digest = image.get("docker-manifest-digest") if isinstance(image, dict) else None
    named = identity.get("docker-reference") if isinstance(identity, dict) else None
    signature = blob.annotations.get(_SIGNATURE_NOTE, "")
    return Signed(
        message=data,
        signatures=(_base64(signature),) if signature else (),
        digests=(digest,) if isinstance(digest, str) else (),
        repository=named if isinstance(named, str) else "",
        certificate=stated_certificate(blob),
    )


def _bundle(data: bytes, source: str) -> Signed:
    bundle = _decode(data, _Bundle, source)
    certificate = b""
    if material := bundle.verification_material:
        chain = material.x509_certificate_chain
        chained = chain.certificates[:1] if chain else []
        for first in [material.certificate] if material.certificate else chained:
            certificate = _base64(first.raw_bytes)
    if bundle.dsse_envelope is None:
        return Signed(certificate=certificate, other_form=True)
    return _envelope(bundle.dsse_envelope, certificate, source)


def _envelope(envelope: _Envelope, certificate: bytes, source: str) -> Signed:
    payload = _base64(envelope.payload)
    stated = _unsigned(payload, source)
    kind = envelope.payload_type.encode()
    message = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
    return Signed(
        message=message,
        signatures=tuple(_base64(each.sig) for each in envelope.signatures[: limits.ATTESTATIONS]),
        digests=stated.digests,
        predicate_type=stated.predicate_type,
        certificate=certificate,
    )


def _unsigned(data: bytes, source: str) -> Signed:
    statement = _decode(data, _Statement, source)
    return Signed(
        digests=tuple(
            f"{algorithm}:{value}"
            for each in statement.subject
            for algorithm, value in each.digest.items()
        ),
        predicate_type=statement.predicate_type,
    )


def _decode(data: bytes, form: type[_T], source: str) -> _T:
    return decode_json(data, as_=form, source=source, limit_bytes=limits.ATTESTATION_BYTES)


def _base64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
