"""What a reason says of a finding is enough to go there."""

from hullmark.gate.evidence import JudgedFinding, Level, Place
from hullmark.gate.sentences import sentence
from hullmark.model.finding import Kind
from hullmark.model.severity import Severity


def _secret(*places: Place) -> JudgedFinding:
    return JudgedFinding(
        id="f1",
        kind=Kind.SECRET,
        severity=Level(level=Severity.CRITICAL),
        title="AWS access key id",
        locations=list(places),
    )


def test_secret_is_told_with_file_line_layer_and_fate() -> None:
    """The first place is named, the others are counted."""
    first = Place(path="/srv/.env", line=3, layer_index=3, note="deleted in layer 7")
    assert sentence(_secret(first, Place(path="image env", line=2)), "critical") == (
        "AWS access key id in /srv/.env:3, layer 3, deleted in layer 7, and 1 more place"
    )


def test_secret_without_a_place_is_told_by_its_name() -> None:
    """Another scanner may not say where it saw one."""
    assert sentence(_secret(), "critical") == "AWS access key id"
