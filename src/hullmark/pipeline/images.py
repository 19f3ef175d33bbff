"""``images``: what a repository builds, runs and stands on."""

from collections.abc import Mapping
from pathlib import Path

from hullmark.discovery.errors import NoImagesError
from hullmark.discovery.graph import discover
from hullmark.images.directory import open_directory
from hullmark.model.graph import ImageGraph


def find_images(root: Path, *, variables: Mapping[str, str] | None = None) -> ImageGraph:
    """Return the image graph of the repository at ``root``.

    ``variables`` stand in for the environment of whoever would run compose. Nothing is built,
    pulled or run, and nothing outside of ``root`` is read.

    Raises:
        TargetNotFoundError: The folder does not exist.
        NoImagesError: Nothing in it has to do with images.
    """
    directory = open_directory(root, kind="repo", name=str(root))
    graph = discover(directory.root, variables=variables)
    if not graph.nodes and not graph.issues:
        raise NoImagesError(
            f"nothing below '{root}' builds, runs or deploys an image",
            hint="name the folder that holds Dockerfiles, compose files or manifests",
        )
    return graph
