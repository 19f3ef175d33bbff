"""Signatures and statements beside images, in layouts and registries."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from attested_images import (
    BUNDLE,
    DSSE,
    IN_TOTO,
    OCI_MANIFEST,
    SIMPLE_SIGNING,
    SLSA,
    Artifact,
    Signer,
    artifact,
    statement,
)
from hullmark.images.errors import VerifyKeyError
from hullmark.images.image import Image, ImageOptions
from hullmark.images.open import open_target
from hullmark.model.scan import Target
from hullmark.ports.progress import SILENT
from image_builder import (
    OCI_INDEX,
    BuiltImage,
    blob_path,
    build_image,
    descriptor,
    layout_files,
    write_files,
)
from registry_server import RegistryServer, Reply, error_reply

_BASE = build_image([{"base": b"1"}])
_APP = build_image(
    [{"base": b"1"}, {"app": b"2"}],
    settings={"Labels": {"org.opencontainers.image.base.digest": _BASE.digest}},
)
_SIGNER = Signer()
_WORKFLOW, _ISSUER = "https://example.org/acme/build.yml", "https://token.example.org"
_CERTIFICATE = _SIGNER.certificate(_WORKFLOW, _ISSUER)


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the credentials of whoever runs the tests out of it."""
    for name in ("DOCKER_CONFIG", "REGISTRY_AUTH_FILE", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def registry() -> Iterator[RegistryServer]:
    """Give a registry on loopback that holds the image and its base."""
    with RegistryServer() as running:
        running.add("team/app", "1", _APP)
        running.add("team/app", "base", _BASE)
        yield running


def _tag(digest: str, end: str = "") -> str:
    return digest.replace(":", "-") + end


def _push(registry: RegistryServer, tag: str, pushed: Artifact) -> str:
    registry.blobs.update(pushed.blobs)
    return registry.add_document("team/app", tag, OCI_MANIFEST, pushed.manifest)


def _layout(folder: Path, images: dict[str, BuiltImage], artifacts: dict[str, Artifact]) -> Path:
    """Write a layout of images and artifacts, each under its tag (none where it starts with ?)."""
    files = layout_files(images)
    index = json.loads(files["index.json"])
    for tag, one in artifacts.items():
        notes = {} if tag.startswith("?") else {"org.opencontainers.image.ref.name": tag}
        index["manifests"].append(descriptor(one.manifest, OCI_MANIFEST, annotations=notes))
        for name, data in {**one.blobs, one.digest: one.manifest}.items():
            files[blob_path(name)] = data
    files["index.json"] = json.dumps(index).encode()
    return write_files(folder, files)


def _target(name: object, **options: Any) -> Target:
    with open_target(str(name), options=ImageOptions(**options), progress=SILENT) as opened:
        (image,) = opened
        assert isinstance(image, Image)
        return image.target


def _told(target: Target) -> list[tuple[str, str, str]]:
    return [(each.kind.value, each.place, each.reason) for each in target.attestations]


def _complete(target: Target) -> dict[str, bool]:
    return {each.subject: each.complete for each in target.attestation_searches}


def test_nothing_found_where_every_place_was_asked_is_nothing_there(
    registry: RegistryServer,
) -> None:
    """A registry without artifacts gives complete searches and no attestation."""
    target = _target(f"{registry.host}/team/app:1")
    assert target.attestations == ()
    assert _complete(target) == {_APP.digest: True, _BASE.digest: True}


def test_a_cosign_tag_is_a_signature_that_is_not_verified(registry: RegistryServer) -> None:
    """Presence is told with the identity that the certificate states, and never as verified."""
    _push(
        registry,
        _tag(_APP.digest, ".sig"),
        _SIGNER.signature(_APP.digest, certificate=_CERTIFICATE),
    )
    (found,) = _target(f"{registry.host}/team/app:1").attestations
    assert (found.kind, found.place, found.subject) == ("signature", "tag", _APP.digest)
    assert (found.signer, found.issuer) == (_WORKFLOW, _ISSUER)
    assert not found.verified
    assert not found.checked
    assert found.reason == "it was not checked: no key was given"


@pytest.mark.parametrize("lists", [True, False])
def test_referrers_are_listed_or_lie_under_the_tag(
    registry: RegistryServer, *, lists: bool
) -> None:
    """The referrers API is asked first, the tag of its fallback otherwise."""
    registry.lists_referrers = lists
    blob = _SIGNER.bundle(_APP.digest, SLSA, _CERTIFICATE)
    pushed = artifact(blob, BUNDLE, subject=_APP.manifest, artifact_type=BUNDLE)
    _push(registry, "", pushed)
    if not lists:
        listed = {"manifests": [descriptor(pushed.manifest, OCI_MANIFEST)]}
        index = json.dumps({"schemaVersion": 2, "mediaType": OCI_INDEX, **listed}).encode()
        registry.add_document("team/app", _tag(_APP.digest), OCI_INDEX, index)
    (found,) = _target(f"{registry.host}/team/app:1").attestations
    assert (found.kind, found.place, found.predicate_type) == ("provenance", "referrers", SLSA)
    assert (found.signer, found.issuer, found.verified) == (_WORKFLOW, _ISSUER, False)


def test_statements_of_buildkit_stand_in_the_index(registry: RegistryServer) -> None:
    """An attestation manifest beside the image is provenance without a signature."""
    blob = statement(_APP.digest, SLSA)
    pushed = artifact(blob, IN_TOTO, notes={"in-toto.io/predicate-type": SLSA})
    _push(registry, "", pushed)
    entries = [
        descriptor(_APP.manifest, OCI_MANIFEST, platform=_APP.platform),
        descriptor(
            pushed.manifest,
            OCI_MANIFEST,
            platform={"os": "unknown", "architecture": "unknown"},
            annotations={
                "vnd.docker.reference.type": "attestation-manifest",
                "vnd.docker.reference.digest": _APP.digest,
            },
        ),
    ]
    index = json.dumps({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": entries}).encode()
    top = registry.add_document("team/app", "2", OCI_INDEX, index)
    target = _target(f"{registry.host}/team/app:2")
    assert _told(target) == [("provenance", "index", "it bears no signature that can be checked")]
    assert _complete(target) == {_APP.digest: True, top: True, _BASE.digest: True}


@pytest.mark.parametrize("pattern", [r"/referrers/", r"sha256-.*\.sig"])
def test_a_place_that_cannot_be_asked_leaves_it_unknown(
    registry: RegistryServer, pattern: str
) -> None:
    """A refusal is told as a search that is not complete; the image is read all the same."""
    registry.fault(pattern, error_reply(403, "DENIED", "not for you"))
    target = _target(f"{registry.host}/team/app:1")
    assert _complete(target)[_APP.digest] is False
    assert all(each.reason for each in target.attestation_searches)


def test_a_base_in_another_registry_is_not_asked_for(registry: RegistryServer) -> None:
    """No registry is contacted that the image does not come from."""
    labels = {
        "org.opencontainers.image.base.digest": _BASE.digest,
        "org.opencontainers.image.base.name": "docker.io/library/debian:12",
    }
    registry.add("team/app", "3", build_image([{"x": b""}], settings={"Labels": labels}))
    (_, base) = _target(f"{registry.host}/team/app:3").attestation_searches
    assert (base.subject, base.complete) == (_BASE.digest, False)
    assert base.reason == "the base image is in another registry (docker.io)"


def test_a_mirror_without_signatures_leaves_it_unknown(registry: RegistryServer) -> None:
    """What a mirror does not hold is not asked of the registry behind it."""
    with RegistryServer() as mirror:
        mirror.add("team/app", "1", _APP)
        mirror.add("team/app", "base", _BASE)
        mirrors = {registry.host: mirror.host}
        target = _target(f"{registry.host}/team/app:1", mirrors=mirrors)
    assert registry.requests == []
    assert _complete(target) == {_APP.digest: False, _BASE.digest: False}


def test_referrers_that_never_end_are_bounded(registry: RegistryServer) -> None:
    """Pages without end, and links to elsewhere, make the search incomplete."""
    index = json.dumps({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": []}).encode()
    link = f'</v2/team/app/referrers/{_APP.digest}?n=1>; rel="next"'
    headers = {"Content-Type": OCI_INDEX, "Link": link}
    registry.fault(r"/referrers/", Reply(headers=headers, body=index))
    assert _complete(_target(f"{registry.host}/team/app:1"))[_APP.digest] is False
    assert len(registry.asked(r"/referrers/")) == 8 + 1  # the base's link is another's


def test_the_signature_of_a_base_verifies_with_its_key(tmp_path: Path) -> None:
    """A layout that holds base and signature gives a verified one, with the right key only."""
    signed = {_tag(_BASE.digest, ".sig"): _SIGNER.signature(_BASE.digest)}
    layout = _layout(tmp_path / "l", {"app": _APP, "base": _BASE}, signed)
    (tmp_path / "right.pub").write_bytes(_SIGNER.public)
    (tmp_path / "wrong.pub").write_bytes(Signer().public)
    (right,) = _target(f"oci:{layout}:app", verify_key=tmp_path / "right.pub").attestations
    assert (right.subject, right.checked, right.verified) == (_BASE.digest, True, True)
    (wrong,) = _target(f"oci:{layout}:app", verify_key=tmp_path / "wrong.pub").attestations
    assert (wrong.checked, wrong.verified) == (True, False)
    assert wrong.reason == "it was not made with the key that was given"


@pytest.mark.parametrize("repository", ["team/app", "other/app"])
def test_a_signature_for_another_repository_is_refused(
    registry: RegistryServer, tmp_path: Path, repository: str
) -> None:
    """The right key is not enough where the signature names another place."""
    named = f"{registry.host}/{repository}"
    signed = _SIGNER.signature(_APP.digest, repository=named)
    _push(registry, _tag(_APP.digest, ".sig"), signed)
    (tmp_path / "k.pub").write_bytes(_SIGNER.public)
    target = _target(f"{registry.host}/team/app:1", verify_key=tmp_path / "k.pub")
    (found,) = target.attestations
    right = repository == "team/app"
    assert (found.checked, found.verified) == (True, right)
    assert found.reason == ("" if right else f"it was made for '{named}'")


def test_a_notary_signature_is_found_and_not_checked(tmp_path: Path) -> None:
    """A form that is not taken apart is told as such, with a key or without."""
    notary = "application/vnd.cncf.notary.signature"
    pushed = artifact(b"{}", "application/jose+json", subject=_APP.manifest, artifact_type=notary)
    layout = _layout(tmp_path / "l", {"app": _APP}, {"?n": pushed})
    (tmp_path / "k.pub").write_bytes(_SIGNER.public)
    target = _target(f"oci:{layout}:app", verify_key=tmp_path / "k.pub")
    assert _told(target) == [("signature", "referrers", "signatures of its form are not checked")]


def test_a_signature_of_another_image_verifies_nothing(tmp_path: Path) -> None:
    """What lies under the tag and is about another manifest is not checked, and says so."""
    signed = {_tag(_APP.digest, ".sig"): _SIGNER.signature(_BASE.digest)}
    layout = _layout(tmp_path / "l", {"app": _APP}, signed)
    (tmp_path / "k.pub").write_bytes(_SIGNER.public)
    target = _target(f"oci:{layout}:app", verify_key=tmp_path / "k.pub")
    assert _told(target) == [("signature", "tag", "it is about another image")]
    assert _complete(target) == {_APP.digest: True, _BASE.digest: False}


def test_an_envelope_verifies_with_its_key(tmp_path: Path) -> None:
    """Statements that cosign attests are signed over their DSSE envelope."""
    blob = _SIGNER.envelope(_APP.digest, SLSA)
    attested = {_tag(_APP.digest, ".att"): artifact(blob, DSSE, notes={"predicateType": SLSA})}
    layout = _layout(tmp_path / "l", {"app": _APP}, attested)
    (tmp_path / "k.pub").write_bytes(_SIGNER.public)
    (found,) = _target(f"oci:{layout}:app", verify_key=tmp_path / "k.pub").attestations
    assert (found.kind, found.verified, found.reason) == ("provenance", True, "")


def test_a_layout_lists_what_names_an_image_as_its_subject(tmp_path: Path) -> None:
    """A manifest with a subject is a referrer wherever it stands in index.json."""
    bill = artifact(b"{}", "application/spdx+json", subject=_APP.manifest)
    layout = _layout(tmp_path / "l", {"app": _APP}, {"?bill": bill})
    target = _target(f"oci:{layout}:app")
    assert _told(target) == [("sbom", "referrers", "it bears no signature that can be checked")]


@pytest.mark.parametrize("content", [b"[", b"\xff", b'{"critical": 3}', b"{}", b"[" * 100_000])
def test_a_broken_signature_is_told(tmp_path: Path, content: bytes) -> None:
    """Whatever lies there is recorded with why it says nothing."""
    notes = {"dev.cosignproject.cosign/signature": "!!"}
    broken = {_tag(_APP.digest, ".sig"): artifact(content, SIMPLE_SIGNING, notes=notes)}
    layout = _layout(tmp_path / "l", {"app": _APP}, broken)
    (found,) = _target(f"oci:{layout}:app").attestations
    assert not found.verified
    assert found.reason.startswith("it cannot be read: ")


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN PUBLIC KEY-----\n!\n"])
def test_a_key_that_is_none_is_refused(tmp_path: Path, content: bytes | None) -> None:
    """A wrong file is said at once, not taken for signatures that do not verify."""
    key = tmp_path / "k.pub"
    if content is not None:
        key.write_bytes(content)
    layout = _layout(tmp_path / "l", {"app": _APP}, {})
    with pytest.raises(VerifyKeyError):
        _target(f"oci:{layout}:app", verify_key=key)
