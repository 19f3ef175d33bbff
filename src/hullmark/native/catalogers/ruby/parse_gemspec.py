"""Specifications of installed gems: Ruby code, but written by RubyGems in one fixed shape.

Nothing is run. Values are literals there; specifications that people write (gems that Bundler takes
from a repository) may name constants, which are looked up in the same file.
"""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_text

_SPEC_BYTES = 4 * 1024 * 1024
"""One specification; those that list thousands of files reach a few hundred kilobytes."""
_START = re.compile(r"^[^#\n]*\bGem::Specification\.new\b", re.MULTILINE)
_FIELD = re.compile(
    r"^[ \t]*\w+\.(name|version|licenses?)[ \t]*(?:\|\|)?=[ \t]*([^\n]{1,4096})", re.MULTILINE
)
_LITERAL = re.compile(
    r"""\s*(?:Gem::Version\.(?:new|create)[ (]\s*)?
        (?: "([^"\\#\n]*)" | '([^'\\\n]*)' | %[qQ]?(?:\{([^}\n]*)\}|\(([^)\n]*)\)|<([^>\n]*)>
        |\[([^\]\n]*)\]|\|([^|\n]*)\|) )""",
    re.VERBOSE,
)
_NEXT = re.compile(r"(?:\.freeze)?\s*,")
_WORDS = re.compile(r"%w[\[({<]([^\])}>\n]*)[\])}>]")
_CONSTANT = re.compile(r"\s*(?:[A-Z]\w*::)*([A-Z]\w*)(?:\.(?:freeze|dup|to_s))*\s*(?:#.*)?")
_CONSTANTS = re.compile(r"""^[ \t]*([A-Z]\w*)[ \t]*=[ \t]*["']([^"'\n]{1,200})["']""", re.MULTILINE)
_FILE_NAME = re.compile(r"(?P<name>.+?)-(?P<version>\d[0-9A-Za-z.]*)(?:-[a-z0-9_.-]+)?\.gemspec")
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_VERSION = re.compile(r"\d[0-9A-Za-z.-]*")


def parse_gemspec(file: File) -> Iterator[Package]:
    """Yield the gem of a specification.

    RubyGems names the file after gem and version, which counts where the code does not say it.
    """
    text = decode_text(file.data, limit_bytes=_SPEC_BYTES)
    found = _fields(text)
    named = _FILE_NAME.fullmatch(file.path.rpartition("/")[2])
    name = found.get("name") or (named["name"] if named else "")
    version = found.get("version") or (named["version"] if named else "")
    if not _NAME.fullmatch(name) or not _VERSION.fullmatch(version):
        if "/bundler/gems/" in f"/{file.path}":
            return  # of a repository: its version is the result of code
        raise UnreadableFileError("specification states no name and version of a gem")
    yield Package(
        type="gem", name=name, version=version, licenses=tuple(dict.fromkeys(_licenses(text)))
    )


def _fields(text: str) -> dict[str, str]:
    started = _START.search(text)
    if started is None:
        return {}
    constants = {each[1]: each[2] for each in _CONSTANTS.finditer(text)}
    found: dict[str, str] = {}
    for field in _FIELD.finditer(text, started.end()):
        if field[1] in ("name", "version") and field[1] not in found:
            value = _value(field[2], constants)
            if value:
                found[field[1]] = value
    return found


def _value(code: str, constants: dict[str, str]) -> str:
    literal = _LITERAL.match(code)
    if literal is not None:
        return next((group for group in literal.groups() if group is not None), "").strip()
    constant = _CONSTANT.fullmatch(code)
    return constants.get(constant[1], "") if constant is not None else ""


def _licenses(text: str) -> Iterator[str]:
    for field in _FIELD.finditer(text):
        if not field[1].startswith("license"):
            continue
        code = field[2]
        if words := _WORDS.match(code):
            yield from words[1].split()
            continue
        if not code.startswith("["):
            if value := _value(code, {}):
                yield value
            continue
        at = 1
        while literal := _LITERAL.match(code, at):
            yield next((group for group in literal.groups() if group is not None), "")
            rest = _NEXT.match(code, literal.end())
            if rest is None:
                break
            at = rest.end()
