"""Which recorded images have a flaw, or a package below a version: asked of inventories."""

import re
from collections.abc import Iterable, Mapping
from operator import ge, gt, le, lt
from typing import Any, Final

import msgspec

from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.errors import DatabaseMissingError
from hullmark.config.settings import Settings
from hullmark.formats.purl import parse_purl
from hullmark.kernel.errors import UsageError
from hullmark.kernel.paths import database_path
from hullmark.model.component import Component
from hullmark.model.ecosystem import ecosystem_of_type
from hullmark.native.match.components import match_components
from hullmark.native.match.kernel import with_signed_source
from hullmark.pipeline.remembering.memory import opened_store
from hullmark.pipeline.remembering.rematch_units import is_of_distribution
from hullmark.store import affected as asked
from hullmark.store.connection import Store
from hullmark.store.fleet import all_packages
from hullmark.versions.errors import InvalidVersionError
from hullmark.versions.scheme import key, scheme_of

_RANGE: Final = re.compile(
    r"^(?P<name>[^<>=!\s]+)\s*(?P<bounds>(?:(?:<=|>=|<|>|==|=)[^<>=,]+,?)*)$"
)
_BOUND: Final = re.compile(r"(<=|>=|<|>|==|=)\s*([^<>=,]+)")
_ORDERS: Final[Mapping[str, Any]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_FLAW: Final = re.compile(r"[A-Za-z]+-[A-Za-z0-9:.-]+")


class WrongRangeError(UsageError):
    """The question is neither an id of a flaw nor a package with a range of versions.

    Write ``CVE-2024-3094``, ``pkg:npm/lodash@<4.17.21`` or ``openssl<3.0.13``; quote it, or the
    shell takes ``<`` for a file.
    """

    code = "HM1075"


class Affected(msgspec.Struct, frozen=True, kw_only=True):
    """The answer."""

    question: str
    packages: tuple[str, ...]
    """purls of what was asked for, as far as any image has it."""
    images: tuple[asked.Holder, ...]
    """Images that hold any of them, the newest sight first."""
    reported: tuple[asked.Reported, ...] = ()
    """Findings with the flaw that scans have recorded, by whatever scanner."""
    purls: dict[int, str] = {}
    """Number of a package → its purl."""


def affected(question: str, *, settings: Settings) -> Affected:
    """Return which images have what is asked for.

    A flaw is looked for in every inventory by the advisories of today, so that it is found in
    images that were scanned before anybody knew of it; what scanners reported is told beside.

    Raises:
        WrongRangeError: The question cannot be understood.
        HullmarkError: Store or database cannot be read.
    """
    with opened_store(settings, read_only=True) as store:
        text = question.strip()
        if _FLAW.fullmatch(text) and not text.startswith("pkg:") and "-" in text[:12]:
            known = _with_flaw(store, text, settings)
            if known is not None:
                return known
        found = _in_range(store, text)
        return _answer(store, question, found)


def _answer(
    store: Store,
    question: str,
    packages: Mapping[int, Component],
    reported: Iterable[asked.Reported] = (),
) -> Affected:
    holders = asked.holders(store, packages) if packages else []
    return Affected(
        question=question,
        packages=tuple(sorted({each.purl for each in packages.values()})),
        images=tuple(holders),
        reported=tuple(reported),
        purls={number: each.purl for number, each in packages.items()},
    )


def _with_flaw(store: Store, flaw: str, settings: Settings) -> Affected | None:
    """Return images with a flaw; ``None`` where it is no flaw that anybody knows."""
    name = flaw.upper() if flaw.upper().startswith("CVE-") else flaw
    found: dict[int, Component] = {}
    aliases: tuple[str, ...] = (name,)
    try:
        with AdvisoryDatabase.open(settings.database or database_path()) as database:
            aliases = database.aliases(name) or (name,)
            found = _matching(store, database, {name, *aliases})
    except DatabaseMissingError:
        if settings.database is not None:
            raise
    reported = asked.reported(store, sorted({name, *aliases}))
    if not found and not reported and len(aliases) == 1 and not name.startswith(("CVE-", "GHSA-")):
        return None
    return _answer(store, flaw, found, reported)


def _matching(store: Store, database: AdvisoryDatabase, wanted: set[str]) -> dict[int, Component]:
    """Match everything that was ever seen, and keep what has the flaw."""
    packages = {}
    groups: dict[str, dict[int, Component]] = {}
    for number, held in all_packages(store).items():
        packages[number] = with_signed_source(held.component)
        group = held.ecosystem if is_of_distribution(held.component) else ""
        groups.setdefault(group, {})[number] = packages[number]
    found: dict[int, Component] = {}
    for ecosystem, members in groups.items():
        numbers = {id(each): number for number, each in members.items()}
        claims = match_components(
            members.values(), distribution=_distribution(ecosystem), database=database
        ).claims
        for claim in claims:
            if not wanted.isdisjoint((claim.advisory_id, *claim.aliases)):
                held_as = numbers.get(id(claim.component))
                if held_as is not None:
                    found[held_as] = packages[held_as]
    return found


def _distribution(ecosystem: str) -> Any:
    """Return a distribution whose advisories are those of an ecosystem."""
    from hullmark.model.component import Distribution  # noqa: PLC0415 - beside its use

    if not ecosystem:
        return None
    family, _, release = ecosystem.partition(":")
    known = {"Red Hat": "rhel", "Rocky Linux": "rocky", "AlmaLinux": "almalinux",
             "Oracle Linux": "ol", "Amazon Linux": "amzn", "Azure Linux": "azurelinux",
             "SUSE": "sles", "openSUSE": "opensuse-leap", "Photon OS": "photon"}  # fmt: skip
    version = release.removeprefix("v").removesuffix(":LTS").removeprefix("Pro:")
    return Distribution(id=known.get(family, family.lower()), version=version)


def _in_range(store: Store, text: str) -> dict[int, Component]:
    name, kind, bounds = _parsed(text)
    found = asked.find_packages(store, name, kind=kind)
    return {n: each for n, each in found.items() if _holds(each, name, bounds)}


def _parsed(text: str) -> tuple[str, str, list[tuple[str, str]]]:
    kind = ""
    plain = text
    if text.startswith("pkg:"):
        at = max(text.rfind("@<"), text.rfind("@>"), text.rfind("@="))
        plain = text if at < 0 else text[:at] + text[at + 1 :]
        cut = _BOUND.search(plain)
        purl = parse_purl(plain[: cut.start()] if cut else plain, strict=False)
        kind = purl.type
        name = _purl_name(purl)
        rest = plain[cut.start() :] if cut else ""
        bounds = _bounds(rest, text)
        if purl.version:
            bounds.append(("==", purl.version))
        return name, kind, bounds
    match = _RANGE.fullmatch(plain)
    if match is None:
        raise WrongRangeError(
            f"'{text}' is no id of a flaw and no range of versions",
            hint="CVE-2024-3094, pkg:npm/lodash@<4.17.21 or 'openssl<3.0.13'",
        )
    return match[1], kind, _bounds(match[2], text)


def _purl_name(purl: Any) -> str:
    """Return the name as catalogers spell it."""
    if purl.type in {"deb", "rpm", "apk", "alpm"} or not purl.namespace:
        return str(purl.name)
    joint = ":" if purl.type == "maven" else "/"
    return f"{purl.namespace}{joint}{purl.name}"


def _bounds(text: str, question: str) -> list[tuple[str, str]]:
    found = [(sign, version.strip()) for sign, version in _BOUND.findall(text)]
    if text and not found:
        raise WrongRangeError(f"the range of '{question}' cannot be read", hint="name<1.2,>=1.0")
    return found


def _holds(component: Component, name: str, bounds: list[tuple[str, str]]) -> bool:
    by_source = component.name != name and component.source_name == name
    version = component.source_version if by_source else component.version
    version = version or component.version
    ecosystem = component.ecosystem or ecosystem_of_type(component.type)
    for sign, bound in bounds:
        if sign in {"=", "=="}:
            if version != bound:
                return False
            continue
        try:
            scheme = scheme_of(ecosystem)
            if not _ORDERS[sign](key(scheme, version), key(scheme, bound)):
                return False
        except InvalidVersionError:
            return False
    return True
