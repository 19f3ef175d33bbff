"""``hullmark compare``: how far the scanners of one result agree."""

import json
from pathlib import Path

import click

from hullmark.pipeline.comparison import agreements, scanners_of
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
    r"""Show how far the scanners of a JSON result agree, two by two.

    Only findings of targets that both looked at are counted.

    \b
    Example:
      hullmark aggregate trivy.json grype.json clair.json -o result.json
      hullmark compare result.json
    """
    held = load_result(result)
    pairs = agreements(held)
    if format_name == "json":
        document = {
            "scanners": scanners_of(held),
            "pairs": [{**pair._asdict(), "agreement": _share(*pair[2:])} for pair in pairs],
        }
        click.echo(json.dumps(document, indent=2))
        return 0
    said = {
        name: sum(any(s.scanner == name for s in f.sources) for f in held.findings)
        for name in scanners_of(held)
    }
    for name, count in said.items():
        click.echo(f"{name:14} {count:>7,} findings")
    if pairs:
        click.echo(f"\n{'':30} {'both':>8} {'only 1st':>9} {'only 2nd':>9} {'agree':>7}")
    for pair in pairs:
        names = f"{pair.one} / {pair.other}"
        share = _share(pair.both, pair.only_one, pair.only_other)
        shown = f"{share:.0%}" if share is not None else "-"
        click.echo(
            f"{names:30} {pair.both:>8,} {pair.only_one:>9,} {pair.only_other:>9,} {shown:>7}"
        )
    return 0


def _share(both: int, only_one: int, only_other: int) -> float | None:
    """Return the part of what either says that both say."""
    either = both + only_one + only_other
    return round(both / either, 4) if either else None
