"""Holds the examples beside a policy against what the policy says about them.

An example is a JSON result as far as the policy needs one; ``gate`` in it holds the thresholds.
"""

import json
from typing import Any

from hullmark.formats.result import SCHEMA
from hullmark.gate.asking import Asking
from hullmark.gate.evidence import Evidence
from hullmark.gate.record import GateSettings, Policies, Policy
from hullmark.gate.verdict import judge_result
from hullmark.model.scan import Verdict, VerdictStatus
from hullmark.rego.errors import BrokenExampleError
from hullmark.rego.examples import Example, load_examples

_TODAY = "2026-01-31"
"""The day of examples that name none."""


def wrong_examples(policies: Policies, policy: Policy) -> list[str]:
    """Return a sentence for each example that does not behave as it is labelled."""
    alone = Policies(policies=(policy,), modules=policies.modules)
    found = (_wrong(alone, policy, each) for each in load_examples(policy.path))
    return [sentence for sentence in found if sentence]


def judged_example(policies: Policies, policy: Policy, example: Example, *, size: int) -> Verdict:
    """Return the verdict of one policy, and no other, over an example.

    Raises:
        BrokenExampleError: The example is not JSON, or no result.
    """
    where = f"{policy.id}: {example.label} example {example.number}"
    try:
        given: Any = json.loads(example.text)
        told = dict(given.pop("gate", {}))
        whole = {
            "schema": SCHEMA,
            "created": f"{_TODAY}T00:00:00Z",
            "findings": [],
            "ledger": [],
            "targets": [],
            **given,
        }
    except (ValueError, TypeError, AttributeError) as error:
        raise BrokenExampleError(f"{where} is not a JSON object: {error}") from error
    if not whole["targets"] and not whole["ledger"]:
        whole["ledger"] = [
            {
                "target": "app",
                "scanner": "native",
                "check": "packages",
                "status": "ran",
                "reason": "",
                "data_date": None,
            }
        ]
    settings = GateSettings(
        profile="example",
        today=str(told.pop("today", _TODAY)),
        deny=(policy.id,),
        thresholds=told,
    )
    evidence = Evidence(json.dumps(whole).encode(), source=where)
    return judge_result(evidence, policies, settings, ask=Asking(policies), batch_size=size)


def _wrong(policies: Policies, policy: Policy, example: Example) -> str:
    where = f"{policy.id}: {example.label} example {example.number}"
    verdict = judged_example(policies, policy, example, size=50)
    if policy.judges != ("scan",) and verdict != judged_example(policies, policy, example, size=1):
        return f"{where} is judged otherwise in another batch: let it judge the scan"
    broken = [
        reason.message for reason in verdict.reasons if reason.message[:4] in ("HM61", "HM62")
    ]
    if broken:
        return f"{where}: {broken[0]}"
    if (verdict.status is not VerdictStatus.PASS) == (example.label == "bad"):
        return ""
    said = "passes" if verdict.status is VerdictStatus.PASS else f"is a {verdict.status}"
    return f"{where} {said}"
