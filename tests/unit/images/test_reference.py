"""Grammar and normal form of image references."""

import pytest

from hullmark.images.errors import InvalidReferenceError
from hullmark.images.reference import (
    Reference,
    complete_reference,
    is_tag,
    normalize_reference,
    parse_reference,
)

_DIGEST = "sha256:" + "a" * 64


def test_all_parts_of_a_reference_are_told_apart() -> None:
    """Registry with port, nested repository, tag and digest."""
    found = parse_reference(f"reg.example:5000/team/app:1.0@{_DIGEST}")
    assert found == Reference(
        domain="reg.example:5000",
        path="team/app",
        tag="1.0",
        digest=found.digest,
    )
    assert found.digest == _DIGEST
    assert str(found) == f"reg.example:5000/team/app:1.0@{_DIGEST}"


@pytest.mark.parametrize(
    ("text", "full", "familiar"),
    [
        ("ubuntu", "docker.io/library/ubuntu:latest", "ubuntu:latest"),
        ("user/app:2", "docker.io/user/app:2", "user/app:2"),
        ("index.docker.io/ubuntu", "docker.io/library/ubuntu:latest", "ubuntu:latest"),
        ("localhost/app", "localhost/app:latest", "localhost/app:latest"),
        ("[::1]:5000/app:x", "[::1]:5000/app:x", "[::1]:5000/app:x"),
        (f"app:1@{_DIGEST}", f"docker.io/library/app@{_DIGEST}", f"app@{_DIGEST}"),
    ],
)
def test_a_short_name_means_docker_hub_and_latest(text: str, full: str, familiar: str) -> None:
    """The complete form names one manifest; the familiar form is what people type."""
    assert str(complete_reference(text)) == full
    assert complete_reference(text).familiar == familiar


def test_normalizing_adds_no_tag() -> None:
    """What was not said stays unsaid until one manifest must be named."""
    assert normalize_reference("alpine").tag == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("App:1", "uppercase"),
        ("a" * 64, "identifier"),
        ("https://reg.example/app", "format"),
        ("app:", "format"),
        ("app@sha256:" + "a" * 40, "digest-length"),
        ("app@md5:" + "a" * 32, "digest-algorithm"),
        ("app@sha256:" + "A" * 64, "digest-format"),
        ("reg.example/" + "a" * 256, "too-long"),
        ("a" * 5000, "too-long"),
        ("app\n", "format"),
    ],
)
def test_a_broken_reference_says_which_rule_it_breaks(text: str, reason: str) -> None:
    """Each rule has its own word and a message that names the text."""
    with pytest.raises(InvalidReferenceError) as caught:
        normalize_reference(text)
    assert caught.value.reason == reason
    assert text[:20].strip() in caught.value.message
    assert "docker.io/library" not in caught.value.message


def test_an_uppercase_repository_is_offered_in_lowercase() -> None:
    """Only the repository changes: tags may have capitals."""
    with pytest.raises(InvalidReferenceError) as caught:
        normalize_reference("Team:RC1")
    assert caught.value.hint == "did you mean 'team:RC1'?"


def test_tags_are_told_from_references() -> None:
    """A tag has no slash and no colon."""
    assert is_tag("1.0-rc_1")
    assert not is_tag("app:1.0")
    assert not is_tag("-x")
