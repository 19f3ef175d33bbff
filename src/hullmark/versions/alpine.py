"""Alpine's order, as ``apk version -t`` does it.

apk compares versions it calls invalid too: a version is less than its own valid beginning, and two
that are equal up to the invalid place are equal. There we go on and compare the rest as text,
because real packages had such versions (``5.7.3p1``) and were upgraded by them.
"""

import re

from hullmark.versions.key import Key, encode_digits

_VERSION = re.compile(
    r"([0-9]+)((?:\.[0-9]+)*)([a-z]?)"
    r"((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*)"
    r"(~[0-9a-f]+)?(-r[0-9]*)?"
)
_SUFFIX = re.compile(r"_([a-z]+)([0-9]*)")
_SUFFIXES = {
    name: index
    for index, name in enumerate(("alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p"))
}
_NONE = _SUFFIXES[""]

# Where two versions differ in kind, the kind later in apk's grammar is the lesser one; only the
# suffixes that precede a release are less than everything.
_BEFORE, _INVALID, _END, _REVISION, _HASH, _SUFFIX_NUMBER, _AFTER, _LETTER, _DIGIT = range(9)


def key(version: str) -> Key:
    """Return kind and value of every token, flat; no text is refused."""
    match = _VERSION.match(version)
    if match is None:
        return (_INVALID, version)
    first, others, letter, suffixes, commit, revision = match.groups()
    tokens: list[int | str] = [_DIGIT, int(first)]
    if others:
        for digits in others[1:].split("."):
            tokens += (_DIGIT, encode_digits(digits))
    if letter:
        tokens += (_LETTER, letter)
    if suffixes:
        _add_suffixes(tokens, suffixes)
    if commit:
        tokens += (_HASH, commit)
    rest = version[match.end() :]
    if revision:
        number = int(revision[2:] or 0)
        if number or not rest:
            tokens += (_REVISION, number)
        rest = rest and "-"
    if rest:
        # What is wrong from the hyphen on is no revision and not looked at (``1-ruff``).
        tokens += (_INVALID, "" if rest[0] == "-" else _natural(rest))
    else:
        tokens.append(_END)
    return tuple(tokens)


def _add_suffixes(tokens: list[int | str], suffixes: str) -> None:
    for name, digits in _SUFFIX.findall(suffixes):
        weight = _SUFFIXES[name]
        tokens += (_BEFORE if weight < _NONE else _AFTER, weight)
        if digits:
            tokens += (_SUFFIX_NUMBER, int(digits))


def _natural(rest: str) -> str:
    """Return invalid text with its numbers sorting by value (``p9`` before ``p10``)."""
    return re.sub("[0-9]+", lambda run: chr(0x30 + len(run[0])) + run[0], rest)
