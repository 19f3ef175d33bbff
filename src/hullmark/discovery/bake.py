"""Bake files, JSON and the part of HCL that describes targets: blocks, texts, lists, mappings."""

import json
import posixpath
import re
from typing import Any

from hullmark.discovery.compose.paths import is_remote
from hullmark.discovery.errors import BrokenManifestError
from hullmark.discovery.record import Build, Use
from hullmark.model.graph import NodeKind, Place

_TOKEN = re.compile(
    r"(?P<blank>\s+|#[^\n]*|//[^\n]*|/\*.*?\*/)|(?P<heredoc><<-?(?P<end>\w+)\n(?P<body>.*?)\n\s*(?P=end)\b)"
    r"|(?P<text>\"(?:[^\"\\]|\\.)*\")|(?P<name>[A-Za-z_][\w\-.]*)|(?P<number>\d[\d.]*)|(?P<sign>.)",
    re.DOTALL,
)
_DEPTH = 50
_PARENTS = 20


def uses_of_bake(data: bytes, *, path: str) -> list[Use]:
    """Return one use per target, ``inherits`` applied; the Dockerfile is relative to the file.

    Raises:
        BrokenManifestError: It is neither JSON nor HCL.
    """
    text = data.decode("utf-8-sig", "replace")
    if path.endswith(".json"):
        try:
            document = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BrokenManifestError(f"{path}: not valid JSON: {error}") from error
        targets = document.get("target", {}) if isinstance(document, dict) else {}
        variables = document.get("variable", {}) if isinstance(document, dict) else {}
    else:
        blocks = _Hcl(text, path).blocks()
        targets, variables = blocks["target"], blocks["variable"]
    known = {
        name: str(each.get("default", ""))
        for name, each in (variables.items() if isinstance(variables, dict) else ())
        if isinstance(each, dict)
    }
    found = []
    for name, target in targets.items() if isinstance(targets, dict) else ():
        if isinstance(target, dict) and not name.startswith("_"):
            merged = _inherited(target, targets, 0)
            found.append(_use(name, merged, known, text, path))
    return found


def _inherited(target: dict[str, Any], targets: dict[str, Any], depth: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    parents = target.get("inherits", [])
    for parent in parents if isinstance(parents, list) and depth < _PARENTS else []:
        if isinstance(targets.get(parent), dict):
            result |= _inherited(targets[parent], targets, depth + 1)
    return {**result, **target}


def _use(name: str, target: dict[str, Any], known: dict[str, str], text: str, path: str) -> Use:
    line = 1
    at = re.search(rf"[\"']?{re.escape(name)}[\"']?\s*[:{{]", text)
    if at:
        line = text.count("\n", 0, at.start()) + 1
    place = Place(path=path, line=line)

    def word(value: Any) -> str:
        return re.sub(r"\$\{(\w+)\}", lambda m: known.get(m[1], m[0]), str(value))

    folder = posixpath.dirname(path)
    context = word(target.get("context", "."))
    remote = is_remote(context)
    if not remote:
        context = posixpath.normpath(posixpath.join(folder, context))
    file = word(target.get("dockerfile", "Dockerfile"))
    inline = word(target.get("dockerfile-inline", ""))
    tags = target.get("tags", [])
    tags = tuple(word(each) for each in tags) if isinstance(tags, list) else ()
    arguments = target.get("args", {})
    contexts = target.get("contexts", {})
    build = Build(
        context=context,
        dockerfile="" if inline else posixpath.normpath(posixpath.join(context, file)),
        inline=inline,
        target=word(target.get("target", "")),
        arguments={k: word(v) for k, v in arguments.items() if v is not None}
        if isinstance(arguments, dict)
        else {},
        contexts={k: word(v) for k, v in contexts.items()} if isinstance(contexts, dict) else {},
        tags=tags,
        platforms=tuple(word(each) for each in target.get("platforms", []))
        if isinstance(target.get("platforms"), list)
        else (),
        remote=remote,
        place=place,
    )
    image = tags[0] if tags else ""
    missing = tuple(re.findall(r"\$\{([^}]*)\}", image))
    return Use(
        kind=NodeKind.TARGET,
        name=name,
        place=place,
        image=image,
        image_place=place,
        build=build,
        template=bool(missing),
    )


class _Hcl:
    """Reads blocks ``kind "label" { key = value }``; expressions stay the text they are."""

    def __init__(self, text: str, path: str) -> None:
        self._path = path
        self._text = text
        self._tokens = [
            (match.lastgroup or "", match[0], match.start())
            for match in _TOKEN.finditer(text)
            if match.lastgroup != "blank" and not match["blank"]
        ]
        self._at = 0

    def blocks(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {"target": {}, "variable": {}}
        while self._at < len(self._tokens):
            kind = self._next()
            labels = []
            while self._peek().startswith('"'):
                labels.append(_unquoted(self._next()))
            if self._peek() == "{":
                self._at += 1
                body = self._body(0)
                if kind in found and labels:
                    found[kind][labels[0]] = body
            elif self._peek() == "=":
                self._at += 1
                self._value(0)
            else:
                raise self._wrong()
        return found

    def _body(self, depth: int) -> dict[str, Any]:
        body: dict[str, Any] = {}
        while self._peek() != "}":
            name = _unquoted(self._next())
            while self._peek().startswith('"'):
                self._at += 1
            if self._peek() == "{":
                self._at += 1
                if depth > _DEPTH:
                    raise self._wrong()
                body[name] = self._body(depth + 1)
            elif self._peek() in ("=", ":"):
                self._at += 1
                body[name] = self._value(depth)
            else:
                raise self._wrong()
            if self._peek() == ",":
                self._at += 1
        self._at += 1
        return body

    def _value(self, depth: int) -> Any:
        if depth > _DEPTH:
            raise self._wrong()
        token = self._peek()
        if token == "[":
            self._at += 1
            items = []
            while self._peek() != "]":
                items.append(self._value(depth + 1))
                if self._peek() == ",":
                    self._at += 1
            self._at += 1
            return items
        if token == "{":
            self._at += 1
            return self._body(depth + 1)
        start = self._tokens[self._at][2]
        kind = self._tokens[self._at][0]
        self._next()
        if kind in ("text", "number") and not self._goes_on():
            return _unquoted(token) if kind == "text" else token
        if token.startswith("<<"):
            return token.partition("\n")[2].rpartition("\n")[0]
        self._skip()
        end = self._tokens[self._at][2] if self._at < len(self._tokens) else len(self._text)
        return "${" + self._text[start:end].strip() + "}"

    def _goes_on(self) -> bool:
        return self._peek(end="") in ("?", "+", "-", "*", "/", "&", "|", "<", ">", "!", "==")

    def _skip(self) -> None:
        """Pass over an expression: to the end of its line, outside of brackets."""
        depth = 0
        while self._at < len(self._tokens):
            token, start = self._tokens[self._at][1:]
            before = self._tokens[self._at - 1]
            if depth == 0:
                gap = self._text[before[2] + len(before[1]) : start]
                if "\n" in gap or token in (",", "]", "}"):
                    return
            depth += (token in ("(", "[", "{")) - (token in (")", "]", "}"))
            self._at += 1

    def _peek(self, end: str | None = None) -> str:
        if self._at < len(self._tokens):
            return self._tokens[self._at][1]
        if end is not None or self._at == 0:
            return end or ""
        raise self._wrong()

    def _next(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _wrong(self) -> BrokenManifestError:
        at = self._tokens[self._at][2] if self._at < len(self._tokens) else len(self._text)
        line = self._text.count("\n", 0, at) + 1
        return BrokenManifestError(f"{self._path}:{line}: not valid HCL")


def _unquoted(token: str) -> str:
    if not token.startswith('"'):
        return token
    return re.sub(r"\\(.)", r"\1", token[1:-1])
