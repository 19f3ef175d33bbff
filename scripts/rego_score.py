"""Prints how much of the OPA and Gatekeeper suites the engine in this process gets right.

Each case runs in a child process that may die: the engine aborts on some modules.

    python scripts/rego_score.py [--suite opa-conformance] [--failures]
"""

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from corpus_data import corpus  # noqa: E402
from hullmark.kernel.errors import HullmarkError  # noqa: E402
from hullmark.rego.record import Module  # noqa: E402
from hullmark.rego.rules import new_interpreter, refuse_unsupported, to_input  # noqa: E402

SUITES = ("opa-conformance", "gatekeeper-library")
CASE_S = 20


def load(suite: str) -> list[dict[str, Any]]:
    """Return the cases of a suite with everything they need."""
    root = corpus("rego") / suite
    index = json.loads((root / "index.json").read_text())
    if suite == "gatekeeper-library":
        return [_gatekeeper(root, case) for case in index["cases"]]
    return [
        case for each in index["files"] for case in json.loads((root / each["file"]).read_text())
    ]


def _gatekeeper(root: Path, case: dict[str, Any]) -> dict[str, Any]:
    import yaml

    def read(name: str) -> Any:
        return yaml.safe_load((root / name).read_text())

    target = read(case["template"])["spec"]["targets"][0]
    code: dict[str, Any] = next(
        (each["source"] for each in target.get("code", ()) if each["engine"] == "Rego"), {}
    )
    return {
        "id": case["id"],
        "category": "gatekeeper",
        "modules": [
            code.get("rego") or target.get("rego", ""),
            *(code.get("libs") or target.get("libs") or ()),
        ],
        "input": {
            "parameters": (read(case["constraint"]).get("spec") or {}).get("parameters") or {},
            "review": {"object": read(case["object"])},
        },
        "data": {"inventory": {}},
        "assertions": case["expect"]["assertions"],
        "inventory": case.get("inventory"),
    }


def run(case: dict[str, Any]) -> str:
    """Return ``ok``, ``refused: …`` or what is wrong."""
    modules = [
        Module(path=f"module{number}.rego", source=source, package="x")
        for number, source in enumerate(case.get("modules") or ())
    ]
    try:
        for module in modules:
            refuse_unsupported(module)
    except HullmarkError as error:
        return f"refused: {error.message}"
    interpreter = new_interpreter()
    interpreter.strict_built_in_errors = bool(case.get("expect", {}).get("strict_error"))
    try:
        for module in modules:
            interpreter.add_module(module.path, module.source)
        if case.get("data"):
            interpreter.add_data_json(json.dumps(case["data"]))
        if "input" in case:
            interpreter.set_input(to_input(case["input"]))
        if "input_term" in case:
            interpreter.set_input_term(case["input_term"])
        query = case.get("query") or f"data.{_package(modules[0].source)}.violation = x"
        output = interpreter.query(query)
    except Exception as error:  # noqa: BLE001 - whatever the engine throws is an answer
        return _judged(case, None, str(error))
    if not output.ok():
        return _judged(case, None, str(output))
    bindings = [dict(result.bindings) for result in output.results if result.bindings]
    return _judged(case, bindings, "")


def _package(source: str) -> str:
    found = re.search(r"^package\s+([\w.]+)", source, re.MULTILINE)
    return found[1] if found else "x"


def _judged(case: dict[str, Any], bindings: list[dict[str, Any]] | None, error: str) -> str:
    if "assertions" in case:
        return _asserted(case["assertions"], bindings, error)
    expect = case["expect"]
    if "want_error" in expect or "want_error_code" in expect:
        return "ok" if bindings is None else "no error where one is expected"
    if bindings is None:
        return f"error: {' '.join(error.split())[:120]}"
    wanted = expect.get("want_result") or []
    if not wanted:
        return "ok" if not bindings or not any(bindings) else "a result where none is expected"
    return (
        "ok" if _ordered(bindings) == _ordered(wanted) else f"differs: {json.dumps(bindings)[:120]}"
    )


def _asserted(
    assertions: list[dict[str, Any]], bindings: list[dict[str, Any]] | None, error: str
) -> str:
    if bindings is None:
        return f"error: {' '.join(error.split())[:120]}"
    said = bindings[0].get("x", []) if bindings else []
    messages = [str(each.get("msg", each) if isinstance(each, dict) else each) for each in said]
    for assertion in assertions:
        hits = [each for each in messages if re.search(assertion.get("message", ""), each)]
        wanted = assertion.get("violations", True)
        right = len(hits) == wanted if type(wanted) is int else bool(hits) == bool(wanted)
        if not right:
            return f"{len(hits)} violations, not {wanted}"
    return "ok"


def _ordered(value: Any) -> str:
    def key(each: Any) -> Any:
        if isinstance(each, dict):
            return {name: key(item) for name, item in sorted(each.items())}
        if isinstance(each, list):
            return sorted((key(item) for item in each), key=json.dumps)
        return float(each) if isinstance(each, int | float) and not isinstance(each, bool) else each

    return json.dumps(key(value))


def child(suite: str, start: int) -> None:
    """Run cases from ``start`` on, one line of answer each."""
    for position, case in enumerate(load(suite)):
        if position >= start:
            print(json.dumps([position, run(case)]), flush=True)


def answers(suite: str, count: int) -> list[str]:
    """Return the answer of each case; a child that dies or hangs has failed its case."""
    found: list[str] = []
    while len(found) < count:
        command = [sys.executable, __file__, "--child", suite, str(len(found))]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdout is not None
            found += [json.loads(line)[1] for line in process.stdout]
        if len(found) < count and process.returncode:
            found.append(f"the engine ended the process ({process.returncode})")
    return found


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", choices=SUITES, action="append")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--child", nargs=2)
    options = parser.parse_args()
    if options.child:
        child(options.child[0], int(options.child[1]))
        return
    for suite in options.suite or SUITES:
        loaded = load(suite)
        found = answers(suite, len(loaded))
        right = sum(each == "ok" for each in found)
        refused = sum(each.startswith("refused") for each in found)
        print(
            f"{suite}: {right} of {len(found)} right ({right / len(found):.1%}), {refused} refused"
        )
        wrong: Counter[str] = Counter()
        for case, said in zip(loaded, found, strict=True):
            if said != "ok":
                wrong[case["category"]] += 1
                if options.failures:
                    print(f"  {case['id']}: {said}")
        print("  not right by category: " + ", ".join(f"{n} {c}" for n, c in wrong.most_common()))


if __name__ == "__main__":
    main()
