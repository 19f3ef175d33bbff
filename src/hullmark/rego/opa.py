"""The stock ``opa`` program as engine: one process for any number of inputs.

Modules are asked where they stand, unchanged. Built-in functions that reach the network or the
environment are taken out of its capabilities first, so that no policy can.
"""

import shutil
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from hullmark.kernel import processes, space
from hullmark.kernel.errors import PolicyError, ToolError
from hullmark.rego.errors import BrokenModuleError, RuleTimeoutError
from hullmark.rego.record import Answer, Module, Question
from hullmark.rego.rules import problem_of, wrong_answer

TIME_S = 120.0
"""For all inputs of one question; 100,000 findings take about a second."""
_FORBIDDEN = frozenset({"http.send", "net.lookup_ip_addr", "opa.runtime", "rego.parse_module"})


def find_opa() -> str | None:
    """Return where ``opa`` is, if it is on PATH."""
    return shutil.which("opa")


def evaluate_by_opa(
    program: str,
    modules: Sequence[Module],
    questions: Sequence[Question],
    documents: Sequence[Any],
    *,
    time_s: float = TIME_S,
) -> list[list[Answer]]:
    """Return the answers of modules to each of several inputs; what fails is a problem."""
    with space.scratch_folder() as folder:
        try:
            said = _asked(program, modules, questions, documents, folder, time_s)
        except ToolError as error:
            return _failed(questions, RuleTimeoutError(error.message), documents)
        except PolicyError as error:
            return _failed(questions, error, documents)
    return [
        [
            _answer(question, said[str(number)][position])
            for number, question in enumerate(questions)
        ]
        for position in range(len(documents))
    ]


def _asked(
    program: str,
    modules: Sequence[Module],
    questions: Sequence[Question],
    documents: Sequence[Any],
    folder: Path,
    time_s: float,
) -> Mapping[str, list[list[Any]]]:
    for number, module in enumerate(modules):
        (folder / f"{number:05}.rego").write_text(module.source, encoding="utf-8")
    capabilities = folder / "capabilities.json"
    capabilities.write_bytes(_capabilities(program))
    query = "{" + ", ".join(_query(number, each) for number, each in enumerate(questions)) + "}"
    done = processes.run(
        (
            program,
            "eval",
            "--format=json",
            "--stdin-input",
            f"--capabilities={capabilities}",
            *(f"--data={folder / f'{number:05}.rego'}" for number in range(len(modules))),
            query,
        ),
        stdin=msgspec.json.encode(list(documents)),
        timeout_s=time_s,
    )
    if done.status:
        raise BrokenModuleError(f"'{questions[0].path}': {_why(done.output, done.errors)}")
    results = msgspec.json.decode(done.output).get("result") or [{}]
    held: Mapping[str, list[list[Any]]] = results[0]["expressions"][0]["value"]
    return held


def _query(number: int, question: Question) -> str:
    """Return one list per input, of one list per rule: with its value, empty where undefined."""
    rules = ", ".join(
        f"[value | value := data.{path} with input as each]" for path in question.entrypoints
    )
    return f'"{number}": [[{rules}] | some each in input]'


def _answer(question: Question, held: Sequence[Sequence[Any]]) -> Answer:
    values: list[Any] = []
    problem = None
    for rule in held:
        for value in rule:
            if isinstance(value, list):
                values += value
            elif question.strict:
                problem = problem_of(question.path, wrong_answer(question, value))
    return Answer(id=question.id, values=values, problem=problem)


def _failed(
    questions: Sequence[Question], error: PolicyError, documents: Sequence[Any]
) -> list[list[Answer]]:
    problem = problem_of(questions[0].path, error)
    return [[Answer(id=questions[0].id, problem=problem)], *([] for _ in documents[1:])]


@lru_cache(maxsize=4)
def _capabilities(program: str) -> bytes:
    done = processes.run((program, "capabilities", "--current"), timeout_s=20.0)
    held = msgspec.json.decode(done.output)
    held["builtins"] = [each for each in held["builtins"] if each["name"] not in _FORBIDDEN]
    held["allow_net"] = []
    return msgspec.json.encode(held)


def _why(output: bytes, errors: bytes) -> str:
    try:
        found = msgspec.json.decode(output)["errors"]
        text = "; ".join(str(each["message"]) for each in found[:3])
    except (msgspec.DecodeError, KeyError, TypeError):
        text = errors.decode("utf-8", "replace")
    return " ".join(text.split())[:300] or "opa gives no reason"
