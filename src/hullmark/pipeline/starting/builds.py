"""What a repository builds, as a pipeline that builds it needs to know."""

import json
from typing import NamedTuple

from hullmark.model.graph import ImageGraph
from hullmark.report.graph.json_document import write_matrix


class Build(NamedTuple):
    """One image to build."""

    dockerfile: str
    context: str
    target: str


def builds_of(graph: ImageGraph) -> list[Build]:
    """Return the builds that ``hullmark images --format github-matrix`` lists."""
    entries = json.loads(write_matrix(graph))["include"]
    return list(
        dict.fromkeys(
            Build(each["dockerfile"], each["context"], each["target"]) for each in entries
        )
    )
