"""Editor extensions carry npm packages."""

import io
import zipfile

import pytest

from hullmark.native.catalogers.node.cataloger import VSIX
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def vsix(**members: str) -> bytes:
    """Return an extension of these members; ``__`` in a name stands for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/") + "/package.json", text)
    return out.getvalue()


def test_packages_below_node_modules() -> None:
    """With a scope, and nested; the extension's own manifest and deeper ones are none."""
    data = vsix(
        extension='{"name": "own", "version": "9"}',
        extension__node_modules__a='{"name": "a", "version": "1"}',
        extension__node_modules__a__node_modules__b='{"name": "b", "version": "2"}',
        extension__node_modules__a__lib='{"name": "deep", "version": "3"}',
        extension__my_node_modules__c='{"name": "c", "version": "4"}',
    )
    found = [p for p in VSIX.parse(File("x.vsix", data)) if isinstance(p, Package)]
    assert [(p.name, p.version) for p in found] == [("a", "1"), ("b", "2")]
    assert found[0].inner_path == "extension/node_modules/a/package.json"


def test_a_broken_manifest_keeps_the_others() -> None:
    """What could be read is kept, and the problem is said."""
    data = vsix(x__node_modules__a="{", x__node_modules__b='{"name": "b", "version": "2"}')
    records = iter(VSIX.parse(File("x.vsix", data)))
    first = next(records)
    assert isinstance(first, Package)
    assert first.name == "b"
    with pytest.raises(UnreadableFileError, match="node_modules/a"):
        next(records)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_zip_is_said(data: bytes) -> None:
    """Empty, cut off, something else."""
    with pytest.raises(UnreadableFileError):
        list(VSIX.parse(File("x.vsix", data)))
