"""What a repository itself says is not part of it: its .gitignore files."""

from pathlib import Path
from typing import TYPE_CHECKING

from hullmark.kernel import limits, log

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Ignored:
    """The .gitignore files met so far on the way down; deeper ones speak first."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._specs: dict[str, GitIgnoreSpec] = {}

    def enter(self, folder: str) -> None:
        """Take the .gitignore of ``folder`` into account for everything below it."""
        from pathspec import GitIgnoreSpec  # noqa: PLC0415 - only repositories have them

        try:
            with (self._root / folder / ".gitignore").open("rb") as file:
                text = file.read(limits.TEXT_LINE_BYTES).decode("utf-8", "replace")
            self._specs[folder] = GitIgnoreSpec.from_lines(text.splitlines())
        except (OSError, ValueError) as error:
            log.info("gitignore.unreadable", folder=folder, error=str(error))

    def has(self, path: str, *, is_folder: bool) -> bool:
        """Tell whether git would leave ``path`` out."""
        if not self._specs:
            return False
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            spec = self._specs.get(folder)
            if spec is not None:
                relative = path[len(folder) + 1 :] if folder else path
                verdict = spec.check_file(relative + "/" if is_folder else relative).include
                if verdict is not None:
                    return verdict
        return False
