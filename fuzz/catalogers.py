"""A target for every cataloger that ships: its parse function on a file of the right name."""

from collections.abc import Iterator

import seeds
from hullmark.native.catalogers.maven.parents import inherited
from hullmark.native.catalogers.record import (
    Cataloger,
    File,
    Licenses,
    Owns,
    Package,
    Project,
    Release,
)
from hullmark.native.components import purl_of
from hullmark.shipped import CATALOGERS
from target import Target

_RECORDS = (Package, Owns, Licenses, Release, Project)
_MOST = 5_000
"""Records of one input whose package URLs are built."""


def targets() -> Iterator[Target]:
    """Yield a target per cataloger."""
    for cataloger in CATALOGERS:
        variants = list(_variants(cataloger))
        yield Target(
            name=f"cataloger-{cataloger.name}",
            run=_runner(cataloger, variants),
            modules=_modules(cataloger),
            seeds=_seeds(cataloger, len(variants)),
            paths=cataloger.globs,
            prefixes=len(variants) if len(variants) > 1 else 0,
        )


def _variants(cataloger: Cataloger) -> Iterator[File]:
    """Yield the files a cataloger may be shown, without their bytes."""
    for glob in cataloger.globs:
        path = glob.replace("**/", "srv/app/").replace("*", "name-1.0")
        yield File(path=path, data=b"", whole=cataloger.anchors is None)
    for needle in cataloger.needles:
        yield File(path="usr/bin/tool", data=b"", whole=False, needle=needle)
    for folder in cataloger.folders:
        yield File(path=f"{folder}/", data=b"")
    if cataloger.sections or cataloger.needles:
        yield File(path="usr/bin/tool", data=b"")


def _runner(cataloger, variants):
    def run(data: bytes) -> None:
        shape = variants[0]
        if len(variants) > 1:
            if not data:
                return
            shape, data = variants[data[0] % len(variants)], data[1:]
        file = File(path=shape.path, data=data, whole=shape.whole, needle=shape.needle)
        if shape.path.endswith("/"):  # a folder is all name
            name = data.decode("utf-8", "surrogateescape").replace("/", "")
            file = File(path=shape.path + name, data=b"")
        for number, record in enumerate(cataloger.parse(file)):
            assert isinstance(record, _RECORDS), type(record)
            if isinstance(record, Package) and number < _MOST:
                purl = purl_of(record, None)
                assert purl.startswith("pkg:"), purl
            elif isinstance(record, Project):
                inherited([(file.path, record, 0), ("pom.xml", record, 0)])

    return run


def _modules(cataloger: Cataloger) -> tuple[str, ...]:
    """Return where a cataloger's words stand: the module its late import names, and its folder."""
    cells = getattr(cataloger.parse, "__closure__", None) or ()
    names = [cell.cell_contents for cell in cells if isinstance(cell.cell_contents, str)]
    late = [f"hullmark.native.catalogers.{name}" for name in names if "." in name]
    return tuple(late) or (cataloger.parse.__module__,)


def _seeds(cataloger: Cataloger, variants: int):
    def make() -> Iterator[bytes]:
        for index, seed in enumerate(seeds.of_cataloger(cataloger)):
            yield bytes([index % variants]) + seed if variants > 1 else seed

    return make
