"""Typed decoding of reports: strict and fast where they fit, forgiving where they do not.

A report that breaks its own schema in one entry is still evidence: what fits is kept, and what
does not is an issue with its place, never a silent loss.
"""

import math
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from hullmark.model.ledger import Issue
from hullmark.ports.adapter import Document
from hullmark.scanners.errors import BrokenReportError

T = TypeVar("T")
_ISSUES = 20
"""Entries named one by one; a report that never fits is not repeated in the ledger."""


class _MisfitError(Exception):
    """A value cannot be taken for its type."""


def read(document: Document, type_: type[T]) -> T:
    """Return the document as ``type_``; entries that do not fit are left out and reported.

    Raises:
        BrokenReportError: The whole does not fit.
    """
    try:
        decoded: T = _decoder(type_).decode(document.data)
    except msgspec.ValidationError as error:
        first = error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BrokenReportError(f"{document.source}: {error}") from error
    else:
        return decoded
    return convert(msgspec.json.decode(document.data), type_, document, first=str(first))


def load(document: Document) -> Any:
    """Return the document as plain values, for forms that have too many dialects for a type."""
    return read(document, object)


def convert(value: Any, type_: type[T], document: Document, *, first: str = "") -> T:
    """Return plain values as ``type_``, leniently (see ``read``)."""
    work = _Conversion()
    try:
        taken: T = work.take(value, _info(type_), "$")
    except (_MisfitError, RecursionError) as error:
        raise BrokenReportError(f"{document.source}: {first or error}") from error
    document.issues += [
        Issue(path=document.source, cause=cause, code="HM2405") for cause in work.causes
    ]
    return taken


def _decoder(type_: Any) -> "msgspec.json.Decoder[Any]":
    return _cached_decoder(type_)


@cache
def _cached_decoder(type_: Any) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(type_)


def _info(type_: Any) -> inspect.Type:
    return _cached_info(type_)


@cache
def _cached_info(type_: Any) -> inspect.Type:
    return inspect.type_info(type_)


class _Conversion:
    """One walk over a value and its type."""

    def __init__(self) -> None:
        self.causes: list[str] = []

    def take(self, value: Any, info: inspect.Type, place: str) -> Any:  # noqa: PLR0911, PLR0912 - one case per kind of type
        match info:
            case inspect.AnyType() | inspect.RawType():
                return value
            case inspect.StructType():
                return self._struct(value, info, place)
            case inspect.UnionType():
                return self._union(value, info, place)
            case inspect.StrType():
                return _text(value, place)
            case inspect.BoolType():
                if isinstance(value, bool):
                    return value
                if str(value).lower() in {"true", "false"}:
                    return str(value).lower() == "true"
            case inspect.IntType() | inspect.FloatType():
                return _number(value, place, whole=isinstance(info, inspect.IntType))
            case inspect.ListType() | inspect.VarTupleType():
                return self._list(value, info.item_type, place)
            case inspect.DictType():
                if not isinstance(value, dict):
                    if value in (None, []):
                        return {}
                    raise _MisfitError(f"expected an object - at {place}")
                return {
                    key: taken
                    for key, each in value.items()
                    if (taken := self._or_report(each, info.value_type, f"{place}.{key}"))
                    is not None
                }
            case inspect.NoneType():
                if value is None:
                    return None
            case _:  # pragma: no cover - wire types use no others
                return value
        raise _MisfitError(f"unexpected {type(value).__name__} - at {place}")

    def _struct(self, value: Any, info: inspect.StructType, place: str) -> Any:
        if not isinstance(value, dict):
            raise _MisfitError(f"expected an object, found {_named(value)} - at {place}")
        given: dict[str, Any] = {}
        for each in info.fields:
            held = value.get(each.encode_name)
            if held is None:
                if each.required:
                    raise _MisfitError(f"missing '{each.encode_name}' - at {place}")
                continue
            try:
                given[each.name] = self.take(held, each.type, f"{place}.{each.encode_name}")
            except _MisfitError as error:
                if each.required:
                    raise
                self._report(str(error))
        return info.cls(**given)

    def _union(self, value: Any, info: inspect.UnionType, place: str) -> Any:
        if value is None:
            return None
        kinds = [each for each in info.types if not isinstance(each, inspect.NoneType)]
        exact = [each for each in kinds if _fits(value, each)]
        for each in exact or kinds:
            try:
                return self.take(value, each, place)
            except _MisfitError:
                continue
        raise _MisfitError(f"unexpected {_named(value)} - at {place}")

    def _list(self, value: Any, item: inspect.Type, place: str) -> list[Any]:
        if value is None:
            return []
        items = value if isinstance(value, list) else [value]
        if not isinstance(value, list) and not _fits(value, item):
            raise _MisfitError(f"expected a list, found {_named(value)} - at {place}")
        taken = (
            self._or_report(each, item, f"{place}[{index}]") for index, each in enumerate(items)
        )
        return [each for each in taken if each is not None]

    def _or_report(self, value: Any, info: inspect.Type, place: str) -> Any:
        if value is None and not isinstance(info, inspect.AnyType):
            return None
        try:
            return self.take(value, info, place)
        except _MisfitError as error:
            self._report(str(error))
            return None

    def _report(self, cause: str) -> None:
        if len(self.causes) < _ISSUES:
            self.causes.append(cause)


def _fits(value: Any, info: inspect.Type) -> bool:  # noqa: PLR0911 - one case per kind of type
    match info:
        case inspect.StructType() | inspect.DictType():
            return isinstance(value, dict)
        case inspect.ListType():
            return isinstance(value, list)
        case inspect.StrType():
            return isinstance(value, str)
        case inspect.BoolType():
            return isinstance(value, bool)
        case inspect.IntType() | inspect.FloatType():
            return isinstance(value, int | float) and not isinstance(value, bool)
        case inspect.UnionType():
            return any(_fits(value, each) for each in info.types)
        case _:
            return isinstance(info, inspect.AnyType)


def _text(value: Any, place: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        return ", ".join(map(str, value))
    raise _MisfitError(f"expected text, found {_named(value)} - at {place}")


def _number(value: Any, place: str, *, whole: bool) -> Any:
    try:
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(number)  # noqa: TRY301 - handled with the others
        return int(number) if whole else number
    except (TypeError, ValueError, OverflowError) as error:
        raise _MisfitError(f"expected a number, found {_named(value)} - at {place}") from error


def _named(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "text", bool: "a truth value"}
    return kinds.get(type(value), "a number")
