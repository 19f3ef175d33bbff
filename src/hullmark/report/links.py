"""Addresses that are safe to put into a document others will click on."""

import re
from urllib.parse import quote, quote_from_bytes

from hullmark.model.finding import Finding

_WEB = re.compile(r"https?://[A-Za-z0-9.\-]+(?::\d{1,5})?(?:[/?#][\x21-\x7e]*)?", re.ASCII)
_PLAIN_WEB = re.compile(
    r"https?://[A-Za-z0-9.\-]+(?::\d{1,5})?(?:[/?][A-Za-z0-9\-._~:/?@!$&()*+,;=]*)?", re.ASCII
)
"""Most addresses: nothing in them has to be looked at again."""
_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&()*+,;=%]", re.ASCII)
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})", re.ASCII)
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_\-./~]*", re.ASCII)
_CVE = re.compile(r"CVE-\d{4}-\d{4,}", re.ASCII)
_GHSA = re.compile(r"GHSA(?:-[0-9a-z]{4}){3}", re.ASCII)
_LONGEST = 2_000
"""Characters of an address; browsers and servers refuse much longer ones."""


def web_links(references: tuple[str, ...]) -> list[str]:
    """Return the references that are plain web addresses, each once, as valid URIs."""
    links: dict[str, None] = {}
    for reference in references:
        if len(reference) > _LONGEST:
            continue
        if _PLAIN_WEB.fullmatch(reference):
            links[reference] = None
        elif _WEB.fullmatch(reference):
            link = _BROKEN_ESCAPE.sub("%25", reference)
            head, hash_mark, fragment = link.partition("#")
            link = head + hash_mark + fragment.replace("#", "%23")
            links[_UNSAFE.sub(lambda match: quote(match.group()), link)] = None
    return list(links)


def home_of(identifier: str) -> str | None:
    """Return the page of the authority that assigned an id."""
    if _CVE.fullmatch(identifier):
        return f"https://www.cve.org/CVERecord?id={identifier}"
    if _GHSA.fullmatch(identifier):
        return f"https://github.com/advisories/{identifier}"
    return None


def help_link(finding: Finding) -> str:
    """Return where to read on: the page of its id, else its first reference, else nothing."""
    for identifier in finding.identifiers:
        if home := home_of(identifier):
            return home
    return next(iter(web_links(finding.references)), "")


def path_uri(path: str) -> str:
    """Return a path of an image as a relative URI reference without ``.`` and ``..``."""
    if "//" in path or "/." in path or path[:1] in "/.":
        segments: list[str] = []
        for segment in path.split("/"):
            if segment == ".." and segments:
                segments.pop()
            elif segment not in {"", ".", ".."}:
                segments.append(segment)
        path = "/".join(segments)
    if _PLAIN_PATH.fullmatch(path):
        return path
    try:
        # Names that are no UTF-8 are percent-encoded byte by byte: nothing is lost.
        return quote_from_bytes(path.encode("utf-8", "surrogateescape"), safe="/~")
    except UnicodeEncodeError:
        return quote_from_bytes(path.encode("utf-8", "surrogatepass"), safe="/~")
