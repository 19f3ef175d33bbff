"""``.vsix``: an editor extension as it is installed from, with the npm packages it carries."""

from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.archive import Archive, Budget
from hullmark.native.catalogers.node.parse_package_json import parse_package_json
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_MANIFEST_BYTES = 4 * 1024 * 1024
_FOLDER = "node_modules/"


def parse_vsix(file: File) -> Iterator[Package]:
    """Yield the packages in ``node_modules`` of an extension; archives in it are left closed."""
    archive = Archive(file.data, Budget.of(len(file.data)))
    problem = ""
    for member in archive.wanted((b"/package.json",)):
        if not _is_root(member.name):
            continue
        try:
            inner = File(member.name, archive.read(member, limit=_MANIFEST_BYTES))
            for package in parse_package_json(inner):
                yield Package(
                    type="npm",
                    name=package.name,
                    version=package.version,
                    licenses=package.licenses,
                    evidence=Evidence.DECLARED,
                    inner_path=member.name,
                )
        except UnreadableFileError as error:
            problem = problem or f"'{member.name}': {error}"
    if problem:
        raise UnreadableFileError(problem)


def _is_root(path: str) -> bool:
    """Tell a package's own manifest from those that lie deeper in it."""
    _, found, rest = f"/{path}".rpartition(f"/{_FOLDER}")
    depth = rest.count("/")
    return bool(found) and depth == (2 if rest.startswith("@") else 1)
