"""Which rating is believed, and what vendors' words mean."""

import pytest

from claim_values import level, score, word
from hullmark.merge.severity import (
    SeverityOrder,
    effective,
    level_of_score,
    level_of_word,
    leveled,
)
from hullmark.model.severity import Rating, Severity

NVD_HIGH = level("nvd", Severity.HIGH)
GHSA_LOW = level("ghsa", Severity.LOW)


@pytest.mark.parametrize(
    ("source", "said", "meant"),
    [
        ("debian", "unimportant", Severity.NEGLIGIBLE),
        ("debian", "low**", Severity.LOW),
        ("debian", "not yet assigned", Severity.UNKNOWN),
        ("debian", "end-of-life", Severity.UNKNOWN),
        ("redhat", "Important", Severity.HIGH),
        ("redhat", "Moderate", Severity.MEDIUM),
        ("rhel", "none", Severity.UNKNOWN),
        ("ubuntu", "untriaged", Severity.UNKNOWN),
        ("ubuntu", "negligible", Severity.NEGLIGIBLE),
        ("ghsa", "MODERATE", Severity.MEDIUM),
        ("suse", "moderate", Severity.MEDIUM),
        ("amzn", "medium", Severity.MEDIUM),
        ("rustsec", "INFORMATIONAL", Severity.NEGLIGIBLE),
        ("trivy", "UNKNOWN", Severity.UNKNOWN),
        ("anybody", "hair-raising", Severity.UNKNOWN),
    ],
)
def test_vendor_words_have_levels(source: str, said: str, meant: Severity) -> None:
    """A word nobody has defined is unknown, never low."""
    assert level_of_word(said, source) is meant


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (0.0, Severity.NEGLIGIBLE),
        (0.1, Severity.LOW),
        (3.9, Severity.LOW),
        (4.0, Severity.MEDIUM),
        (6.9, Severity.MEDIUM),
        (7.0, Severity.HIGH),
        (8.9, Severity.HIGH),
        (9.0, Severity.CRITICAL),
        (10.0, Severity.CRITICAL),
    ],
)
def test_scores_have_levels(value: float, meant: Severity) -> None:
    """The bands of CVSS 3 and 4."""
    assert level_of_score(value) is meant


def test_a_word_counts_before_the_score_beside_it() -> None:
    """A vendor that scores 9.8 and says low means low."""
    both = Rating(source="ubuntu", score=9.8, label="low")
    assert leveled(both).level is Severity.LOW


def test_a_score_fills_in_for_a_word_that_rates_nothing() -> None:
    """Unassigned is no level, so the number is what is left."""
    both = Rating(source="debian", score=7.5, label="not yet assigned")
    assert leveled(both).level is Severity.HIGH
    assert leveled(word("debian", "not yet assigned")).level is Severity.UNKNOWN


def test_the_distribution_counts_first_for_its_own_packages() -> None:
    """Debian's word beats NVD's on a Debian package and is one of the last elsewhere."""
    ratings = [leveled(word("debian", "low")), NVD_HIGH]
    on_debian = effective(ratings, vendor="debian")
    elsewhere = effective(ratings, vendor="")
    assert on_debian is not None
    assert on_debian.level is Severity.LOW
    assert elsewhere is not None
    assert elsewhere.source == "nvd"


def test_unknown_is_passed_over() -> None:
    """A distribution that has not rated a flaw does not hide what others say."""
    ratings = [leveled(word("debian", "not yet assigned")), NVD_HIGH]
    believed = effective(ratings, vendor="debian")
    assert believed is not None
    assert believed.source == "nvd"
    assert effective([leveled(word("debian", "not yet assigned"))]) is None


def test_default_order_runs_from_publisher_to_scanner() -> None:
    """Publisher, NVD, a bare score, other vendors, the scanner's word."""
    ratings = [
        GHSA_LOW,
        NVD_HIGH,
        leveled(score("osv", 9.9)),
        level("redhat", Severity.MEDIUM),
        level("trivy", Severity.CRITICAL),
    ]
    believed = []
    while ratings:
        rating = effective(ratings)
        assert rating is not None
        believed.append(rating.source)
        ratings.remove(rating)
    assert believed == ["ghsa", "nvd", "osv", "redhat", "trivy"]


def test_order_is_configurable_by_class_and_by_source() -> None:
    """A step names a class or one source; what no step names comes last."""
    order = SeverityOrder(steps=("redhat", "nvd"))
    ratings = [GHSA_LOW, NVD_HIGH, level("redhat", Severity.MEDIUM)]
    first = effective(ratings, order=order)
    second = effective(ratings[:2], order=order)
    last = effective(ratings[:1], order=order)
    assert [r.source for r in (first, second, last) if r] == ["redhat", "nvd", "ghsa"]


def test_spellings_of_a_vendor_are_one() -> None:
    """A purl says rhel or redhat, feeds say either."""
    rating = level("redhat", Severity.LOW)
    assert effective([rating, NVD_HIGH], vendor="rhel") == rating


def test_newest_cvss_of_a_source_counts() -> None:
    """NVD keeps a version 2 score beside the version 3 one."""
    old = leveled(score("nvd", 10.0, vector="AV:N/AC:L/Au:N/C:C/I:C/A:C"))
    new = leveled(score("nvd", 7.5, vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"))
    assert effective([old, new]) == new


def test_worst_of_equals_counts() -> None:
    """Two publishers of one rank disagree: the worse one is believed."""
    rating = level("pypa", Severity.CRITICAL)
    assert effective([GHSA_LOW, rating]) == rating
