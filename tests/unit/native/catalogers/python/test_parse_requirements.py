"""``requirements.txt``: the pins."""

import pytest

from hullmark.native.catalogers.python.cataloger import REQUIREMENTS
from hullmark.native.catalogers.record import File, Package


def _read(text: str | bytes) -> list[Package]:
    data = text.encode() if isinstance(text, str) else text
    return list(REQUIREMENTS.parse(File("requirements.txt", data)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "name", "version"),
    [
        ("Flask==2.0.0", "Flask", "2.0.0"),
        ("a.b_c == 1!2.0.post1+local.1", "a.b_c", "1!2.0.post1+local.1"),
        ("celery[redis, pytest] == 4.4.7", "celery", "4.4.7"),
        ("x===1.0", "x", "1.0"),
        ("x (==1.0)", "x", "1.0"),
        ("x==1.0 ; python_version < '3.8'", "x", "1.0"),
        ("x==1.0 # comment", "x", "1.0"),
        ("x==1.0#comment", "x", "1.0"),
        ("x!=0.9,==1.0", "x", "1.0"),
        ("x==1.0 --hash=sha256:abc --hash=sha256:def", "x", "1.0"),
        ("  x == 1.0  ", "x", "1.0"),
    ],
)
def test_pinned(line: str, name: str, version: str) -> None:
    """Extras, markers, hashes, comments and other constraints do not matter."""
    assert [(p.name, p.version, p.line) for p in _read(line)] == [(name, version, 1)]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "# x==1.0",
        "flask",
        "x>=1.0",
        "x~=1.0",
        "x==1.*",
        "x==${VERSION}",
        "==1.0",
        "-r other==1.0.txt",
        "--index-url https://x==1.0",
        "-e git+https://example.com/x.git@v1==1.0",
        "x @ https://example.com/x-1.0.whl?a==1.0",
        "./local==1.0",
    ],
)
def test_not_pinned(line: str) -> None:
    """Ranges, options, URLs, paths and variables say nothing about a version."""
    assert _read(line) == []


def test_continued_lines() -> None:
    """A requirement over several lines has the number of its first."""
    found = _read("# top\na==1 \\\n  --hash=sha256:x \\\n  --hash=sha256:y\n\nb==2\nc==3 \\\n")
    assert [(p.name, p.version, p.line) for p in found] == [
        ("a", "1", 2),
        ("b", "2", 6),
        ("c", "3", 7),
    ]


def test_other_encodings() -> None:
    """PowerShell writes UTF-16 with a mark."""
    assert [p.name for p in _read("attrs==20.3.0\r\n".encode("utf-16"))] == ["attrs"]
    assert [p.name for p in _read(b"\xef\xbb\xbfattrs==20.3.0\n")] == ["attrs"]
