"""What the names in a workflow's expressions stand for, at one place of one job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hullmark.audit.expression import UNKNOWN, Settled, Unknown, below
from hullmark.audit.symbols import is_symbolic
from hullmark.audit.triggers import Situation, github_value

GITHUB_VARIABLES = {
    "GITHUB_SHA": "${{ github.sha }}",
    "GITHUB_REF": "${{ github.ref }}",
    "GITHUB_REF_NAME": "${{ github.ref_name }}",
    "GITHUB_HEAD_REF": "${{ github.head_ref }}",
    "GITHUB_REPOSITORY": "${{ github.repository }}",
    "GITHUB_REPOSITORY_OWNER": "${{ github.repository_owner }}",
    "GITHUB_RUN_ID": "${{ github.run_id }}",
    "GITHUB_RUN_NUMBER": "${{ github.run_number }}",
    "GITHUB_ACTOR": "${{ github.actor }}",
    "GITHUB_EVENT_NAME": "${{ github.event_name }}",
    "GITHUB_WORKSPACE": ".",
}
"""Variables that every script has, as the expressions that they equal."""


@dataclass(slots=True)
class Context:
    """The values of one job's leg."""

    env: dict[str, str] = field(default_factory=dict)
    matrix: Mapping[str, Any] = field(default_factory=dict)
    matrix_known: bool = True
    inputs: Mapping[str, Any] = field(default_factory=dict)
    inputs_by_hand: bool = False
    """Inputs come from whoever starts the workflow by hand, where that happens."""
    needs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    steps: dict[str, dict[str, str]] = field(default_factory=dict)
    action_path: str = ""
    only_by_hand: bool = False

    def look(self, situation: Situation | None = None) -> Any:
        """Return what looks values up, in one situation or in any."""

        def value(path: tuple[str, ...]) -> Any:
            return _known(self._value(path, situation))

        return value

    def _value(self, path: tuple[str, ...], situation: Situation | None) -> Any:  # noqa: PLR0911 - one name, one line
        first, rest = path[0], path[1:]
        match first:
            case "github":
                return self._github(rest, situation)
            case "env":
                name = ".".join(rest)
                return self.env.get(name, GITHUB_VARIABLES.get(name, UNKNOWN))
            case "matrix":
                if not rest:
                    return dict(self.matrix)
                if not self.matrix_known and rest[0] not in self.matrix:
                    return UNKNOWN
                return _into(dict(self.matrix), rest)
            case "inputs":
                return self._input(rest, situation)
            case "needs" | "jobs":
                return self._needed(rest)
            case "steps":
                if rest[1:2] == ("outputs",) and rest[0] in self.steps:
                    return self.steps[rest[0]].get(".".join(rest[2:]), UNKNOWN)
                return UNKNOWN
        return UNKNOWN

    def _github(self, rest: tuple[str, ...], situation: Situation | None) -> Any:
        if rest == ("action_path",):
            return self.action_path or UNKNOWN
        if rest == ("workspace",):
            return "."
        if situation is not None:
            return github_value(situation, rest)
        if rest[:2] == ("event", "inputs") and not self.only_by_hand:
            return ""
        return UNKNOWN

    def _input(self, rest: tuple[str, ...], situation: Situation | None) -> Any:
        if rest and rest[0] in self.inputs:
            return _into(self.inputs[rest[0]], rest[1:])
        if self.inputs_by_hand:
            by_hand = (
                self.only_by_hand if situation is None else situation.name.endswith("dispatch")
            )
            return UNKNOWN if by_hand else ""
        return ""

    def _needed(self, rest: tuple[str, ...]) -> Any:
        if len(rest) > 1 and rest[1] == "result":
            return "success" if rest[0] in self.needs else UNKNOWN
        if len(rest) > 2 and rest[1] == "outputs":
            return self.needs.get(rest[0], {}).get(".".join(rest[2:]), UNKNOWN)
        return UNKNOWN


def _into(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        value = below(value, key)
    return value


def _known(value: Any) -> Any:
    """Make of a text that only a run can complete an unknown that remembers its words."""
    if isinstance(value, str) and not isinstance(value, Settled) and is_symbolic(value):
        return Unknown(value)
    return value
