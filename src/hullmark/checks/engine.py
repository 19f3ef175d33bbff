"""Runs checks on documents: which can fire, what they say, what that means as violations."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from hullmark.checks.bundle import Bundle
from hullmark.checks.ignores import Ignores, ignores_of
from hullmark.checks.record import Check, Document, Outcome, Place
from hullmark.checks.slices import Slices, moved_back
from hullmark.kernel.forks import Done, can_fork, each_forked
from hullmark.model.component import Location
from hullmark.model.finding import Kind
from hullmark.model.ledger import Issue
from hullmark.model.severity import Rating
from hullmark.model.violation import Violation
from hullmark.rego.errors import RuleFailedError, RuleTimeoutError
from hullmark.rego.record import Answer, Module, Problem, Question
from hullmark.rego.rules import Rules, ask_all, needed, to_input
from hullmark.rego.worker_client import TIME_S, evaluate_each_isolated, given_up

SOURCE = "native"
"""Whose rating a check's severity is, and the scanner that violations name."""

_REMEMBERED = 20_000
"""Answers kept: many files of one repository begin with the same FROM."""
_REMEMBERED_BYTES = 4_096
"""Longer inputs hardly come twice."""
_DOCUMENT_S = 0.1
"""More time for an organisation's checks, per document; ours take a tenth of it."""
_DENIES = 2_000
"""Results of one check on one document; more tell a reader nothing."""

_OF_A_FILE = frozenset({RuleFailedError.code, RuleTimeoutError.code})
"""Codes of problems that a check has with one file."""

Begins = Callable[[Check], bool]
"""Told the check that is asked next; says whether to ask it."""


class Engine:
    """Checks compiled once, for as many documents as there are."""

    def __init__(
        self,
        bundle: Bundle,
        *,
        only: Iterable[str] = (),
        cache: Path | None = None,
        opa: str | None = None,
    ) -> None:
        """Hold the checks of ``bundle``, or those whose ids ``only`` names.

        Args:
            bundle: Checks and libraries.
            only: Ids; without any, all.
            cache: A folder in which compiled checks are kept between runs.
            opa: The stock program to ask instead of the engine that comes with the package.
        """
        self._cache = cache
        self._opa = opa
        self._asked: dict[int, list[Answer]] = {}
        wanted = {bundle.load(name).id for name in only}
        self.bundle = bundle
        self._checks = [check for check in bundle.checks if not wanted or check.id in wanted]
        self._by_path = {module.path: module for module in bundle.modules}
        checked = {check.path for check in bundle.checks}
        self._libraries = [each for each in bundle.modules if each.path not in checked]
        self._compiled: dict[str, Rules] = {}
        self._answers: dict[tuple[str, bytes], tuple[Answer, ...]] = {}
        self._told: set[tuple[str, str]] = set()

    def check(self, document: Document) -> Outcome:
        """Return what every check for this kind of document says about it."""
        checks = [check for check in self._checks if check.kind == document.kind]
        if not checks:
            return Outcome()
        if id(document) not in self._asked:
            self.ask_ahead([document])
        answers = self._asked.pop(id(document), [])
        by_id = {check.id: check for check in checks}
        ignores = ignores_of(document.text) if document.text else Ignores()
        violations = [
            _violation(by_id[answer.id], deny, document, ignores)
            for answer in answers
            for deny in answer.values[:_DENIES]
        ]
        problems = [answer.problem for answer in answers if answer.problem]
        issues = [*self._issues(problems, document), *_ignore_issues(ignores, document)]
        violations.sort(key=_order)
        return Outcome(violations=tuple(violations), issues=tuple(issues), checks_run=len(checks))

    def warm(self, kind: str) -> None:
        """Compile our checks for one kind of document before there is one."""
        for check in self._checks if self._opa is None else ():
            if check.kind == kind and not check.custom:
                self._rules_of(check)

    def ask_ahead(self, documents: Sequence[Document]) -> None:
        """Ask about many documents at once; ``check`` finds the answers."""
        kinds: dict[str, list[Document]] = {}
        for document in documents:
            kinds.setdefault(document.kind, []).append(document)
            self._asked[id(document)] = []
        if self._opa is None:
            self._ask_own(documents)
        for kind, same in kinds.items():
            for custom in (False, True):
                # An organisation's module that does not compile must not take ours with it.
                checks = [c for c in self._checks if c.kind == kind and c.custom is custom]
                if checks and (custom or self._opa is not None):
                    self._ask_apart(same, checks)

    def _ask_apart(self, documents: Sequence[Document], checks: Sequence[Check]) -> None:
        """Ask stock OPA, or for an organisation's checks a process that may hang or end."""
        inputs = [each.input for each in documents]
        questions = [question_of(check) for check in checks]
        if self._opa is None:
            modules = own_modules(self.bundle, checks[0].kind)
            time_s = TIME_S + len(documents) * _DOCUMENT_S
            told = evaluate_each_isolated(modules, questions, inputs, time_s=time_s)
        else:
            from hullmark.rego.opa import evaluate_by_opa  # noqa: PLC0415 - only where chosen

            modules = [*self._libraries, *(self._by_path[each.path] for each in checks)]
            told = evaluate_by_opa(self._opa, modules, questions, inputs)
        for document, answers in zip(documents, told, strict=True):
            self._asked[id(document)] += [each for each in answers if each.values or each.problem]

    def _ask_own(self, documents: Sequence[Document]) -> None:
        """Ask our checks in copies of this process: on some texts the library ends it."""
        asked = [(document, self._awake(document)) for document in documents]
        asked = [(document, checks) for document, checks in asked if checks]
        for check in {check.id: check for _, checks in asked for check in checks}.values():
            self._rules_of(check)
        if not can_fork():
            for document, checks in asked:
                self._asked[id(document)] += self._own(document, checks, lambda _: True)
            return

        def work(job: int, note: Callable[[int], None], lost: frozenset[int]) -> bytes:
            document, checks = asked[job]
            steps = {check.id: step for step, check in enumerate(checks)}

            def begins(check: Check) -> bool:
                note(steps[check.id])
                return steps[check.id] not in lost

            return msgspec.msgpack.encode(self._own(document, checks, begins))

        for (document, checks), done in zip(asked, each_forked(len(asked), work), strict=True):
            self._asked[id(document)] += _returned(checks, done)

    def _awake(self, document: Document) -> list[Check]:
        """Return our checks for a document, without those that cannot fire."""
        text = document.text.lower() if document.text else None
        return [
            check
            for check in self._checks
            if check.kind == document.kind and not check.custom
            if text is None or _may_fire(check, text)
        ]

    def issues(self) -> tuple[Issue, ...]:
        """Return what is wrong with the checks themselves, each once."""
        fresh = [each for each in self.bundle.problems if self._is_news(each)]
        return tuple(_issue(each) for each in fresh)

    def _own(self, document: Document, checks: Sequence[Check], begins: Begins) -> list[Answer]:
        if document.kind != "dockerfile" or not isinstance(document.input, list):
            return self._evaluate(document.input, checks, begins)
        slices = Slices(document.input)
        groups: dict[tuple[str, ...], list[Check]] = {}
        for check in checks:
            groups.setdefault(check.reads, []).append(check)
        answers = self._evaluate(document.input, groups.pop((), ()), begins)
        for reads, group in groups.items():
            piece = slices.take(reads)
            if not piece.positions:
                continue
            for answer in self._evaluate(piece.instructions, group, begins):
                values = [moved_back(deny, piece) for deny in answer.values]
                answers.append(structs.replace(answer, values=values))
        return answers

    def _evaluate(self, document: Any, checks: Sequence[Check], begins: Begins) -> list[Answer]:
        """Return the answers of our checks; what was asked of an equal document is remembered."""
        if not checks:
            return []
        key = msgspec.json.encode(document) if len(self._answers) < _REMEMBERED else b""
        made: Any = None
        answers: list[Answer] = []
        for check in checks:
            known = self._answers.get((check.id, key)) if key else None
            if known is None:
                if not begins(check):
                    continue
                made = made or to_input(document)
                rules = self._rules_of(check)
                rules.prepare(made)
                known = tuple(ask_all(rules, [question_of(check)]))
                if key and len(key) <= _REMEMBERED_BYTES:
                    self._answers[(check.id, key)] = known
            answers += known
        return answers

    def _rules_of(self, check: Check) -> Rules:
        """Return one of our checks, compiled with what it imports when it is first asked."""
        rules = self._compiled.get(check.id)
        if rules is None:
            module = self._by_path[check.path]
            rules = Rules(
                needed(module, self._libraries),
                question_of(check).entrypoints,
                cache=self._cache,
            )
            self._compiled[check.id] = rules
        return rules

    def _issues(self, problems: Iterable[Problem], document: Document) -> list[Issue]:
        return [
            _issue(each, document.path if each.code in _OF_A_FILE else "")
            for each in problems
            if each.code in _OF_A_FILE or self._is_news(each)
        ]

    def _is_news(self, problem: Problem) -> bool:
        key = (problem.path, problem.message)
        fresh = key not in self._told
        self._told.add(key)
        return fresh


def own_modules(bundle: Bundle, kind: str) -> list[Module]:
    """Return an organisation's checks of one kind, and every library."""
    other = {check.path for check in bundle.checks if check.kind != kind or not check.custom}
    return [module for module in bundle.modules if module.path not in other]


def question_of(check: Check) -> Question:
    """Return what is asked of a check: its rules that report, as paths below ``data``."""
    entrypoints = tuple(f"{check.package}.{rule}" for rule in check.rules)
    return Question(id=check.id, path=check.path, entrypoints=entrypoints)


def _returned(checks: Sequence[Check], done: Done) -> list[Answer]:
    """Return the answers of one document, and a problem for each check that ended its copy."""
    answers = msgspec.msgpack.decode(done.answer, type=list[Answer]) if done.answer else []
    asked = [question_of(checks[max(lost.step, 0)]) for lost in done.lost]
    told = [given_up(each, lost.why) for each, lost in zip(asked, done.lost, strict=True)]
    return [*answers, *told]


def _may_fire(check: Check, text: str) -> bool:
    return not check.needs or any(
        re.search(word[1:], text) is not None if word.startswith("~") else word in text
        for word in check.needs
    )


def _violation(check: Check, deny: Any, document: Document, ignores: Ignores) -> Violation:
    said: Mapping[str, Any] = deny if isinstance(deny, Mapping) else {"msg": deny}
    place = document.locate(said)
    anchor = str(said.get("anchor") or place.anchor)
    path = place.path or document.path
    if place.path in document.texts:
        ignores = ignores_of(document.texts[place.path])
    return Violation(
        kind=Kind.MISCONFIGURATION,
        rule=check.id,
        title=check.title,
        message=" ".join(str(said.get("msg") or check.title).split()),
        description=check.description,
        remediation=check.remediation,
        ratings=(Rating(source=SOURCE, level=check.severity, label=check.severity.value),),
        subject=path,
        anchor=anchor,
        locations=(Location(path=path, line=place.line, column=place.column),),
        references=check.references,
        controls=check.controls,
        ignored=ignores.reason(check, place),
        scanner=SOURCE,
    )


def _ignore_issues(ignores: Ignores, document: Document) -> list[Issue]:
    return [
        Issue(
            path=document.path,
            cause=f"line {line}: {cause}",
            hint="write '# hullmark:ignore ID reason'",
            code="HM6109",
        )
        for line, cause in ignores.wrong
    ]


def _issue(problem: Problem, path: str = "") -> Issue:
    return Issue(
        path=path or problem.path, cause=problem.message, hint=problem.hint, code=problem.code
    )


def _order(violation: Violation) -> tuple[object, ...]:
    place = violation.locations[0] if violation.locations else Place()
    return (place.line or 0, place.column or 0, violation.rule, violation.message)
