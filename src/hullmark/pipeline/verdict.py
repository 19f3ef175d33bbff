"""The verdict over a result, as the settings say: one way for every verb that judges."""

from collections.abc import Iterable, Sequence
from typing import Any

from hullmark import __version__
from hullmark.config.settings import Settings
from hullmark.gate.judge import judge
from hullmark.gate.record import GateSettings
from hullmark.kernel import clock, log
from hullmark.kernel.paths import compiled_folder
from hullmark.model.baseline import BaselineSummary
from hullmark.model.component import Component
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow
from hullmark.model.scan import ScanResult, Target, Verdict, VerdictStatus
from hullmark.model.severity import Severity


def verdict_of(
    findings: Iterable[Finding],
    ledger: Iterable[LedgerRow],
    *,
    settings: Settings,
    targets: Iterable[Target] = (),
    components: Iterable[Component] = (),
    component_targets: Sequence[str] = (),
    baseline: BaselineSummary | None = None,
) -> Verdict:
    """Return the verdict by the profile, the severity that fails, and ``[gate]``.

    Without anything in ``[gate]`` the profile is judged here and now; else policies judge what the
    JSON result would say.

    Raises:
        UnknownPolicyError: The settings name a policy that does not exist.
    """
    if not asks_policies(settings):
        fail_on = Severity(settings.fail_on) if settings.fail_on else None
        return judge(findings, ledger, profile=settings.profile, fail_on=fail_on)
    from hullmark.report.result import write_json  # noqa: PLC0415 - only where policies are asked

    result = ScanResult(
        created_at=clock.now(),
        tool_version=__version__,
        verdict=Verdict(status=VerdictStatus.INCOMPLETE, profile=settings.profile),
        targets=tuple(targets),
        components=tuple(components),
        component_targets=tuple(component_targets),
        findings=tuple(findings),
        ledger=tuple(ledger),
        baseline=baseline,
    )
    return judged_json(
        write_json(result), settings=settings, source="this result", may_be_empty=True
    )


def judged_json(
    data: bytes, *, settings: Settings, source: str, may_be_empty: bool = False
) -> Verdict:
    """Return the verdict of policies over a JSON result.

    Raises:
        OtherResultError: It is a result of another version, or none.
        UnknownPolicyError: The settings name a policy that does not exist.
    """
    # Late imports: the engine is loaded only where somebody asks for policies.
    from hullmark.gate.asking import Asking  # noqa: PLC0415
    from hullmark.gate.evidence import Evidence  # noqa: PLC0415
    from hullmark.gate.policies import load_policies  # noqa: PLC0415
    from hullmark.gate.verdict import judge_result  # noqa: PLC0415

    evidence = Evidence(data, source=source)
    policies = load_policies(settings.gate_paths)
    cache = compiled_folder() / "policies" if settings.cache else None
    asking = Asking(policies, opa=chosen_opa(settings.gate_engine), cache=cache)
    return judge_result(
        evidence, policies, gate_settings(settings), ask=asking, may_be_empty=may_be_empty
    )


def asks_policies(settings: Settings) -> bool:
    """Tell whether anything is set that only policies judge."""
    told = gate_settings(settings)
    return bool(
        settings.gate_paths
        or told.deny
        or told.warn
        or told.off
        or told.thresholds.keys() - {"fail_on"}
    )


def gate_settings(settings: Settings) -> GateSettings:
    """Return what the gate is told: ``gate_sla`` is its threshold ``sla``, and so on."""
    thresholds: dict[str, Any] = {
        "fail_on": settings.fail_on,
        "sla": settings.gate_sla,
        "new": settings.gate_new,
        "require": settings.gate_require,
        "packages": settings.gate_packages,
        "forbid": settings.gate_forbid,
        "base_days": settings.gate_base_days,
        "base_allow": settings.gate_base_allow,
        "license_allow": settings.gate_license_allow,
        "license_deny": settings.gate_license_deny,
    }
    return GateSettings(
        profile=settings.profile,
        today=clock.now().date().isoformat(),
        deny=settings.gate_deny,
        warn=settings.gate_warn,
        off=settings.gate_off,
        thresholds={
            name: list(value) if isinstance(value, tuple) else value
            for name, value in thresholds.items()
            if value
        },
    )


def chosen_opa(engine: str) -> str | None:
    """Return the stock program where ``engine`` asks for it and it is here."""
    if engine != "opa":
        return None
    from hullmark.rego.opa import find_opa  # noqa: PLC0415 - only where it is chosen

    program = find_opa()
    if program is None:
        log.info("rego.opa_absent", used="the engine that comes with the package")
    return program
