"""Words and vectors become ratings."""

import pytest

from hullmark.advisories.ratings import base_score, level_of, source_of, vector_score, word_score


@pytest.mark.parametrize(
    ("vector", "expected"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:N/A:N", 6.5),
        ("AV:N/AC:M/Au:N/C:P/I:P/A:P", 6.8),
        ("(AV:N/AC:M/Au:N/C:P/I:P/A:P)", 6.8),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3),
        ("7.5", 7.5),
        ("10.0", 10.0),
        ("11", None),
        ("CVSS:3.1/AV:X", None),
        ("CVSS:3.1/" + "A" * 5000, None),
        ("", None),
        ("words", None),
    ],
)
def test_vectors_are_scored(vector: str, expected: float | None) -> None:
    """CVSS 2, 3 and 4 are computed; what is none of them rates nothing."""
    assert base_score(vector) == expected


def test_words_become_levels() -> None:
    """Every source's words map to the model's, case and asterisks aside."""
    assert level_of("MODERATE") == "medium"
    assert level_of("Important") == "high"
    assert level_of("high**") == "high"
    assert level_of("unimportant") == "negligible"
    assert level_of("gibberish") == ""
    assert word_score("ghsa", "not yet assigned") is None


def test_distributions_without_ratings_of_their_own_carry_those_of_nvd() -> None:
    """A vector on a Debian record is NVD's, one on a Red Hat advisory is Red Hat's."""
    assert source_of("DEBIAN-CVE-2024-1") == "nvd"
    assert source_of("RHSA-2024:1") == "redhat"
    assert source_of("GHSA-aaaa-bbbb-cccc") == "ghsa"
    assert source_of("") == "unknown"
    score = vector_score("nvd", "7.5")
    assert score is not None
    assert (score.score, score.vector) == (7.5, "")
