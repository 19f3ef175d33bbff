"""What starting costs: heavy libraries are imported only where they are used."""

import subprocess
import sys
from pathlib import Path

import pytest

from image_builder import build_image, write_layout
from source_tree import REPOSITORY

HEAVY = {"cvss", "httpx", "jinja2", "rich", "sqlalchemy", "stamina", "structlog", "jsonschema"}


def test_the_version_is_answered_without_any_library() -> None:
    """``hullmark --version`` imports nothing of ours but the number, and not even click."""
    loaded = _loaded("--version")
    assert not {"click", "msgspec", "argparse", "pathlib"} & loaded
    assert {name for name in loaded if name.startswith("hullmark")} == {
        "hullmark",
        "hullmark.__main__",
    }


@pytest.mark.parametrize("verb", ["scan", "db", "config", "doctor"])
def test_help_loads_no_heavy_library(verb: str) -> None:
    """Help answers at once."""
    assert not HEAVY & _loaded(verb, "--help")


def test_a_scan_loads_no_heavy_library(tmp_path: Path) -> None:
    """A whole scan of a local image with its table needs none of them."""
    status = b"Package: zlib1g\nStatus: install ok installed\nVersion: 1:1.2.11\n\n"
    release = b'ID=debian\nVERSION_ID="12"\n'
    files = {"etc/os-release": release, "var/lib/dpkg/status": status}
    write_layout(tmp_path / "image", {"1.0": build_image([files])})
    loaded = _loaded("scan", f"oci:{tmp_path}/image:1.0", home=tmp_path / "home")
    assert "hullmark.report.terminal.screen" in loaded
    assert not HEAVY & loaded


def _loaded(*arguments: str, home: Path | None = None) -> set[str]:
    """Run the program and return the modules it has loaded at its end, without submodules'."""
    program = (
        "import sys; from hullmark.__main__ import main; main(sys.argv[1:]); "
        "print('\\0' + '\\n'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(REPOSITORY / "src"), "HULLMARK_HOME": str(home or "/nonexistent")},
    )
    report, _, modules = done.stdout.rpartition("\0")
    assert report, done.stderr
    return set(modules.split())
