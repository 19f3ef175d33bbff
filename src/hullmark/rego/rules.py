"""Rego in this process: compiles modules, runs their rules on inputs, says what went wrong.

rego-cpp treats a call of a function that it does not know as undefined, so a rule that needs one
would silently never fire; such modules are refused before they run. Strings are handed over in
JSON's escaped form, which is what the library keeps inside.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hullmark.kernel import log
from hullmark.kernel.errors import PolicyError
from hullmark.rego.errors import (
    BrokenModuleError,
    RuleFailedError,
    UnsupportedBuiltinError,
    WrongAnswerError,
)
from hullmark.rego.record import Answer, Module, Problem, Question
from hullmark.rego.values import input_of, kind_of_value, value_of

if TYPE_CHECKING:
    from regopy import Input, Interpreter

_NOT_CODE = re.compile(r"#[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|`[^`]*`")
_CALL = re.compile(r"(?<![\w.\]])([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|print|trace)\(")
_IMPORT = re.compile(r"^import\s+(?:data|input)([\w.]*)(?:\s+as\s+(\w+))?", re.MULTILINE)
_DATA_IMPORT = re.compile(r"\bdata\.([\w.]+)")
_PRINT = re.compile(r"^([ \t]*)print\([^\n]*\)[ \t]*$", re.MULTILINE)
_OFFSET = re.compile(r"\(error(?: \d+:([^|]*))?\|(\d+)\|")
_NODE_MESSAGE = re.compile(r"\(errormsg \d+:(.*?)\)\s*\n", re.DOTALL)


class Rules:
    """Modules compiled together; ``problems`` says which of them had to be left out."""

    def __init__(
        self,
        modules: Sequence[Module],
        entrypoints: Iterable[str],
        *,
        cache: Path | None = None,
    ) -> None:
        """Compile ``modules`` so that each of ``entrypoints`` (``data`` paths) can be asked for.

        With a ``cache``, what was compiled before is loaded from that folder.
        """
        self.problems: list[Problem] = []
        self._bundle: Any = None
        wanted = list(dict.fromkeys(entrypoints))
        kept_at = compiled_path(cache, modules, wanted) if cache else None
        if kept_at is not None and self._load(kept_at):
            return
        self._make(modules, wanted)
        if kept_at is not None and self._bundle is not None and not self.problems:
            self._save(kept_at)

    def _make(self, modules: Sequence[Module], wanted: Sequence[str]) -> None:
        kept = [module for module in modules if self._usable(module)]
        try:
            self._compile(kept, wanted)
        except PolicyError:
            kept = self._without_broken(kept)
            self._compile(kept, wanted)

    def prepare(self, document: "Input") -> None:
        """Make ``document`` the input of the rules that are asked from now on."""
        self._interpreter.set_input(document)

    def ask(self, entrypoint: str) -> Any:
        """Return the value of a rule, ``None`` where it is undefined.

        Raises:
            RuleFailedError: The engine gave up on it.
        """
        from regopy import rego_shared as library  # noqa: PLC0415 - see above

        if self._bundle is None:
            return None
        try:
            output = library.rego_bundle_query_entrypoint(
                self._interpreter._impl,  # noqa: SLF001 - see `value_of`
                self._bundle._impl,  # noqa: SLF001
                entrypoint.replace(".", "/"),
            )
        except Exception as error:
            raise RuleFailedError(f"'{entrypoint}': {_one_line(str(error))}") from error
        try:
            return value_of(output)
        except RuleFailedError as error:
            raise RuleFailedError(f"'{entrypoint}': {error.message}") from error
        finally:
            library.rego_free_output(output)

    def _load(self, path: Path) -> bool:
        if not path.is_file():
            return False
        from regopy import BundleFormat  # noqa: PLC0415 - see above

        self._interpreter = new_interpreter()
        try:
            self._bundle = self._interpreter.load_bundle(str(path), BundleFormat.Binary)
        except Exception:  # noqa: BLE001 - a cache that cannot be read is made anew
            return False
        return bool(self._bundle.ok())

    def _save(self, path: Path) -> None:
        from regopy import BundleFormat  # noqa: PLC0415 - see above

        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._interpreter.save_bundle(str(fresh), self._bundle, BundleFormat.Binary)
            fresh.replace(path)
        except Exception as error:  # noqa: BLE001 - without a cache everything still works
            log.debug("rego.not_cached", path=str(path), error=str(error))

    def _usable(self, module: Module) -> bool:
        try:
            refuse_unsupported(module)
        except PolicyError as error:
            self.problems.append(problem_of(module.path, error))
            return False
        return True

    def _compile(self, modules: Sequence[Module], wanted: Sequence[str]) -> None:
        defined = {module.package for module in modules}
        entrypoints = [each for each in wanted if each.rpartition(".")[0] in defined]
        self._interpreter = new_interpreter()
        for module in modules:
            _add(self._interpreter, module)
        self._bundle = None
        if entrypoints:
            self._bundle = _built(self._interpreter, entrypoints)

    def _without_broken(self, modules: Sequence[Module]) -> list[Module]:
        """Leave out what does not compile: by itself, or with those that are already in."""
        kept: list[Module] = []
        for module in sorted(modules, key=lambda each: each.custom):
            interpreter = new_interpreter()
            try:
                for each in (*kept, module):
                    _add(interpreter, each)
                _built(interpreter, [f"{module.package}.{_any_rule(module)}"])
            except PolicyError as error:
                self.problems.append(problem_of(module.path, error))
                continue
            kept.append(module)
        return kept


def ask_all(rules: Rules, questions: Iterable[Question]) -> list[Answer]:
    """Return the answer of each module to the input at hand; one that fails stops no other."""
    left_out = {problem.path for problem in rules.problems}
    answers = [Answer(id="", problem=each) for each in rules.problems]
    for question in questions:
        if question.path in left_out:
            continue
        values: list[Any] = []
        problem = None
        for entrypoint in question.entrypoints:
            try:
                value = rules.ask(entrypoint)
            except RuleFailedError as error:
                problem = problem_of(question.path, error)
                continue
            if isinstance(value, list):
                values += value
            elif question.strict and value is not None:
                problem = problem_of(question.path, wrong_answer(question, value))
        if values or problem:
            answers.append(Answer(id=question.id, values=values, problem=problem))
    return answers


def wrong_answer(question: Question, value: Any) -> WrongAnswerError:
    """Return the error of a module that answered with something else than messages."""
    return WrongAnswerError(
        f"'{question.path}': {question.id} returned {kind_of_value(value)}, not a set of messages",
        hint="write the rule as 'deny contains answer if { … }'",
    )


def compiled_path(folder: Path, modules: Iterable[Module], entrypoints: Iterable[str]) -> Path:
    """Return where the compiled form of modules is kept: named by all that went into it."""
    from regopy.rego_shared import rego_version  # noqa: PLC0415 - see above

    digest = hashlib.sha256(f"{rego_version()}\n".encode())
    for module in modules:
        digest.update(f"{module.path}\n{len(module.source)}\n{module.source}\n".encode())
    digest.update("\n".join(entrypoints).encode())
    return folder / f"{digest.hexdigest()}.rego.bundle"


def to_input(document: Any) -> "Input":
    """Return a document in the form that rules take; making it costs more than using it."""
    from regopy import Input  # noqa: PLC0415 - 25 ms that most verbs need not pay

    made = Input.__new__(Input)
    made._impl = input_of(document)  # noqa: SLF001 - see `input_of`
    return made


def needed(module: Module, modules: Iterable[Module]) -> list[Module]:
    """Return a module and those it imports, directly or not.

    Asking costs by the size of what was compiled together, so checks are compiled apart.
    """
    by_package: dict[str, list[Module]] = {}
    for each in modules:
        by_package.setdefault(each.package, []).append(each)
    found = {module.path: module}
    waiting = [module]
    while waiting:
        for path in _DATA_IMPORT.findall(waiting.pop().source):
            parts = path.split(".")
            for end in range(len(parts), 0, -1):
                for each in by_package.get(".".join(parts[:end]), ()):
                    if each.path not in found:
                        found[each.path] = each
                        waiting.append(each)
    return list(found.values())


def new_interpreter() -> "Interpreter":
    """Return an empty engine that writes nothing by itself."""
    from regopy import Interpreter, LogLevel  # noqa: PLC0415 - see above

    interpreter = Interpreter()
    interpreter.log_level = LogLevel.NONE
    return interpreter


def refuse_unsupported(module: Module) -> None:
    """Check that every built-in a module calls exists in the engine.

    Raises:
        UnsupportedBuiltinError: It calls one that does not.
    """
    code = _NOT_CODE.sub(lambda found: " " * len(found[0]), without_prints(module.source))
    imported = {alias or path.rpartition(".")[2] for path, alias in _IMPORT.findall(module.source)}
    interpreter = None
    for found in _CALL.finditer(code):
        name = found[1]
        if name.partition(".")[0] in imported or name.startswith(("data.", "input.")):
            continue
        interpreter = interpreter or new_interpreter()
        if not interpreter.is_builtin(name):
            line = code.count("\n", 0, found.start()) + 1
            raise UnsupportedBuiltinError(
                f"'{module.path}' line {line}: the built-in function '{name}' is not supported",
                hint="write the rule without it",
            )


def without_prints(source: str) -> str:
    """Return a module without ``print`` statements: they change nothing, here they would fail."""
    return _PRINT.sub(r"\1true", source) if "print(" in source else source


def problem_of(path: str, error: PolicyError) -> Problem:
    """Return an error of one module as a record."""
    return Problem(path=path, code=error.code, message=error.message, hint=error.hint or "")


def _add(interpreter: "Interpreter", module: Module) -> None:
    try:
        interpreter.add_module(module.path, without_prints(module.source))
    except Exception as error:
        raise BrokenModuleError(_compile_message(module, str(error))) from error


def _built(interpreter: "Interpreter", entrypoints: Sequence[str]) -> Any:
    try:
        bundle = interpreter.build(None, [each.replace(".", "/") for each in entrypoints])
    except Exception as error:
        raise BrokenModuleError(_compile_message(None, str(error))) from error
    if not bundle.ok():
        raise BrokenModuleError("the modules do not compile together")
    return bundle


def _any_rule(module: Module) -> str:
    found = re.search(r"^(?:default\s+)?([a-z_]\w*)", _body_of(module.source), re.MULTILINE)
    return found[1] if found else "deny"


def _body_of(source: str) -> str:
    lines = source.splitlines()
    return "\n".join(
        line for line in lines if not line.startswith(("package", "import", "#", "}", " ", "\t"))
    )


def _compile_message(module: Module | None, text: str) -> str:
    """Turn the engine's tree of an error into one line that names file and line."""
    message = _NODE_MESSAGE.search(text + "\n")
    said = _one_line(message[1] if message else text)
    place = _OFFSET.search(text)
    if module is None:
        return f"'{place[1]}': {said}" if place and place[1] else said
    if place is None:
        return f"'{module.path}': {said}"
    before = module.source.encode()[: int(place[2])]
    return f"'{module.path}' line {before.count(10) + 1}: {said}"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300] or "the engine gives no reason"
