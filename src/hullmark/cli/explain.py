"""``hullmark explain``: everything that is known of one finding."""

from collections.abc import Iterable
from pathlib import Path

import click

from hullmark.formats.result import Finding
from hullmark.kernel.errors import NothingToScanError
from hullmark.pipeline.comparison import Silence, find_findings, silences_of
from hullmark.pipeline.results import load_result


@click.command("explain")
@click.argument("finding")
@click.argument("result", type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(min=0), default=5, help="Findings; 0 for all. [5]")
def COMMAND(finding: str, result: Path, *, limit: int) -> int:  # noqa: N802
    r"""Say everything that is known of a finding of a JSON result.

    FINDING is an id of the flaw (CVE, GHSA, a check) or the beginning of a fingerprint. Who
    reports it, under which rule and how severe; who looked and stayed silent, and why; where it
    is; what fixes it.

    \b
    Example:
      hullmark aggregate trivy.json grype.json -o result.json
      hullmark explain CVE-2023-45853 result.json
    """
    held = load_result(result)
    found = find_findings(held, finding)
    if not found:
        raise NothingToScanError(
            f"'{result}' has no finding '{finding}'",
            hint="name an id or the beginning of a fingerprint as the JSON result has it",
        )
    shown = found if not limit else found[:limit]
    silences = silences_of(held)
    told = ["\n".join(_lines(each, silences(each))) for each in shown]
    click.echo("\n\n".join(told))
    if len(found) > len(shown):
        click.echo(f"\nand {len(found) - len(shown)} more; --limit 0 for all", err=True)
    return 0


def _lines(finding: Finding, silences: Iterable[Silence]) -> list[str]:
    component = finding.component
    about = f" in {component.name} {component.version}" if component else f" in {finding.subject}"
    lines = [f"{finding.identifiers[0]}{about}  ({finding.severity.level}, {finding.target})"]
    told = finding.message or finding.title
    lines += [f"  {told}"] if told else []
    lines.append(f"  fingerprint  {finding.id}")
    if len(finding.identifiers) > 1:
        lines.append(f"  also         {', '.join(finding.identifiers[1:])}")
    if finding.severity.source:
        score = f" {finding.severity.score}" if finding.severity.score is not None else ""
        lines.append(f"  severity     {finding.severity.level}{score} by {finding.severity.source}")
    others = [
        f"{r.source} {r.level}" for r in finding.ratings if r.source != finding.severity.source
    ]
    if others:
        lines.append(f"  others say   {', '.join(dict.fromkeys(others))}")
    fixed = ", ".join(finding.fixed_in) or str(finding.fix_state)
    lines.append(f"  fix          {finding.remediation or fixed}")
    for purl in finding.packages:
        lines.append(f"  installed    {purl}")
    for place in finding.locations:
        line = f":{place.line}" if place.line else ""
        layer = f"  (layer {place.layer_index})" if place.layer_index is not None else ""
        lines.append(f"  at           {place.path}{line}{layer}")
    for source in finding.sources:
        data = f", data of {source.data_date[:10]}" if source.data_date else ""
        version = f" {source.version}" if source.version else ""
        lines.append(
            f"  reported by  {source.scanner}{version} as {source.rule}: {source.severity}{data}"
        )
    for silence in silences:
        lines.append(f"  not by       {silence.scanner}: {silence.kind}: {silence.reason}")
    if finding.suppressed:
        lines.append(f"  suppressed   {finding.suppression or 'yes'}")
    return lines
