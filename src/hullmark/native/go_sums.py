"""What a ``go.sum`` adds to the ``go.mod`` beside it.

Since Go 1.17 a ``go.mod`` names every module of a build, those of dependencies as ``indirect``.
Before, it named the project's own requirements, and only ``go.sum`` told of the others. A go.sum
also keeps modules that no build needs any more, so it is asked last.
https://go.dev/ref/mod#graph-pruning
"""

from collections.abc import Sequence

from hullmark.native.squash import Seen

_SUMS = "go.sum"
_MODULES = "go.mod"
_STANDARD_LIBRARY = "stdlib"


def without_summed(seen: Sequence[Seen]) -> list[Seen]:
    """Drop the modules of every go.sum that the go.mod beside it makes needless.

    Where go.mod names indirect modules, or a toolchain that always does, go.sum says nothing
    more; else it speaks for the modules that go.mod leaves out.
    """
    named: dict[str, set[str]] = {}
    complete: set[str] = set()
    for each in seen:
        folder, _, name = each.path.rpartition("/")
        if name == _MODULES and each.package.type == "golang":
            named.setdefault(folder, set()).add(each.package.name)
            if each.package.direct is False or each.package.name == _STANDARD_LIBRARY:
                complete.add(folder)
    return [each for each in seen if not _is_answered(each, named, complete)]


def _is_answered(seen: Seen, named: dict[str, set[str]], complete: set[str]) -> bool:
    folder, _, name = seen.path.rpartition("/")
    if name != _SUMS:
        return False
    return folder in complete or seen.package.name in named.get(folder, ())
