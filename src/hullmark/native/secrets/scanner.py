"""Looks through bytes for secrets; what comes out holds identities and places, never a value."""

import re
from collections.abc import Callable, Iterable, Sequence

from hullmark.kernel.secret_identity import identify
from hullmark.native.secrets import checks, generic, named_files, nested, structured
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
_HEAD_BYTES = 8192
"""A NUL among the first bytes tells data from text."""
_INFLATED_BYTES = 64 * 1024 * 1024
"""Read of one compressed file."""
_GZIP = b"\x1f\x8b"
_CODED = (_GZIP, b"\xff\xfe", b"\xfe\xff")
"""How files begin that are text only behind their coding."""
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
        if len(data) > 2 * BLOCK_BYTES or data[:2] in _CODED:
            pieces = (data[at : at + BLOCK_BYTES] for at in range(0, len(data), BLOCK_BYTES))
            return self.scan_chunks(path, pieces)
        sense = sense_of(path)
        if sense == Sense.NOTHING or b"\0" in data[:_HEAD_BYTES]:
            return []
        return self.block(path, data, sense, line=1)

    def scan_chunks(self, path: str, pieces: Iterable[bytes]) -> list[Hit]:
        """Return the secrets in a stream: bounded in memory, whatever its size."""
        stream = Stream(self, path)
        for piece in pieces:
            stream.feed(piece)
        return stream.finish()

    def masked(self, path: str, text: str) -> tuple[list[Hit], list[str]]:
        """Return the secrets in a text, and the stretches of it that must not be shown.

        The second value holds what is secret: for blotting it out, never for keeping.
        """
        data = text.encode("utf-8", "surrogateescape")
        spans = self._spans(path, data, Sense.CONFIG, depth=0)
        shown = [data[start:end].decode("utf-8", "surrogateescape") for start, end, *_ in spans]
        return self._hits(path, data, spans, line=1), shown

    def block(self, path: str, data: bytes, sense: Sense, *, line: int) -> list[Hit]:
        """Return the secrets in a part of a file that begins on ``line``."""
        spans = self._spans(path, data, sense, depth=0)
        return self._hits(path, data, spans, line=line) if spans else []

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
        if sense != Sense.SYSTEM and depth == 0 and named_files.needs_names(path):
            spans += [
                (s, e, 4, rule, value, False)
                for rule, s, e, value in named_files.named_secrets(path, data)
            ]
        return _best(spans) if spans else spans

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
        if inner is not None:
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


class Stream:
    """One file whose pieces come one after the other; holds a block and what hangs over it."""

    __slots__ = ("_found", "_kept", "_line", "_path", "_read", "_scanner", "_sense", "_size")

    def __init__(self, scanner: SecretScanner, path: str) -> None:
        self._scanner = scanner
        self._path = path
        self._sense = sense_of(path)
        self._found: dict[tuple[str, int, int], Hit] = {}
        self._kept: list[bytes] = []
        self._size = 0
        self._line = 1
        self._read: Callable[[bytes], bytes | None] | None = None
        """Turns pieces into text; ``None`` from it means that there is no more."""

    def feed(self, piece: bytes) -> None:
        """Take the next piece; look as soon as there is a block."""
        if self._read is None:
            self._read = _no_text if self._sense == Sense.NOTHING else _reader(piece)
        text = self._read(piece)
        if text is None:
            self._read = _no_text
            return
        self._kept.append(text)
        self._size += len(text)
        if self._size >= BLOCK_BYTES:
            self._look(last=False)

    def finish(self) -> list[Hit]:
        """Look through the rest and return what was found."""
        self._look(last=True)
        return list(self._found.values())[:HITS]

    def _look(self, *, last: bool) -> None:
        block = self._kept[0] if len(self._kept) == 1 else b"".join(self._kept)
        if len(self._found) < HITS:
            for hit in self._scanner.block(self._path, block, self._sense, line=self._line):
                self._found.setdefault((hit.secret_id, hit.line, hit.column), hit)
        if last:
            self._kept, self._size = [], 0
            return
        cut = max(0, len(block) - AHEAD_BYTES)
        cut = block.rfind(b"\n", max(0, cut - _LINE_BYTES), cut) + 1 or cut
        self._line += block.count(b"\n", 0, cut)
        self._kept, self._size = [block[cut:]], len(block) - cut


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


def _reader(first: bytes) -> Callable[[bytes], bytes | None]:
    """Return what turns a file that begins with ``first`` into text."""
    if first[:2] == _GZIP:
        return _inflating()
    if first[:2] in _CODED:
        import codecs  # noqa: PLC0415 - rare

        decode = codecs.getincrementaldecoder("utf-16")("replace").decode
        return lambda piece: decode(piece).encode("utf-8", "replace")
    return _no_text if b"\0" in first[:_HEAD_BYTES] else _plain


def _plain(piece: bytes) -> bytes:
    return piece


def _no_text(_piece: bytes) -> None:
    return None


def _inflating() -> Callable[[bytes], bytes | None]:
    """Return what unpacks gzip, up to a bound that bombs do not get past."""
    import zlib  # noqa: PLC0415 - compressed files are rare

    inflater = zlib.decompressobj(31)
    left = _INFLATED_BYTES

    def inflate(piece: bytes) -> bytes | None:
        nonlocal left
        if left <= 0:
            return None
        try:
            text = inflater.decompress(piece, left)
        except zlib.error:
            return None
        if left == _INFLATED_BYTES and b"\0" in text[:_HEAD_BYTES]:
            return None
        left -= len(text)
        return text

    return inflate
