"""From a signature in a layout to the verdict of `base-unsigned`."""

import json
from pathlib import Path

import pytest

from attested_images import OCI_MANIFEST, Signer
from hullmark.__main__ import main
from image_builder import blob_path, build_image, descriptor, layout_files, write_files

_BASE = build_image([{"base": b"1"}])
_APP = build_image(
    [{"base": b"1"}, {"app": b"2"}],
    settings={"Labels": {"org.opencontainers.image.base.digest": _BASE.digest}},
)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of our own, where the policy is on."""
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    Path("hullmark.toml").write_text('[gate]\ndeny = ["base-unsigned"]\n')


def _layout(signer: Signer | None) -> None:
    files = layout_files({"app": _APP, "base": _BASE})
    index = json.loads(files["index.json"])
    if signer is not None:
        made = signer.signature(_BASE.digest)
        tag = _BASE.digest.replace(":", "-") + ".sig"
        notes = {"org.opencontainers.image.ref.name": tag}
        index["manifests"].append(descriptor(made.manifest, OCI_MANIFEST, annotations=notes))
        held = {**made.blobs, made.digest: made.manifest}
        files.update({blob_path(name): data for name, data in held.items()})
    files["index.json"] = json.dumps(index).encode()
    write_files(Path("layout"), files)


def _said(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Scan, judge the written result, and return what the policy says."""
    main(["scan", "oci:layout:app", *arguments, "--format", "json", "-o", "r.json"])
    capsys.readouterr()
    main(["gate", "r.json", "--format", "json"])
    reasons = json.loads(capsys.readouterr().out)["verdict"]["reasons"]
    return [each["message"] for each in reasons if each.get("policy") == "HM-GATE-0018"]


def test_only_a_verified_signature_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a key the same signature is there and not verified; with another it is refused."""
    signer = Signer()
    _layout(signer)
    Path("right.pub").write_bytes(signer.public)
    Path("wrong.pub").write_bytes(Signer().public)
    name = "the base image of oci:layout:app"
    assert _said(capsys, "--verify-key", "right.pub") == []
    assert _said(capsys) == [f"{name} bears a signature that nobody has verified"]
    refused = [f"no signature of {name} could be verified"]
    assert _said(capsys, "--verify-key", "wrong.pub") == refused


def test_a_base_without_a_signature_is_denied(capsys: pytest.CaptureFixture[str]) -> None:
    """Looked for everywhere and not there is known, not open."""
    _layout(None)
    assert _said(capsys) == ["the base image of oci:layout:app bears no signature"]
