"""Matching agrees with the order of versions, and no text makes it stumble."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from hullmark.advisories.record import Advisory, Affected, Range
from hullmark.model.component import Component, Distribution, Purl
from hullmark.model.ecosystem import LANGUAGE_ECOSYSTEMS
from hullmark.model.ledger import Status
from hullmark.native.match.components import match_components
from hullmark.native.match.interval import Keys, find_hit
from hullmark.versions.scheme import in_ranges, scheme_of

PLAIN = ("npm", "crates.io", "RubyGems", "NuGet", "Debian:12", "Alpine:v3.19", "Packagist")
"""Ecosystems whose versions are compared as they stand."""

versions = st.one_of(
    st.from_regex(r"\A[0-9]{1,2}(\.[0-9]{1,2}){0,3}(-(rc|r|alpha)\.?[0-9])?\Z"),
    st.sampled_from(["", "0", "1:1.0-1", "1.0+b1", "v1.0", "banana", "(devel)", "1.0.jre8"]),
    st.text(max_size=12),
)
ranges = st.builds(
    Range,
    introduced=st.just("0") | versions.filter(bool),
    fixed=st.just("") | versions,
    last_affected=st.just(""),
)
entries = st.builds(
    Affected,
    id=st.sampled_from(["GHSA-1", "CVE-2024-0001", "DSA-1-1"]),
    ranges=st.lists(ranges, max_size=3).map(tuple),
    versions=st.lists(versions, max_size=2).map(tuple),
    state=st.sampled_from(["", "not-affected", "undetermined", "unimportant", "wont-fix"]),
    severity=st.sampled_from(["", "low", "not yet assigned", "?"]),
)


class Everything:
    """A database in which every package has the same entries."""

    def __init__(self, held: list[Affected]) -> None:
        self._held = tuple(held)

    def affected(self, ecosystem: str, name: str) -> tuple[Affected, ...]:
        """Return them, whatever is asked."""
        del ecosystem, name
        return self._held

    def advisories(self, ids: Iterable[str]) -> dict[str, Advisory]:
        """Return a record for each id."""
        return {one: Advisory(one) for one in ids}

    def aliases(self, identifier: str) -> tuple[str, ...]:
        """Know nothing else."""
        return (identifier,)

    def has_ecosystem(self, ecosystem: str) -> bool:
        """Hold every feed."""
        return bool(ecosystem)

    def end_of_life(self, distribution: str, version: str) -> None:
        """Let everything live."""
        del distribution, version


@given(st.sampled_from(PLAIN), versions, st.lists(ranges, max_size=3))
def test_a_hit_is_what_the_order_of_versions_says(
    ecosystem: str, version: str, held: list[Range]
) -> None:
    """Ranges mean the same here as where versions are at home."""
    keys = Keys(ecosystem)
    scheme = scheme_of(ecosystem)
    if scheme is None or keys[version] is None:
        return
    hit = find_hit(Affected("X-1", tuple(held)), version, keys)
    assert (hit is not None) is in_ranges(scheme, version, held)
    if hit is not None:
        assert set(hit.fixed_in) <= {interval.fixed for interval in held}


@given(
    st.sampled_from([*sorted(LANGUAGE_ECOSYSTEMS), "deb", "apk", "rpm", "generic"]),
    st.text(min_size=1, max_size=8),
    versions,
    st.lists(entries, max_size=4),
    st.sampled_from(["debian", "alpine", "rocky", "rhel", "wolfi", "nowhere"]),
)
def test_any_text_is_claimed_or_accounted_for(
    kind: str, name: str, version: str, held: list[Affected], distribution: str
) -> None:
    """No version, name or entry raises; what is not compared is in the ledger."""
    component = Component(name=name, version=version, purl=Purl(f"pkg:{kind}/x"), type=kind)
    result = match_components(
        [component],
        distribution=Distribution(id=distribution, version="9"),
        database=Everything(held),
    )
    assert len(result.rows) == 1
    assert bool(result.issues) is (result.rows[0].status is Status.PARTIAL)
    ids = [claim.advisory_id for claim in result.claims]
    assert len(ids) == len(set(ids))


@given(st.data(), st.lists(entries, max_size=4))
def test_order_of_components_does_not_matter(data: st.DataObject, held: list[Affected]) -> None:
    """The same claims come out, in the order of the components."""
    components = [
        Component(name=name, version=version, purl=Purl(f"pkg:npm/{name}@{version}"), type="npm")
        for name, version in data.draw(
            st.lists(st.tuples(st.sampled_from("abc"), versions), unique=True, max_size=5)
        )
    ]
    shuffled = data.draw(st.permutations(components))
    database = Everything(held)
    first = match_components(components, distribution=None, database=database)
    second = match_components(shuffled, distribution=None, database=database)
    assert set(first.claims) == set(second.claims)
    assert set(first.rows) == set(second.rows)
