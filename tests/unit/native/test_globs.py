"""Globs become look-ups without changing what they mean."""

import pytest

from hullmark.native.catalogers.record import Cataloger
from hullmark.native.globs import Wanted


def _cataloger(name: str, *globs: str) -> Cataloger:
    return Cataloger(name=name, version=1, role="language", globs=globs, parse=lambda _file: ())


@pytest.mark.parametrize(
    ("glob", "wanted", "unwanted"),
    [
        (
            "**/package.json",
            ["package.json", "a/b/package.json"],
            ["a/package.jsonx", "xpackage.json"],
        ),
        ("var/lib/dpkg/status", ["var/lib/dpkg/status"], ["x/var/lib/dpkg/status", "status"]),
        ("**/*.jar", ["a.jar", "x/y.z.jar"], ["a.jar/b", "a.war"]),
        (
            "**/*.dist-info/METADATA",
            ["x-1.dist-info/METADATA", "a/x-1.dist-info/METADATA"],
            ["METADATA", "x.dist-info/a/METADATA"],
        ),
        ("var/lib/dpkg/status.d/*", ["var/lib/dpkg/status.d/base"], ["var/lib/dpkg/status.d/a/b"]),
        ("usr/share/doc/*/copyright", ["usr/share/doc/a/copyright"], ["usr/share/doc/copyright"]),
        (
            "**/libz.so.*",
            ["libz.so.1.3", "usr/lib/libz.so.1"],
            ["libz.so", "libzstd.so.1", "x/libz.so.1/a"],
        ),
        ("var/lib/dpkg/info/*.list", ["var/lib/dpkg/info/a.list"], ["a.list"]),
    ],
)
def test_a_glob_means_what_it_says(glob: str, wanted: list[str], unwanted: list[str]) -> None:
    """Each form of glob matches its paths and no others."""
    cataloger = _cataloger("x", glob)
    asked = Wanted([cataloger])
    assert all(asked.by(path) == (cataloger,) for path in wanted)
    assert not any(asked.by(path) for path in unwanted)


def test_several_catalogers_may_want_one_path() -> None:
    """All are named, each once, in the order given."""
    first, second = (
        _cataloger("a", "**/*.json", "**/package.json"),
        _cataloger("b", "**/package.json"),
    )
    assert set(Wanted([first, second]).by("x/package.json")) == {first, second}
    assert len(Wanted([first, second]).by("x/package.json")) == 2


def test_a_glob_without_a_literal_is_refused() -> None:
    """A cataloger that would be asked about every file is a mistake."""
    with pytest.raises(ValueError, match="no literal"):
        Wanted([_cataloger("x", "**/*")])


def test_endings_with_two_dots_are_looked_up_by_both() -> None:
    """So a common last ending costs nothing more, and names that merely end so do not match."""
    asked = Wanted([_cataloger("x", "**/*.spdx.json", "**/a/*.b.c.sh", "**/.spdx-*.spdx")])
    wanted = ("x.spdx.json", "a/.spdx.json", "a/z.b.c.sh", "o/.spdx-redis.spdx")
    assert [path for path in wanted if not asked.by(path)] == []
    others = ("package.json", "spdx.json", "x-spdx.json", "b/z.b.c.sh", "a/z.c.sh", "x.spdx", ".sh")
    assert [path for path in others if asked.by(path)] == []
