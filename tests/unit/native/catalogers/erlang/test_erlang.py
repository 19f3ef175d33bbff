"""Erlang and Elixir: locks of Mix and Rebar, and installed applications."""

import pytest

from hullmark.native.catalogers.erlang.cataloger import APPLICATION, MIX_LOCK, REBAR_LOCK
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError


def _read(cataloger: Cataloger, text: str) -> list[Package]:
    records = cataloger.parse(File("app/x.lock", text.encode()))
    return [record for record in records if isinstance(record, Package)]


def test_mix() -> None:
    """Packages have the name Hex knows; repositories have no version."""
    found = _read(
        MIX_LOCK,
        '%{\n  "plug": {:hex, :plug_fork, "1.11.1", "f2", [:mix], [{:mime, "~> 1.0"}], "hexpm"},\n'
        '  "foo": {:git, "https://x.org/foo.git", "fc94", [branch: "b"]},\n'
        '  "old" => {:hex, :old, "0.1"},\n  "here": {:path, "../here", []},\n}\n',
    )
    assert [(p.name, p.version, p.line) for p in found] == [
        ("plug_fork", "1.11.1", 2),
        ("foo", "", 3),
        ("old", "0.1", 4),
    ]
    assert found[1].qualifiers == (("vcs_url", "git+https://x.org/foo.git@fc94"),)


def test_rebar() -> None:
    """The level tells what the project asks for itself; hashes at the end are not packages."""
    found = _read(
        REBAR_LOCK,
        '{"1.2.0",\n[{<<"a">>,{pkg,<<"a_hex">>,<<"1.1.5">>},0},\n'
        ' {<<"b">>,\n  {git,"https://x.org/b",\n       {ref,"1430"}},\n  1}]}.\n'
        '[{pkg_hash,[{<<"a">>, <<"A676">>}]}].\n',
    )
    assert [(p.name, p.version, p.line, p.direct) for p in found] == [
        ("a_hex", "1.1.5", 2, True),
        ("b", "1430", 3, False),
    ]


def test_credentials_stay_out() -> None:
    """An address with a password is not repeated."""
    (found,) = _read(MIX_LOCK, '%{\n"a": {:git, "https://u:secret@x.org/a", "fc94", []}}')
    assert found.qualifiers == ()


@pytest.mark.parametrize("cataloger", [MIX_LOCK, REBAR_LOCK])
@pytest.mark.parametrize("text", ["not a lock", "\0"])
def test_broken_locks_are_refused(cataloger: Cataloger, text: str) -> None:
    """What holds no terms."""
    with pytest.raises(UnreadableFileError):
        _read(cataloger, text)


def test_applications() -> None:
    """Name and version of a resource file; comments and templates are not believed."""
    (found,) = _read(
        APPLICATION,
        '%% {application, no, [{vsn, "0"}]}\n{application, \'rabbit\', [\n {description, "R"},\n'
        ' {vsn, "3.12.10"}]}.\n',
    )
    assert (found.type, found.name, found.version) == ("otp", "rabbit", "3.12.10")
    assert _read(APPLICATION, '{application, a, [{vsn, "%VSN%"}]}.') == []
    assert _read(APPLICATION, "something else\0") == []
