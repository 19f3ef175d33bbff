"""Compare our findings with Trivy's, Grype's and Clair's on one set of packages and advisories.

    python benchmarks/engines.py [--write docs/reference/engines.md] [--live FOLDER]

The recorded reports and the advisories stand in ../shared (or where HULLMARK_SHARED says). The
packages are those that Trivy listed, so that every difference is one of matching or of what the
other engine sees. With --live, FOLDER being what images.py made, programs on PATH are run anew and
our packages come from our own scan. Every difference is put into a named class; one that fits none
makes the command fail, as does an extra finding of ours that the published record does not support.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_REPOSITORY / folder) for folder in ("src", "tests", "benchmarks")]

import engine_proof  # noqa: E402 - after the path above
import engine_reports as recorded  # noqa: E402
from corpus_data import shared  # noqa: E402
from engine_live import LIVE, live_components  # noqa: E402
from engine_page import page, table  # noqa: E402
from engine_reports import Pair, pair  # noqa: E402
from hullmark.advisories.build import build_database  # noqa: E402
from hullmark.advisories.database import AdvisoryDatabase  # noqa: E402
from hullmark.model.component import Component  # noqa: E402
from hullmark.native.match.components import match_components  # noqa: E402

FEEDS = (
    "osv-converted/Debian/all.zip",
    "osv/PyPI/all.zip",
    "osv/Go/all.zip",
    "osv-converted/npm/all.zip",
    "osv-converted/Maven/all.zip",
)
"""What the other engines' databases were made of, as far as these images need it."""
IMAGES = ("base", "mid", "app")
ZLIB = ("CVE-2023-45853", "deb", "zlib1g", "1:1.2.13.dfsg-1")
"""On a list of false positives inside Grype; the tracker has it open in Debian 12."""


@dataclass
class Engine:
    """What another engine said of one image, and what it knew."""

    name: str
    image: str
    pairs: set[Pair] = field(default_factory=set)
    ignored: set[Pair] = field(default_factory=set)
    """Taken out by rules of its own."""
    elsewhere: set[Pair] = field(default_factory=set)
    """Said of the same packages from a bill of materials, where it has less to go by."""
    packages: set[tuple[str, str]] = field(default_factory=set)
    """Name and version of everything it listed; empty where the report does not list packages."""


@dataclass
class Comparison:
    """Ours against one engine on one image."""

    engine: Engine
    ours: set[Pair]
    classes: dict[str, list[Pair]] = field(default_factory=lambda: defaultdict(list))
    """Name of a class → its pairs."""

    def counts(self) -> Iterator[tuple[str, int, int, int, int]]:
        """Yield per ecosystem: theirs, found by us too, missed by us, extra of ours."""
        theirs = self.engine.pairs
        for kind in sorted({one[1] for one in self.ours | theirs}):
            own = {one for one in self.ours if one[1] == kind}
            other = {one for one in theirs if one[1] == kind}
            yield kind, len(other), len(own & other), len(other - own), len(own - other)


class Facts:
    """The database, asked for one id per flaw and for what explains a difference."""

    def __init__(self, database: AdvisoryDatabase, withdrawn: set[str]) -> None:
        self._database = database
        self._withdrawn = withdrawn
        self._names: dict[str, str] = {}

    def of(self, one: Pair) -> Pair:
        """Return the pair under the best known id of its flaw."""
        return (self.name(one[0]), *one[1:])

    def name(self, flaw: str) -> str:
        """Return the best known id of a flaw: its CVE, else its GHSA."""
        if flaw not in self._names:
            self._names[flaw] = min(self.ids(flaw), key=_best_known)
        return self._names[flaw]

    def ids(self, flaw: str) -> tuple[str, ...]:
        """Return every id of a flaw."""
        aliases = self._database.aliases
        return aliases(flaw) or aliases(f"DEBIAN-{flaw}") or (flaw,)

    def withdrawn(self, flaw: str) -> bool:
        """Say whether a record of the flaw takes itself back; the database leaves those out."""
        return not self._withdrawn.isdisjoint(self.ids(flaw))


def main() -> int:
    """Compare, print, and write the page where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page here")
    parser.add_argument("--live", type=Path, metavar="FOLDER", help="run programs on these images")
    parser.add_argument("--database", type=Path, help="a database of these feeds")
    options = parser.parse_args()
    database = _database(options.database)
    archives = [shared("advisories", *feed.split("/")) for feed in FEEDS]
    facts = Facts(database, engine_proof.withdrawn_ids(archives))
    comparisons = []
    for image in IMAGES:
        components = _components(image, options.live)
        ours = _ours(components, database, facts)
        engines = _live(image, options.live) if options.live else _recorded(image)
        comparisons += [compare(engine, ours, components, facts) for engine in engines]
    extras = {one for each in comparisons for one in each.ours - each.engine.pairs}
    sources = {
        pair("", c.type, c.name, c.version)[1:]: (c.source_name, c.source_version)
        for image in IMAGES
        for c in _components(image, options.live)
    }
    proof = engine_proof.prove(extras, ids=facts.ids, archives=archives, sources=sources)
    print(table(comparisons))
    for one, said in sorted(proof.unproven.items()):
        print(f"not supported by the record: {one}: {said}", file=sys.stderr)
    unexplained = sum(len(each.classes.get("unexplained", ())) for each in comparisons)
    for each in comparisons:
        for one in each.classes.get("unexplained", ()):
            print(f"unexplained: {each.engine.name} {each.engine.image} {one}", file=sys.stderr)
    if options.write:
        options.write.write_text(page(comparisons, proof), encoding="utf-8")
    return 1 if unexplained or proof.unproven else 0


def compare(
    engine: Engine, ours: set[Pair], components: Iterable[Component], facts: Facts
) -> Comparison:
    """Put every difference into its class."""
    compared = Comparison(
        Engine(
            engine.name,
            engine.image,
            pairs={facts.of(one) for one in engine.pairs},
            ignored={facts.of(one) for one in engine.ignored},
            elsewhere={facts.of(one) for one in engine.elsewhere},
            packages=engine.packages,
        ),
        ours,
    )
    present = recorded.syft_packages(engine.image)
    listed = {pair("", c.type, c.name, c.version)[1:]: c for c in components}
    for one in sorted(compared.engine.pairs - ours):
        compared.classes[_why_missed(one, listed, facts, present=one[2:] in present)].append(one)
    for one in sorted(ours - compared.engine.pairs):
        compared.classes[_why_extra(one, compared.engine)].append(one)
    return compared


def _why_missed(one: Pair, listed: dict[Any, Component], facts: Facts, *, present: bool) -> str:
    component = listed.get(one[1:])
    if component is None and not present:
        return "removed"
    if facts.withdrawn(one[0]):
        return "withdrawn"
    if component is None:
        return "other-name"
    source = component.source_version
    if one[1] == "deb" and source and source != component.version:
        return "binary-version"
    return "unexplained"


def _why_extra(one: Pair, engine: Engine) -> str:
    if one in engine.ignored:
        return "ignored-by-rule"
    if engine.name == "Grype" and one == ZLIB:
        return "false-positive-list"
    if one in engine.elsewhere:
        return "unreachable-symbols"
    if engine.name == "Clair" and one[1] == "npm":
        return "no-reader"
    if engine.packages and one[2:] not in engine.packages:
        return "not-listed"
    return "unexplained"


def _database(path: Path | None) -> AdvisoryDatabase:
    if path is None:
        path = _REPOSITORY / "build" / "engines.db"
        path.parent.mkdir(parents=True, exist_ok=True)
        build_database([str(shared("advisories", *feed.split("/"))) for feed in FEEDS], path)
    return AdvisoryDatabase.open(path)


def _components(image: str, live: Path | None) -> list[Component]:
    if live:
        return live_components(live / f"{image}-oci")
    components: list[Component] = recorded.trivy_components(
        recorded.report("trivy", f"{image}-vuln")
    )
    return components


def _ours(components: list[Component], database: AdvisoryDatabase, facts: Facts) -> set[Pair]:
    claims = match_components(components, distribution=recorded.BOOKWORM, database=database).claims
    return {
        facts.of(pair(c.advisory_id, c.component.type, c.component.name, c.component.version))
        for c in claims
    }


def _recorded(image: str) -> Iterator[Engine]:
    """Yield what the recorded reports say."""
    trivy = recorded.report("trivy", f"{image}-vuln")
    yield Engine("Trivy", image, pairs=set(recorded.trivy_pairs(trivy)))
    grype = recorded.report("grype", image)
    yield Engine(
        "Grype",
        image,
        pairs=set(recorded.grype_pairs(grype)),
        ignored=set(recorded.grype_pairs(grype, ignored=True)),
        elsewhere=set(recorded.grype_pairs(recorded.report("grype", "app-sbom"))),
        packages=recorded.syft_packages(image),
    )
    clair = recorded.report("clair", f"{image}.vulns")
    yield Engine(
        "Clair",
        image,
        pairs=set(recorded.clair_pairs(clair)),
        packages={
            (found["name"].lower(), found["version"].removeprefix("v"))
            for found in clair["packages"].values()
        },
    )


def _live(image: str, folder: Path) -> Iterator[Engine]:
    """Yield what programs on PATH say of an image now."""
    for name, run in LIVE.items():
        found = run(folder / f"{image}-oci")
        if found is None:
            print(f"{name} is not on PATH: left out", file=sys.stderr)
        else:
            yield Engine(name, image, **found)


def _best_known(identifier: str) -> tuple[bool, bool, str]:
    return (not identifier.startswith("CVE-"), not identifier.startswith("GHSA-"), identifier)


if __name__ == "__main__":
    sys.exit(main())
