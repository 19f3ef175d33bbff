"""Files that checks of an image ask for by their path or mode alone."""

from typing import Final

SETUID: Final = "setuid"
"""Runs with the rights of its owner."""

_FOLDERS = ("bin", "sbin", "usr/bin", "usr/sbin", "usr/local/bin", "usr/local/sbin")
_NAMES = (
    "apk",
    "apt",
    "apt-get",
    "dnf",
    "dnf5",
    "dpkg",
    "emerge",
    "microdnf",
    "opkg",
    "pacman",
    "rpm",
    "tdnf",
    "yum",
    "zypper",
)
MANAGERS: Final = {f"{folder}/{name}": name for folder in _FOLDERS for name in _NAMES}
"""Path → package manager of the operating system."""

SETUID_BIT: Final = 0o4000
