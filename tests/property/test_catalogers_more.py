"""Any bytes at any path of the further language catalogers become records or one kind of error."""

import json
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import go_builder
import section_builder
from hullmark.native.catalogers.dotnet.cataloger import BUNDLE, MARKER
from hullmark.native.catalogers.dotnet.cataloger import CATALOGERS as DOTNET
from hullmark.native.catalogers.gradle.cataloger import CATALOGERS as GRADLE
from hullmark.native.catalogers.maven.cataloger import CATALOGERS as MAVEN
from hullmark.native.catalogers.node.lock_cataloger import LOCK_CATALOGERS as NODE
from hullmark.native.catalogers.php.cataloger import CATALOGERS as PHP
from hullmark.native.catalogers.record import (
    Cataloger,
    File,
    NeedsWholeFileError,
    Record,
    UnreadableFileError,
)
from hullmark.native.catalogers.ruby.cataloger import CATALOGERS as RUBY
from hullmark.native.catalogers.rust.cataloger import BINARY
from hullmark.native.catalogers.rust.cataloger import CATALOGERS as RUST
from hullmark.native.catalogers.sbt.cataloger import CATALOGERS as SBT
from hullmark.native.executables import NeedleSink

_PATHS = [
    (cataloger, glob.replace("**/", "app/").replace("*", "name-1.0"))
    for cataloger in (*RUBY, *RUST, *PHP, *DOTNET, *NODE, *MAVEN, *GRADLE, *SBT)
    for glob in cataloger.globs or ("usr/bin/tool",)
]
_WORDS = st.sampled_from(
    [b"\n", b"  ", b"    ", b"      ", b"- ", b": ", b":", b"#", b"'", b'"', b"[", b"]", b"{", b"}",
     b",", b"null", b"true", b"1.0.0", b"a", b"@s/b", b"&x ", b"*x", b"<<: ", b"---\n", b"\xff",
     b"\x00", b"\xef\xbb\xbf", b"//", b"/*", b"*/", b"GEM\n", b"GIT\n", b"  specs:\n",
     b"  remote: u\n",
     b"    a (1.0)\n", b"DEPENDENCIES\n", b"Gem::Specification.new do |s|\n", b's.name = "a"\n',
     b"s.version = '1'\n", b"s.licenses = [", b"[[package]]\n", b'name = "a"\n', b'version = "1"\n',
     b'source = "git+x#y"\n', b"[dependencies]\n", b'a = "=1.0.0"\n', b'"packages": ',
     b'"packages-dev": ', b'"name": ', b'"version": ', b'"license": ', b'"libraries": ',
     b'"targets": ', b'"dependencies": ', b'"type": "package"', b'"resolved": ', b'"workspaces": ',
     b'"a@1.0.0"', b"'versions' => array(\n", b"        'a/b' => array(\n", b"        ),\n",
     b"            'pretty_version' => '1.0',\n", b"a:1:{", b's:4:"name";', b"i:1;", b"N;",
     b"<project>", b"</project>", b"<Project>", b"</Project>", b"<ItemGroup>", b"</ItemGroup>",
     b"<package>", b"</package>", b"<packages>", b"</packages>", b"<dependencies>", b"<dependency>",
     b'<PackageReference Include="a" Version="1"/>', b"<metadata><id>a</id><version>1</version>",
     b"<groupId>g</groupId>", b"<artifactId>a</artifactId>", b"<version>${a}</version>",
     b"<properties><a>${a}</a></properties>", b"<verification-metadata>", b"lockfileVersion: ",
     b"importers:\n", b"packages:\n", b"snapshots:\n", b"  /a/1.0.0:\n", b"  a@1.0.0:\n",
     b"  .:\n", b"    resolution: {", b"g:a:1=x\n", b"NUGET\n", b"nuget A 1.0\n", b"group Test\n",
     b'"a@npm:^1":\n', b'  version: "1"\n', b"  resolution: ", b"__metadata:\n"]
)  # fmt: skip


def _records(cataloger: Cataloger, path: str, data: bytes) -> list[Record] | None:
    try:
        return list(cataloger.parse(File(path, data)))
    except (UnreadableFileError, NeedsWholeFileError):
        return None


@given(st.sampled_from(_PATHS), st.binary(max_size=2_000))
def test_any_bytes(place: tuple[Cataloger, str], data: bytes) -> None:
    """Nothing but the two errors of the contract escapes."""
    _records(*place, data)


@given(st.sampled_from(_PATHS), st.lists(_WORDS, max_size=40).map(b"".join))
def test_almost_right_text(place: tuple[Cataloger, str], data: bytes) -> None:
    """The same for text made of the pieces that the formats are made of."""
    _records(*place, data)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("a@1.0.0"),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["packages", "packages-dev", "name", "version", "license", "source", "libraries",
             "type",
             "targets", "runtimeTarget", "dependencies", "devDependencies", "workspaces", "modules",
             "project", "frameworks", "resolved", "org", "configurations", "a/1.0.0", "", "a"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=30,
)  # fmt: skip


@given(st.sampled_from([each for each in _PATHS if "json" in each[1] or "lock" in each[1]]), _JSON)
def test_any_json(place: tuple[Cataloger, str], document: object) -> None:
    """Documents with the right keys and anything below them; YAML reads them as well."""
    _records(*place, json.dumps(document).encode())


@given(st.data())
def test_damaged_executables(data: st.DataObject) -> None:
    """Headers, tables and lengths that lie lead to records or an error, in bounded time."""
    audit = {"packages": [{"name": "a", "version": "1", "source": "local"}]}
    packed = zlib.compress(json.dumps(audit).encode())
    build = data.draw(
        st.sampled_from([section_builder.elf, section_builder.pe, section_builder.macho])
    )
    whole = build({".text": b"x", ".dep-v0": packed})
    at = st.integers(0, 300) | st.integers(0x1000, len(whole) - 1)
    damaged = _damaged(data, whole, at)
    _records(BINARY, "usr/bin/tool", damaged)
    sink = NeedleSink({}, lambda *_: None, sections=(b".dep-v0",))
    sink.feed(damaged)
    sink.close()


@given(st.data())
def test_damaged_bundles(data: st.DataObject) -> None:
    """The same for single-file applications of every version."""
    deps = json.dumps({"libraries": {"A/1.0.0": {"type": "package"}}}).encode()
    body = bytearray(go_builder.elf(bytes(8) + MARKER + bytes(24)))
    start = len(body)
    body += deps
    struct.pack_into("<q", body, 0x1000, len(body))
    version = data.draw(st.sampled_from([1, 2, 6]))
    body += struct.pack("<III", version, 0, 1) + b"\x01i"
    body += struct.pack("<qqqqQ", start, len(deps), 0, 0, 0)
    body += struct.pack("<qqB", start, len(deps), 3) + b"\x01j"
    places = st.integers(0x1000, len(body) - 1)
    _records(BUNDLE, "app/app", _damaged(data, bytes(body), places))


@pytest.mark.parametrize(
    ("path", "piece"),
    [
        ("app/pnpm-lock.yaml", b"["),
        ("app/pnpm-lock.yaml", b"a: &a\n b:"),
        ("app/pom.xml", b"<project>"),
        ("app/bun.lock", b'"\\"'),
        ("app/bun.lock", b"/*"),
        ("app/bun.lock", b"{,"),
        ("app/.registry/name-1.0.reg", b"a:9:{i:0;"),
        ("app/Gemfile.lock", b"    a (1"),
        ("app/specifications/name-1.0.gemspec", b"s.name = [\n"),
        ("app/specifications/name-1.0.gemspec", b"s.name = %q{"),
        ("app/Cargo.toml", b"a."),
        ("app/name-1.0.csproj", b"<Project>"),
        ("app/composer/installed.php", b"    'versions' => array(\n        'a/b' => array(\n"),
        ("app/yarn.lock", b'"a@'),
        ("app/paket.dependencies", b"nuget a 1.1.1"),
        ("app/specifications/name-1.0.gemspec", b"Gem::Specification.new\ns.version = V\n"),
        ("app/yarn.lock", b'"a":\n  version                       '),
    ],
)
def test_repeated_pieces(path: str, piece: bytes) -> None:
    """Half a megabyte of openings that never close ends soon: nothing is searched twice."""
    catalogers = [cataloger for cataloger, wanted in _PATHS if wanted == path]
    assert catalogers
    for cataloger in catalogers:
        _records(cataloger, path, piece * (500_000 // len(piece)))


def _damaged(data: st.DataObject, whole: bytes, places: st.SearchStrategy[int]) -> bytes:
    changed = bytearray(whole)
    for at in data.draw(st.lists(places, max_size=12)):
        changed[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del changed[data.draw(places) :]
    return bytes(changed)
