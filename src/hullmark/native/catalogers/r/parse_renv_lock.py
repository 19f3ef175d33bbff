"""``renv.lock``: the packages of a project's library.

https://rstudio.github.io/renv/articles/lockfile.html
"""

from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.line_finder import LineFinder
from hullmark.native.catalogers.record import File, Package

_CRAN = frozenset({"cran", "rspm", "ppm", "p3m"})
"""Names of CRAN and of the mirrors that serve the same packages."""


def parse_renv_lock(file: File) -> Iterator[Package]:
    """Yield the packages of CRAN and Bioconductor; others have no repository to name."""
    packages = decode_object(file.data).get("Packages")
    lines = LineFinder(file.data)
    for key, entry in packages.items() if isinstance(packages, dict) else ():
        line = lines.key(key)
        if not isinstance(entry, dict):
            continue
        name, version = entry.get("Package", key), entry.get("Version")
        type_, qualifiers = _origin(entry.get("Source"), entry.get("Repository"))
        if type_ and isinstance(name, str) and name and isinstance(version, str) and version:
            yield Package(
                type=type_,
                name=name,
                version=version,
                evidence=Evidence.DECLARED,
                line=line,
                qualifiers=qualifiers,
            )


def _origin(source: object, repository: object) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the purl type and where the package comes from, if not from the usual place."""
    named = repository if isinstance(repository, str) else ""
    if source == "Bioconductor" or named.startswith("Bioconductor"):
        return "bioconductor", ()
    if not named:
        return "", ()
    return "cran", () if named.lower() in _CRAN else (("repository_url", named),)
