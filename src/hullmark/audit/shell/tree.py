"""The flow of a script: lists, pipes, branches, loops and functions over words."""

from dataclasses import dataclass, field
from functools import lru_cache

from hullmark.audit.errors import BrokenPipelineError
from hullmark.audit.shell.lexer import Part, Token, tokens_of

_ENDS = frozenset({"then", "else", "elif", "fi", "do", "done", "esac", "}"})
_DEPTH = 60


@dataclass(slots=True)
class Simple:
    """One command with its words, as written."""

    line: int
    words: list[Token]
    redirects: list[Token]


@dataclass(slots=True)
class Node:
    """A structure: what it is, its inner lists, and the words that belong to it."""

    kind: str
    """``pipe``, ``and-or``, ``if``, ``for``, ``while``, ``case``, ``group``, ``function``."""
    line: int
    lists: "list[list[Statement]]" = field(default_factory=list)
    words: list[Token] = field(default_factory=list)
    operators: list[str] = field(default_factory=list)
    name: str = ""
    parts: "list[Statement]" = field(default_factory=list)
    patterns: list[list[Token]] = field(default_factory=list)
    redirects: list[Token] = field(default_factory=list)
    negated: bool = False
    background: bool = False


Statement = Simple | Node


@lru_cache(maxsize=2_048)
def parse_script(text: str, *, line: int = 1) -> list[Statement]:
    """Return the statements of a script, which nobody changes: legs of a matrix share them.

    Raises:
        BrokenPipelineError: It is no shell script.
    """
    parser = _Parser(tokens_of(text, line=line))
    found = parser.statements(frozenset())
    if not parser.done:
        token = parser.token
        said = token.bare() or token.text
        raise BrokenPipelineError(f"line {token.line}: '{said}' is out of place")
    return found


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def done(self) -> bool:
        return self._at >= len(self._tokens)

    @property
    def token(self) -> Token:
        if self.done:
            last = self._tokens[-1].line if self._tokens else 1
            return Token("end", last)
        return self._tokens[self._at]

    def _is(self, *operators: str) -> bool:
        token = self.token
        return token.kind == "operator" and token.text in operators

    def _skip(self, *operators: str) -> None:
        while self._is(*operators):
            self._at += 1

    def _expect(self, word: str) -> None:
        if not self.token.is_bare(word):
            raise BrokenPipelineError(f"line {self.token.line}: '{word}' is missing")
        self._at += 1

    def statements(self, ends: frozenset[str]) -> list[Statement]:
        """Read statements up to one of the words ``ends``, a ``)`` or ``;;``."""
        found: list[Statement] = []
        self._depth += 1
        if self._depth > _DEPTH:
            raise BrokenPipelineError(f"line {self.token.line}: nested deeper than {_DEPTH} levels")
        while True:
            self._skip("\n", ";", "&")
            if self.done or self._is(")", ";;"):
                break
            bare = self.token.bare()
            if bare in ends or bare in _ENDS:
                break
            statement = self._and_or()
            if self._is("&"):
                statement = Node("and-or", statement.line, parts=[statement], background=True)
            found.append(statement)
        self._depth -= 1
        return found

    def _and_or(self) -> Statement:
        first = self._pipe()
        if not self._is("&&", "||"):
            return first
        node = Node("and-or", first.line, parts=[first])
        while self._is("&&", "||"):
            node.operators.append(self.token.text)
            self._at += 1
            self._skip("\n")
            node.parts.append(self._pipe())
        return node

    def _pipe(self) -> Statement:
        negated = self.token.is_bare("!")
        if negated:
            self._at += 1
        first = self._command()
        if not self._is("|", "|&") and not negated:
            return first
        node = Node("pipe", first.line, parts=[first], negated=negated)
        while self._is("|", "|&"):
            self._at += 1
            self._skip("\n")
            node.parts.append(self._command())
        return node

    def _command(self) -> Statement:
        token = self.token
        if self._is("("):
            self._at += 1
            inner = self.statements(frozenset())
            if not self._is(")"):
                raise BrokenPipelineError(f"line {token.line}: '(' is not closed")
            self._at += 1
            return self._redirected(Node("group", token.line, lists=[inner], name="subshell"))
        readers = {
            "if": self._if,
            "for": self._for,
            "select": self._for,
            "while": self._while,
            "until": self._while,
            "case": self._case,
            "{": self._group,
            "function": self._function,
        }
        bare = token.bare()
        reader = readers.get(bare)
        if reader is not None:
            self._at += 1
            return self._redirected(reader(token.line))
        if bare == "[[":
            return self._test(token.line)
        return self._simple()

    def _redirected(self, node: Node) -> Node:
        while self.token.kind == "redirect":
            node.redirects.append(self.token)
            self._at += 1
        return node

    def _test(self, line: int) -> Simple:
        words: list[Token] = []
        while not self.done and not self._is("\n", ";"):
            token = self.token
            self._at += 1
            if token.kind == "operator":
                token = Token("word", token.line, parts=[Part("text", token.text)])
            words.append(token)
            if token.bare() == "]]":
                break
        return Simple(line, words, [])

    def _simple(self) -> Statement:
        line = self.token.line
        simple = Simple(line, [], [])
        while self.token.kind in ("word", "redirect"):
            token = self.token
            self._at += 1
            if token.kind == "redirect":
                simple.redirects.append(token)
                continue
            simple.words.append(token)
            if len(simple.words) == 1 and token.bare() and self._is("("):
                following = self._tokens[self._at + 1 : self._at + 2]
                if following and following[0].kind == "operator" and following[0].text == ")":
                    self._at += 2
                    return self._body(line, token.bare())
        if not simple.words and not simple.redirects:
            said = self.token.text.strip() or "end"
            raise BrokenPipelineError(f"line {line}: '{said}' is out of place")
        return simple

    def _function(self, line: int) -> Node:
        name = self.token.bare()
        self._at += 1
        self._skip("(", ")")
        return self._body(line, name)

    def _body(self, line: int, name: str) -> Node:
        self._skip("\n")
        return Node("function", line, name=name, lists=[[self._command()]])

    def _group(self, line: int) -> Node:
        inner = self.statements(frozenset({"}"}))
        self._expect("}")
        return Node("group", line, lists=[inner])

    def _if(self, line: int) -> Node:
        node = Node("if", line)
        while True:
            node.lists.append(self.statements(frozenset({"then"})))
            self._expect("then")
            node.lists.append(self.statements(frozenset({"elif", "else", "fi"})))
            if self.token.is_bare("elif"):
                self._at += 1
                continue
            if self.token.is_bare("else"):
                self._at += 1
                node.lists.append(self.statements(frozenset({"fi"})))
            self._expect("fi")
            return node

    def _for(self, line: int) -> Node:
        node = Node("for", line)
        if self._is("("):  # for ((i = 0; …))
            while not self.done and not self.token.is_bare("do"):
                self._at += 1
        else:
            node.name = self.token.bare()
            self._at += 1
            self._skip("\n")
            if self.token.is_bare("in"):
                self._at += 1
                while self.token.kind == "word":
                    node.words.append(self.token)
                    self._at += 1
        self._skip("\n", ";")
        self._expect("do")
        node.lists.append(self.statements(frozenset({"done"})))
        self._expect("done")
        return node

    def _while(self, line: int) -> Node:
        node = Node("while", line)
        node.lists.append(self.statements(frozenset({"do"})))
        self._expect("do")
        node.lists.append(self.statements(frozenset({"done"})))
        self._expect("done")
        return node

    def _case(self, line: int) -> Node:
        node = Node("case", line, words=[self.token])
        self._at += 1
        self._skip("\n")
        self._expect("in")
        self._skip("\n")
        while not self.done and not self.token.is_bare("esac"):
            self._skip("(")
            patterns: list[Token] = []
            while self.token.kind == "word" or self._is("|"):
                if self.token.kind == "word":
                    patterns.append(self.token)
                self._at += 1
            if not self._is(")"):
                raise BrokenPipelineError(f"line {self.token.line}: ')' of a case is missing")
            self._at += 1
            node.patterns.append(patterns)
            node.lists.append(self.statements(frozenset({"esac"})))
            self._skip(";;", "\n", ";", "&")
        self._expect("esac")
        return node
