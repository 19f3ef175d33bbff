"""Any bytes at any path of a rarer cataloger become records or one kind of error."""

import importlib
import io
import json
import pkgutil

import zstandard
from hypothesis import given
from hypothesis import strategies as st

from hullmark.native import catalogers
from hullmark.native.catalogers.record import Cataloger, File, Record, UnreadableFileError

_NAMES = (
    "binaries", "bitnami", "bottlerocket", "chisel", "conan", "conda", "cos", "dart", "deno",
    "erlang", "flatpak", "freebsd", "haxe", "nix", "runtimes",
    "gleam", "haskell", "homebrew", "julia", "lua", "ocaml", "pacman", "perl", "portage", "r",
    "sbom", "snap", "spack", "swift", "wordpress",
)  # fmt: skip


def _catalogers(name: str) -> tuple[Cataloger, ...]:
    module = importlib.import_module(f"hullmark.native.catalogers.{name}.cataloger")
    found: tuple[Cataloger, ...] = module.CATALOGERS
    return found


_PATHS = [
    (cataloger, glob.replace("**/", "a/b/c/d/").replace("*", "name-1.0"))
    for name in _NAMES
    for cataloger in _catalogers(name)
    for glob in cataloger.globs
]
_WORDS = st.sampled_from(
    ["%NAME%\n", "%VERSION%\n", "a-1.0", "1.0", "\n", "\n\n", ":", "  - ", "  ", "- ",
     "obj /a b c", "PODS:", "  - A (1.0)", "Package: a\n", "Version: 1\n", "License: ",
     "any.a ==1", "constraints: ", "[", "]", "{", "}", ",", '"', "'", "=", "==", "..", "--[[",
     "]]", "--", "package", "version", "local ", "name", "dependencies:", "pip:", "packages:",
     "version: ", "name: ", "sdks:", "source: sdk", "description: a", "completed:",
     "hackage: a-1.0", '"graph_lock":', '"nodes":', '"0":', '"ref":', '"a/1@b/c#d"',
     '"requires":', '"pins":', '"state":', '"location":', '"https://a/b/c.git"', '"Packages":',
     '"Version":', '"Package":', '"npm":', '"jsr":', '"a@1_b@2"', '"packages":', '"bomFormat":',
     '"CycloneDX"', '"components":', '"purl":', '"pkg:npm/%40a/b@1"', '"spdxVersion":',
     '"SPDX-2.3"', '"externalRefs":', '"referenceType":', '"name":', '"version":', "1", "null",
     "true", "%{", "{:hex, :a, ", '<<"a">>', "{pkg,", "{application, a, [{vsn,", "$wp_version = ",
     "/*", "*/", "Plugin Name: a", "[[deps.A]]\n", "[[A]]\n", 'uuid = "1"\n', "requires",
     "[requires]\n", "a/1@b/c", "&a ", "*a", "<<: ", "<component>", "<id>a</id>", "<releases>",
     "ÿ", "\x00", '"""', "\\", "#", '"jsonwall":"1",', '"kind":"package",', '"slice":"a_b",',
     '"path":"/x"']
)  # fmt: skip


def _records(cataloger: Cataloger, path: str, data: bytes) -> list[Record] | None:
    try:
        return list(cataloger.parse(File(path, data)))
    except UnreadableFileError:
        return None


def test_every_rarer_cataloger_is_tried() -> None:
    """A folder that no property test knows would be a gap."""
    elsewhere = {"apk", "distribution", "dpkg", "rpm", "python", "node", "golang", "java"}
    folders = {found.name for found in pkgutil.iter_modules(catalogers.__path__) if found.ispkg}
    assert set(_NAMES) <= folders - elsewhere


@given(st.sampled_from(_PATHS), st.binary(max_size=2_000))
def test_any_bytes(place: tuple[Cataloger, str], data: bytes) -> None:
    """Nothing but ``UnreadableFileError`` escapes."""
    _records(*place, data)


@given(st.sampled_from(_PATHS), st.lists(_WORDS, max_size=40).map("".join))
def test_almost_right_text(place: tuple[Cataloger, str], text: str) -> None:
    """The same for text made of the pieces that the formats are made of."""
    _records(*place, text.encode())


@given(st.sampled_from(_PATHS), st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "a/1", "a@1", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(
            ["name", "version", "packages", "Packages", "Version", "pins", "object", "state",
             "npm", "graph_lock", "nodes", "0", "ref", "requires", "bomFormat", "components",
             "purl", "licenses", "spdxVersion", "externalRefs", "spec", "meta-spec", "url",
             "license", "Content", "predicate", "properties", "arch", "target", "Source",
             "Repository", "location", "a@1", "jsr"]
        ), inner, max_size=4),
    max_leaves=20,
))  # fmt: skip
def test_documents_of_another_shape(place: tuple[Cataloger, str], document: object) -> None:
    """The same for JSON, which is YAML too, with the right keys in the wrong places."""
    if isinstance(document, dict) and "bomFormat" in document:
        document["bomFormat"] = "CycloneDX"
    _records(*place, json.dumps(document, indent=1).encode())


@given(st.lists(_WORDS, max_size=30).map("".join), st.integers(0, 400))
def test_packed_manifests(text: str, cut: int) -> None:
    """Manifests of Chisel are packed first, and may be cut off."""
    packed = io.BytesIO(zstandard.compress(b'{"jsonwall":"1"}\n' + text.encode())).getvalue()
    (cataloger,) = _catalogers("chisel")
    for data in (packed, packed[:cut]):
        _records(cataloger, "var/lib/chisel/manifest.wall", data)
