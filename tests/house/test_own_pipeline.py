"""The pipeline of this repository, read as any other's."""

from hullmark.model.audit import Event, ImageRole
from hullmark.pipeline.gaps import find_gaps
from source_tree import REPOSITORY


def test_it_has_no_gap_and_nothing_of_it_is_unknown() -> None:
    """``hullmark gaps`` says nothing of its own repository."""
    audit = find_gaps(REPOSITORY)
    assert [f"{gap.id} {gap.place}: {gap.message}" for gap in audit.gaps] == []
    assert [f"{each.place}: {each.message}" for each in audit.unknown] == []
    assert audit.issues == ()


def test_every_image_is_scanned_by_two_scanners() -> None:
    """What is built: on push, pull request and schedule; what others built: on schedule."""
    images = [
        each for each in find_gaps(REPOSITORY).images if each.builds or each.role is ImageRole.RUNS
    ]
    assert {each.target for each in images if each.role is ImageRole.BUILT} == {"", "dev", "test"}
    for image in images:
        events = {Event.SCHEDULE}
        if image.role is ImageRole.BUILT:
            events |= {Event.PUSH, Event.PULL_REQUEST}
        assert events <= set(image.events), image.name
        assert {"hullmark", "grype"} <= set(image.scanners), image.name
