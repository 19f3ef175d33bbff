"""``hullmark scan``: read images once, say what is in them and what is wrong with them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from hullmark.cli.options import (
    configured,
    general_flags,
    image_flags,
    judgement_flags,
    record_flags,
    report_flags,
)
from hullmark.cli.output import parse_outputs, print_result, write_files
from hullmark.cli.progress import choose_progress
from hullmark.gate.judge import exit_status
from hullmark.pipeline.remembering.memory import remember
from hullmark.pipeline.scan import scan
from hullmark.report.visible import visible

if TYPE_CHECKING:
    from hullmark.report.terminal.screen import Section

_SHOWN = ("fixes", "findings", "ledger", "components")


@click.command("scan")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET…")
@report_flags
@click.option(
    "--show",
    multiple=True,
    type=click.Choice(_SHOWN),
    help="Parts of the table. [default: fixes and the worst findings]",
)
@click.option("--username", envvar="HULLMARK_REGISTRY_USERNAME", help="User of the registry.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the registry's password from standard input."
)
@click.option("--no-cache", is_flag=True, help="Read and verify everything anew, and keep nothing.")
@click.option(
    "--scanner",
    "scanners",
    multiple=True,
    metavar="NAME",
    help="Also run this scanner; `all` for every one that is here. Repeatable.",
)
@click.option(
    "--locked",
    is_flag=True,
    default=None,
    help="Run only what hullmark.lock names, with the bytes that it names.",
)
@click.option(
    "--pull",
    "images",
    flag_value="pull",
    default=None,
    help="Also fetch the images that a repository names. [default: those this machine has]",
)
@click.option(
    "--build",
    is_flag=True,
    default=None,
    help="Build a repository's images with Docker, Buildah or Podman, and scan every stage.",
)
@click.option(
    "--image-archive",
    "image_archives",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Archive or OCI layout to look for a repository's images in. Repeatable.",
)
@click.option(
    "--dockerfile",
    metavar="PATH[:STAGE]",
    help="Dockerfile that the image was built from: findings name its lines.",
)
@click.option("--no-secrets", is_flag=True, help="Do not look for secrets.")
@click.option("--no-checks", is_flag=True, help="Do not check configuration.")
@record_flags
@image_flags
@judgement_flags
@general_flags
def COMMAND(  # noqa: N802, PLR0913 - one parameter per flag is what click asks for
    targets: tuple[str, ...],
    *,
    format_name: str,
    outputs: tuple[str, ...],
    show: tuple[str, ...],
    limit: int | None,
    plain: bool,
    username: str | None,
    password_stdin: bool,
    no_cache: bool,
    no_secrets: bool,
    no_checks: bool,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> int:
    r"""Scan one or more targets.

    A TARGET is a path or an image name, or says its kind:

    \b
      oci:DIR[:TAG]          OCI layout             docker:NAME    image of Docker
      oci-archive:FILE       the same as one tar    podman:NAME    image of Podman
      docker-archive:FILE    what docker save wrote registry:REF   image of a registry
      rootfs:DIR             root file system       repo:DIR       repository
      sbom:FILE              bill of materials: CycloneDX, SPDX, Syft, GitHub

    \b
    Examples:
      hullmark scan alpine:3.20
      hullmark scan image.tar -o scan.sarif -o scan.cdx.json
      hullmark scan . --fail-on high --format markdown

    Advisories come from the database that `hullmark db update` fetched; without one a small
    starter set is used and the verdict is `incomplete`. Nothing is sent anywhere.
    """
    files = parse_outputs(outputs)
    off = {"cache": no_cache, "secrets": no_secrets, "checks": no_checks}
    flags |= {name: False for name, said in off.items() if said}
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    password = _password(from_stdin=password_stdin)
    progress, line = choose_progress(quiet=quiet)
    remarks: list[str] = []
    try:
        result = scan(
            targets,
            settings=settings,
            progress=progress,
            username=username,
            password=password,
            warn=remarks.append,
        )
        result = remember(result, settings=settings, command="scan", warn=remarks.append)
    finally:
        if line is not None:
            line.clear()
    for remark in () if quiet else remarks:
        click.echo(visible(f"warning {remark}"), err=True)
    write_files(result, files)
    sections = cast("tuple[Section, ...]", show)
    print_result(result, format_name, plain=plain, limit=limit, show=sections)
    return exit_status(result.verdict)


def _password(*, from_stdin: bool) -> str | None:
    if from_stdin:
        import sys  # noqa: PLC0415 - rare

        return sys.stdin.readline().rstrip("\r\n") or None
    import os  # noqa: PLC0415

    return os.environ.get("HULLMARK_REGISTRY_PASSWORD") or None
