"""The nouns of this room: a module, a question that is put to it, an answer, a problem."""

from typing import Any

import msgspec


class Module(msgspec.Struct, frozen=True, kw_only=True):
    """One Rego file as text."""

    path: str
    source: str
    package: str
    custom: bool = False
    """An organisation's own, not shipped with Hullmark."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong with one module; the others go on."""

    path: str
    code: str
    message: str
    hint: str = ""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of one module: the rules in it that report."""

    id: str
    """Of the check or policy that the module is."""
    path: str
    """The module's file."""
    entrypoints: tuple[str, ...]
    """Paths below ``data``, ``hullmark.checks.dockerfile.root_user.deny``."""
    strict: bool = False
    """Whether a rule that returns anything but a set or list is a problem, not nothing said."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one module said about one input."""

    id: str
    """Of the question; empty where a problem belongs to none."""
    values: list[Any] = []
    """Members of what its rules returned."""
    problem: Problem | None = None
