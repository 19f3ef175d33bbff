"""The command ``hullmark`` and its verbs; a verb's module is imported when it is called."""

import importlib
import keyword

import click

from hullmark import __version__

_VERBS = {
    "scan": "Read images once and say what is in them and what is wrong with them.",
    "import": "Read reports of other scanners, whatever scanner and format.",
    "aggregate": "Join reports of many scanners over many images into one list.",
    "explain": "Say everything that is known of one finding of a result.",
    "compare": "Show how far the scanners of a result agree.",
    "history": "Show what was recorded of an image, scan by scan.",
    "diff": "Show how two recorded scans differ, and why.",
    "trend": "Show open, new and fixed findings over time, and how long fixes take.",
    "affected": "Show every image ever recorded that has a flaw or a range of versions.",
    "when": "Say when a finding appeared, by which scan, commit and layer, and when it went.",
    "posture": "Show one score of all that is recorded, with the parts it is made of.",
    "rematch": "Judge recorded images anew after an update of the advisories; nothing is pulled.",
    "store": "Check, move, prune and migrate the store of recorded scans.",
    "check": "Check Dockerfiles, compose files, manifests; list, explain, test and write checks.",
    "gate": "Judge results by policies: pass, warn, fail or incomplete, with reasons.",
    "policy": "List, explain and test the policies by which the gate judges.",
    "suppressions": "Lint, list, compile and import accepted findings.",
    "images": "Show every image a repository builds, runs or stands on, and what is missing.",
    "gaps": "Say who scans which image when in a repository's own pipeline, and what is missing.",
    "init": "Write settings, a pipeline and missing Dockerfiles; close the gaps of a repository.",
    "github": "Comment on a pull request, upload to code scanning, find orphaned alerts.",
    "notify": "Tell people about a result: new critical findings, overdue fixes, gaps.",
    "tools": "List, check and install the scanners that run beside our own engine.",
    "lock": "Write down which programs and data a scan rests on, for scan --locked.",
    "db": "Build, update, import, export and show the advisory database.",
    "cache": "Show, prune and clear what is kept of layers that were read.",
    "config": "Show the settings and where each value comes from.",
    "doctor": "Say what is there, how old it is, and what is missing.",
}
"""Verb → the line in the overview; also the module below ``hullmark.cli``, with an underscore
behind it where the verb is a word of Python."""


class _Verbs(click.Group):
    """A group that knows its verbs by name and loads only the one that is asked for."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in _VERBS:
            return None
        command = importlib.import_module(f"hullmark.cli.{_module(name)}").COMMAND
        assert isinstance(command, click.Command)
        return keep_lines(command)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_VERBS.items()))

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _VERBS and not args[0].startswith("-"):
            import difflib  # noqa: PLC0415 - only for mistakes

            near = difflib.get_close_matches(args[0], _VERBS, n=1)
            more = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"No such command '{args[0]}'.{more}", ctx=context)
        return super().resolve_command(context, args)


def _module(verb: str) -> str:
    return f"{verb}_" if keyword.iskeyword(verb) else verb


def keep_lines(command: click.Command) -> click.Command:
    """Let click see the marks before paragraphs whose lines it must not join.

    The mark is a backspace; docstrings, which are raw, spell it as two characters.
    """
    if command.help:
        command.help = command.help.replace("\\b\n", "\b\n")
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        keep_lines(each)
    return command


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 pass, 1 error, 2 usage, 3 nothing to scan, 10 fail, 11 incomplete.",
)
@click.version_option(__version__, message="hullmark %(version)s")
def hullmark() -> None:
    r"""Hullmark reads container images without a daemon and judges what is in them.

    Start with:

    \b
      hullmark scan oci:DIR            an OCI layout
      hullmark scan image.tar          what `docker save` wrote
      hullmark scan alpine:3.20        an image of a registry
      hullmark db update               fetch advisories (the only verb that does so)
    """


keep_lines(hullmark)
