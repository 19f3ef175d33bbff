"""Finds candidates for all rules in one pass over the bytes, with hyperscan where it is there."""

import hashlib
import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import msgspec

from hullmark.kernel import log
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.paths import compiled_folder
from hullmark.kernel.space import write_whole
from hullmark.native.secrets.errors import SecretRuleError
from hullmark.native.secrets.nested import literals
from hullmark.native.secrets.paths import Sense
from hullmark.native.secrets.rule import GENERIC, Rule, read_rules, sources

Candidates = list[tuple[int, int]]
"""Index of a rule, and where its trigger ends."""
BASE64 = 100_000
MANIFEST = 100_001
_KIND = r"""(?i)kind["']?:\s{0,4}["']?secret["']?\s"""
_NAMES = ("config", "code", "system")
"""What the working space for each sense is called."""
_FLAGS = 2  # HS_FLAG_DOTALL: only classes are used, so that it says nothing else


class Engine:
    """The compiled rules; shared by all threads, each with working space of its own."""

    def __init__(self, rules: Sequence[Rule], databases: dict[int, Any] | None) -> None:
        self.rules = tuple(rules)
        self._databases = databases
        self._local = threading.local()
        self._patterns: dict[int, Any] = {}

    def candidates(self, data: bytes, sense: Sense) -> Candidates:
        """Return the candidates in ``data``, in the order of their ends."""
        if self._databases is None:
            return _slow_candidates(self.rules, data, sense)
        kept = self._local.__dict__
        name = _NAMES[sense]
        if name not in kept:
            kept[name] = _scratch(self._databases[sense])
        found: Candidates = []
        self._databases[sense].scan(data, _note, context=found, scratch=kept[name])
        return found

    def pattern(self, index: int) -> Any:
        """Return the expression that confirms a rule's candidates, compiled when first needed."""
        expression = self._patterns.get(index)
        if expression is None:
            rule = self.rules[index]
            self._patterns[index] = expression = _compile(rule.pattern, rule.id)
        return expression


def _note(index: int, _start: int, end: int, _flags: int, found: Candidates) -> None:
    found.append((index, end))


@cache
def engine() -> Engine:
    """Return the engine over our own rules: from the cache on disk, else compiled and kept there."""
    try:
        import hyperscan  # noqa: PLC0415 - 6 ms, and absent on some platforms
    except ImportError:
        log.info("secrets.no_hyperscan")
        return Engine(read_rules(), None)
    version = f"{getattr(hyperscan, '__version__', '')} 1 ".encode()
    key = hashlib.sha256(version + sources() + repr(literals()).encode()).hexdigest()[:24]
    path = compiled_folder() / f"secrets-{key}.bin"
    kept = _load(hyperscan, path)
    if kept is not None:
        return kept
    rules = read_rules()
    databases = {int(sense): _build(hyperscan, rules, sense) for sense in list(Sense)[:3]}
    content = _Kept(rules=rules, databases={k: hyperscan.dumpb(v) for k, v in databases.items()})
    body = msgspec.msgpack.encode(content)
    try:
        write_whole(path, hashlib.sha256(body).digest() + body)
    except HullmarkError as error:
        log.info("secrets.not_cached", error=error.message)
    return Engine(rules, databases)


class _Kept(msgspec.Struct):
    rules: tuple[Rule, ...]
    databases: dict[int, bytes]


def _load(hyperscan: Any, path: Any) -> Engine | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content[32:]).digest() != content[:32]:
        return None
    try:
        kept = msgspec.msgpack.decode(content[32:], type=_Kept)
        databases = {
            sense: hyperscan.loadb(data, hyperscan.HS_MODE_BLOCK)
            for sense, data in kept.databases.items()
        }
    except (msgspec.MsgspecError, hyperscan.error) as error:
        log.info("secrets.cache_unreadable", error=str(error))
        return None
    return Engine(kept.rules, databases)


def _build(hyperscan: Any, rules: Sequence[Rule], sense: Sense) -> Any:
    chosen = [(index, rule.trigger) for index, rule in enumerate(rules) if _applies(rule, sense)]
    rows = [(index, text.encode()) for index, text in chosen]
    rows += [(BASE64, literal.replace(b"+", rb"\+")) for literal in literals()]
    if sense != Sense.SYSTEM:
        rows.append((MANIFEST, _KIND.encode()))
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    try:
        database.compile(
            expressions=[text for _, text in rows],
            ids=[index for index, _ in rows],
            flags=[_FLAGS] * len(rows),
        )
    except hyperscan.error as error:
        raise SecretRuleError(f"secret rules do not compile: {error}") from error
    return database


def _applies(rule: Rule, sense: Sense) -> bool:
    if rule.id == GENERIC[1].id:
        return sense == Sense.CONFIG
    if sense == Sense.SYSTEM:
        return rule.rank == 1 and rule.id != "cui-marking"
    return True


def _scratch(database: Any) -> Any:
    import hyperscan  # noqa: PLC0415 - it is loaded already

    return hyperscan.Scratch(database)


def _compile(pattern: str, rule: str) -> Any:
    try:
        import re2  # noqa: PLC0415 - absent on some platforms
    except ImportError:
        import re  # noqa: PLC0415

        return re.compile(pattern.encode("latin-1"))
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    options.max_mem = 64 * 1024 * 1024
    try:
        return re2.compile(pattern.encode("latin-1"), options)
    except re2.error as error:
        raise SecretRuleError(f"secret rule '{rule}' does not compile: {error}") from error


@cache
def _triggers(sense: Sense) -> tuple[tuple[int, Callable[..., Any]], ...]:
    rules = read_rules()
    rows = [
        (i, _compile(rule.trigger, rule.id).finditer)
        for i, rule in enumerate(rules)
        if _applies(rule, sense)
    ]
    words = "|".join(each.decode().replace("+", r"\+") for each in literals())
    rows.append((BASE64, _compile(words, "base64").finditer))
    if sense != Sense.SYSTEM:
        rows.append((MANIFEST, _compile(_KIND, "manifest").finditer))
    return tuple(rows)


def _slow_candidates(_rules: Sequence[Rule], data: bytes, sense: Sense) -> Candidates:
    """Do the same rule by rule, where hyperscan has no package."""
    found = [(i, match.end()) for i, find in _triggers(sense) for match in find(data)]
    found.sort(key=lambda each: each[1])
    return found
