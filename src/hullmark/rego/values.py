"""Values on their way into rego-cpp and out of it."""

import json
import math
from collections.abc import Mapping
from typing import Any

from hullmark.rego.errors import RuleFailedError

_MESSAGE_CHARACTERS = 300


def escaped(text: str) -> str:
    """Return a text in JSON's escaped form, as the library keeps it; no zero ends it early."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text
    plain = text.encode("utf-8", "replace").decode() if _has_surrogates(text) else text
    return json.dumps(plain, ensure_ascii=False)[1:-1]


def input_of(value: Any) -> int:
    """Return a new input of the library; building one by its own class takes twice the time.

    Whole numbers that 64 bits do not hold become fractions, what is no number becomes null.
    """
    from regopy import rego_shared as library  # noqa: PLC0415 - 25 ms that most verbs need not pay

    made: int = library.rego_new_input()
    try:
        _put(value, made, library.rego)
    except BaseException:
        library.rego_free_input(made)
        raise
    return made


def _put(value: Any, made: int, library: Any) -> None:
    match value:
        case str():
            library.regoInputString(made, escaped(value).encode())
        case bool():
            library.regoInputBoolean(made, value)
        case None:
            library.regoInputNull(made)
        case int() if -(1 << 63) <= value < 1 << 63:
            library.regoInputInt(made, value)
        case int() | float():
            _put_fraction(value, made, library)
        case Mapping():
            for key, each in value.items():
                library.regoInputString(made, escaped(str(key)).encode())
                _put(each, made, library)
                library.regoInputObjectItem(made)
            library.regoInputObject(made, len(value))
        case _:
            for each in value:
                _put(each, made, library)
            library.regoInputArray(made, len(value))


def _put_fraction(value: float, made: int, library: Any) -> None:
    try:
        fraction = float(value)
    except OverflowError:
        fraction = math.inf
    if math.isfinite(fraction):
        library.regoInputFloat(made, fraction)
    else:
        library.regoInputNull(made)


def value_of(output: Any) -> Any:
    """Return the first value of a query's raw output, ``None`` where it is undefined.

    The library's own class reads the text as JSON and fails where a text made by ``sprintf`` has
    quotes in it, which the library does not escape. Then the tree is read instead.

    Raises:
        RuleFailedError: The query failed.
    """
    from regopy import rego_shared as library  # noqa: PLC0415 - see above

    text = library.rego_output_string(output)
    if not library.rego_output_ok(output) or text == "<error>":
        raise RuleFailedError(_error_in(library.rego_output_node(output)))
    if text == "undefined":
        return None
    try:
        results = json.loads(text, strict=False)
    except ValueError:
        return _tree_value(library.rego_output_expressions_at_index(output, 0))
    first = results[0] if isinstance(results, list) else results
    expressions = first.get("expressions") or [None]
    return expressions[0]


def kind_of_value(value: Any) -> str:
    """Name what a value is, for messages."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return "a text"
        case int() | float():
            return "a number"
        case dict():
            return "an object"
        case list():
            return "a list"
        case _:
            return "null"


def _tree_value(node: Any) -> Any:  # noqa: PLR0911 - one return per kind of value
    """Return the value of a node of the library's tree."""
    from regopy import NodeKind  # noqa: PLC0415 - see above
    from regopy import rego_shared as library  # noqa: PLC0415

    def children(parent: Any) -> list[Any]:
        size = library.rego_node_size(parent)
        return [_tree_value(library.rego_node_get(parent, index)) for index in range(size)]

    match library.rego_node_type(node):
        case NodeKind.Array | NodeKind.Set:
            return children(node)
        case NodeKind.Object:
            return {str(key): value for key, value in children(node)}
        case NodeKind.ObjectItem:
            return tuple(children(node))
        case NodeKind.String:
            return _text(library.rego_node_value(node))
        case NodeKind.Int:
            return int(library.rego_node_value(node))
        case NodeKind.Float:
            return float(library.rego_node_value(node))
        case NodeKind.Boolean:
            return library.rego_node_value(node) == "true"
        case NodeKind.Null:
            return None
        case _:
            inside = children(node)
            return inside[0] if inside else None


def _text(raw: str) -> str:
    """Undo JSON's escapes in a text that may also hold bare quotes."""
    if len(raw) > 1 and raw[0] == raw[-1] == '"':
        raw = raw[1:-1]
    try:
        return str(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        return raw.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def _error_in(node: Any) -> str:
    """Return the first message in the library's tree of an error."""
    from regopy import NodeKind  # noqa: PLC0415 - see above
    from regopy import rego_shared as library  # noqa: PLC0415

    waiting = [node]
    while waiting:
        each = waiting.pop(0)
        if library.rego_node_type(each) is NodeKind.ErrorMessage:
            message = " ".join(str(library.rego_node_value(each)).split())
            return message[:_MESSAGE_CHARACTERS] or "the engine gives no reason"
        size = library.rego_node_size(each)
        waiting += [library.rego_node_get(each, index) for index in range(size)]
    return "the engine gives no value: a function or module that it needs is missing"


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)
