"""``hullmark compare``: how far the scanners of one result agree."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from hullmark.pipeline.comparison import Agreement, agreements, scanners_of, silence_counts
from hullmark.pipeline.results import load_result


@click.command("compare")
@click.argument("result", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("table", "json")),
    default="table",
    help="What goes to standard output.",
)
def COMMAND(result: Path, *, format_name: str) -> int:  # noqa: N802
    r"""Show how far the scanners of a JSON result agree, and why who is silent is silent.

    Each cell is what both say, and what part that is of all that either says. Only findings of
    targets that both looked at are counted.

    \b
    Example:
      hullmark aggregate trivy.json grype.json clair.json -o result.json
      hullmark compare result.json
    """
    held = load_result(result)
    pairs = agreements(held)
    names = scanners_of(held)
    silent = silence_counts(held)
    if format_name == "json":
        document = {
            "scanners": names,
            "pairs": [{**pair._asdict(), "agreement": _share(*pair[2:])} for pair in pairs],
            "silent": silent,
        }
        click.echo(json.dumps(document, indent=2))
        return 0
    said = {
        name: sum(any(s.scanner == name for s in f.sources) for f in held.findings)
        for name in names
    }
    for line in (*_matrix(names, said, pairs), *_silent(silent)):
        click.echo(line)
    return 0


def _matrix(names: list[str], said: dict[str, int], pairs: list[Agreement]) -> Iterator[str]:
    cells = {}
    for pair in pairs:
        share = _share(*pair[2:])
        shown = f"{pair.both:,} {share:.0%}" if share is not None else "-"
        cells[pair.one, pair.other] = cells[pair.other, pair.one] = shown
    wide = max([len(name) for name in names] + [14])
    yield f"{'':{wide}} {'findings':>10}" + "".join(f" {name:>{wide}}" for name in names)
    for name in names:
        row = "".join(f" {cells.get((name, other), '.'):>{wide}}" for other in names)
        yield f"{name:{wide}} {said[name]:>10,}{row}"


def _silent(counts: dict[str, dict[str, int]]) -> Iterator[str]:
    if counts:
        yield "\nnot reported, of what others report:"
    for name, kinds in counts.items():
        reasons = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items())
        yield f"{name:14} {sum(kinds.values()):>10,}: {reasons}"


def _share(both: int, only_one: int, only_other: int) -> float | None:
    """Return the part of what either says that both say."""
    either = both + only_one + only_other
    return round(both / either, 4) if either else None
