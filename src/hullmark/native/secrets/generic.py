"""Judges assignments: a name that speaks of a secret, and a value that may be one."""

import base64
import binascii
import re

from hullmark.native.secrets.allow import (
    entropy,
    is_counting,
    is_option,
    is_placeholder,
    is_repetitive,
    is_uuid,
)
from hullmark.native.secrets.paths import is_code, is_prose, is_test
from hullmark.native.secrets.rule import KEY_WORDS

_NAME = rf"""(?<![\w.@-])(?P<name>[\w.@-]{{0,40}}?(?:{KEY_WORDS})[\w.-]{{0,30}})"""
_QUOTED = re.compile(
    rf"""(?i){_NAME}["'`\]\)\\]{{0,4}}[ \t]{{0,10}}(?:=>|:=|==|=|:|,|\(|["']\s?value=|[ \t])[ \t(]{{0,8}}"""
    r"""[\w.]{0,20}\(?\\?(?P<quote>["'`])(?P<value>[^"'`\s\\][^"'`\n\\]{3,300})\\?(?P=quote)""".replace(
        "`", "`"
    )
)
_BARE = re.compile(
    rf"""(?i){_NAME}["']?[ \t]{{0,10}}(?:=|:)[ \t]{{0,8}}(?P<value>[^\s"'`<>]{{4,400}})"""
)
_XML = re.compile(
    rf"""(?i)<{_NAME}(?: [^>\n]{{0,80}})?>[ \t]{{0,8}}(?:<!\[CDATA\[)?(?P<value>[^<>\s]{{4,300}}?)(?:\]\]>)?[ \t]{{0,8}}</"""
)
_SPACE = re.compile(
    rf"""(?i)(?:^|[\s;]){_NAME}[ \t]{{1,8}}(?P<value>[^\s"'`<>=:]*[0-9!@#%^&*][^\s"'`<>=:]*)[ \t]*$"""
)
_WITH_BEFORE = (_XML, _SPACE)
"""Expressions that begin one character before the name."""
_KEY = re.compile(rf"(?i){KEY_WORDS}")
_RUN = re.compile(r"[\w.@-]*")
_PORT = re.compile(r"\d{1,5}/(?:tcp|udp|sctp|dccp)")
_WORDS = re.compile(r"[A-Za-z]{2,}[,.;:]?(?:\s|$)")
_PASSWORD = re.compile(r"(?i)pass|pwd")
_NOT_A_NAME = re.compile(
    r"(?i)(?:public|publishable|tokeniz|tokens$|tokentype|token_type|passes|passive|passenger|passing|passthrough|bypass|"
    r"compass|passport(?!.*(?:pass|secret|token))|surpass|keyboard|secretary|csrf_?token_?name|next_?page_?token|authenticity|csrf|xsrf|"
    r"pagetoken|continuationtoken|synctoken|cancellation|(?:un|sub)?pass$(?<!\bpass)(?<!_pass)(?<!-pass)(?<!\.pass)|"
    r"(?:path|file|filename|dir|folder|name|_id|url|uri|endpoint|field|label|type|header|length|len|ttl|expir\w*|"
    r"policy|policies|env|ref|reference|regex|pattern|format|hint|prompt|message|msg|error|count|size|min|max|age|"
    r"class|method|function|provider|manager|service|store|algorithm|alg|encoding|version|enabled|required|index|"
    r"validator|encoder|handler|reset|changed|lifetime|timeout|location|prefix|suffix|scope|scopes|title|text|"
    r"description|placeholder|visibility|strength|confirmation|confirm|group|groups|mode|kind|icon|arn|key_id|keyid|keys|secrets|credentials)$|(?-i:[a-z]Ids?$)|ids?$)"
)
_IDENTIFIER = re.compile(
    rb"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z]+(?:[_./:-][a-z]+)+|[a-z]+(?:[A-Z][a-z]+)+|[a-z]+(?:\.[a-zA-Z_]+)+\(?.*"
)
_CODE_VALUE = re.compile(
    rb"[()\[\]{}]|^\$|::|->|&&|\|\||^[A-Za-z_]+\.[A-Za-z_.]+$|^[./~]|^https?:|^[a-z]+://|;$|,$"
)
_WORDY = re.compile(rb"^[A-Za-z]?[a-z]+(?:[ _.:/-][A-Za-z]?[a-z]+)*[.!?:]?$")


def assignments(line: bytes, *, bare: bool) -> list[tuple[str, int, int, bool]]:
    """Return name, start and end of every value in ``line`` that is assigned to a telling name."""
    text = line.decode("latin-1")
    starts = _names(text)
    found: list[tuple[str, int, int, bool]] = []
    for expression, quoted in ((_QUOTED, True), (_XML, True), (_BARE, False), (_SPACE, False)):
        if not quoted and (not bare or found):
            continue
        after = 0
        for start in starts:
            if start < after:
                continue
            at = max(start - 1, 0) if expression in _WITH_BEFORE else start
            match = expression.match(text, at)
            if match is None:
                continue
            after = match.end()
            begin, end = match.span("value")
            if not quoted:
                if text[end : end + 1] in ('"', "'", "`"):
                    continue
                while end > begin and text[end - 1] in ",;)":
                    end -= 1
            if not quoted and _is_said(text, begin, end):
                continue
            found.append((match["name"], begin, end, quoted))
    return found


def _is_said(text: str, begin: int, end: int) -> bool:
    """Tell a word of a sentence, a version or a port from a value: nothing of settings is so."""
    value, rest = text[begin:end], text[end : end + 40].strip(" \t,.;)")
    if _PORT.fullmatch(value) or value.startswith("("):
        return True
    return value.isalpha() and _WORDS.match(rest) is not None


def _names(text: str) -> list[int]:
    """Return where names begin that speak of a secret: expressions are tried there only."""
    starts = []
    end = 0
    while (key := _KEY.search(text, end)) is not None:
        start = key.start()
        while start > end and (text[start - 1] in "_.@-" or text[start - 1].isalnum()):
            start -= 1
        starts.append(start)
        run = _RUN.match(text, key.end())
        end = run.end() if run else key.end()
    return starts


def is_secret(  # noqa: PLR0911 - a list of reasons against
    name: str, value: bytes, *, path: str, quoted: bool
) -> bool:
    """Judge one assignment."""
    if _NOT_A_NAME.search(name) or is_placeholder(value) or b" " in value.strip():
        return False
    if not quoted and (_CODE_VALUE.search(value) or (value.isdigit() and len(value) < 6)):
        return False
    if (
        is_option(value)
        or value.startswith((b"/", b"./", b"http", b"${", b"@", b"../", b"#"))
        or b"://" in value
    ):
        return False
    if name.lower().replace("_", "").encode() == value.lower().replace(b"_", b""):
        return False
    if value.startswith(b"eyJ") and value.count(b".") < 2:
        return False
    inner = decoded(value)
    if inner is not None and (is_placeholder(inner) or is_counting(inner)):
        return False
    if _PASSWORD.search(name):
        return _is_password(value, path=path, quoted=quoted)
    return _is_token(value, path=path)


def _is_password(value: bytes, *, path: str, quoted: bool) -> bool:
    classes = _classes(value)
    if is_code(path) or is_test(path):
        if _IDENTIFIER.fullmatch(value) or len(value) < 8:
            return False
        return classes >= 2 and entropy(value) >= 2.5 and not is_prose(path) and quoted
    if re.fullmatch(rb"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+", value):
        return False
    return len(value) >= 8 or (len(value) >= 6 and classes >= 2)


def _is_token(value: bytes, *, path: str) -> bool:
    if len(value) < 16 or is_counting(value) or _IDENTIFIER.fullmatch(value) or _WORDY.match(value):
        return False
    if is_uuid(value):
        return True
    if not any(48 <= byte <= 57 for byte in value) or is_repetitive(value):
        return False
    floor = 3.0 if re.fullmatch(rb"[0-9a-fA-F]+", value) else 3.5
    if is_test(path) or is_code(path):
        floor += 0.2
    return entropy(value) >= floor and re.match(rb"[\w.]+\(|\$", value) is None


def _classes(value: bytes) -> int:
    text = value.decode("latin-1")
    return sum(
        (
            any(each.islower() for each in text),
            any(each.isupper() for each in text),
            any(each.isdigit() for each in text),
            any(not each.isalnum() for each in text),
        )
    )


def decoded(value: bytes) -> bytes | None:
    """Return the text that a value is base64 of, where it is."""
    if len(value) < 8 or len(value) % 4 or re.fullmatch(rb"[0-9A-Za-z+/]+={0,2}", value) is None:
        return None
    try:
        inner = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return None
    return inner if all(32 <= byte < 127 or byte in b"\r\n\t" for byte in inner) else None
