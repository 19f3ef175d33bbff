"""Holds the examples beside a check against what the check says about them."""

from hullmark.checks.engine import Engine
from hullmark.checks.readers import read_file, together
from hullmark.checks.record import Check
from hullmark.rego.examples import Example, load_examples

_FILE_NAMES = {
    "dockerfile": "Dockerfile",
    "image": "image.json",
    "compose": "compose.yaml",
    "kubernetes": "manifest.yaml",
}


def wrong_examples(engine: Engine, check: Check) -> list[str]:
    """Return a sentence for each example that does not behave as it is labelled."""
    return [
        _wrong(engine, check, each)
        for each in load_examples(check.path)
        if _wrong(engine, check, each)
    ]


def _wrong(engine: Engine, check: Check, example: Example) -> str:
    name = _FILE_NAMES[check.kind]
    documents, issues = read_file(example.text.encode(), path=name, kind=check.kind)
    where = f"{check.id}: {example.label} example {example.number}"
    if issues:
        return f"{where} cannot be read: {issues[0].cause}"
    fired = False
    for document in (*documents, *together(documents)):
        outcome = engine.check(document)
        fired = fired or any(each.rule == check.id for each in outcome.violations)
        broken = [each.cause for each in outcome.issues if check.path in each.cause]
        if broken:
            return f"{where}: {broken[0]}"
    if fired == (example.label == "bad"):
        return ""
    return f"{where} {'breaks' if fired else 'does not break'} the check"
