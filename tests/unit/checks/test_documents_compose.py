"""Compose files as inputs of checks."""

import pytest

from hullmark.checks.documents import is_compose, read_compose
from hullmark.checks.positions import Json


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"services": {"a": {}}}, True),
        ({"version": "3", "networks": {"a": None}}, True),
        ({"include": ["a.yaml"]}, True),
        ({"services": {}, "apiVersion": "v1"}, False),
        ({"volumes": {}, "other": 1}, False),
        ([], False),
        (None, False),
    ],
)
def test_compose_files_are_known_by_their_parts(value: Json, expected: bool) -> None:  # noqa: FBT001
    """Services, or the other parts and nothing else."""
    assert is_compose(value) is expected


def test_places_name_the_service() -> None:
    """A place has its anchor and the lines of what encloses it."""
    (document,), issues = read_compose(b"services:\n  web:\n    privileged: true\n", path="c.yml")
    place = document.locate({"path": ["services", "web", "privileged"], "anchor": "service web"})
    assert (place.line, place.column, place.anchor) == (3, 5, "service web")
    assert place.within == (1, 2)
    assert issues == []


def test_answers_of_any_shape_have_a_place() -> None:
    """An organisation's own rule may answer with anything."""
    (document,), _ = read_compose(b"services: {}\n", path="c.yml")
    assert document.locate({"path": "services"}).line == 1
    assert document.locate({"path": [{}, 1.0, None]}).line == 1
    assert document.locate({}).line == 1
