"""Reads a YAML file of a pipeline; what cannot be read is said in the trail, once."""

from typing import NamedTuple

from hullmark.audit.record import Repository, Trail
from hullmark.formats.placed_yaml import Map, read_yaml
from hullmark.kernel.errors import HullmarkError


class Documents(NamedTuple):
    """What a file holds."""

    maps: tuple[Map, ...] = ()
    """Its documents; those that are lists or words belong to no pipeline."""
    absent: bool = False
    broken: bool = False
    """Whether it is there and cannot be read."""

    @property
    def first(self) -> Map | None:
        """The first document, ``None`` where there is none."""
        return self.maps[0] if self.maps else None


def read_documents(repository: Repository, path: str, trail: Trail) -> Documents:
    """Return the documents at ``path``; the trail is told why it cannot be read."""
    try:
        data = repository.read(path)
        if data is None:
            return Documents(absent=True)
        written = read_yaml(data, path=path)
    except HullmarkError as error:
        trail.issue(path, error.message, error.code)
        return Documents(broken=True)
    return Documents(tuple(each for each in written if isinstance(each, Map)))
