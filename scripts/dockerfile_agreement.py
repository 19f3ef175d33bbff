"""Prints how often our Dockerfile checks and other linters agree, rule by rule.

Reads the shared corpus: recorded answers of hadolint and Checkov over real Dockerfiles, and the
labelled examples of Checkov, KICS and trivy-checks. A rule is compared with the check that names
it under ``equivalents``; a file counts once: does the rule fire in it or not.

    python scripts/dockerfile_agreement.py [--differences]
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from corpus_data import corpus  # noqa: E402
from hullmark.checks.bundle import Bundle, load_bundle  # noqa: E402
from hullmark.checks.documents.dockerfile import read_dockerfile  # noqa: E402
from hullmark.checks.engine import Engine  # noqa: E402
from hullmark.checks.errors import UncheckableFileError  # noqa: E402

Case = tuple[str, str, bytes, bool]
"""Scanner, rule, file, whether the rule fires."""


def cases() -> Iterator[Case]:
    """Yield every answer of another linter that the corpus holds."""
    root = corpus("dockerfiles")
    for suite in ("checkov", "kics", "trivy-checks"):
        for case in json.loads((root / suite / "index.json").read_text())["cases"]:
            expect = case["expect"]
            rule = case.get("rule_id") or case.get("rule") or expect["rule"]
            fires = expect["fails"] if "fails" in expect else bool(expect["findings"])
            data = (root / suite / case["file"]).read_bytes()
            yield suite.removesuffix("-checks"), rule, data, fires
    yield from _real_world(root / "real-world")


def _real_world(folder: Path) -> Iterator[Case]:
    found = json.loads((folder / "index.json").read_text())["cases"]
    rules = {
        "hadolint": {each["code"] for case in found for each in case["expect"]["hadolint"]},
        "checkov": {each["id"] for case in found for each in case["expect"]["checkov"]},
    }
    for case in found:
        data = (folder / case["file"]).read_bytes()
        said = {
            "hadolint": {each["code"] for each in case["expect"]["hadolint"]},
            "checkov": {each["id"] for each in case["expect"]["checkov"]},
        }
        if "DL1000" in said["hadolint"]:
            said.pop("hadolint")
        for scanner, fired in said.items():
            for rule in rules[scanner]:
                yield scanner, rule, data, rule in fired


def same_checks(bundle: Bundle, scanner: str, rule: str) -> set[str]:
    """Return our checks that say the same as a rule."""
    return {
        check.id
        for check in bundle.of_kind("dockerfile")
        if rule.upper() in {each.upper() for each in check.equivalents.get(scanner, ())}
    }


def counted(bundle: Bundle, *, show: bool = False) -> dict[tuple[str, str], list[int]]:
    """Return scanner and rule → files where both fire, only we, only they, neither."""
    engine = Engine(bundle)
    known: dict[bytes, set[str]] = {}
    counts: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for scanner, rule, data, fires in cases():
        ours = same_checks(bundle, scanner, rule)
        if not ours:
            continue
        if data not in known:
            known[data] = fired(engine, data)
        place = (0 if known[data] & ours else 2) if fires else (1 if known[data] & ours else 3)
        counts[scanner, rule][place] += 1
        if show and place in (1, 2):
            who = "only we" if place == 1 else f"only {scanner}"
            print(f"--- {rule} {sorted(ours)} {who}\n{data.decode(errors='replace')[:1500]}")
    return counts


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--differences", action="store_true", help="show each file that differs")
    options = parser.parse_args()
    bundle = load_bundle([])
    _print(bundle, counted(bundle, show=options.differences))


def fired(engine: Engine, data: bytes) -> set[str]:
    """Return the ids of our checks that a Dockerfile breaks."""
    try:
        document = read_dockerfile(data, path="Dockerfile")
    except UncheckableFileError:
        return set()
    return {each.rule for each in engine.check(document).violations}


def _print(bundle: Bundle, counts: dict[tuple[str, str], list[int]]) -> None:
    print("| rule | our checks | both | only we | only they | neither | agree |")
    print("|---|---|---|---|---|---|---|")
    totals = [0, 0, 0, 0]
    for (scanner, rule), found in sorted(counts.items()):
        both, we, they, neither = found
        totals = [total + each for total, each in zip(totals, found, strict=True)]
        ours = ", ".join(sorted(same_checks(bundle, scanner, rule)))
        share = (both + neither) / sum(found)
        print(f"| {scanner} {rule} | {ours} | {both} | {we} | {they} | {neither} | {share:.1%} |")
    share = (totals[0] + totals[3]) / max(sum(totals), 1)
    print(
        f"\n{sum(totals)} answers, {share:.2%} agree: both {totals[0]}, only we {totals[1]}, "
        f"only they {totals[2]}, neither {totals[3]}."
    )


if __name__ == "__main__":
    main()
