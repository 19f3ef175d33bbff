"""Any declared text becomes a valid expression that loses nothing."""

import re

from hypothesis import given
from hypothesis import strategies as st

from hullmark.formats.spdx_expression import canonical
from hullmark.formats.spdx_normal import normalize

_REFERENCE = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")
_PARTS = st.sampled_from(
    ["GPL-2+", "MIT", " and ", " or ", ", and ", "(", ")", "BSD", "with", "exception", "/", "|"]
)
_DECLARED = st.one_of(st.text(max_size=200), st.lists(_PARTS, max_size=20).map("".join))
_TYPES = st.sampled_from(["deb", "rpm", "apk", "npm", "cargo", "cran", "maven", ""])


@given(st.lists(_DECLARED, max_size=5), _TYPES)
def test_the_expression_is_valid(declared: list[str], purl_type: str) -> None:
    """With an id of the list in place of every reference it is a canonical expression."""
    found = normalize(tuple(declared), purl_type)
    assert bool(found.expression) == any(
        text.strip() not in ("", "NONE", "NOASSERTION") for text in declared
    )
    if found.expression:
        plain = _REFERENCE.sub("MIT", found.expression)
        assert canonical(plain) == plain
    assert set(_REFERENCE.findall(found.expression)) == {one for one, _ in found.references}


@given(st.text(max_size=100), _TYPES)
def test_it_stays_what_it_is_when_normalised_again(text: str, purl_type: str) -> None:
    """An expression of known licenses is its own normal form."""
    found = normalize((text,), purl_type)
    if found.expression and not found.references:
        again = normalize((found.expression,), purl_type)
        assert again.expression == found.expression
