"""One instruction of a Dockerfile, with its flags and here-documents."""

import msgspec


class Heredoc(msgspec.Struct, frozen=True, kw_only=True):
    """A here-document of an instruction."""

    name: str
    content: str
    file_descriptor: int = 0
    expand: bool = True
    """Whether variables in it are replaced: its name was not quoted."""
    chomp: bool = False
    """Whether leading tabs are removed (``<<-``)."""


class Instruction(msgspec.Struct, frozen=True, kw_only=True):
    """One instruction with everything that belongs to it."""

    cmd: str
    """Upper case: ``FROM``, ``RUN`` …"""
    value: tuple[str, ...]
    """Arguments as BuildKit splits them; names and values alternate for ENV and LABEL."""
    flags: tuple[str, ...] = ()
    """``--name=value``, in order."""
    sub_cmd: str = ""
    """For ONBUILD, the instruction it holds, upper case."""
    json: bool = False
    """Whether the arguments were written as a JSON list (exec form)."""
    original: str = ""
    """The instruction on one line, continuations joined."""
    start_line: int = 1
    end_line: int = 1
    heredocs: tuple[Heredoc, ...] = ()
    legacy: bool = False
    """ENV and LABEL: ``name value`` without an equals sign."""
    index: int = 0

    def flag(self, name: str) -> str:
        """Return the value of ``--name=…``; ``true`` for a bare flag, empty where it is missing."""
        for flag in self.flags:
            key, equals, value = flag.removeprefix("--").partition("=")
            if key == name:
                return value if equals else "true"
        return ""

    def flag_values(self, name: str) -> tuple[str, ...]:
        """Return the values of a flag that may be given several times (``--mount``)."""
        parts = (flag.removeprefix("--").partition("=") for flag in self.flags)
        return tuple(value for key, _, value in parts if key == name)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Names and values of ENV and LABEL, quotes still in place."""
        return tuple(zip(self.value[::2], self.value[1::2], strict=False))
