"""Licenses as packages declare them, as one SPDX expression.

Debian writes ``GPL-2+``, Fedora ``GPLv2+ and MIT``, Python a classifier, Maven an address. What
means one license gets its id; the rest becomes ``LicenseRef-…`` and keeps its words beside it.
Nothing is guessed from a text: a name that could be several licenses stays what it is.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

import msgspec

from hullmark.formats.spdx_expression import canonical
from hullmark.formats.spdx_gnu import gnu_license
from hullmark.formats.spdx_names import DEPRECATED, NAMES, URLS

_LONGEST = 500
"""Characters of a declaration that is looked into; longer ones are texts."""
_OPERANDS = 60
"""Licenses of one declaration that are looked into."""
_DEPTH = 40
"""Parentheses of one declaration."""
_WORDS = 7
"""Words of one operand; more are prose."""

_CHOICE: Final = frozenset({"npm", "composer", "maven", "nuget"})
"""Types whose lists of licenses are a choice, as their documentation says; others need all."""
_SLASH_IS_OR: Final = frozenset({"cargo"})
_BLANK_IS_AND: Final = frozenset({"apk", "ebuild"})
_BAR_IS_OR: Final = frozenset({"cran", "bioconductor", "npm", "composer", "conda"})

_PORTAGE_FLAG = re.compile(r"\S+\?\s*(?=\()")
_PORTAGE_TERM = re.compile(r"\|\|\s*\((?P<choice>[^()]*)\)|(?P<word>[^\s()|]+)")
_NOTHING: Final = frozenset({"NOASSERTION", "NONE"})
"""What SPDX writes where nothing is known, or declared."""
_R: Final = frozenset({"cran", "bioconductor"})
_R_TEMPLATE = re.compile(r"(?<=MIT|use)\s*\+\s*file\s+LICEN[CS]E\s*$", re.IGNORECASE)
"""R keeps year and holder of a license apart from its text: ``MIT + file LICENSE`` is MIT."""

_NOISE: Final = frozenset({"the", "license", "licence", "licenses", "licensed", "version", "under"})
_WORD = re.compile(r"[^\s,()\"'_-]+")
_VERSION = re.compile(r"\bv\.?(?=\d)")
_GLUED = re.compile(r"(?<=[a-z])v(?=\d)")
_OPERATOR = re.compile(
    r"(?P<low>,\s+and\s+|,\s+or\s+)|(?P<or>\s+(?:and/or|or)\s+|\s*\|\|\s*)|(?P<and>\s+and\s+|\s+&\s+)"
    r"|(?P<open>\()|(?P<close>\))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?:)?//(?:www\.)?(?P<rest>\S+)", re.IGNORECASE)
_ENDING = re.compile(r"(?:\.(?:txt|html?|php|en\.html))?/?$")
_PUBLIC_ID = re.compile(
    r"(?:opensource\.org/licenses?|spdx\.org/licenses|licenses\.nuget\.org)/(.+)"
)
_CREATIVE = re.compile(
    r"creativecommons\.org/(?:licenses/(?P<terms>[a-z-]+)/(?P<version>[\d.]+)|"
    r"publicdomain/zero/1\.0)"
)
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,60}", re.ASCII)
_OF_LICENSE_REF = "LicenseRef-"
_GNU_SHORT = re.compile(r"((?:A|L)?GPL|GFDL)-(\d\.\d)(\+?)")


class Normalized(msgspec.Struct, frozen=True, gc=False):
    """What a package declares, normalised."""

    expression: str = ""
    """Empty where nothing is declared."""
    references: tuple[tuple[str, str], ...] = ()
    """``LicenseRef-…`` → the words it stands for, in order of appearance."""


@lru_cache(maxsize=16_384)
def normalize(declared: tuple[str, ...], purl_type: str = "") -> Normalized:
    """Return all that a package declares as one expression.

    Args:
        declared: As the package states it; each entry a name, an expression or an address.
        purl_type: Whose conventions hold: npm's list is a choice, Debian's copyright file is not.
    """
    terms: dict[str, None] = {}
    references: dict[str, str] = {}
    for text in declared:
        if (stripped := text.strip()) and stripped not in _NOTHING:
            found = normalize_one(stripped, purl_type)
            terms[found.expression] = None
            references.update(found.references)
    joint = " OR " if purl_type in _CHOICE else " AND "
    parts = [_enclosed(term, joint) if len(terms) > 1 else term for term in terms]
    return Normalized(joint.join(parts), tuple(references.items()))


@lru_cache(maxsize=16_384)
def normalize_one(text: str, purl_type: str = "") -> Normalized:
    """Return one declaration as an expression; ``text`` is not blank."""
    declared = text
    text = " ".join(text.split())
    if len(text) <= _LONGEST and text.count("(") <= _DEPTH:
        if purl_type in _R:
            text = _R_TEMPLATE.sub("", text)
        elif purl_type == "ebuild":
            text = _portage(text)
        if (whole := _known(text)) is not None:
            return Normalized(whole)
        compound = _Compound(text, purl_type).parse()
        if compound is not None:
            return compound
    return _reference(declared)


def _portage(text: str) -> str:
    """Write Gentoo's ``|| ( A B ) C`` as ``(A or B) and C``; what a flag adds counts as well."""
    text = _PORTAGE_FLAG.sub("", text)
    terms = [
        f"({' or '.join(found['choice'].split())})" if found["choice"] else found["word"]
        for found in _PORTAGE_TERM.finditer(text)
    ]
    return " and ".join(terms) if len(terms) > 1 else terms[0] if terms else text


def _known(text: str) -> str | None:
    """Return the expression behind a name, an id, an expression or an address."""
    expression = canonical(text)
    if expression is not None:
        return _current(expression)
    if "/" in text and (address := _ADDRESS.fullmatch(text)):
        return _of_address(address["rest"])
    return _BY_NAME.get(_simple(text)) or gnu_license(text)


def _current(expression: str) -> str:
    """Replace ids that the License List has taken back."""
    return " ".join(
        f"{opening}{_current_id(word)}{closing}"
        for opening, word, closing in map(_peeled, expression.split(" "))
    )


def _peeled(word: str) -> tuple[str, str, str]:
    inner = word.strip("()")
    at = word.find(inner)
    return word[:at], inner, word[at + len(inner) :]


def _current_id(word: str) -> str:
    if word in DEPRECATED:
        return DEPRECATED[word]
    if found := _GNU_SHORT.fullmatch(word):
        return f"{found[1]}-{found[2]}-{'or-later' if found[3] else 'only'}"
    return word


def _simple(text: str) -> str:
    """Reduce a name to the words that tell licenses apart."""
    lowered = _VERSION.sub("", _GLUED.sub(" ", text.lower()))
    words = _WORD.findall(lowered)
    return " ".join(word for word in words if word not in _NOISE)


_BY_NAME: Final = {
    _simple(name): expression for expression, names in NAMES.items() for name in names
}


def _of_address(rest: str) -> str | None:
    address = _ENDING.sub("", rest.lower().split("#")[0].split("?")[0])
    if known := URLS.get(address):
        return known
    if creative := _CREATIVE.match(address):
        terms = creative["terms"]
        return canonical(f"CC-{terms}-{creative['version']}") if terms else "CC0-1.0"
    if public := _PUBLIC_ID.fullmatch(address):
        name = public[1].removesuffix("-license")
        expression = canonical(name)
        return _current(expression) if expression else _BY_NAME.get(_simple(name))
    return None


def _reference(text: str) -> Normalized:
    if text.startswith(_OF_LICENSE_REF) and _REFERENCE.fullmatch(text):
        return Normalized(text, ((text, text),))
    # A name that fits is its own id; a digest tells apart what does not.
    fits = _REFERENCE.fullmatch(text)
    clean = text.encode("utf-8", "replace")
    name = text if fits else hashlib.sha256(clean).hexdigest()[:16]
    return Normalized(f"{_OF_LICENSE_REF}{name}", ((f"{_OF_LICENSE_REF}{name}", text),))


def _enclosed(term: str, joint: str) -> str:
    other = " AND " if joint == " OR " else " OR "
    return f"({term})" if other in term and not _is_group(term) else term


def _is_group(term: str) -> bool:
    return term.startswith("(") and term.find(")") == len(term) - 1


class _Compound:
    """Several licenses in one declaration; ``and`` binds tighter, a comma before it looser."""

    def __init__(self, text: str, purl_type: str) -> None:
        self._tokens = list(self._split(text, purl_type))[: 4 * _OPERANDS]
        self._at = 0
        self._references: dict[str, str] = {}
        self._known = 0

    def parse(self) -> Normalized | None:
        """Return the expression, ``None`` where it is no compound of which a part is known."""
        if len(self._tokens) < 3:
            return None
        try:
            expression = self._joined(("low",), self._either)
        except _NotACompoundError:
            return None
        if self._at != len(self._tokens) or not self._known:
            return None
        return Normalized(expression, tuple(self._references.items()))

    @staticmethod
    def _split(text: str, purl_type: str) -> Iterator[tuple[str, str]]:
        """Yield kind and text of operands and operators."""
        if purl_type in _SLASH_IS_OR:
            text = text.replace("/", " or ")
        if purl_type in _BAR_IS_OR:
            text = text.replace("||", "|").replace("|", " or ").replace(" + file ", " and file ")
        if purl_type in _BLANK_IS_AND and not _OPERATOR.search(text):
            text = " and ".join(text.split())
        at = 0
        for found in _OPERATOR.finditer(text):
            operand = text[at : found.start()].strip(" ,")
            if operand:
                yield "operand", operand
            kind = found.lastgroup or ""
            word = found[0].strip(" ,").lower()
            yield kind, "OR" if kind == "or" or (kind == "low" and word == "or") else "AND"
            at = found.end()
        if operand := text[at:].strip(" ,"):
            yield "operand", operand

    def _either(self) -> str:
        return self._joined(("or",), self._both)

    def _both(self) -> str:
        return self._joined(("and",), self._operand)

    def _joined(self, kinds: tuple[str, ...], part: Callable[[], str]) -> str:
        terms, joint = [part()], ""
        while self._at < len(self._tokens) and self._tokens[self._at][0] in kinds:
            word = f" {self._tokens[self._at][1]} "
            self._at += 1
            if joint and word != joint:
                terms = [joint.join(_enclosed(term, joint) for term in terms)]
            joint = word
            terms.append(part())
        return joint.join(_enclosed(term, joint) for term in terms) if joint else terms[0]

    def _operand(self) -> str:
        kind, text = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        self._at += 1
        if kind == "open":
            inner = self._joined(("low",), self._either)
            if self._at >= len(self._tokens) or self._tokens[self._at][0] != "close":
                raise _NotACompoundError
            self._at += 1
            return inner
        if kind != "operand" or len(text.split()) > _WORDS:
            raise _NotACompoundError
        known = _known(text)
        if known is not None:
            self._known += 1
            return known
        found = _reference(text)
        self._references.update(found.references)
        return found.expression


class _NotACompoundError(Exception):
    """The declaration is prose, or its parentheses are no groups."""
