"""Joining what several files say."""

from hullmark.model.component import Distribution
from hullmark.native.catalogers.distribution import choose
from hullmark.native.catalogers.record import Release


def test_nothing_said_is_nothing_named() -> None:
    """Without a release there is no distribution."""
    assert choose([]) is None


def test_debian_version_adds_the_point_release() -> None:
    """os-release says 12, debian_version 12.5: the answer is 12.5 with os-release's names."""
    found = choose(
        [
            Release(id="debian", version="12.5", name="Debian GNU/Linux 12.5", rank=30),
            Release(id="debian", version="12", codename="bookworm", name="Debian 12", rank=100),
        ]
    )
    assert found == Distribution(id="debian", version="12.5", codename="bookworm", name="Debian 12")


def test_a_lower_rank_never_contradicts() -> None:
    """Another version of the same distribution, or another distribution, changes nothing."""
    best = Release(id="ubuntu", version="22.04", name="Ubuntu 22.04", rank=100)
    others = [
        Release(id="debian", codename="bookworm", name="Debian bookworm/sid", rank=30),
        Release(id="ubuntu", version="20.04", name="Ubuntu 20.04", rank=50),
    ]
    found = choose([*others, best])
    assert found is not None
    assert (found.id, found.version, found.codename) == ("ubuntu", "22.04", "")


def test_testing_stays_without_a_version() -> None:
    """A codename without a version means rolling; a stale point release does not fill it."""
    found = choose(
        [
            Release(id="debian", codename="forky", name="Debian forky/sid", rank=100),
            Release(id="debian", version="12.5", name="Debian 12.5", rank=30),
        ]
    )
    assert found is not None
    assert found.version == ""


def test_a_file_without_an_id_yields_to_one_that_has_it() -> None:
    """An os-release that names no ID is believed after an elder that names one."""
    found = choose(
        [
            Release(id="", id_like=("debian",), name="Something", rank=100),
            Release(id="alpine", version="3.19.1", name="Alpine Linux 3.19.1", rank=80),
        ]
    )
    assert found is not None
    assert found.id == "alpine"


def test_extended_maintenance_joins_the_release() -> None:
    """Ubuntu Pro's status alone names nothing, beside os-release it sets the variant."""
    pro = Release(id="ubuntu", variant="esm", rank=10)
    assert choose([pro]) is None
    found = choose([pro, Release(id="ubuntu", version="16.04", name="Ubuntu", rank=100)])
    assert found is not None
    assert found.variant == "esm"
