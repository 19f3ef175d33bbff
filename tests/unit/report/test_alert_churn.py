"""A model of code scanning judges alerts over a history of twenty scans of one image.

The model holds what GitHub documents: an alert is told apart by tool, category, rule, path of the
first location and ``primaryLocationLineHash``; a result that is not in the latest upload of its
category closes its alert, and one that comes back opens it again.
"""

import json
import random
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from hullmark.model.image import Digest
from hullmark.model.scan import ScanResult
from hullmark.report.sarif.github import github_logs
from report_sample import sample

SCANS = 20
Alert = tuple[str, str, str, str, str]


class CodeScanning:
    """What a repository shows after uploads."""

    def __init__(self) -> None:
        self.open: dict[str, set[Alert]] = {}
        self.opened = 0
        self.closed = 0

    def upload(self, logs: list[bytes]) -> None:
        """Take the files of one scan."""
        for log in logs:
            for run in json.loads(log)["runs"]:
                category = run["automationDetails"]["id"].rpartition("/")[0]
                tool = run["tool"]["driver"]["name"]
                found = {_alert(tool, category, each) for each in run["results"]}
                assert len(found) == len(run["results"]), "two results are one alert"
                before = self.open.get(category, set())
                self.opened += len(found - before)
                self.closed += len(before - found)
                self.open[category] = found


def _alert(tool: str, category: str, result: dict[str, Any]) -> Alert:
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    mark = result["partialFingerprints"]["primaryLocationLineHash"]
    return (tool, category, result["ruleId"], place, mark)


def _scanned(number: int, chance: random.Random) -> ScanResult:
    """Return the same image again: another tag, digest, day, tool version and order."""
    first = sample()
    names = {each.name: f"{each.name.rpartition(':')[0]}:2.{number}" for each in first.targets}
    targets = tuple(
        replace(each, name=names[each.name], digest=Digest(f"sha256:{number:064x}"))
        for each in first.targets
    )
    findings = [
        replace(each, target=names.get(each.target, each.target), sources=_newer(each, number))
        for each in first.findings
    ]
    chance.shuffle(findings)
    return replace(
        first,
        created_at=first.created_at + timedelta(days=number),
        tool_version=f"1.{number}.0",
        targets=targets,
        findings=tuple(findings),
    )


def _newer(finding: Any, number: int) -> Any:
    return tuple(replace(each, version=f"0.{number}.0") for each in finding.sources)


def test_twenty_scans_of_what_is_the_same_open_nothing_and_close_nothing() -> None:
    """Tags, digests, days, versions of tools and order are no news."""
    chance = random.Random(7)
    model = CodeScanning()
    model.upload(github_logs(_scanned(0, chance)))
    opened = model.opened
    assert opened
    for number in range(1, SCANS):
        model.upload(github_logs(_scanned(number, chance)))
    assert (model.opened, model.closed) == (opened, 0)


def test_a_fixed_problem_closes_one_alert_and_a_new_one_opens_one() -> None:
    """What changes shows, and nothing else does."""
    chance = random.Random(7)
    model = CodeScanning()
    model.upload(github_logs(_scanned(0, chance)))
    opened = model.opened
    shown = [each for each in _scanned(1, chance).findings if not each.suppressed]
    later = _scanned(1, chance)
    fewer = replace(later, findings=tuple(f for f in later.findings if f.id != shown[0].id))
    model.upload(github_logs(fewer))
    assert (model.opened, model.closed) == (opened, 1)
    model.upload(github_logs(_scanned(2, chance)))
    assert (model.opened, model.closed) == (opened + 1, 1)
