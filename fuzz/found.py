"""Targets that need no list: every public function of a room that takes bytes or text to read.

A parser that is written tomorrow is fuzzed tomorrow. Functions whose further arguments cannot be
filled in have a target of their own in another module, or a reason in ``LEFT_OUT``.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import hullmark
import seeds
from target import Target

_ROOMS = ("formats", "images", "advisories", "checks", "scanners", "discovery", "merge", "gate",
          "native.sbom", "config", "versions")  # fmt: skip
_VERBS = ("parse_", "read_", "decode_", "normalize_", "complete_", "check_", "canonical", "split_",
          "looks_like", "places_in", "tag_value_to", "masked")  # fmt: skip
_FIRST = {"bytes": bytes, "str": str, "Buffer": bytes, "bytes | str": bytes, "Document": None}
_FILLED: dict[str, Any] = {
    "source": "fuzz", "name": "fuzz", "text": "fuzz", "place": "$", "where": "fuzz",
    "page": "https://index.example/simple/", "line": 1, "path": "fuzz", "file": "fuzz",
    "origin": "fuzz", "scanner": "fuzz", "target": "fuzz", "kind": None, "side": None,
}  # fmt: skip
LEFT_OUT = {
    "hullmark.advisories.starter_record.read_starter": "reads a file of the package itself",
    "hullmark.formats.strict.decode_json": "asks for a type; every decoder goes through it",
}
"""Functions that this module would call wrongly, and why that is no gap."""


def targets() -> Iterator[Target]:
    """Yield a target per function found."""
    for function, first in functions():
        module = function.__module__
        short = module.removeprefix("hullmark.").replace(".", "-").replace("_", "-")
        yield Target(
            name=f"{short}-{function.__name__.replace('_', '-')}",
            run=_runner(function, first),
            modules=(module,),
            seeds=lambda module=module: seeds.of_module(module),
            paths=seeds.PATHS_OF_MODULE.get(module, ()),
        )


def functions() -> Iterator[tuple[Callable[..., Any], type]]:
    """Yield every parser of one argument, and what that argument is."""
    for module in sorted(_modules()):
        for name, function in sorted(vars(module_of(module)).items()):
            if (
                name.startswith(_VERBS)
                and inspect.isfunction(function)
                and function.__module__ == module
                and f"{module}.{name}" not in LEFT_OUT
                and (first := _first(function)) is not None
            ):
                yield function, first


def module_of(name: str):
    """Return a module by its name."""
    return importlib.import_module(name)


def _modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(hullmark.__path__, "hullmark."):
        short = found.name.removeprefix("hullmark.")
        if any(short == room or short.startswith(f"{room}.") for room in _ROOMS):
            yield found.name


def _first(function: Callable[..., Any]) -> type | None:
    """Return the type of the one argument that is read; ``None`` where others cannot be filled."""
    parameters = list(inspect.signature(function).parameters.values())
    if not parameters:
        return None
    wanted = parameters[0].annotation
    wanted = wanted if isinstance(wanted, str) else getattr(wanted, "__name__", str(wanted))
    rest = [each for each in parameters[1:] if each.default is inspect.Parameter.empty]
    if any(_FILLED.get(each.name) is None for each in rest):
        return None
    return _FIRST.get(wanted)


def _runner(function: Callable[..., Any], first: type):
    parameters = list(inspect.signature(function).parameters.values())[1:]
    rest = [each for each in parameters if each.default is inspect.Parameter.empty]
    named = {each.name: _FILLED[each.name] for each in rest if each.kind is each.KEYWORD_ONLY}
    ordered = [_FILLED[each.name] for each in rest if each.kind is not each.KEYWORD_ONLY]

    def run(data: bytes) -> None:
        given = data if first is bytes else data.decode("utf-8", "surrogateescape")
        answer = function(given, *ordered, **named)
        if inspect.isgenerator(answer):
            for _ in answer:
                pass

    return run
