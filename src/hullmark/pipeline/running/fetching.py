"""Fetches the databases of scanners, or takes them from files that were brought by hand."""

import shutil
from pathlib import Path

from hullmark.config.settings import Settings
from hullmark.images.archive import open_archive
from hullmark.kernel.quarantine import Bounds, last_words, room, run_in
from hullmark.kernel.space import DiskFullError, replacing
from hullmark.kernel.tool_errors import ToolMissingError
from hullmark.pipeline.running.adapters import named_scanners, runs_of
from hullmark.pipeline.running.errors import ScannerFailedError, UnknownScannerError
from hullmark.pipeline.running.programs import find_program
from hullmark.pipeline.running.roster import data_folder, has_data
from hullmark.ports.progress import SILENT
from hullmark.ports.running import Call, Data

_CHUNK_BYTES = 1024 * 1024


def fetch_data(name: str, settings: Settings, *, source: Path | None = None) -> Path:
    """Bring the database of a scanner into its folder and return that; the old one stays till then.

    Args:
        name: The scanner.
        settings: Where its program and its data are.
        source: A file or folder to take it from; without it, it is fetched over the network.

    Raises:
        UnknownScannerError: It has no database of its own.
        ToolError: Its program is missing or failed.
    """
    adapters, _ = named_scanners([name])
    data = runs_of(adapters[0]).data if adapters else None
    if data is None:
        raise UnknownScannerError(f"'{name}' has no database of its own")
    adapter = adapters[0]
    folder = data_folder(adapter, settings)
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir(parents=True)
        if source is not None and data.load is None:
            _copied(source, fresh, data)
        else:
            program = find_program(adapter, settings)
            if program is None:
                raise ToolMissingError(
                    f"the program '{runs_of(adapter).binary}' is not installed",
                    hint=f"hullmark tools install {adapter.name}",
                )
            _run(program, _call(data, fresh, source, name), settings, network=source is None)
        if not has_data(adapter, fresh):
            raise ScannerFailedError(
                f"there is no database of {adapter.title} in what came",
                hint=f"expected is {' or '.join(data.marks)}",
            )
        shutil.rmtree(folder, ignore_errors=True)
        fresh.replace(folder)
    except OSError as error:
        raise DiskFullError(f"cannot write '{fresh}': {error.strerror or error}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def _call(data: Data, folder: Path, source: Path | None, name: str) -> Call:
    if source is not None and data.load is not None:
        return data.load(folder, source.resolve())
    if data.fetch is None:
        raise UnknownScannerError(
            f"the database of '{name}' is not fetched by Hullmark",
            hint="bring it by hand: hullmark tools data NAME --from PATH",
        )
    return data.fetch(folder)


def _run(program: Path, call: Call, settings: Settings, *, network: bool) -> None:
    bounds = Bounds(
        timeout_s=settings.scanner_timeout,
        memory_bytes=settings.scanner_memory,
        output_bytes=16 * 1024 * 1024,
    )
    with room() as place:
        done = run_in(
            place,
            (str(program), *call.arguments),
            bounds=bounds,
            variables=call.variables,
            network=network,
        )
    if done.status:
        words = last_words(done) or f"status {done.status}"
        raise ScannerFailedError(f"'{program.name}' did not bring its database: {words}")


def _copied(source: Path, folder: Path, data: Data) -> None:
    """Take a folder as it is, or unpack an archive to where the database is expected."""
    if source.is_dir():
        shutil.copytree(source, folder, dirs_exist_ok=True)
        return
    below = folder / Path(data.marks[0]).parent
    with open_archive(source, progress=SILENT) as storage:
        for name in storage.paths():
            parts = Path(name).parts
            if name.startswith("/") or ".." in parts or storage.size(name) is None:
                continue
            stream = storage.open(name)
            with replacing(below / parts[-1]) as out:
                while chunk := stream.read(_CHUNK_BYTES):
                    out.write(chunk)
