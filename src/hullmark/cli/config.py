"""``hullmark config``: the settings and where each value comes from."""

from dataclasses import fields
from pathlib import Path

import click

from hullmark.config.load import load_settings
from hullmark.config.settings import Settings
from hullmark.report.visible import visible
from hullmark.store.place import without_password


@click.group("config")
def COMMAND() -> None:  # noqa: N802 - the name every verb's command has
    """Show the settings.

    Order of precedence: flag, HULLMARK_… variable, hullmark.toml or [tool.hullmark] in
    pyproject.toml (looked for upward from here), default.
    """


@COMMAND.command("show")
@click.option("--origin", is_flag=True, help="Also say where each value comes from.")
@click.option(
    "--config", "config_file", type=click.Path(path_type=Path), help="Settings file to use."
)
def show(*, origin: bool, config_file: Path | None) -> None:
    """Print every setting as TOML."""
    configured = load_settings({}, config_file=config_file)
    for each in fields(Settings):
        value = getattr(configured.settings, each.name)
        comment = f"  # from {configured.origins[each.name]}" if origin else ""
        click.echo(visible(f"{_toml(each.name, value)}{comment}"))
        if origin:
            click.echo(f"#   {each.metadata['meaning']}")


def _toml(name: str, value: object) -> str:
    if value is None:
        return f"# {name} ="
    if isinstance(value, bool):
        return f"{name} = {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"{name} = {value}"
    if isinstance(value, dict):
        pairs = ", ".join(f'"{key}" = "{target}"' for key, target in value.items())
        return f"{name} = {{ {pairs} }}" if pairs else f"{name} = {{}}"
    return f'{name} = "{without_password(str(value))}"'
