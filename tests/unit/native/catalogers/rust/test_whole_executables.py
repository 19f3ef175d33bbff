"""Executables with a list of crates are found among others and read whole."""

import json
import zlib
from pathlib import Path

import section_builder
from hullmark.images.image import Directory
from hullmark.model.scan import Target
from hullmark.native.catalogers.rust.cataloger import CATALOGERS
from hullmark.native.inventory import take_directory_inventory


def test_crates_of_a_root_file_system(tmp_path: Path) -> None:
    """The engine meets the section's name, and hands the whole file on."""
    audit = {"packages": [{"name": "serde", "version": "1.0.1"}]}
    packed = zlib.compress(json.dumps(audit).encode())
    folder = tmp_path / "usr" / "bin"
    folder.mkdir(parents=True)
    text = bytes(3_000_000)
    (folder / "app").write_bytes(section_builder.elf({".text": text, ".dep-v0": packed}))
    (folder / "other").write_bytes(section_builder.elf({".text": text}))
    directory = Directory(root=tmp_path, target=Target(name=str(tmp_path), kind="rootfs"))
    found = take_directory_inventory(directory, catalogers=CATALOGERS)
    assert [(c.purl, [x.path for x in c.locations]) for c in found.components] == [
        ("pkg:cargo/serde@1.0.1", ["/usr/bin/app"])
    ]
    assert not found.issues
