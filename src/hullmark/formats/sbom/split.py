"""One part per distribution: OS packages are matched against the advisories of their own."""

import re
from collections import Counter

from msgspec.structs import replace

from hullmark.formats.sbom.document import Entry, Part

_DISTRO = re.compile(r"pkg:(?:deb|apk|rpm|alpm|opkg)/(?:[^?#]*)\?(?:[^#]*&)?distro=([^&#]+)")


def by_distribution(part: Part) -> list[Part]:
    """Return the part, or one part for each distribution that its package URLs name.

    The distribution with the most packages keeps whatever names none.
    """
    named = [_distro(entry) for entry in part.entries]
    counts = Counter(name for name in named if name)
    if len(counts) < 2:
        return [part]
    main = counts.most_common(1)[0][0]
    parts = {name: replace(part, entries=[], system=None) for name in counts}
    parts[main].system = part.system
    for entry, name in zip(part.entries, named, strict=True):
        parts[name or main].entries.append(entry)
    return [parts[main], *(one for name, one in parts.items() if name != main)]


def _distro(entry: Entry) -> str:
    if "distro=" not in entry.purl:
        return ""
    found = _DISTRO.match(entry.purl)
    return found[1].lower() if found else ""
