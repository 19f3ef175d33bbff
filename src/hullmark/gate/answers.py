"""What policies return, understood: who is denied, in which words, and what is to be done."""

from collections.abc import Mapping
from typing import Any

import msgspec

from hullmark.gate.sentences import on_one_line
from hullmark.rego.errors import WrongAnswerError
from hullmark.rego.values import kind_of_value

_TEXT = ("msg", "message", "words", "detail", "finding", "component", "target", "file", "fix")


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of one rule."""

    rule: str
    """``deny``, ``warn`` or ``incomplete``."""
    message: str = ""
    words: str = ""
    """What answers are counted under, where they are counted."""
    detail: str = ""
    order: int = 0
    key: str = ""
    """Id of the finding or component in the input that it is about."""
    target: str = ""
    file: str = ""
    fix: str = ""


def said_of(rule: str, value: Any, *, policy: str) -> Said:
    """Return what one answer says.

    Raises:
        WrongAnswerError: It is neither a text nor an object with a message.
    """
    if isinstance(value, str):
        value = {"msg": value}
    if not isinstance(value, Mapping):
        raise WrongAnswerError(f"{policy} answered {kind_of_value(value)}, not a message")
    texts = {name: _text(value, name, policy) for name in _TEXT}
    message = texts["msg"] or texts["message"]
    if not message and not texts["words"]:
        raise WrongAnswerError(f"{policy} answered an object without 'msg'")
    order = value.get("order", 0)
    return Said(
        rule=kind_of_rule(rule),
        message=message,
        words=texts["words"],
        detail=texts["detail"],
        order=order if isinstance(order, int) else 0,
        key=texts["finding"] or texts["component"],
        target=texts["target"],
        file=texts["file"],
        fix=texts["fix"],
    )


def kind_of_rule(rule: str) -> str:
    """Return what a rule's name means: ``violation`` and ``deny_x`` deny, ``warn_x`` warns."""
    if rule.startswith("warn"):
        return "warn"
    return "incomplete" if rule == "incomplete" else "deny"


def _text(value: Mapping[str, Any], name: str, policy: str) -> str:
    text = value.get(name, "")
    if text is None:
        return ""
    if not isinstance(text, str):
        raise WrongAnswerError(f"{policy}: '{name}' of an answer is {kind_of_value(text)}")
    return on_one_line(text)
