"""Puts a policy's questions to the engine that was chosen.

Our own policies run in this process. An organisation's run in one of their own, bounded in time: a
rule may loop, and the library may abort. Where ``opa`` was chosen and is there, it judges both.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from hullmark.gate.batches import Batch
from hullmark.gate.errors import UnjudgeableError
from hullmark.gate.record import Policies, Policy
from hullmark.rego.opa import evaluate_by_opa
from hullmark.rego.record import Answer, Module, Question
from hullmark.rego.rules import Rules, ask_all, needed, problem_of, to_input
from hullmark.rego.worker_client import TIME_S, evaluate_each_isolated

WHOLE_BYTES = 24 * 1024 * 1024
"""A result that a policy may see at once in our engine: about 20,000 findings, some ten seconds.
The program opa has no such limit."""
_AT_ONCE = 40
"""Inputs given to one process."""
_BYTES_PER_S = 1_000_000
"""What a slow machine judges, for the time that a process is given."""

_STAND_IN = "\ue05c"
"""For backslashes, which images may put into names and licenses: the library ends the process on a
text that ends with one once a function has taken it apart. No policy of ours looks for them."""

Ask = Callable[[Policy, Iterable[Batch]], Iterator[tuple[Batch, list[Answer]]]]
"""Asks one policy about batches; each answer comes with its batch."""


class Asking:
    """The engine for one result: compiled policies are kept."""

    def __init__(
        self, policies: Policies, *, opa: str | None = None, cache: Path | None = None
    ) -> None:
        """Hold policies; ``opa`` is the program's path, ``cache`` a folder for compiled ones."""
        self._opa = opa
        self._cache = cache
        self._by_path = {module.path: module for module in policies.modules}
        paths = {policy.path for policy in policies.policies}
        self._libraries = [each for each in policies.modules if each.path not in paths]

    def __call__(
        self, policy: Policy, batches: Iterable[Batch]
    ) -> Iterator[tuple[Batch, list[Answer]]]:
        """Yield every batch with what the policy says about it."""
        modules = needed(self._by_path[policy.path], self._libraries)
        if self._opa is not None:
            held = list(batches)
            if not held:
                return
            documents = [batch.document for batch in held]
            answers = evaluate_by_opa(self._opa, modules, questions_of(policy), documents)
            yield from zip(held, answers, strict=True)
        elif policy.custom:
            yield from _apart(policy, modules, batches)
        else:
            yield from self._here(policy, modules, batches)

    def _here(
        self, policy: Policy, modules: Sequence[Module], batches: Iterable[Batch]
    ) -> Iterator[tuple[Batch, list[Answer]]]:
        questions = questions_of(policy)
        entrypoints = [path for each in questions for path in each.entrypoints]
        rules: Rules | None = None
        for batch in batches:
            rules = rules or Rules(modules, entrypoints, cache=self._cache)
            rules.prepare(to_input(exchanged(batch.document, "\\", _STAND_IN)))
            yield (
                batch,
                [
                    replace(answer, values=exchanged(answer.values, _STAND_IN, "\\"))
                    for answer in ask_all(rules, questions)
                ],
            )


def exchanged(value: Any, old: str, new: str) -> Any:
    """Return plain values with one letter of every text exchanged for another."""
    match value:
        case str():
            return value.replace(old, new)
        case dict():
            return {exchanged(k, old, new): exchanged(each, old, new) for k, each in value.items()}
        case list():
            return [exchanged(each, old, new) for each in value]
        case _:
            return value


def questions_of(policy: Policy) -> list[Question]:
    """Return one question per rule, so that answers tell a denial from a warning."""
    return [
        Question(
            id=f"{policy.id} {rule}",
            path=policy.path,
            entrypoints=(f"{policy.package}.{rule}",),
            strict=True,
        )
        for rule in policy.rules
    ]


def _apart(
    policy: Policy, modules: Sequence[Module], batches: Iterable[Batch]
) -> Iterator[tuple[Batch, list[Answer]]]:
    waiting = iter(batches)
    while some := list(islice(waiting, _AT_ONCE)):
        documents: list[Any] = [msgspec.Raw(msgspec.json.encode(each.document)) for each in some]
        size = sum(len(bytes(each)) for each in documents)
        if size > WHOLE_BYTES:
            error = UnjudgeableError(
                f"'{policy.path}': {policy.id} wants to see {size:,} bytes at once,"
                f" more than {WHOLE_BYTES:,}",
                hint='name what it judges in METADATA (judges: [finding]), or set engine = "opa"',
            )
            yield some[0], [Answer(id=policy.id, problem=problem_of(policy.path, error))]
            return
        answers = evaluate_each_isolated(
            modules, questions_of(policy), documents, time_s=TIME_S + size / _BYTES_PER_S
        )
        yield from zip(some, answers, strict=True)
        if any(answer.problem for held in answers for answer in held):
            return  # it would be given up again and again
