"""Kernel packages: which source package their advisories are filed under, and what they are for.

Debian and Ubuntu sign their kernels in a source package of its own, which holds no code; trackers
speak of the one that was signed: ``linux-signed-amd64`` is ``linux``, Ubuntu's
``linux-signed-hwe-6.8`` is ``linux-hwe-6.8``. The signed binary has the version of the code.
"""

import re
from typing import Final

from msgspec.structs import replace

from hullmark.model.component import Component

_SIGNED: Final = "linux-signed"
_ARCHITECTURES: Final = frozenset({"amd64", "arm64", "armhf", "i386"})
"""Debian has one signing package per architecture, all for the same sources."""
_KERNEL: Final = {
    "deb": r"linux-(?:image|headers|modules|libc-dev|kbuild)(?:-.+)?",
    "rpm": r"kernel(?:-(?:uek|rt|default|azure|kvmsmall|64k|debug))?"
    r"(?:-(?:core|modules|modules-core|modules-extra|devel|headers|base))?",
    "apk": r"linux-(?:lts|virt|edge|stable|rpi\d?|headers|firmware-none)(?:-dev)?",
    "alpm": r"linux(?:-(?:lts|zen|hardened|rt))?(?:-headers)?|linux-api-headers",
}
"""Patterns of whole names; compiled when the first name that begins like one is met."""
_BEGINNINGS: Final = ("linux", "kernel")


def with_signed_source(component: Component) -> Component:
    """Return a signed kernel under the sources it was built from, any other package as it is."""
    if component.type != "deb" or not component.source_name.startswith(_SIGNED):
        return component
    flavour = component.source_name.removeprefix(_SIGNED)
    if flavour and not (flavour.startswith("-") and flavour[1:]):
        return component
    flavour = flavour[1:]
    name = "linux" if not flavour or flavour in _ARCHITECTURES else f"linux-{flavour}"
    return replace(component, source_name=name, source_version=component.version)


def is_kernel(component: Component) -> bool:
    """Say whether a package is a kernel, its modules or its headers."""
    names = _KERNEL.get(component.type)
    if names is None or not component.name.startswith(_BEGINNINGS):
        return False
    return re.fullmatch(names, component.name) is not None
