"""Any bytes are documents, archives or layouts, or a ``HullmarkError``: nothing else."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hullmark.images.config import parse_config
from hullmark.images.documents import parse_manifest
from hullmark.images.image import ImageOptions
from hullmark.images.open import open_target
from hullmark.images.reference import Reference, normalize_reference, parse_reference
from hullmark.kernel.errors import HullmarkError
from hullmark.ports.progress import SILENT
from image_builder import build_image, docker_archive, layer_tar, layout_files

_IMAGE = build_image([{"a": b"1"}, {"b": b"2"}])
_ARCHIVES = [
    docker_archive({"app:1": _IMAGE}, form="old"),
    docker_archive({"app:1": _IMAGE}, form="new"),
    layer_tar(layout_files({"1": _IMAGE})),
]
_KEYS = st.sampled_from(
    [
        "schemaVersion",
        "mediaType",
        "config",
        "layers",
        "manifests",
        "fsLayers",
        "history",
        "v1Compatibility",
        "blobSum",
        "digest",
        "size",
        "platform",
        "rootfs",
        "diff_ids",
        "Env",
        "Cmd",
        "created",
    ]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.binary(max_size=200) | _JSON.map(lambda value: json.dumps(value).encode()))
@example(b'{"fsLayers": [], "history": [{"v1Compatibility": "[]"}]}')
def test_any_document_is_read_or_refused(data: bytes) -> None:
    """No traceback, whatever a registry or an archive holds."""
    for read in (parse_manifest, parse_config):
        with contextlib.suppress(HullmarkError):
            read(data, source="document")


@given(st.text(max_size=60) | st.from_regex(r"[a-zA-Z0-9./:@_\[\]-]{0,60}", fullmatch=True))
def test_any_text_is_a_reference_or_refused(text: str) -> None:
    """A reference that was accepted reads back as itself."""
    try:
        found = normalize_reference(text)
    except HullmarkError:
        return
    assert isinstance(found, Reference)
    assert parse_reference(str(found)) == found
    assert normalize_reference(found.familiar) == found


@pytest.mark.parametrize("archive", _ARCHIVES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_any_damage_to_an_archive_is_told(archive: bytes, tmp_path: Path, data: Any) -> None:
    """Cut anywhere or with a byte changed: opened and read, or one clear error."""
    at = data.draw(st.integers(0, len(archive) - 1))
    cut = data.draw(st.booleans())
    damaged = archive[:at] if cut else archive[:at] + b"\x81" + archive[at + 1 :]
    path = tmp_path / "image.tar"
    path.write_bytes(damaged)
    for scheme in ("", "oci-archive:", "docker-archive:"):
        with (
            contextlib.suppress(HullmarkError),
            open_target(f"{scheme}{path}", options=ImageOptions(), progress=SILENT) as opened,
        ):
            assert opened
