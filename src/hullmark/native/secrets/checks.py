"""The further judgement of candidates whose form alone does not prove them."""

import base64
import binascii
import re

from hullmark.native.secrets.allow import entropy, is_call, is_placeholder, is_repetitive
from hullmark.native.secrets.generic import decoded
from hullmark.native.secrets.paths import is_code, is_prose, is_test

_HOST = re.compile(
    r"(?i)^(?:localhost|127\.|\[?::1|(?:.*\.)?example\.(?:com|org|net)|.*\.(?:local|localhost|test|invalid|example)$|host(?:name)?$|server$|domain|your|"
    r"proxy(?:host|server)?$|foo|bar|\$|\{|%|<)"
)
_TESTING = re.compile(
    rb"(?i)assert|expect\(|\btest|test_|_test|\bmock|noqa|fixture|test[A-Z_]\w*\s*="
)
_USERS = frozenset(
    [
        "user",
        "username",
        "usr",
        "foo",
        "git",
        "name",
        "login",
        "your_user",
        "u",
        "username1",
        "myuser",
    ]
)
_SHORT_LIVED_S = 600


def passes(check: str, value: bytes, match: object, *, path: str, line: bytes) -> bool:
    """Judge a confirmed candidate of one of the named forms."""
    judge = _CHECKS.get(check)
    return judge is None or judge(value, match, path, line)


def _value(value: bytes, _match: object, path: str, _line: bytes) -> bool:
    return (
        not is_placeholder(value)
        and not value.startswith((b"$", b"%", b"<", b"{"))
        and not is_call(value)
        and not is_prose(path)
    )


def _argument(value: bytes, _match: object, path: str, line: bytes) -> bool:
    if not _value(value, _match, path, line) or value.startswith(b"-") or b"(" in value:
        return False
    return len(value) >= 8 and any(48 <= b <= 57 for b in value) and entropy(value) >= 2.8


def _header(value: bytes, match: object, _path: str, _line: bytes) -> bool:
    inner = decoded(value)
    if inner is not None and b":" in inner:
        return not is_placeholder(inner.partition(b":")[2])
    if b"basic" in match.group(1).lower():  # type: ignore[attr-defined]
        return False
    return len(value) >= 16 and not is_placeholder(value) and entropy(value) >= 3.5


def _url(value: bytes, match: object, path: str, _line: bytes) -> bool:
    before, host = match.group(1), match.group(3).decode("latin-1")  # type: ignore[attr-defined]
    scheme, _, user = before.decode("latin-1").rstrip(":").partition("://")
    if (
        is_placeholder(value)
        or re.search(rb"[{}()$\[\]*|^\\]|^%", value)
        or value.startswith(b"%s")
    ):
        return False
    if re.search(r"[{}$<>%*()]", host) and not host.startswith("%"):
        return False
    if scheme.lower() in ("http", "https", "ssh", "git", "ftp", "sftp", "ftps", "svn"):
        if _HOST.match(host) or (user.lower() in _USERS and value.isalpha()):
            return False
        return len(value) >= 4 and not (is_test(path) and value.isalpha())
    if _HOST.match(host) and (is_test(path) or is_code(path)):
        return False
    return value.lower() != user.lower().encode() or not is_code(path)


def _private_key(value: bytes, _match: object, _path: str, line: bytes) -> bool:
    body = re.sub(rb"-----[^-]{0,80}-----|\\[nrt]|[A-Za-z-]{1,30}: [^\n]{0,200}\n", b"", value)
    body = re.sub(rb"[\s\\\"'+,]", b"", body)
    if len(body) < 100 or re.fullmatch(rb"[0-9A-Za-z/=_.-]+", body.replace(b"#", b"")) is None:
        return False
    if is_repetitive(body[:40]) or b"..." in body or re.fullmatch(rb"(?:[0-9a-f]{8})+", body):
        return False
    return (
        b"EXAMPLE" not in value
        and b"example purposes" not in line
        and _TESTING.search(line) is None
    )


def _jwt(value: bytes, _match: object, _path: str, _line: bytes) -> bool:
    header, claims = (_claims(part) for part in value.split(b".")[:2])
    if header is None or claims is None or ("alg" not in header and "enc" not in header):
        return False
    holder = str(claims.get("sub", ""))
    if holder == "1234567890" or (
        claims.get("name") == "John Doe"
        and "iss" not in claims
        and not holder.startswith("system:serviceaccount:")
    ):
        return False  # what introductions to the format show; nobody issued it
    start, end = claims.get("nbf", claims.get("iat")), claims.get("exp")
    if isinstance(start, int) and isinstance(end, int):
        return end - start > _SHORT_LIVED_S
    return True


def _claims(part: bytes) -> dict[str, object] | None:
    import json  # noqa: PLC0415 - only where a token is found

    try:
        found = json.loads(
            base64.urlsafe_b64decode(part.rstrip(b"=") + b"=" * (-len(part.rstrip(b"=")) % 4))
        )
    except (ValueError, binascii.Error, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _hash(value: bytes, _match: object, path: str, line: bytes) -> bool:
    if _TESTING.search(line) or is_code(path) or is_repetitive(value[4:]) or is_test(path):
        return False
    return b"${" not in value and entropy(value) >= 3.5


def _docker_auth(value: bytes, _match: object, path: str, line: bytes) -> bool:
    if len(value) < 16 or is_placeholder(value):
        return False
    name = path.rpartition("/")[2]
    if "dockercfg" in name or path.endswith(".docker/config.json"):
        return True
    return re.search(rb"@example\.(?:com|org|net)", line) is None


_CHECKS = {
    "value": _value,
    "argument": _argument,
    "header": _header,
    "url": _url,
    "private-key": _private_key,
    "jwt": _jwt,
    "hash": _hash,
    "docker-auth": _docker_auth,
}
