"""License expressions told from prose."""

import pytest

from hullmark.formats.spdx_expression import canonical, is_license


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MIT", "MIT"),
        ("mit", "MIT"),
        ("(MIT OR apache-2.0)", "(MIT OR Apache-2.0)"),
        ("GPL-2.0-only with Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("MIT and (ISC or (Zlib and 0BSD))", "MIT AND (ISC OR (Zlib AND 0BSD))"),
        ("Apache-2.0+", "Apache-2.0+"),
        ("GPL-2.0+", "GPL-2.0+"),
    ],
)
def test_expressions_get_their_normal_spelling(text: str, expected: str) -> None:
    """Ids as in the list, operators in capitals."""
    assert canonical(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "MIT License",
        "GPL-2+ with OpenSSL exception",
        "MIT/Apache-2.0",
        "MIT AND",
        "AND MIT",
        "(MIT",
        "MIT)",
        "()",
        "MIT MIT",
        "MIT WITH MIT",
        "(MIT OR ISC) WITH LLVM-exception",
        "LicenseRef-x",
        "MIT\x00",
        "(" * 5_000,
    ],
)
def test_prose_is_no_expression(text: str) -> None:
    """Unknown ids, loose ends, unbalanced parentheses, foreign characters."""
    assert canonical(text) is None


def test_one_license_is_told_from_a_compound() -> None:
    """An id may stand where only an id is allowed."""
    assert is_license("MIT")
    assert not is_license("MIT OR ISC")
