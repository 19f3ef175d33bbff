"""Signatures and statements as cosign, ORAS and BuildKit push them, around made-up images."""

import base64
import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from image_builder import descriptor, digest

pytest.importorskip("cryptography", reason="signatures are made with 'cryptography'")

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json"
DSSE = "application/vnd.dsse.envelope.v1+json"
BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json"
IN_TOTO = "application/vnd.in-toto+json"
SLSA = "https://slsa.dev/provenance/v1"


@dataclass(frozen=True)
class Artifact:
    """One manifest with the blobs that it names."""

    manifest: bytes
    blobs: dict[str, bytes] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Return the digest of the manifest."""
        return digest(self.manifest)


class Signer:
    """Somebody with a key and a certificate in the way of Fulcio."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())

    @property
    def public(self) -> bytes:
        """Return the PEM public key."""
        return self._private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def certificate(self, signer: str, issuer: str) -> bytes:
        """Return a PEM certificate that states who signed and who vouches for it."""
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
        began = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        told = b"\x0c" + bytes([len(issuer)]) + issuer.encode()
        oid = x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.8")
        names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(signer)])
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._private.public_key())
            .serial_number(7)
            .not_valid_before(began)
            .not_valid_after(began + dt.timedelta(days=1))
            .add_extension(names, critical=True)
            .add_extension(x509.UnrecognizedExtension(oid, told), critical=False)
            .sign(self._private, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM)

    def signature(self, about: str, *, repository: str = "r", certificate: bytes = b"") -> Artifact:
        """Return a cosign signature of a manifest."""
        critical = {
            "identity": {"docker-reference": repository},
            "image": {"docker-manifest-digest": about},
            "type": "cosign container image signature",
        }
        payload = json.dumps({"critical": critical, "optional": None}).encode()
        notes = {"dev.cosignproject.cosign/signature": self._sign(payload)}
        if certificate:
            notes["dev.sigstore.cosign/certificate"] = certificate.decode()
        return artifact(payload, SIMPLE_SIGNING, notes=notes)

    def envelope(self, about: str, predicate: str) -> bytes:
        """Return a signed statement about a manifest."""
        payload = statement(about, predicate)
        message = b"DSSEv1 %d %b %d %b" % (len(IN_TOTO), IN_TOTO.encode(), len(payload), payload)
        return json.dumps(
            {
                "payloadType": IN_TOTO,
                "payload": base64.b64encode(payload).decode(),
                "signatures": [{"sig": self._sign(message)}],
            }
        ).encode()

    def bundle(self, about: str, predicate: str, certificate: bytes) -> bytes:
        """Return a Sigstore bundle around a signed statement."""
        read = x509.load_pem_x509_certificate(certificate)
        der = read.public_bytes(serialization.Encoding.DER)
        held = {"certificate": {"rawBytes": base64.b64encode(der).decode()}}
        envelope = json.loads(self.envelope(about, predicate))
        return json.dumps({"verificationMaterial": held, "dsseEnvelope": envelope}).encode()

    def _sign(self, data: bytes) -> str:
        return base64.b64encode(self._private.sign(data, ec.ECDSA(hashes.SHA256()))).decode()


def statement(about: str, predicate: str) -> bytes:
    """Return an in-toto statement."""
    algorithm, _, value = about.partition(":")
    subject = [{"name": "x", "digest": {algorithm: value}}]
    return json.dumps(
        {"_type": "https://in-toto.io/Statement/v1", "subject": subject, "predicateType": predicate}
    ).encode()


def artifact(
    blob: bytes,
    media_type: str,
    *,
    notes: dict[str, str] | None = None,
    subject: bytes = b"",
    artifact_type: str = "",
) -> Artifact:
    """Return a manifest of one blob; ``subject`` is the manifest that it names."""
    document: dict[str, Any] = {
        "schemaVersion": 2,
        "mediaType": OCI_MANIFEST,
        "config": descriptor(b"{}", "application/vnd.oci.empty.v1+json"),
        "layers": [descriptor(blob, media_type, annotations=notes or {})],
    }
    if artifact_type:
        document["artifactType"] = artifact_type
    if subject:
        document["subject"] = descriptor(subject, OCI_MANIFEST)
    return Artifact(json.dumps(document).encode(), {digest(blob): blob, digest(b"{}"): b"{}"})
