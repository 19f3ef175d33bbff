"""Any bytes as a feed, archive or database give an answer or an error of ours."""

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisory_feeds import (
    ADVISORY_LIST,
    ISSUE_LIST,
    alpine_secdb,
    debian_tracker,
    kev,
    osv_record,
)
from hullmark.advisories.archive import MemberError, read_members
from hullmark.advisories.build import build_database
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.groups import AliasGroups
from hullmark.advisories.names import normal_ecosystem, normal_name
from hullmark.advisories.ranges import to_ranges
from hullmark.advisories.ratings import base_score
from hullmark.kernel.errors import HullmarkError, InputError

FEEDS: list[Any] = [
    osv_record(), [osv_record()], debian_tracker(), alpine_secdb(), kev("CVE-2026-1"),
    [{"cycle": "12", "eol": "2030-01-01"}],
]  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
TEXTS = st.sampled_from([ADVISORY_LIST, ISSUE_LIST, "cve,epss,percentile\nCVE-2026-0001,0.1,0.2\n"])
slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a feed with one value somewhere replaced by another."""
    document = json.loads(json.dumps(draw(st.sampled_from(FEEDS))))
    at = document
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            break
        key = draw(st.sampled_from(keys))
        inner = at[key]
        if not isinstance(inner, dict | list) or draw(st.integers(0, 3)) == 0:
            at[key] = draw(VALUES)
            break
        at = inner
    return json.dumps(document).encode()


def build_one(content: bytes) -> None:
    """Build from one file; whatever comes out can be read back."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "feed").write_bytes(content)
        try:
            build_database([str(folder / "feed")], folder / "a.db")
        except InputError:
            assert not (folder / "a.db").exists()
            return
        with AdvisoryDatabase.open(folder / "a.db", thorough=True) as database:
            for key in database.packages(database.ecosystems()):
                for affected in database.affected(*key):
                    assert database.advisory(affected.id) is not None


@slow
@given(mutated())
def test_feeds_with_one_strange_value_are_built_or_refused(content: bytes) -> None:
    """A value of another type costs its record, not the build."""
    build_one(content)


@slow
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_built_or_refused(content: bytes) -> None:
    """Nothing but a feed is taken for one, and nothing crashes."""
    build_one(content)


@slow
@given(TEXTS, st.integers(0, 400), st.text(max_size=20))
def test_lists_with_anything_inserted_are_built_or_refused(
    text: str, at: int, inserted: str
) -> None:
    """A strange line costs its block."""
    build_one((text[:at] + inserted + text[at:]).encode("utf-8", "replace"))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damaged_archives_give_members_or_errors(data: st.DataObject) -> None:
    """Changed bytes anywhere end in an error of the archive or of a member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", b"{}" * 50)
        archive.writestr("b.json", b"[]")
    content = bytearray(out.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        for _, member in read_members(bytes(content), "x"):
            assert isinstance(member, bytes | MemberError)
    except HullmarkError:
        pass


@given(st.text(max_size=40), st.text(max_size=40))
def test_normal_forms_are_stable(ecosystem: str, name: str) -> None:
    """Normalising twice is normalising once."""
    once = normal_ecosystem(ecosystem)
    assert normal_ecosystem(once) == once
    spelled = normal_name(once, name)
    assert normal_name(once, spelled) == spelled


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["introduced", "fixed", "last_affected"]),
            st.sampled_from(["0", "1.0", "1.1", "2.0", "v3", "", "a b"]),
        ),
        max_size=8,
    )
)
def test_any_events_give_ranges(events: list[tuple[str, str]]) -> None:
    """Each range opens where an event opens, and ends at most once."""
    ranges, _ = to_ranges(events, "PyPI")
    opened = {version for kind, version in events if kind == "introduced"}
    for one in ranges:
        assert one.introduced in opened
        assert not (one.fixed and one.last_affected)


@given(st.text(max_size=80) | st.text("CVSS:/.0123AVNLPHRUIC", max_size=60))
def test_any_text_is_a_score_or_none(text: str) -> None:
    """Ratings lie between 0 and 10."""
    score = base_score(text)
    assert score is None or 0.0 <= score <= 10.0


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=12))
def test_groups_do_not_depend_on_the_order_of_links(links: list[tuple[str, str]]) -> None:
    """The same links in any order give the same groups."""
    first, second = AliasGroups(), AliasGroups()
    for one, other in links:
        first.join(one, [other])
    for one, other in reversed(links):
        second.join(other, [one])

    def grouped(groups: AliasGroups) -> set[frozenset[str]]:
        found: dict[int, set[str]] = {}
        for identifier, number in groups.ids():
            found.setdefault(number, set()).add(identifier)
        return {frozenset(ids) for ids in found.values()}

    assert grouped(first) == grouped(second)
