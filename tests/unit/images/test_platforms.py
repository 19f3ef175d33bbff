"""Spelling and choice of platforms."""

import pytest

from hullmark.images import platforms
from hullmark.images.errors import InvalidPlatformError, PlatformNotFoundError
from hullmark.images.platforms import machine_platform, matches, parse_platform, select_platform
from hullmark.model.image import Platform


def _select(offers: list[str], wanted: str | None) -> str:
    return select_platform(
        offers, wanted, platform_of=lambda text: _platform(text) if text else None, name="app"
    )


def _platform(text: str) -> Platform:
    os, architecture, *variant = text.split("/")
    return Platform(os=os, architecture=architecture, variant="".join(variant))


@pytest.fixture
def on_amd64(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the machine's own platform the same everywhere."""
    own = Platform(os="linux", architecture="amd64")
    monkeypatch.setattr(platforms, "machine_platform", lambda: own)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("linux/amd64", "linux/amd64"),
        ("linux/x86_64", "linux/amd64"),
        ("Linux/AMD64/v1", "linux/amd64"),
        ("linux/amd64/v3", "linux/amd64/v3"),
        ("linux/aarch64", "linux/arm64"),
        ("linux/arm64/v8", "linux/arm64"),
        ("linux/armhf", "linux/arm/v7"),
        ("linux/arm/6", "linux/arm/v6"),
        ("arm64", "linux/arm64"),
        ("i386", "linux/386"),
        ("windows(10.0.17763)/amd64", "windows/amd64"),
    ],
)
def test_platforms_have_one_spelling(text: str, normal: str) -> None:
    """Aliases of kernels and distributions become the names of the specification."""
    assert str(parse_platform(text)) == normal


@pytest.mark.parametrize("text", ["", "linux/", "/amd64", "a/b/c/d", "linux/am d64"])
def test_other_forms_are_refused(text: str) -> None:
    """The message names what was given."""
    with pytest.raises(InvalidPlatformError):
        parse_platform(text)


def test_a_lone_system_means_the_machines_architecture() -> None:
    """``windows`` alone is enough of a wish."""
    assert parse_platform("windows").architecture == machine_platform().architecture


@pytest.mark.usefixtures("on_amd64")
@pytest.mark.parametrize(
    ("offers", "wanted", "chosen"),
    [
        (["linux/arm64", "linux/amd64"], "linux/amd64", "linux/amd64"),
        (["linux/arm64", "linux/amd64"], None, "linux/amd64"),
        (["linux/arm64"], None, "linux/arm64"),
        (["linux/arm64", "linux/arm64"], None, "linux/arm64"),
        (["linux/arm/v5", "linux/arm/v6"], "linux/arm/v7", "linux/arm/v6"),
        (["linux/arm/v6", "linux/arm/v7"], "linux/arm", "linux/arm/v7"),
        (["linux/arm64/v8"], "linux/aarch64", "linux/arm64/v8"),
        (["", "linux/amd64"], None, "linux/amd64"),
    ],
)
def test_the_nearest_platform_is_chosen(offers: list[str], wanted: str | None, chosen: str) -> None:
    """A wish first, then the machine's own, then the only one."""
    assert _select(offers, wanted) == chosen


@pytest.mark.usefixtures("on_amd64")
@pytest.mark.parametrize(
    ("offers", "wanted"),
    [
        (["linux/amd64"], "linux/arm64"),
        (["linux/arm/v7"], "linux/arm/v6"),
        (["linux/arm64", "linux/s390x"], None),
        ([], None),
        ([""], "linux/amd64"),
    ],
)
def test_no_platform_is_guessed(offers: list[str], wanted: str | None) -> None:
    """Where none fits, or several are as far away, the user is asked."""
    with pytest.raises(PlatformNotFoundError) as caught:
        _select(offers, wanted)
    assert all(offer in (caught.value.hint or "") for offer in offers)


def test_windows_versions_are_compared() -> None:
    """A build that was asked for is not replaced by another."""
    wanted = parse_platform("windows(10.0.17763)/amd64")
    old = Platform(os="windows", architecture="amd64", os_version="10.0.17763.1")
    new = Platform(os="windows", architecture="amd64", os_version="10.0.20348.2")
    assert matches(wanted, old)
    assert not matches(wanted, new)
