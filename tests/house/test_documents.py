"""Documentation holds together: links lead somewhere, commands exist, sentences have lines."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from hullmark.cli.main import hullmark
from source_tree import REPOSITORY, documents

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SENTENCES = re.compile(r"[a-z0-9`)][.?!] [A-Z`]")
LIST_NUMBER = re.compile(r"^\s*\d+\. ")
ENDS = {"|", "||", "&&", ";", ">", "&", ">>", "<"}
"""Where the shell takes over from a command."""

PAGES = pytest.mark.parametrize(
    "page", documents(), ids=lambda page: str(page.relative_to(REPOSITORY))
)


def _prose(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


@PAGES
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link names a file that exists, and a heading in it where it names one."""
    for target in LINK.findall(_prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, heading = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), target
        if heading:
            assert heading in _anchors(linked), target


@PAGES
def test_commands_exist(page: Path) -> None:
    """Every ``hullmark`` line of an example is understood by the command line."""
    for language, block in FENCE.findall(page.read_text(encoding="utf-8")):
        if language in ("sh", "yaml", "make", "ini"):
            for line in _command_lines(block):
                _understood(line)


@PAGES
def test_a_sentence_has_a_line(page: Path) -> None:
    """A change of one sentence is a change of one line."""
    for line in _prose(page).split("\n"):
        if not line.startswith(("|", "#", "<!--")):
            assert not SENTENCES.search(LIST_NUMBER.sub("", line)), line


def test_every_page_is_in_the_index() -> None:
    """A page that nothing links to is not found by anyone."""
    index = (REPOSITORY / "docs" / "README.md").read_text(encoding="utf-8")
    linked = {(REPOSITORY / "docs" / target).resolve() for target in LINK.findall(index)}
    folders = [each for each in (REPOSITORY / "docs").iterdir() if each.is_dir()]
    pages = {page for page in documents() if page.parent in folders and page.parent not in linked}
    assert sorted(str(page) for page in pages - linked) == []


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _prose(page), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def _command_lines(block: str) -> Iterator[list[str]]:
    for line in block.replace("\\\n", " ").split("\n"):
        found = re.search(r"(?:^|[\s;&|(])hullmark .*", line)
        if found is None or line.lstrip().startswith("#"):
            continue
        words = shlex.shlex(found[0].strip(), posix=True, punctuation_chars=True)
        words.whitespace_split = True
        line_words = list(words)
        stops = [at for at, word in enumerate(line_words) if word in ENDS]
        yield line_words[: stops[0] if stops else None]


def _understood(words: list[str]) -> None:
    """Let click parse the words down to the last verb, without running anything."""
    command: click.Command = hullmark
    context = click.Context(hullmark)
    arguments = words[1:]
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        below = command.get_command(context, arguments[0])
        if below is None and "files" in command.commands:  # `check PATH` is `check files PATH`
            command = command.commands["files"]
            break
        assert below is not None, words
        command, arguments = below, arguments[1:]
    if not {"--help", "--version"} & set(arguments):
        command.make_context(" ".join(words), arguments)
