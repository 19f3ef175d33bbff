"""The log: runs per image lineage, each with rules, results and what could not be done."""

from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec.structs import replace

from hullmark.formats import sarif as wire
from hullmark.formats.document import HOLE, in_pieces, lines
from hullmark.model.finding import Finding
from hullmark.model.ledger import INCOMPLETE, LedgerRow, Status
from hullmark.model.lineage import category_of
from hullmark.model.scan import ScanResult, Target
from hullmark.report.links import path_uri
from hullmark.report.sarif.results import Results
from hullmark.report.sarif.rollup import rolled_up, rolled_up_rule
from hullmark.report.sarif.rules import message_text, rule_of
from hullmark.report.summary import by_importance

INFORMATION_URI = "https://github.com/hullmark/hullmark"
CATEGORY = "hullmark"
"""First part of every category, so that other tools' uploads are never overwritten."""

_NOTIFICATIONS = tuple(sorted(INCOMPLETE, key=lambda status: status.name))


def write_sarif(result: ScanResult) -> bytes:
    """Return a SARIF log (see ``sarif_pieces``)."""
    return b"".join(sarif_pieces(result))


def sarif_pieces(result: ScanResult) -> Iterator[bytes]:
    """Yield a SARIF log in pieces; of millions of results a thousand are held at a time.

    Targets of one lineage (tags of one repository, same platform) share a run, because two runs
    of one category in a file are refused. Suppressed findings are counted in the run's
    properties and otherwise left out: code scanning ignores ``suppressions`` and would open an
    alert for each. The JSON result holds them.
    """
    groups = by_lineage(result)
    runs = [_Run(result, lineage, *group) for lineage, group in groups.items()]
    log = wire.Log(schema=wire.SCHEMA_URI, version=wire.VERSION, runs=[run.shell() for run in runs])
    yield from in_pieces(log, (items for run in runs for items in run.lists()))


def by_lineage(result: ScanResult) -> dict[str, tuple[list[Target], list[Finding]]]:
    """Return targets and findings of each lineage, in the order of the targets."""
    groups: dict[str, tuple[list[Target], list[Finding]]] = {}
    lineages: dict[str, str] = {}
    for target in result.targets:
        lineage = lineages.setdefault(target.name, category_of(target))
        groups.setdefault(lineage, ([], []))[0].append(target)
    only = next(iter(groups)) if len(groups) == 1 else None
    for finding in result.findings:
        lineage = lineages.get(finding.target) or only or finding.target or "target"
        groups.setdefault(lineage, ([], []))[1].append(finding)
    return groups


def run_of(
    result: ScanResult,
    lineage: str,
    targets: list[Target],
    findings: list[Finding],
    *,
    most: int | None = None,
) -> wire.Run:
    """Return the run of one lineage.

    Args:
        result: What it is taken from.
        lineage: The image without tag and digest.
        targets: Its targets.
        findings: Their findings; suppressed ones are only counted.
        most: Results it may have; the least severe of more are rolled up into one that counts
            them.
    """
    run = _Run(result, lineage, targets, findings, most=most)
    shell = run.shell()
    rules, results = run.lists()
    driver = replace(shell.tool.driver, rules=lines(rules))
    return replace(shell, tool=wire.Tool(driver=driver), results=lines(results))


class _Run:
    """A run whose rules and results are made while they are written."""

    def __init__(
        self,
        result: ScanResult,
        lineage: str,
        targets: list[Target],
        findings: list[Finding],
        *,
        most: int | None = None,
    ) -> None:
        ordered = by_importance(findings)
        self._rest: list[Finding] = []
        if most is not None and len(ordered) > most:
            ordered, self._rest = ordered[: most - 1], ordered[most - 1 :]
        self._result = result
        self._lineage = lineage
        self._targets = targets
        self._ordered = ordered
        self._suppressed = sum(finding.suppressed for finding in findings)

    def shell(self) -> wire.Run:
        """Return the run with holes where rules and results belong."""
        names = {target.name for target in self._targets}
        rows = [row for row in self._result.ledger if row.target in names or not row.target]
        driver = wire.Driver(
            name="Hullmark",
            version=self._result.tool_version,
            information_uri=INFORMATION_URI,
            rules=HOLE,
            notifications=[_notification_kind(status) for status in _NOTIFICATIONS],
        )
        return wire.Run(
            tool=wire.Tool(driver=driver),
            automation_details=wire.AutomationDetails(id=f"{CATEGORY}/{path_uri(self._lineage)}/"),
            invocations=[_invocation(self._result, rows)],
            column_kind="unicodeCodePoints",
            results=HOLE,
            properties=_properties(self._targets, suppressed=self._suppressed),
        )

    def lists(self) -> tuple[Iterator[wire.Rule], Iterator[wire.Result]]:
        """Return the rules and the results, in the order in which a run has them."""
        results = Results(self._ordered, lineage=self._lineage, targets=self._targets)
        rules = results.rules
        index = len(rules)
        written = (rule_of(id_, group) for id_, group in rules.items())
        return (
            chain(written, rolled_up_rule(self._rest)),
            chain(results.write(), rolled_up(self._rest, lineage=self._lineage, index=index)),
        )


def _invocation(result: ScanResult, rows: list[LedgerRow]) -> wire.Invocation:
    return wire.Invocation(
        execution_successful=all(row.status is not Status.FAILED for row in rows),
        end_time_utc=result.created_at,
        tool_execution_notifications=lines(_notifications(rows)),
    )


def _notifications(rows: Iterable[LedgerRow]) -> Iterator[wire.Notification]:
    for row in rows:
        if row.status not in INCOMPLETE:
            continue
        index = _NOTIFICATIONS.index(row.status)
        words = f"{row.check}: {row.status}" + (f", {row.reason}" if row.reason else "")
        failed = row.status in {Status.FAILED, Status.ABSENT}
        yield wire.Notification(
            descriptor=wire.DescriptorReference(id=_descriptor(row.status), index=index),
            level="error" if failed else "warning",
            message=wire.Message(text=message_text(words)),
            properties={"target": row.target, "scanner": row.scanner, "check": row.check},
        )


def _notification_kind(status: Status) -> wire.Rule:
    return wire.Rule(
        id=_descriptor(status),
        short_description=wire.Message(text=f"A check ended as: {status}."),
    )


def _descriptor(status: Status) -> str:
    return "ledger/" + status.value.replace(" ", "-")


def _properties(targets: list[Target], *, suppressed: int) -> dict[str, object]:
    images = [
        {"name": target.name, "digest": target.digest} if target.digest else {"name": target.name}
        for target in targets
    ]
    return {"targets": images, "suppressed": suppressed}
