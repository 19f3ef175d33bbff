"""Finds policies in folders of Rego: the shipped ones and an organisation's own."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from hullmark.gate.errors import UnknownPolicyError
from hullmark.gate.record import PARTS, GateSettings, Part, Policies, Policy
from hullmark.rego.errors import BrokenMetadataError, BrokenModuleError
from hullmark.rego.folder import load_modules, shipped_policies
from hullmark.rego.metadata import (
    annotation_of,
    id_of,
    mapping_of,
    optional_text,
    references_of,
    rules_of,
    severity_of,
    text_of,
    texts_of,
)
from hullmark.rego.record import Module
from hullmark.rego.rules import problem_of

NOT_LOOKED_AT = "HM-GATE-0005"
"""The policy that nothing turns off: silence proves nothing."""


def shipped_folder() -> Path:
    """Return where the policies that we ship stand."""
    return shipped_policies("gate")


def load_policies(folders: Sequence[Path], *, shipped: bool = True) -> Policies:
    """Return the policies below ``folders``, and ours.

    A module that is broken is a problem, and so is a folder without any policy: what was to be
    judged by them would otherwise pass in silence.
    """
    sources = [(folder, True) for folder in folders]
    if shipped:
        sources.insert(0, (shipped_folder(), False))
    known: dict[str, Policy] = {}
    loaded, found = load_modules(sources, lambda module: _policy_of(module, known))
    empty = [
        problem_of(str(folder), BrokenModuleError(f"'{folder}' holds no policy"))
        for folder in loaded.empty
    ]
    return Policies(
        policies=tuple(sorted(found, key=lambda policy: (policy.custom, policy.id))),
        modules=tuple(loaded.modules),
        problems=(*loaded.problems, *empty),
        profiles=_profiles() if shipped else {},
    )


def chosen_policies(policies: Policies, settings: GateSettings) -> tuple[Policy, ...]:
    """Return the policies that judge: by profile, by threshold, by name, and all own ones.

    Raises:
        UnknownPolicyError: A name is no policy's, or what may not be turned off is.
    """
    named = {load_policy(policies, name).id for name in (*settings.deny, *settings.warn)}
    off = {load_policy(policies, name).id for name in settings.off}
    if NOT_LOOKED_AT in off | {load_policy(policies, name).id for name in settings.warn}:
        raise UnknownPolicyError(
            f"{NOT_LOOKED_AT} cannot be turned off: what could not be looked at is no pass"
        )
    wanted = {*policies.profiles.get("always", ()), *policies.profiles.get(settings.profile, ())}
    wanted |= named
    return tuple(
        policy
        for policy in policies.policies
        if policy.id not in off
        and (
            policy.custom
            or policy.id in wanted
            or any(settings.thresholds.get(name) for name in policy.settings)
        )
    )


def load_policy(policies: Policies, name: str) -> Policy:
    """Return the policy with an id or a name.

    Raises:
        UnknownPolicyError: There is none.
    """
    policy = policies.find(name)
    if policy is None:
        raise UnknownPolicyError(
            f"no policy is called '{name}'", hint="'hullmark policy list' shows all"
        )
    return policy


def _policy_of(module: Module, known: dict[str, Policy]) -> Policy | None:
    """Return the policy that a module is; ``None`` for a library.

    An organisation's own may do without METADATA; its package is its name then.
    """
    rules = tuple(dict.fromkeys((*rules_of(module.source), *_incomplete_of(module.source))))
    if not rules:
        return None
    if "# METADATA" not in module.source and module.custom:
        policy = Policy(
            id=module.package,
            name=module.package.rpartition(".")[2],
            package=module.package,
            path=module.path,
            title=module.package,
            rules=rules,
            custom=True,
        )
    else:
        policy = _described(module, rules)
    for each in known.values():
        if policy.id == each.id:
            raise BrokenMetadataError(
                f"'{module.path}': the id {policy.id} is taken by '{each.path}'"
            )
        if policy.package == each.package:
            raise BrokenMetadataError(
                f"'{module.path}': another policy has package {policy.package}"
            )
    known[policy.id] = policy
    return policy


def _described(module: Module, rules: tuple[str, ...]) -> Policy:
    path = module.path
    record = annotation_of(module.source, path)
    own = mapping_of(record.get("custom"))
    return Policy(
        id=id_of(own, path),
        name=module.package.rpartition(".")[2],
        package=module.package,
        path=path,
        title=text_of(record, "title", path),
        description=optional_text(record, "description"),
        severity=severity_of(own, path),
        remediation=optional_text(own, "remediation"),
        references=references_of(record.get("related_resources")),
        judges=_judges(texts_of(own.get("judges")), path),
        reads=texts_of(own.get("reads")),
        settings=texts_of(own.get("settings")),
        rules=rules,
        custom=module.custom,
    )


def _judges(words: tuple[str, ...], path: str) -> tuple[Part, ...]:
    parts = tuple(part for part in PARTS if part in words)
    if len(parts) != len(set(words)):
        known = ", ".join(PARTS)
        raise BrokenMetadataError(
            f"'{path}': custom.judges is [{', '.join(words)}]; it may name {known}"
        )
    return parts or ("scan",)


def _incomplete_of(source: str) -> tuple[str, ...]:
    return ("incomplete",) if "\nincomplete contains " in source else ()


def _profiles() -> dict[str, tuple[str, ...]]:
    record = tomllib.loads((shipped_folder() / "profiles.toml").read_text(encoding="utf-8"))
    always = tuple(record.pop("always"))
    return {"always": always, **{name: tuple(each["deny"]) for name, each in record.items()}}
