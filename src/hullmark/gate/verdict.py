"""Judges a JSON result by policies: every answer a reason, everything unanswered incomplete."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from hullmark.gate.answers import Said, said_of
from hullmark.gate.asking import Ask
from hullmark.gate.batches import BATCH, Batch, batches_of
from hullmark.gate.evidence import Evidence, JudgedComponent, JudgedFinding
from hullmark.gate.policies import chosen_policies
from hullmark.gate.record import GateSettings, Policies, Policy
from hullmark.gate.sentences import file_of, fix_of, sentence
from hullmark.model.scan import Reason, Verdict, VerdictStatus
from hullmark.rego.errors import WrongAnswerError
from hullmark.rego.record import Answer, Problem
from hullmark.rego.rules import problem_of

NOTHING = "the result names no target and its ledger is empty: nothing was looked at"
FAIL_ON = "HM-GATE-0004"
"""What fails even under ``observe``: somebody asked for it by its level."""


class _Reasons(msgspec.Struct):
    """Reasons by what they do to the verdict."""

    failing: list[Reason] = []
    missing: list[Reason] = []
    warnings: list[Reason] = []


def judge_result(
    evidence: Evidence,
    policies: Policies,
    settings: GateSettings,
    *,
    ask: Ask,
    batch_size: int = BATCH,
    may_be_empty: bool = False,
) -> Verdict:
    """Return the verdict of the chosen policies over one result.

    Args:
        evidence: The result.
        policies: All that there are; the settings choose among them.
        settings: What the gate is told.
        ask: The engine.
        batch_size: Things shown to a policy at once; the verdict does not depend on it.
        may_be_empty: Whether a result without target and ledger may pass.

    Raises:
        UnknownPolicyError: The settings name a policy that does not exist.
    """
    reasons = _Reasons()
    for problem in policies.problems:
        reasons.missing.append(_unanswered(problem, ""))
    if not (may_be_empty or evidence.result.targets or evidence.result.ledger):
        reasons.missing.append(Reason(message=NOTHING, policy="HM-GATE-0005"))
    for policy in chosen_policies(policies, settings):
        batches = batches_of(policy, evidence, settings, size=batch_size)
        _judge(policy, evidence, settings, ask(policy, batches), reasons)
    return _verdict(reasons, settings.profile)


def _verdict(reasons: _Reasons, profile: str) -> Verdict:
    failing, missing, warnings = (
        tuple(dict.fromkeys(held)) for held in (reasons.failing, reasons.missing, reasons.warnings)
    )
    if failing:
        return Verdict(status=VerdictStatus.FAIL, reasons=(*failing, *missing), profile=profile)
    if missing:
        return Verdict(
            status=VerdictStatus.INCOMPLETE, reasons=(*missing, *warnings), profile=profile
        )
    status = VerdictStatus.WARN if warnings else VerdictStatus.PASS
    return Verdict(status=status, reasons=warnings, profile=profile)


def _judge(
    policy: Policy,
    evidence: Evidence,
    settings: GateSettings,
    answered: Iterable[tuple[Batch, list[Answer]]],
    reasons: _Reasons,
) -> None:
    counted: dict[str, dict[tuple[int, str], list[tuple[int, Said]]]] = {}
    plain: list[tuple[tuple[int | str, ...], str, Reason]] = []
    for batch, answers in answered:
        for said in _said(policy, answers, reasons):
            members = batch.members.get(said.key, ()) if said.key else ()
            if said.words and members and (batch.part == "finding" or said.rule == "warn"):
                by_words = counted.setdefault(said.rule, {})
                held = by_words.setdefault((said.order, said.words), [])
                held += ((index, said) for index in members)
                continue
            for index, reason in _plain(policy, said, members, batch, evidence):
                plain.append(((index, said.order, reason.message), said.rule, reason))
    for rule, by_words in counted.items():
        _sink(rule, policy, settings, reasons).extend(_counted(rule, policy, by_words, evidence))
    for _, rule, reason in sorted(plain, key=lambda held: held[0]):
        _sink(rule, policy, settings, reasons).append(reason)


def _said(policy: Policy, answers: Sequence[Answer], reasons: _Reasons) -> Iterator[Said]:
    for answer in answers:
        if answer.problem is not None:
            reasons.missing.append(_unanswered(answer.problem, policy.id))
        for value in answer.values:
            try:
                yield said_of(answer.id.rpartition(" ")[2], value, policy=policy.id)
            except WrongAnswerError as error:
                problem = problem_of(policy.path, error)
                reasons.missing.append(_unanswered(problem, policy.id))


def _unanswered(problem: Problem, policy: str) -> Reason:
    return Reason(
        message=f"{problem.code}: {problem.message}",
        policy=policy,
        file=problem.path,
        fix=problem.hint,
    )


def _sink(rule: str, policy: Policy, settings: GateSettings, reasons: _Reasons) -> list[Reason]:
    if rule == "incomplete":
        return reasons.missing
    demoted = policy.id in settings.warn or policy.name in _spelled(settings.warn)
    observed = settings.profile == "observe" and policy.id != FAIL_ON
    return reasons.warnings if rule == "warn" or demoted or observed else reasons.failing


def _spelled(names: Iterable[str]) -> set[str]:
    return {name.lower().replace("-", "_") for name in names}


def _counted(
    rule: str,
    policy: Policy,
    by_words: dict[tuple[int, str], list[tuple[int, Said]]],
    evidence: Evidence,
) -> Iterator[Reason]:
    """Yield the summary of what is counted; denials are followed by each finding, in order."""
    counts = [f"{len(by_words[key])} {key[1]}" for key in sorted(by_words)]
    if rule == "warn":
        yield from (Reason(message=words, policy=policy.id) for words in counts)
        return
    yield Reason(message=", ".join(counts), policy=policy.id)
    hits = sorted((hit for held in by_words.values() for hit in held), key=lambda hit: hit[0])
    for index, said in hits:
        finding = evidence.result.findings[index]
        told = sentence(finding, finding.severity.level)
        yield Reason(
            message=f"{told}, {said.detail}" if said.detail else told,
            policy=policy.id,
            finding=finding.id,
            file=file_of(finding),
            fix=fix_of(finding) or policy.remediation,
        )


def _plain(
    policy: Policy, said: Said, members: Sequence[int], batch: Batch, evidence: Evidence
) -> Iterator[tuple[int, Reason]]:
    """Yield reasons with a position that neither engine nor batch decides."""
    findings = evidence.result.findings
    message = said.message or said.words
    if batch.part == "component" and members:
        many = len(evidence.result.targets) > 1
        for index in members:
            component = evidence.result.components[index]
            yield index, _of_component(policy, said, component, many=many)
    elif members:
        for index in members:
            told = sentence(findings[index], findings[index].severity.level)
            more = f"{told}: {message}" if policy.reads else message
            yield index, _of_finding(policy, said, findings[index], more)
    elif batch.part == "scan" and said.key:
        known = [index for index, finding in enumerate(findings) if finding.id == said.key]
        active = [index for index in known if not findings[index].suppressed]
        if active:
            yield active[0], _of_finding(policy, said, findings[active[0]], message)
        elif not known:
            yield 0, _of_nothing(policy, said, message)
        # What is left speaks of a suppressed finding, and those count nowhere.
    else:
        place = batch.start + (said.order if batch.part == "row" else 0)
        yield place, _of_nothing(policy, said, message)


def _of_nothing(policy: Policy, said: Said, message: str) -> Reason:
    return Reason(
        message=message,
        policy=policy.id,
        finding=said.key or None,
        file=said.file,
        fix=said.fix or policy.remediation,
    )


def _of_finding(policy: Policy, said: Said, finding: JudgedFinding, message: str) -> Reason:
    return Reason(
        message=message,
        policy=policy.id,
        finding=finding.id,
        file=said.file or file_of(finding),
        fix=said.fix or fix_of(finding) or policy.remediation,
    )


def _of_component(policy: Policy, said: Said, component: JudgedComponent, *, many: bool) -> Reason:
    named = f"{component.name} {component.version}".strip()
    place = f" in {component.target}" if many and component.target else ""
    first = component.locations[0].path if component.locations else ""
    return Reason(
        message=f"{named}{place}: {said.message or said.words}",
        policy=policy.id,
        file=said.file or first,
        fix=said.fix or policy.remediation,
    )
