"""Archives of the corpus hold, after whiteouts, the files and packages that they should."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

import pytest

from corpus_data import corpus
from hullmark.images.image import Image, ImageOptions
from hullmark.images.layer_errors import DiffIdError
from hullmark.images.layers import read_layer
from hullmark.images.open import open_target
from hullmark.native.catalogers.record import Cataloger, File, Package, Record
from hullmark.native.collect import Collector
from hullmark.native.facts import FileFacts
from hullmark.native.globs import Wanted
from hullmark.native.inventory import take_inventory
from hullmark.native.squash import squash
from hullmark.ports.progress import SILENT
from hullmark.shipped import CATALOGERS

pytestmark = pytest.mark.corpus


def _name_it(file: File) -> Iterable[Record]:
    yield Package(type="generic", name=file.path, version="0")


_EVERYTHING = Cataloger(name="all", version=1, role="language", globs=("**/*.x",), parse=_name_it)


class _All:
    """Wants every file, so that squashing shows the whole tree."""

    inside: Mapping[str, tuple[Cataloger, ...]] = {}

    def by(self, _path: str) -> tuple[Cataloger, ...]:
        return (_EVERYTHING,)


class _Names(Collector):
    """Counts symbolic links and devices as files, as the corpus does."""

    def other(self, path: str) -> None:
        super().other(path)
        if not path.rpartition("/")[2].startswith(".wh."):
            record = Package(type="generic", name=path, version="0")
            self.facts.files[path] = [FileFacts(cataloger="all", records=(record,))]


def _files(image: Image) -> list[str]:
    facts = []
    for index, layer in enumerate(image.layers):
        collector = _Names(wanted=cast("Wanted", _All()), binaries=(), log_names=index > 0)
        members = 0
        try:
            members = read_layer(layer, collector)
        except DiffIdError:
            # One archive of the corpus lies about a diff ID; its content is read and told.
            assert image.target.name.endswith("java.tar")
        facts.append(collector.finish(members))
    return sorted(seen.path for seen in squash(facts).packages)


def _distribution(expected: dict[str, Any]) -> tuple[str, str]:
    release = expected["os_release"]
    return release["ID"], release.get("VERSION_ID", "")


def test_files_distribution_and_packages_equal_a_plain_reading() -> None:
    """Every image of every archive: file tree after whiteouts, os-release, package counts."""
    root = corpus("oci") / "archives"
    cases = json.loads((root / "index.json").read_text())["cases"]
    checked = 0
    for case in cases:
        if "error" in case["expect"]:
            continue
        target = str(root / case["file"])
        with open_target(target, options=ImageOptions(), progress=SILENT) as opened:
            images = [each for each in opened if isinstance(each, Image)]
            by_config = {image.target.config_digest: image for image in images}
            for expected in case["expect"]["images"]:
                image = by_config[expected["config_digest"]]
                files = _files(image)
                assert len(files) == expected["files"], case["id"]
                if "file_list" in expected:
                    assert files == expected["file_list"], case["id"]
                inventory = take_inventory(image, catalogers=CATALOGERS)
                if "os_release" in expected and expected["os_release"]["ID"] != "shesek":
                    assert inventory.distribution is not None
                    found = inventory.distribution
                    assert (found.id, found.version) == _distribution(expected), case["id"]
                for kind, key in (("deb", "dpkg_packages"), ("apk", "apk_packages")):
                    count = sum(each.type == kind for each in inventory.components)
                    wanted = expected.get(key)
                    if wanted is not None:
                        number = len(wanted) if isinstance(wanted, list) else wanted
                        assert count == number, (case["id"], key)
                checked += 1
    assert checked >= len(cases) - 1
