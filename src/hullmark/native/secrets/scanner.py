"""Looks through bytes for secrets; what comes out holds identities and places, never a value."""

import re
from collections.abc import Iterable, Sequence

from hullmark.kernel.secret_identity import identify
from hullmark.native.secrets import checks, generic, nested, structured
from hullmark.native.secrets.allow import entropy, is_placeholder, is_published
from hullmark.native.secrets.engine import BASE64, MANIFEST, Engine, engine
from hullmark.native.secrets.hit import Hit
from hullmark.native.secrets.identity import mask
from hullmark.native.secrets.paths import Sense, sense_of
from hullmark.native.secrets.rule import Rule

HITS = 2_000
"""Secrets told of one file; a file of more is a list of them, and is known as one."""
CANDIDATES = 200_000
"""Candidates looked at per block of one file."""
BLOCK_BYTES = 1024 * 1024
AHEAD_BYTES = 32 * 1024
"""Kept from block to block: the longest secret, a private key, fits."""
_LINE_BYTES = 1000
_ALLOW = re.compile(
    rb"(?i)(?:hullmark|gitleaks|pragma)[: ]\s?(?:allow|ignore|allowlist)[- ]?secrets?\b[ :,-]*([^\n*]{0,100})|gitleaks:allow|trufflehog:ignore|ggignore|nosecret"
)

_Span = tuple[int, int, int, str, bytes, bool]
"""Start, end, rank, rule, value, whether its first letters may be shown."""


class SecretScanner:
    """Finds secrets; safe to be used by several threads at once."""

    def __init__(self, key: bytes, *, rules: Engine | None = None) -> None:
        self._key = key
        self._engine = rules or engine()

    def scan_bytes(self, path: str, data: bytes) -> list[Hit]:
        """Return the secrets in a file that is there as a whole."""
        sense = sense_of(path)
        if sense == Sense.NOTHING:
            return []
        text = _as_text(data)
        if text is None:
            return []
        if len(text) > 2 * BLOCK_BYTES:
            return self.scan_chunks(
                path, (text[at : at + BLOCK_BYTES] for at in range(0, len(text), BLOCK_BYTES))
            )
        return self._hits(path, text, self._spans(path, text, sense, depth=0), line=1)

    def scan_chunks(self, path: str, pieces: Iterable[bytes]) -> list[Hit]:
        """Return the secrets in a stream: bounded in memory, whatever its size."""
        sense = sense_of(path)
        found: dict[tuple[str, int, int], Hit] = {}
        kept, line = b"", 1
        for piece in pieces:
            block = kept + piece
            if not kept and b"\0" in block[:8192]:
                return []
            if len(block) < BLOCK_BYTES // 2:
                kept = block
                continue
            self._block(found, path, block, sense, line)
            cut = max(0, len(block) - AHEAD_BYTES)
            cut = block.rfind(b"\n", max(0, cut - _LINE_BYTES), cut) + 1 or cut
            line += block.count(b"\n", 0, cut)
            kept = block[cut:]
        self._block(found, path, kept, sense, line)
        return list(found.values())[:HITS]

    def _block(
        self,
        found: dict[tuple[str, int, int], Hit],
        path: str,
        block: bytes,
        sense: Sense,
        line: int,
    ) -> None:
        if len(found) < HITS:
            for hit in self._hits(path, block, self._spans(path, block, sense, depth=0), line=line):
                found.setdefault((hit.secret_id, hit.line, hit.column), hit)

    def _spans(self, path: str, data: bytes, sense: Sense, *, depth: int) -> list[_Span]:
        spans: list[_Span] = []
        seen: set[tuple[int, int]] = set()
        rules = self._engine.rules
        blob_end = manifest_end = -1
        for index, end in self._engine.candidates(data, sense)[:CANDIDATES]:
            if index == BASE64:
                if end > blob_end and depth < nested.DEPTH:
                    blob_end = self._nested(path, data, end, sense, depth, spans)
            elif index == MANIFEST:
                if end > manifest_end:
                    spans += [
                        (s, e, 3, rule, value, False)
                        for rule, s, e, value in structured.manifest_secrets(data, end)
                    ]
                    following = data.find(b"\n---", end)
                    manifest_end = -1 if following < 0 else following - 1
            elif rules[index].check == "assignment":
                _assigned(path, data, end, rules[index], sense, seen, spans)
            else:
                self._confirm(path, data, index, end, seen, spans)
        if depth == 0 and structured.needs_names(path) and sense != Sense.SYSTEM:
            spans += [
                (s, e, 4, rule, value, False)
                for rule, s, e, value in structured.named_secrets(path, data)
            ]
        return _best(spans)

    def _confirm(
        self,
        path: str,
        data: bytes,
        index: int,
        end: int,
        seen: set[tuple[int, int]],
        spans: list[_Span],
    ) -> None:
        rule = self._engine.rules[index]
        low = max(0, end - rule.back)
        low = data.rfind(b"\n", low, end) + 1 or low if rule.back <= 256 and rule.rank == 1 else low
        for match in self._engine.pattern(index).finditer(data[low : end + rule.forward]):
            start, stop = match.start(rule.group) + low, match.end(rule.group) + low
            if start > end:
                break
            if (index, start) in seen or start < 0:
                continue
            seen.add((index, start))
            value = data[start:stop]
            if rule.rank <= 2 and (is_placeholder(value) or entropy(value) < rule.entropy):
                continue
            if rule.rank == 2 and _plain_word(value):
                continue
            if is_published(value):
                continue
            line = _context(data, start, stop)
            if checks.passes(rule.check, value, match, path=path, line=line):
                spans.append((start, stop, rule.rank, rule.id, value, rule.rank == 1))

    def _nested(
        self, path: str, data: bytes, at: int, sense: Sense, depth: int, spans: list[_Span]
    ) -> int:
        start, end = nested.blob_around(data, at - 1)
        inner = nested.decode_blob(data[start:end]) if end - start >= 16 else None
        if inner is not None and not is_placeholder(inner[:64]):
            for _, _, rank, rule, value, telling in self._spans(
                path,
                inner,
                min(sense, Sense.CODE) if sense == Sense.SYSTEM else Sense.CONFIG,
                depth=depth + 1,
            ):
                spans.append((start, end, rank, rule, value, telling))
        return end

    def _hits(self, path: str, data: bytes, spans: Sequence[_Span], *, line: int) -> list[Hit]:
        hits, at = [], 0
        for start, _end, _rank, rule, value, telling in spans[:HITS]:
            line += data.count(b"\n", at, start)
            at = start
            begin = data.rfind(b"\n", 0, start) + 1
            stop = data.find(b"\n", start)
            allow = _ALLOW.search(
                data[
                    max(begin, start - _LINE_BYTES) : min(
                        stop if stop >= 0 else len(data), start + 2000
                    )
                ]
            )
            reason = ""
            if allow:
                reason = (allow[1] or b"").strip().decode(
                    "utf-8", "replace"
                ) or "allowed by a comment"
            hits.append(
                Hit(
                    path,
                    rule,
                    identify(self._key, value),
                    mask(value, telling=telling),
                    line,
                    start - begin + 1,
                    reason,
                )
            )
        return hits


def _assigned(
    path: str,
    data: bytes,
    end: int,
    rule: Rule,
    sense: Sense,
    seen: set[tuple[int, int]],
    spans: list[_Span],
) -> None:
    begin = data.rfind(b"\n", max(0, end - 200), end) + 1 or max(0, end - 200)
    stop = data.find(b"\n", end, end + 500)
    if (-1, begin) in seen:
        return
    seen.add((-1, begin))
    line = data[begin : stop if stop >= 0 else end + 500]
    for name, start, finish, quoted in generic.assignments(line, bare=sense == Sense.CONFIG):
        value = line[start:finish]
        if generic.is_secret(name, value, path=path, quoted=quoted):
            spans.append((begin + start, begin + finish, rule.rank, "generic-secret", value, False))


def _best(spans: list[_Span]) -> list[_Span]:
    """Of overlapping spans keep the one of the most telling rule."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda each: (each[2], each[0])):
        if any(
            (
                span[0] < other[1]
                and other[0] < span[1]
                and (span[0], span[1]) != (other[0], other[1])
            )
            or (span[0], span[4]) == (other[0], other[4])
            for other in kept[-200:]
        ):
            continue
        kept.append(span)
    return sorted(kept, key=lambda each: each[0])


def _context(data: bytes, start: int, stop: int) -> bytes:
    begin = data.rfind(b"\n", max(0, start - 300), start) + 1 or max(0, start - 300)
    previous = data.rfind(b"\n", max(0, begin - 200), max(0, begin - 1)) + 1 if begin else 0
    return data[previous:start] + b" " + data[stop : stop + 200]


def _plain_word(value: bytes) -> bool:
    """Tell words and identifiers from random text of the same alphabet."""
    return not any(48 <= byte <= 57 for byte in value)


def _as_text(data: bytes) -> bytes | None:
    head = data[:8192]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") and len(data) <= 8 * BLOCK_BYTES:
        return data.decode("utf-16", "replace").encode()
    if data[:2] == b"\x1f\x8b":
        return _gunzip(data)
    return None if b"\0" in head else data


def _gunzip(data: bytes) -> bytes | None:
    import zlib  # noqa: PLC0415 - compressed files are rare

    try:
        text = zlib.decompressobj(31).decompress(data, 16 * BLOCK_BYTES)
    except zlib.error:
        return None
    return None if b"\0" in text[:8192] else text
