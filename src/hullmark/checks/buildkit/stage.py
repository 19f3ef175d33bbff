"""Goes through the instructions of a stage as the builder does: variables, folder, shell."""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from hullmark.checks.buildkit.bases import argument_pairs
from hullmark.checks.buildkit.nearest import nearest
from hullmark.checks.buildkit.rules import Warnings, quoted
from hullmark.checks.buildkit.source import name_of
from hullmark.formats.dockerfile_instruction import Instruction
from hullmark.formats.dockerfile_words import expand
from hullmark.formats.dockerignore import Pattern, is_ignored
from hullmark.formats.errors import BrokenWordError

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_UNSET_IS_FINE = frozenset({"BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"})
_SECRET = re.compile(
    r"(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)",
    re.IGNORECASE,
)
_NO_SECRET = re.compile(r"(?:_|^)(?:public|file|version)(?:_|$)", re.IGNORECASE)
_WHOLE = ("*", "**", "**/*")
_REMOTE = ("http://", "https://", "git://", "git@", "ssh://")


class Builder(msgspec.Struct, kw_only=True):
    """What holds for all stages of a file."""

    escape: str
    variables: Mapping[str, str]
    """Global arguments, platforms included."""
    given: Mapping[str, str]
    """Arguments of the build."""
    ignored: tuple[Pattern, ...] = ()
    """Patterns of the .dockerignore file."""


class StageState(msgspec.Struct, kw_only=True):
    """What a stage has come to, and hands to those that stand on it."""

    platform: str = ""
    variables: dict[str, str] = msgspec.field(default_factory=lambda: {"PATH": _PATH})
    arguments: set[str] = msgspec.field(default_factory=set)
    """Names that an ARG declared."""
    shell: bool = False
    """Whether SHELL named another shell."""
    folder: bool = False
    """Whether there was a WORKDIR."""

    def child(self) -> "StageState":
        """Return the state in which a stage on top of this one starts."""
        return StageState(
            platform=self.platform,
            variables=dict(self.variables),
            arguments=set(self.arguments),
            shell=self.shell,
            folder=self.folder,
        )


class StageLint:
    """One stage."""

    def __init__(self, builder: Builder, state: StageState) -> None:
        self._builder = builder
        self._state = state
        self._once: dict[str, int] = {}
        self._warnings: Warnings
        self._at: Instruction

    def read(self, instruction: Instruction, warnings: Warnings) -> None:
        """Take one instruction into account and warn of it.

        Raises:
            BrokenWordError: The builder would stop here.
        """
        self._warnings, self._at = warnings, instruction
        handler = _HANDLERS.get(instruction.cmd)
        if handler is not None:
            handler(self)

    def _warn(self, rule: str, detail: str, line: int | None = None) -> None:
        self._warnings.add(rule, line or self._at.start_line, detail)

    def _word(self, text: str) -> str:
        return self._expanded(text, escape=self._builder.escape)

    def _expanded(self, text: str, *, escape: str) -> str:
        try:
            found = expand(text, self._state.variables, escape=escape)
        except BrokenWordError as error:
            self._report(error.unmatched)
            raise
        self._report(found.unmatched)
        return found.word

    def _report(self, unset: frozenset[str]) -> None:
        for name in sorted(unset - self._state.arguments - _UNSET_IS_FINE):
            near = nearest(name, self._state.variables)
            more = f" (did you mean ${near}?)" if near else ""
            self._warn("UndefinedVar", f"Usage of undefined variable '${name}'{more}")

    def _flags(self, *names: str) -> None:
        for name in names:
            if value := self._at.flag(name):
                self._word(value)

    def _env(self) -> None:
        pairs = [(self._word(name), self._word(value)) for name, value in self._at.pairs]
        for name, value in pairs:
            self._legacy()
            self._secret("ENV", name)
            self._state.variables[name] = value

    def _label(self) -> None:
        for name, value in self._at.pairs:
            self._word(name)
            self._word(value)
        for _ in self._at.pairs:
            self._legacy()

    def _legacy(self) -> None:
        if self._at.legacy:
            # The builder's own spelling of the instruction, however the file has it.
            name = name_of(self._at)
            self._warn(
                "LegacyKeyValueFormat",
                f'"{name} key=value" should be used instead of legacy "{name} key value" format',
            )

    def _secret(self, instruction: str, name: str) -> None:
        if _SECRET.search(name) and not _NO_SECRET.search(name):
            self._warn(
                "SecretsUsedInArgOrEnv",
                "Do not use ARG or ENV instructions for sensitive data"
                f" ({instruction} {quoted(name)})",
            )

    def _arg(self) -> None:
        for name, default in argument_pairs(self._at):
            self._secret("ARG", name)
            value = self._builder.given.get(name)
            if value is None and default is not None:
                value = self._word(default)
            elif value is None:
                value = self._builder.variables.get(name)
            if value is not None and name not in _UNSET_IS_FINE:
                self._state.variables[name] = value
            self._state.arguments.add(name)

    def _copy(self) -> None:
        self._flags("chown", "chmod", *(("checksum",) if self._at.cmd == "ADD" else ()))
        names = {f"<<{'-' if each.chomp else ''}{each.name}" for each in self._at.heredocs}
        *sources, target = self._at.value
        paths = [self._word(each) for each in sources if not _is_heredoc(each, names)]
        self._word(target)
        for heredoc in self._at.heredocs:
            if heredoc.expand:
                self._text(heredoc.content)
        if not self._at.flag("from"):
            for path in paths:
                self._ignored(path)

    def _text(self, content: str) -> None:
        """Expand a here-document, in which quotes are letters."""
        plain = content.replace("'", "\ue000").replace('"', "\ue001")
        self._expanded(plain, escape="\\")

    def _ignored(self, source: str) -> None:
        patterns = self._builder.ignored
        remote = source.startswith(_REMOTE)
        if not patterns or remote or any(each.negated for each in patterns):
            return
        path = posixpath.normpath(source)
        if path in (".", "/") and not any(each.text in _WHOLE for each in patterns):
            return
        if is_ignored(path, patterns):
            word = "Add" if self._at.cmd == "ADD" else "Copy"
            self._warn(
                "CopyIgnoredFile",
                f"Attempting to {word} file {quoted(path)} that is excluded by .dockerignore",
            )

    def _run(self) -> None:
        for mount in self._at.flag_values("mount"):
            for field in mount.split(","):
                key, equals, value = field.strip('"').partition("=")
                if key and equals:
                    self._word(value)

    def _workdir(self) -> None:
        path = self._word(self._at.value[0])
        windows = self._state.platform.startswith("windows")
        absolute = path.startswith("/") or (
            windows and bool(re.match(r"([A-Za-z]:)?[\\/]|[A-Za-z]:", path))
        )
        if not self._state.folder and not absolute:
            self._warn(
                "WorkdirRelativePath",
                f"Relative workdir {quoted(path)} can have unexpected results if the base image"
                " changes",
            )
        self._state.folder = True

    def _words(self) -> None:
        for word in self._at.value:
            self._word(word)

    def _expose(self) -> None:
        ports: list[str] = []
        for word in self._at.value:
            found = expand(word, self._state.variables, escape=self._builder.escape)
            ports += found.words
        for port in ports:
            self._port(port)

    def _port(self, port: str) -> None:
        *host, container = port.rsplit(":", 2)
        number, _, protocol = container.partition("/")
        if not number or protocol.lower() not in ("", "tcp", "udp", "sctp"):
            raise BrokenWordError(f"invalid port: '{port}'")
        if protocol != protocol.lower():
            self._warn(
                "ExposeProtoCasing",
                f"Defined protocol '{port}' in EXPOSE instruction should be lowercase",
            )
        if any(host):
            self._warn(
                "ExposeInvalidFormat",
                "EXPOSE instruction should not define an IP address or host-port mapping, found"
                f" '{port}'",
            )
        first, dash, last = number.partition("-")
        for each in (first, last) if dash else (first,):
            if not each.isdecimal() or int(each) > 65_535:
                raise BrokenWordError(f"invalid port: '{port}'")

    def _command(self) -> None:
        self._used_once()
        if not self._at.json and not self._state.shell:
            self._warn(
                "JSONArgsRecommended",
                f"JSON arguments recommended for {name_of(self._at)} to prevent unintended behavior"
                " related to OS signals",
            )

    def _used_once(self) -> None:
        before = self._once.get(self._at.cmd)
        if before is not None:
            self._warn(
                "MultipleInstructionsDisallowed",
                f"Multiple {name_of(self._at)} instructions should not be used in the same stage"
                " because only the last one will be used",
                before,
            )
        self._once[self._at.cmd] = self._at.start_line

    def _shell(self) -> None:
        self._state.shell = True


_HANDLERS: dict[str, Callable[[StageLint], None]] = {
    "ENV": StageLint._env,  # noqa: SLF001 - the table of this very class
    "LABEL": StageLint._label,  # noqa: SLF001
    "ARG": StageLint._arg,  # noqa: SLF001
    "ADD": StageLint._copy,  # noqa: SLF001
    "COPY": StageLint._copy,  # noqa: SLF001
    "RUN": StageLint._run,  # noqa: SLF001
    "WORKDIR": StageLint._workdir,  # noqa: SLF001
    "USER": StageLint._words,  # noqa: SLF001
    "VOLUME": StageLint._words,  # noqa: SLF001
    "STOPSIGNAL": StageLint._words,  # noqa: SLF001
    "EXPOSE": StageLint._expose,  # noqa: SLF001
    "CMD": StageLint._command,  # noqa: SLF001
    "ENTRYPOINT": StageLint._command,  # noqa: SLF001
    "HEALTHCHECK": StageLint._used_once,  # noqa: SLF001
    "SHELL": StageLint._shell,  # noqa: SLF001
}


def _is_heredoc(word: str, names: Iterable[str]) -> bool:
    bare = re.sub(r"^\d*", "", word).replace("'", "").replace('"', "")
    return bare in names


def read_stage(
    builder: Builder,
    state: StageState,
    instructions: Sequence[tuple[Instruction, Sequence[str]]],
    warnings: Warnings,
) -> None:
    """Warn of every instruction of a stage, each with the comments above it.

    Raises:
        BrokenWordError: The builder would stop.
    """
    stage = StageLint(builder, state)
    for instruction, comments in instructions:
        stage.read(instruction, warnings.under(comments))
