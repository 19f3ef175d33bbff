"""From the name a distribution gives itself in prose to its os-release ID."""

_BY_START = (
    ("red hat enterprise linux", "rhel"),
    ("red hat linux", "redhat"),
    ("red hat universal base image", "rhel"),
    ("centos", "centos"),
    ("rocky", "rocky"),
    ("alma", "almalinux"),
    ("oracle", "ol"),
    ("enterprise linux", "ol"),
    ("fedora", "fedora"),
    ("scientific", "scientific"),
    ("amazon linux", "amzn"),
    ("virtuozzo", "virtuozzo"),
    ("cloudlinux", "cloudlinux"),
    ("eurolinux", "eurolinux"),
    ("miracle", "miraclelinux"),
    ("springdale", "springdale"),
    ("mageia", "mageia"),
    ("openeuler", "openeuler"),
    ("opencloudos", "opencloudos"),
    ("anolis", "anolis"),
    ("vmware photon", "photon"),
    ("photon", "photon"),
    ("cbl-mariner", "mariner"),
    ("common base linux mariner", "mariner"),
    ("microsoft azure linux", "azurelinux"),
    ("azure linux", "azurelinux"),
    ("opensuse tumbleweed", "opensuse-tumbleweed"),
    ("opensuse leap", "opensuse-leap"),
    ("opensuse", "opensuse"),
    ("suse linux enterprise server", "sles"),
    ("suse linux enterprise desktop", "sled"),
    ("linuxmint", "linuxmint"),
    ("linux mint", "linuxmint"),
    ("manjaro", "manjaro"),
    ("arch", "arch"),
    ("gentoo", "gentoo"),
    ("slackware", "slackware"),
    ("pop", "pop"),
    ("elementary", "elementary"),
    ("debian", "debian"),
    ("ubuntu", "ubuntu"),
    ("openwrt", "openwrt"),
    ("wolfi", "wolfi"),
    ("clear linux", "clear-linux-os"),
)

_LIKE = {
    "centos": ("rhel", "fedora"),
    "rocky": ("rhel", "centos", "fedora"),
    "almalinux": ("rhel", "centos", "fedora"),
    "ol": ("rhel", "fedora"),
    "scientific": ("rhel", "centos", "fedora"),
    "virtuozzo": ("rhel", "fedora"),
    "cloudlinux": ("rhel", "centos", "fedora"),
    "eurolinux": ("rhel", "centos", "fedora"),
    "miraclelinux": ("rhel", "fedora"),
    "springdale": ("rhel", "fedora"),
    "rhel": ("fedora",),
    "ubuntu": ("debian",),
    "linuxmint": ("ubuntu", "debian"),
}


def id_of_name(name: str) -> str:
    """Return the os-release ID of a distribution that calls itself ``name``."""
    lowered = " ".join(name.lower().split())
    for start, id_ in _BY_START:
        if lowered.startswith(start):
            return id_
    first = lowered.split(" ", 1)[0]
    return "".join(c for c in first if c.isalnum() or c in "._-")


def id_like_of(id_: str) -> tuple[str, ...]:
    """Return what ``ID_LIKE`` is known to be for files that do not state it."""
    return _LIKE.get(id_, ())
