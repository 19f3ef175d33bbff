"""``.spack/spec.json``: one installed package, and all that it was built with and for."""

from collections.abc import Iterator

from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def parse_spec(file: File) -> Iterator[Package]:
    """Yield the packages of the graph; external ones belong to the distribution."""
    spec = decode_object(file.data).get("spec")
    nodes = spec.get("nodes") if isinstance(spec, dict) else spec
    if not isinstance(nodes, list):
        raise UnreadableFileError("specification of Spack has no nodes")
    for node in nodes:
        if not isinstance(node, dict) or node.get("external"):
            continue
        name, version = node.get("name"), node.get("version")
        if isinstance(name, str) and name and isinstance(version, str) and version:
            yield Package(
                type="spack", name=name, version=version, architecture=_target(node.get("arch"))
            )


def _target(architecture: object) -> str:
    target = architecture.get("target") if isinstance(architecture, dict) else None
    name = target.get("name") if isinstance(target, dict) else target
    return name if isinstance(name, str) else ""
