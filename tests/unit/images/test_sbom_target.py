"""Bills of materials as targets: found by content or scheme, one per image in them."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from hullmark.formats.errors import BrokenSbomError, NotAnSbomError
from hullmark.images.errors import NotAnImageError, TargetNotFoundError
from hullmark.images.image import ImageOptions, SbomDocument
from hullmark.images.open import open_target
from hullmark.kernel import limits
from hullmark.kernel.errors import HullmarkError
from hullmark.ports.progress import SILENT


def _open(target: str | Path) -> tuple[SbomDocument, ...]:
    with open_target(str(target), options=ImageOptions(), progress=SILENT) as opened:
        assert all(isinstance(each, SbomDocument) for each in opened)
        return tuple(each for each in opened if isinstance(each, SbomDocument))


def _write(path: Path, **fields: Any) -> Path:
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, **fields}
    path.write_text(json.dumps(document))
    return path


@pytest.mark.parametrize("name", ["sbom.json", "sbom", "image.tar", "a:b.cdx.json"])
def test_a_bill_of_materials_is_known_by_content(tmp_path: Path, name: str) -> None:
    """Whatever its name; the scheme says the same outright."""
    path = _write(tmp_path / name)
    for target in (str(path), f"sbom:{path}"):
        (document,) = _open(target)
        assert (document.target.name, document.target.kind) == (target, "sbom")
        assert document.title == "CycloneDX 1.6 JSON"


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>',
        b"SPDXVersion: SPDX-2.2\n",
        "SPDXVersion: SPDX-2.2\n".encode("utf-16"),
        b"# words\nspdxVersion: SPDX-2.3\n",
        b"\xef\xbb\xbf  " + b'{"spdxVersion": "SPDX-2.3"}',
    ],
)
def test_every_form_is_found(tmp_path: Path, content: bytes) -> None:
    """XML, tags and values, YAML, and marks in front."""
    path = tmp_path / "document"
    path.write_bytes(content)
    assert len(_open(path)) == 1


def test_the_image_behind_it_is_known(tmp_path: Path) -> None:
    """Digests join it with what other tools say about the image."""
    properties = [
        {"name": "hullmark:platform", "value": "linux/arm64/v8"},
        {"name": "hullmark:configDigest", "value": "sha256:c"},
        {"name": "hullmark:layer:0:diffId", "value": "sha256:d"},
    ]
    subject = {
        "type": "container",
        "name": "x",
        "version": "sha256:m",
        "properties": properties,
    }
    (document,) = _open(_write(tmp_path / "x", metadata={"component": subject}))
    target = document.target
    assert (target.digest, target.config_digest) == ("sha256:m", "sha256:c")
    assert str(target.platform) == "linux/arm64/v8"
    assert [layer.diff_id for layer in target.layers] == ["sha256:d"]


def test_several_images_are_several_targets(tmp_path: Path) -> None:
    """Names tell them apart, also where the document does not."""
    inner = [{"type": "library", "name": "a"}]
    images = [
        {"type": "container", "name": name, "components": inner} for name in ("one", "two", "two")
    ]
    path = _write(tmp_path / "x", components=images)
    assert [each.target.name for each in _open(path)] == [
        f"{path} (one)",
        f"{path} (two)",
        f"{path} (two, 3)",
    ]


def test_flaws_are_issues_of_the_first(tmp_path: Path) -> None:
    """None is lost, none is told twice."""
    (document,) = _open(_write(tmp_path / "x", components=[5]))
    assert [(issue.code, issue.cause) for issue in document.issues] == [
        ("HM2303", "components[0]: not an object")
    ]


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("sbom:nothing.json", TargetNotFoundError),
        ("sbom:", TargetNotFoundError),
        ("sbom:.", NotAnImageError),
        ("sbom:text", NotAnSbomError),
        ("report.json", NotAnSbomError),
        ("text", NotAnImageError),
    ],
)
def test_what_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, error: type[HullmarkError]
) -> None:
    """With a word about what it is."""
    monkeypatch.chdir(tmp_path)
    Path("text").write_text("hello")
    Path("report.json").write_text('{"runs": [], "version": "2.1.0"}')
    with pytest.raises(error):
        _open(target)


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    """It is not read first: the file here takes no room on disk."""
    path = tmp_path / "huge.json"
    path.write_bytes(b'{"bomFormat": "CycloneDX"')
    os.truncate(path, limits.JSON_BYTES * 4)
    with pytest.raises(BrokenSbomError, match="at most"):
        _open(path)
