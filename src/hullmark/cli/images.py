"""``hullmark images``: what a repository builds, runs and stands on."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.options import configured, general_flags
from hullmark.cli.output import print_document
from hullmark.kernel.space import write_whole
from hullmark.pipeline.compose import resolve_compose
from hullmark.pipeline.images import find_images
from hullmark.report.graph.write import GRAPH_FORMATS, graph_format_of, write_graph

COMPOSE = "compose"
"""The format that is no graph."""


@click.command("images")
@click.argument("path", default=".", metavar="[PATH]", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice((*GRAPH_FORMATS, COMPOSE)),
    default="table",
    help="What goes to standard output; compose is the one project at PATH, a compose file or its "
    "folder, every short form written out. [default: table]",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]PATH",
    help="Also write a file; the format follows from the suffix (.json, .dot, .mmd, .txt). "
    "Repeatable.",
)
@click.option(
    "--env",
    "variables",
    multiple=True,
    metavar="NAME=VALUE",
    help="A variable for compose files, over what .env says. Repeatable.",
)
@general_flags
def COMMAND(  # noqa: N802 - the name every verb's command has
    path: Path,
    *,
    format_name: str,
    outputs: tuple[str, ...],
    variables: tuple[str, ...],
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - there is nothing to silence
    **flags: Any,
) -> int:
    r"""Show every image that the repository at PATH builds, runs, deploys or stands on.

    Dockerfiles and their stages, compose files, Kubernetes manifests, Kustomize, Helm charts, bake
    files and GitHub workflows are joined into one graph, with file and line of every relation, and
    with what is missing. Nothing is built, pulled or run.

    \b
    Examples:
      hullmark images
      hullmark images . --format mermaid
      hullmark images deploy/compose.yaml --format compose
      echo "matrix=$(hullmark images --format github-matrix)" >> "$GITHUB_OUTPUT"
      echo "foreign=$(hullmark images --format foreign-matrix)" >> "$GITHUB_OUTPUT"
    """
    configured(config_file=config_file, verbose=verbose, **flags)
    files = [_output(output) for output in outputs]
    given = dict(_variable(each) for each in variables)
    if format_name == COMPOSE and not files:
        print_document(resolve_compose(path, variables=given))
        return 0
    graph = find_images(path, variables=given)
    rendered = [(target, write_graph(graph, name)) for name, target in files]
    for target, content in rendered:
        write_whole(target, content)
    whole = format_name == COMPOSE
    print_document(
        resolve_compose(path, variables=given) if whole else write_graph(graph, format_name)
    )
    return 0


def _output(output: str) -> tuple[str, Path]:
    name, equals, path = output.partition("=")
    if equals and name in GRAPH_FORMATS and path:
        return name, Path(path)
    found = graph_format_of(output)
    if found is None:
        raise click.UsageError(
            f"'{output}' does not say its format; use .json, .dot, .mmd, .txt or FORMAT=PATH"
        )
    return found, Path(output)


def _variable(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.UsageError(f"--env takes NAME=VALUE, not '{text}'")
    return name, value
