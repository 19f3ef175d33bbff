"""What is wrong with a run by the letter of SARIF 2.1.0, and was read all the same."""

from collections import Counter
from collections.abc import Iterable, Iterator

from hullmark.scanners.sarif.wire import (
    Physical,
    Region,
    Result,
    Rule,
    RuleReference,
    RunFacts,
    Text,
)


def repairs_in(results: Iterable[Result], rules: dict[str, Rule]) -> Iterator[str]:
    """Yield every breakage of results.

    Args:
        results: As they were read.
        rules: Id → rule, of driver and extensions.
    """
    for result in results:
        yield from _of_result(result, rules)


def repairs_of(run: RunFacts, in_results: Counter[str]) -> str:
    """Return every kind of breakage with how often it was met, as one line; empty for none."""
    found = Counter(_of_run(run))
    found.update(in_results)
    if not found:
        return ""
    return "repaired: " + ", ".join(
        f"{count:,} × {what}" if count > 1 else what for what, count in found.items()
    )


def _of_run(run: RunFacts) -> Iterator[str]:
    if run.tool is None or run.tool.driver is None or not run.tool.driver.name:
        yield "run without a tool's name (the scanner is unknown)"
        return
    ids = [rule.id for rule in run.tool.driver.rules or ()]
    for identifier, count in Counter(ids).items():
        if count > 1 and identifier:
            yield "rule that is there twice (the last one is taken)"
    if "" in ids:
        yield "rule without an id"


def _of_result(result: Result, rules: dict[str, Rule]) -> Iterator[str]:
    message = result.message or Text()
    if not (message.text or message.markdown or message.id):
        yield "result without a message (its rule's title stands for it)"
    reference = result.rule or RuleReference()
    identifier = result.rule_id or reference.id
    if not identifier and result.rule_index is None and reference.index is None:
        yield "result without a rule"
    elif identifier and rules and not _has(identifier, rules):
        yield "result of a rule that the run does not describe"
    for location in result.locations or ():
        physical = location.physical_location or Physical()
        region = physical.region or Region()
        if region.start_line is not None and region.start_line < 1:
            yield "line below 1 (left out)"
        uri = physical.artifact_location.uri if physical.artifact_location else None
        if uri is not None and ("\\" in uri or " " in uri):
            yield "path that is not percent-encoded"
        elif uri == "":
            yield "empty path"


def _has(identifier: str, rules: dict[str, Rule]) -> bool:
    return identifier in rules or identifier.rpartition("/")[0] in rules
