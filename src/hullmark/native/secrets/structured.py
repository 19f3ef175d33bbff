"""Secrets that only the shape of their file gives away: manifests, and files of known names."""

import base64
import binascii
import re
from collections.abc import Iterator

from hullmark.native.secrets.allow import entropy, is_counting, is_placeholder, is_reference
from hullmark.native.secrets.generic import decoded
from hullmark.native.secrets.paths import SECRET_NAME, is_code

Found = tuple[str, int, int, bytes]
"""Rule, start and end in the file, and the value that is identified."""
_SECTION = re.compile(rb"^([ -]*)[\"']?(data|stringData)[\"']?:[ \t]*(?:#.*)?$")
_ENTRY = re.compile(rb"^( *)[\"']?([\w.-]+)[\"']?:[ \t]*(.*?)[ \t]*$")
_NOT_ENCODED = re.compile(rb"[^0-9A-Za-z+/=\s]")


def manifest_secrets(data: bytes, at: int) -> Iterator[Found]:
    """Yield the values of the Kubernetes Secret whose ``kind`` ends at ``at``."""
    start = max(data.rfind(b"\n---", 0, at), at - 262_144, 0)
    end = data.find(b"\n---", at)
    end = min(len(data) if end < 0 else end, at + 262_144)
    section, indent, position = b"", -1, start
    block: tuple[int, int] | None = None
    for line in data[start:end].splitlines(keepends=True):
        text = line.rstrip(b"\r\n")
        begin, position = position, position + len(line)
        head = _SECTION.match(text)
        depth = len(text) - len(text.lstrip(b" -"))
        if block and text.strip() and depth > block[0]:
            yield from _entry(section, begin + depth, text[depth:].strip(), data)
            continue
        block = None
        if head:
            section, indent = head[2], len(head[1])
            continue
        if not text.strip() or text.lstrip().startswith(b"#"):
            continue
        if depth <= indent:
            section, indent = b"", -1
        entry = _ENTRY.match(text) if section else None
        if entry is None:
            continue
        value = entry[3]
        if re.fullmatch(rb"[|>][-+0-9]*", value):
            block = (depth, begin)
            continue
        value = re.sub(rb"\s+#.*$", b"", value)
        offset = begin + entry.start(3)
        if value[:1] in (b'"', b"'") and value[-1:] == value[:1] and len(value) > 1:
            value, offset = value[1:-1], offset + 1
        yield from _entry(section, offset, value, data)


def _entry(section: bytes, start: int, value: bytes, _data: bytes) -> Iterator[Found]:
    if len(value) < 4 or is_placeholder(value):
        return
    plain = value
    if section == b"data":
        if len(value) % 4 or _NOT_ENCODED.search(value):
            return
        try:
            plain = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            return
        if len(plain) < 3 or is_reference(plain) or _is_sample(plain):
            return
    elif plain.startswith((b"$", b"[", b"{")) or len(plain) < 6:
        return
    yield "kubernetes-secret", start, start + len(value), plain


def _is_sample(plain: bytes) -> bool:
    """Look one coding deeper for keys that call themselves examples."""
    inner = decoded(plain.strip()) or plain
    return b"EXAMPLE PRIVATE" in inner or b"example purposes" in inner


_NAMED = (
    (re.compile(r"(?:^|/)[._]?netrc$"), "netrc-password", re.compile(rb"(?m)\bpassword\s+(\S{3,200})")),
    (re.compile(r"(?:^|/)\.?pgpass(?:\.conf)?$"), "pgpass-password", re.compile(rb"(?m)^[^#\n:]+:[^:\n]*:[^:\n]*:[^:\n]*:(\S{1,200})$")),
    (re.compile(r"(?:^|/)[^/]*htpasswd[^/.]*$"), "htpasswd-hash", re.compile(rb"(?m)^[^#\s:]{1,80}:(\$[^\s:]{20,120}|\{SHA\}\S{20,60}|[./0-9A-Za-z]{13}$)")),
    (re.compile(r"(?:^|/)(?:etc/g?shadow-?|shadow)$"), "shadow-hash", re.compile(rb"(?m)^[^#\s:]{1,64}:(\$[^:\s]{10,200}|[./0-9A-Za-z]{13}):")),
    (re.compile(r"(?:^|/)[^/]*(?:ftpd|proftpd)[^/]*passw(?:or)?d[^/]*$"), "ftp-password-hash", re.compile(rb"(?m)^[^#\s:]{1,64}:([^:\s*!x]{8,200}):\d")),
    (re.compile(r"(?:^|/)\.git-credentials$"), "git-credentials", re.compile(rb"(?m)^[a-z]+://[^\s:/@]*:([^\s@]{3,200})@")),
    (re.compile(r"(?:^|/)\.?(?:esmtprc|msmtprc|fetchmailrc|mutt(?:rc)?|offlineimaprc|mbsyncrc)$"), "mail-password", re.compile(rb"(?im)^\s*(?:\S*pass(?:word)?)\s*=?\s*[\"']?([^\s\"']{3,100})")),
    (re.compile(r"(?:^|/)logins\.json$"), "browser-login", re.compile(rb"\"encrypted(?:Password|Username)\"\s*:\s*\"([0-9A-Za-z+/=]{20,400})\"")),
    (re.compile(r"(?:^|/)(?:wp-config[^/]*\.php)$"), "wordpress-secret", re.compile(rb"define\(\s*['\"](?:DB_PASSWORD|(?:AUTH|SECURE_AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT))['\"]\s*,\s*['\"]([^'\"\n]{4,200})['\"]")),
    (re.compile(r"(?:^|/)(?:\.s3cfg|\.passwd-s3fs|\.boto|\.tugboat|\.remote-sync\.json|sftp(?:-config)?\.json|deployment-config\.json|\.ftpconfig)$"), "tool-password", re.compile(rb"(?im)^\s*[\"']?(?:\w*_?(?:secret|password|passphrase|api_key|client_key|access_token)\w*)[\"']?\s*[:=]\s*[\"']?([^\s\"',]{4,200})")),
    (re.compile(r"(?:^|/)(?:recentservers|sitemanager|filezilla)\.xml$|(?:^|/)WebServers\.xml$|dbeaver-data-sources\.xml$|credentials\.xml$"), "tool-password", re.compile(rb"(?i)(?:<pass[^>]{0,60}>|\spassword=\")([^<\"\s]{3,400})")),
    (re.compile(r"(?:^|/)settings(?:-security)?[^/]*\.xml$"), "maven-password", re.compile(rb"(?s)<(?:password|passphrase|master)>\s*(\{[0-9A-Za-z+/=]{20,200}\}|[^<\s${}]{6,200})\s*</")),
    (re.compile(r"\.gradle(?:\.kts)?$"), "gradle-credentials", re.compile(rb"(?im)\b(?:password|secretKey|accessKey|sessionToken|passwd|token)\s*(?:=|\(|\s)\s*(?:[\w.()\"'\[\]]{1,80}\s*\?:\s*)?[\"']([^\"'\s$]{6,200})[\"']")),
)  # fmt: skip
_BARE = re.compile(rb"(?m)^[ \t]*([0-9A-Za-z+/=_~.-]{24,400})[ \t\r]*$")

_ANY_NAME = re.compile("|".join(f"(?:{name.pattern})" for name, _, _ in _NAMED))


def named_secrets(path: str, data: bytes) -> Iterator[Found]:
    """Yield what files of known names hold by their own syntax."""
    for name, rule, expression in _NAMED:
        if name.search(path):
            for match in expression.finditer(data):
                value = match[1]
                weak = rule in (
                    "tool-password",
                    "mail-password",
                    "browser-login",
                    "shadow-hash",
                    "htpasswd-hash",
                )
                if (not weak and is_placeholder(value)) or value.startswith((b"$(", b"${")):
                    continue
                yield rule, match.start(1), match.end(1), value
    if len(data) <= 65_536 and not is_code(path) and SECRET_NAME.search(path):
        for match in _BARE.finditer(data):
            value = match[1]
            if (
                not is_placeholder(value)
                and not value.startswith(b"eyJ")
                and not is_counting(value)
                and entropy(value) >= 3.0
                and any(48 <= b <= 57 for b in value)
            ):
                yield "secret-file", match.start(1), match.end(1), value


def needs_names(path: str) -> bool:
    """Tell whether ``named_secrets`` has anything to look for."""
    return _ANY_NAME.search(path) is not None or SECRET_NAME.search(path) is not None


TITLES = {
    "kubernetes-secret": "Value of a Kubernetes Secret",
    "netrc-password": "Password in .netrc",
    "pgpass-password": "Password in .pgpass",
    "htpasswd-hash": "Password hash in an htpasswd file",
    "shadow-hash": "Password hash in the shadow file",
    "ftp-password-hash": "Password hash of an FTP server",
    "git-credentials": "Password in .git-credentials",
    "mail-password": "Password of a mail account",
    "browser-login": "Password kept by a browser",
    "wordpress-secret": "Secret in wp-config.php",
    "tool-password": "Password in a tool's settings",
    "maven-password": "Password in Maven settings",
    "gradle-credentials": "Credentials in a Gradle build",
    "secret-file": "Secret in a file of its own",
}
