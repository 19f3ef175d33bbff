"""The advisory database: built, updated, imported, exported, described."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hullmark.config.settings import Settings
from hullmark.kernel.paths import database_path
from hullmark.pipeline.scan import image_options
from hullmark.ports.progress import SILENT, Progress

if TYPE_CHECKING:
    from hullmark.advisories.database import DatabaseInfo
    from hullmark.advisories.status import DatabaseStatus
    from hullmark.advisories.update import UpdateReport


def path_of(settings: Settings) -> Path:
    """Return where the database of these settings stands."""
    return settings.database or database_path()


def build(
    sources: Sequence[str],
    *,
    settings: Settings,
    matching_only: bool = False,
    progress: Progress = SILENT,
) -> "UpdateReport":
    """Build the database from feeds: files, folders, archives or URLs, in any mix.

    Raises:
        HullmarkError: A source cannot be used; the database of before is untouched.
    """
    from hullmark.advisories.update import build_from  # noqa: PLC0415 - only this verb builds

    return build_from(sources, path_of(settings), matching_only=matching_only, progress=progress)


def update(
    source: str | None,
    *,
    settings: Settings,
    digest: str = "",
    progress: Progress = SILENT,
) -> "UpdateReport":
    """Fetch the public feeds, or a ready database from where ``source`` says.

    Raises:
        AdvisoriesUnreachableError: No server gave an answer; the database of before is untouched.
        HullmarkError: What was fetched cannot be used.
    """
    from hullmark.advisories import update as advisories  # noqa: PLC0415

    def fetch_blob(reference: str, target: Path, *, media_type: str) -> str:
        from hullmark.images.artifact import fetch_artifact  # noqa: PLC0415

        return fetch_artifact(
            reference,
            target,
            media_type=media_type,
            options=image_options(settings),
            progress=progress,
        )

    return advisories.update(
        path_of(settings), source, digest=digest, fetch_blob=fetch_blob, progress=progress
    )


def import_file(source: Path, *, settings: Settings, digest: str = "") -> "DatabaseInfo":
    """Put an exported file, a wheel or a database in place of the one there is.

    Raises:
        HullmarkError: It is not what it should be; the database of before is untouched.
    """
    from hullmark.advisories.export import import_database  # noqa: PLC0415

    return import_database(source, path_of(settings), digest=digest)


def export_file(target: Path, *, settings: Settings, matching_only: bool = False) -> str:
    """Write the database to one compressed file and return its digest.

    Raises:
        HullmarkError: There is no database, or the file cannot be written.
    """
    from hullmark.advisories.export import export_database  # noqa: PLC0415

    return export_database(path_of(settings), target, matching_only=matching_only)


def export_wheel(folder: Path, *, settings: Settings, matching_only: bool = True) -> Path:
    """Write the database as a wheel for a Python package index and return its path.

    Raises:
        HullmarkError: There is no database, or the wheel cannot be written.
    """
    from hullmark.advisories.export import make_wheel  # noqa: PLC0415

    return make_wheel(path_of(settings), folder, matching_only=matching_only)


def describe(*, settings: Settings) -> "DatabaseStatus":
    """Return what a scan would rest on.

    Raises:
        InputError: Something stands there that is no intact database.
    """
    from hullmark.advisories.status import status  # noqa: PLC0415

    return status(path_of(settings), stale_after_days=settings.stale_days)
