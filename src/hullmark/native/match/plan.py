"""Where a component's advisories are filed: under which ecosystem, and under which name.

===================================  =======  ====================================================
feed                                 name     why
===================================  =======  ====================================================
Debian, Ubuntu, Echo                 source   trackers triage source packages (``arch=source``)
Alpine, Alpaquita                    source   secdb lists the origin (the aport)
Rocky Linux                          source   its records name what a source rpm is called
SUSE, openSUSE, Mageia, openEuler    source   same; binaries stand beside the range, if at all
AlmaLinux, Red Hat, Oracle Linux     binary   one entry per binary rpm, each with its own epoch
others (Wolfi, Chainguard, Azure …)  both     records name the origin or a subpackage, no rule
===================================  =======  ====================================================
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from hullmark.advisories.names import normal_ecosystem, normal_name
from hullmark.model.component import Component, Distribution
from hullmark.model.ecosystem import LANGUAGE_ECOSYSTEMS, OS_TYPES
from hullmark.native.catalogers.distribution.ecosystem import find_ecosystem
from hullmark.native.match.database import Advisories

_BY_SOURCE: Final = frozenset(
    {
        *("Debian", "Ubuntu", "Echo", "Alpine", "Alpaquita", "Rocky Linux"),
        *("SUSE", "openSUSE", "Mageia", "openEuler"),
    }
)
_BY_BINARY: Final = frozenset({"AlmaLinux", "Red Hat", "Oracle Linux"})
_PRO: Final = "Ubuntu:Pro:"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Which advisories apply to a target's OS packages."""

    ecosystems: tuple[str, ...] = ()
    """In order of precedence: where two speak of one advisory, the first one counts."""
    note: str = ""
    """What a reader should know: whose advisories stand in."""
    problem: str = ""
    """Why there are none; empty where there are."""


def plan_for(distribution: Distribution | None, database: Advisories) -> Plan:
    """Return where the advisories of a distribution are, or of the one it is derived from."""
    if distribution is None:
        return Plan(problem="no distribution was recognised, so no advisories can be chosen")
    name = title_of(distribution)
    found = find_ecosystem(distribution)
    if found is None:
        return Plan(problem=f"no advisory feed is known for {name}")
    if held := _held(found.key, database):
        note = f"advisories of {found.fallback} stand in for {name}" if found.fallback else ""
        return Plan(ecosystems=held, note=note)
    parent = find_ecosystem(replace(distribution, id=""))
    if parent is not None and (held := _held(parent.key, database)):
        key = normal_ecosystem(found.key)
        note = f"the database lacks {key}; advisories of {parent.fallback} stand in for {name}"
        return Plan(ecosystems=held, note=note)
    return Plan(problem=f"the database holds no advisories of {normal_ecosystem(found.key)}")


class Filing(msgspec.Struct):
    """Every look-up that a set of components needs, each once."""

    lookups: dict[str, dict[str, dict[str, list[int]]]] = msgspec.field(default_factory=dict)
    """Ecosystem → name in normal form → version → positions of components."""
    packages: Counter[str] = msgspec.field(default_factory=Counter)
    """Ecosystem → how many components are looked up there."""
    unfiled: Counter[str] = msgspec.field(default_factory=Counter)
    """purl type → how many components have no advisories to be looked up in."""
    exclusive: bool = False
    """Whether an ecosystem looked up earlier has the last word on its advisories."""


def file_components(components: Sequence[Component], plan: Plan, database: Advisories) -> Filing:
    """Return where each component's advisories are; nothing is looked up yet."""
    filing = Filing(exclusive=len(plan.ecosystems) > 1)
    held: dict[str, tuple[str, ...]] = {}
    for position, component in enumerate(components):
        if component.type in OS_TYPES:
            ecosystems = plan.ecosystems
            for ecosystem in ecosystems:
                for name, version in filed_under(component, ecosystem):
                    _note(filing, ecosystem, name, version, position)
        else:
            known = held.get(component.type)
            ecosystems = _of_language(component.type, database) if known is None else known
            held[component.type] = ecosystems
            for ecosystem in ecosystems:
                _note(filing, ecosystem, component.name, component.version, position)
        if ecosystems:
            filing.packages[ecosystems[0]] += 1
        else:
            filing.unfiled[component.type] += 1
    return filing


def title_of(distribution: Distribution) -> str:
    """Return a distribution's name and release as people say it."""
    return f"{distribution.id} {distribution.version or distribution.codename}".strip()


def filed_under(component: Component, ecosystem: str) -> Iterator[tuple[str, str]]:
    """Yield the names to look an OS package up by, each with the version to compare."""
    family = ecosystem.partition(":")[0]
    if family not in _BY_BINARY:
        name = component.source_name or component.name
        yield name, source_version_of(component)
        if family in _BY_SOURCE or name == component.name:
            return
    yield component.name, component.version


def source_version_of(component: Component) -> str:
    """Return the version of an OS package's source package, comparable with its advisories.

    A source rpm is known by its file name, which has no epoch; the binary's is taken, because
    advisories state one. Debian's ``+b1`` marks a rebuild of unchanged sources.
    """
    version = component.source_version
    if component.type == "rpm":
        epoch, colon, rest = component.version.partition(":")
        if not version or version == rest:
            return component.version
        return version if ":" in version or not colon else f"{epoch}:{version}"
    if version:
        return version
    if component.type == "deb":
        plain, mark, number = component.version.rpartition("+b")
        if mark and number.isdecimal():
            return plain
    return component.version


def _note(filing: Filing, ecosystem: str, name: str, version: str, position: int) -> None:
    names = filing.lookups.setdefault(ecosystem, {})
    versions = names.setdefault(normal_name(ecosystem, name), {})
    positions = versions.setdefault(version, [])
    if not positions or positions[-1] != position:
        positions.append(position)


def _of_language(purl_type: str, database: Advisories) -> tuple[str, ...]:
    ecosystem = LANGUAGE_ECOSYSTEMS.get(purl_type, "")
    return (ecosystem,) if ecosystem and database.has_ecosystem(ecosystem) else ()


def _held(key: str, database: Advisories) -> tuple[str, ...]:
    """Return the keys the database holds; Ubuntu Pro's feed adds to that of the plain release."""
    ecosystem = normal_ecosystem(key)
    wanted = [ecosystem]
    if ecosystem.startswith(_PRO):
        wanted.append("Ubuntu:" + ecosystem.removeprefix(_PRO))
    return tuple(name for name in wanted if database.has_ecosystem(name))
