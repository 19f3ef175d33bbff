"""Follows GitLab's pipelines."""

from hullmark.audit.commands import Commands
from hullmark.audit.record import Repository, Trail


class GitLab:
    """The pipeline of ``.gitlab-ci.yml`` with what it includes."""

    def __init__(self, repository: Repository, trail: Trail, commands: Commands) -> None:
        self._repository = repository
        self._trail = trail
        self._commands = commands

    def follow(self, path: str) -> None:
        """Read the file and follow its jobs."""
