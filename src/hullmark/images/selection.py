"""Which images of a layout or archive are meant: by tag or digest, and by platform."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec

from hullmark.images.errors import ImageNotFoundError, InvalidReferenceError
from hullmark.images.image import ImageOptions
from hullmark.images.platforms import normal_platform, parse_platform, select_platform
from hullmark.images.reference import complete_reference, is_tag
from hullmark.model.image import Platform

_T = TypeVar("_T")
_SHOWN = 10
"""Names listed in a hint; more would hide the message."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind the path in ``oci:DIR:TAG@DIGEST``."""

    tag: str = ""
    digest: str = ""

    def __bool__(self) -> bool:
        return bool(self.tag or self.digest)

    def __str__(self) -> str:
        return f"{self.tag}@{self.digest}" if self.digest else self.tag


def choose_platforms(
    candidates: Sequence[_T],
    *,
    platform_of: Callable[[_T], Platform | None],
    options: ImageOptions,
    name: str,
) -> tuple[_T, ...]:
    """Return the candidates of one image that the options ask for, in their order.

    Raises:
        PlatformNotFoundError: None fits.
    """
    if options.all_platforms:
        return tuple(candidates)
    if options.platform is None and len(candidates) == 1:
        return tuple(candidates)
    chosen = select_platform(candidates, options.platform, platform_of=platform_of, name=name)
    return (chosen,)


def is_named(names: Iterable[str], tag: str) -> bool:
    """Whether one of ``names`` (tags or whole references) is what ``tag`` means."""
    for name in names:
        if name == tag or (is_tag(tag) and name.endswith(f":{tag}")):
            return True
        if _full(name) is not None and _full(name) == _full(tag):
            return True
    return False


def not_found(name: str, wanted: Wanted, known: Iterable[str]) -> ImageNotFoundError:
    """Return the error for a tag or digest that is not there; its hint lists what is."""
    listed = sorted({one for one in known if one})
    shown = ", ".join(listed[:_SHOWN])
    if len(listed) > _SHOWN:
        shown += f" and {len(listed) - _SHOWN} more"
    return ImageNotFoundError(
        f"'{name}' holds no image '{wanted}'",
        hint=f"it holds {shown}" if shown else "its images have no names; leave the tag away",
    )


def same_platform(one: Platform | None, other: Platform | None) -> bool:
    """Whether two platforms are the same, however they are spelled."""
    if one is None or other is None:
        return one is other
    return normal_platform(one) == normal_platform(other)


def check_wish(options: ImageOptions) -> None:
    """Refuse a ``--platform`` that cannot be parsed before anything is read.

    Raises:
        InvalidPlatformError: It has the wrong form.
    """
    if options.platform:
        parse_platform(options.platform)


def _full(name: str) -> str | None:
    try:
        return str(complete_reference(name))
    except InvalidReferenceError:
        return None
