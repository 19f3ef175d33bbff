"""Finds the distribution: os-release first, then the files that came before it."""

from collections.abc import Callable, Iterator
from functools import partial

from hullmark.native.catalogers.distribution.parse_elders import (
    parse_bare_version,
    parse_debian_version,
    parse_presence,
    parse_release_cpe,
    parse_sentence,
    parse_suse_release,
)
from hullmark.native.catalogers.distribution.parse_hints import parse_busybox, parse_pro_status
from hullmark.native.catalogers.distribution.parse_os_release import (
    parse_lsb_release,
    parse_os_release,
)
from hullmark.native.catalogers.record import Cataloger, File, Release, UnreadableFileError

RELEASE_BYTES = 1024 * 1024
"""One release file; real ones hold under 4 KiB, Ubuntu Pro's status about 30 KiB."""

_Parse = Callable[[bytes], Iterator[Release]]


def parse(file: File) -> Iterator[Release]:
    """Yield what one file says about the distribution."""
    name = file.path.rpartition("/")[2]
    if name == "busybox":
        yield from parse_busybox(file.data, rank=1)
        return
    if len(file.data) > RELEASE_BYTES:
        raise UnreadableFileError(f"is larger than a release file can be ({RELEASE_BYTES} bytes)")
    if name == "os-release":
        rank = 100 if file.path.startswith("etc/") else 99
        yield from parse_os_release(file.data[:], rank=rank)
    elif parse_ := _READERS.get(name):
        yield from parse_(file.data[:])


_READERS: dict[str, _Parse] = {
    "lsb-release": partial(parse_lsb_release, rank=50),
    "alpine-release": partial(parse_bare_version, id_="alpine", name="Alpine Linux", rank=80),
    "debian_version": partial(parse_debian_version, rank=30),
    "rocky-release": partial(parse_sentence, rank=70),
    "almalinux-release": partial(parse_sentence, rank=70),
    "oracle-release": partial(parse_sentence, rank=70),
    "enterprise-release": partial(parse_sentence, rank=69),
    "centos-release": partial(parse_sentence, rank=70),
    "fedora-release": partial(parse_sentence, rank=70),
    "mageia-release": partial(parse_sentence, rank=70),
    "openEuler-release": partial(parse_sentence, rank=70),
    "photon-release": partial(parse_sentence, rank=70),
    "mariner-release": partial(parse_sentence, rank=70),
    "azurelinux-release": partial(parse_sentence, rank=70),
    "amazon-linux-release": partial(parse_sentence, rank=70),
    "slackware-version": partial(parse_sentence, rank=70),
    "SuSE-release": partial(parse_suse_release, rank=70),
    "redhat-release": partial(parse_sentence, rank=60),
    "system-release": partial(parse_sentence, rank=55),
    "system-release-cpe": partial(parse_release_cpe, rank=54),
    "gentoo-release": partial(parse_sentence, rank=70),
    "openwrt_version": partial(parse_bare_version, id_="openwrt", name="OpenWrt", rank=70),
    "arch-release": lambda _: parse_presence(id_="arch", name="Arch Linux", rank=20),
    "status.json": partial(parse_pro_status, rank=10),
}

_IN_ETC_OR_LIB = tuple(name for name in _READERS if name != "status.json")

DISTRIBUTION = Cataloger(
    name="distribution",
    version=1,
    role="distribution",
    globs=(
        "etc/os-release",
        "usr/lib/os-release",
        *(f"etc/{name}" for name in _IN_ETC_OR_LIB),
        *(f"usr/lib/{name}" for name in _IN_ETC_OR_LIB if name.endswith("-release")),
        "var/lib/ubuntu-advantage/status.json",
        "bin/busybox",
        "usr/bin/busybox",
    ),
    parse=parse,
)
