"""Signatures of cosign in the shared corpus: accepted and refused as others do."""

import json
from base64 import b64decode

import pytest

from corpus_data import corpus
from hullmark.images.attestations.check import Subject, check
from hullmark.images.attestations.identity import stated_identity
from hullmark.images.attestations.kinds import BUNDLE, SIMPLE_SIGNING
from hullmark.images.attestations.signed import take_apart
from hullmark.images.documents import Descriptor, digest_of
from hullmark.kernel.errors import HullmarkError


def test_signatures_are_accepted_and_refused_as_expected() -> None:
    """Every case has the verdict of the policy evaluator it was made for."""
    pytest.importorskip("cryptography")
    folder = corpus("oci") / "signatures"
    for case in json.loads((folder / "index.json").read_text())["cases"]:
        root = folder / case["root"]
        accepted = False
        if (root / "manifest.json").exists():
            data = (root / "signature-1").read_bytes()
            if data.startswith(b".."):  # a link in its source
                data = (root / data.decode()).read_bytes()
            data = data.partition(b"\n")[2]
            held = json.loads(data)
            payload = b64decode(held["payload"])
            blob = Descriptor(
                media_type=held["mimeType"],
                digest=digest_of(payload),
                annotations=held["annotations"],
            )
            subject = Subject(
                digest=digest_of((root / "manifest.json").read_bytes()),
                repository=case["reference"],
            )
            if blob.media_type == SIMPLE_SIGNING:
                signed = take_apart(blob, payload, source=case["id"])
                key = (folder / case["public_key"]).read_bytes()
                accepted = check(signed, subject, key=key)[1]
        assert accepted == case["expect"]["accepted"], case["id"]


def test_bundles_are_read_or_refused_without_a_traceback() -> None:
    """Every bundle states who signed it, or is an error of ours; none counts as verified."""
    pytest.importorskip("cryptography")
    files = sorted((corpus("oci") / "sigstore-bundles").glob("*/*bundle*.json"))
    assert files
    named = 0
    for file in files:
        data = file.read_bytes()
        blob = Descriptor(media_type=f"{BUNDLE}.v0.3+json", digest=digest_of(data))
        try:
            signed = take_apart(blob, data, source=file.parent.name)
        except HullmarkError:
            continue
        verdict = check(signed, Subject(digest=digest_of(b"")), key=b"")
        assert not verdict[1]
        named += bool(signed.certificate and stated_identity(signed.certificate)[0])
    assert named > len(files) // 2
