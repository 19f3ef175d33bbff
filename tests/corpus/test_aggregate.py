"""Three engines over one image are one list: exact counts where the data is the same."""

import lzma
from collections import Counter
from pathlib import Path

import pytest

from corpus_data import shared
from hullmark.merge.same_image import by_image
from hullmark.model.report import ScannerReport
from hullmark.pipeline.merging import merge_reports
from hullmark.scanners.sniff import read_report

pytestmark = pytest.mark.corpus

_REPORTS = ("trivy/reports/{}-vuln.json", "grype/reports/{}.json", "clair/reports/{}.vulns.json")
ZLIB = "CVE-2023-45853"
"""Grype ships a list of false positives that names it; Trivy and Clair report it."""


def _read(image: str) -> list[ScannerReport]:
    reports: list[ScannerReport] = []
    for template in _REPORTS:
        name = template.format(image)
        path: Path = shared("scanner-data", *f"{name}.xz".split("/"))
        reports += read_report(lzma.decompress(path.read_bytes()), source=name)
    return reports


@pytest.mark.parametrize(("image", "count"), [("base", 11), ("mid", 117)])
def test_three_engines_make_one_list(image: str, count: int) -> None:
    """Source package by source package they agree, but for one that Grype leaves out."""
    reports = _read(image)
    assert len(by_image(reports)) == 1
    [merged] = merge_reports(reports)
    assert len(merged.findings) == count
    voices = Counter(len({s.scanner for s in each.sources}) for each in merged.findings)
    assert voices == {3: count - 1, 2: 1}
    [lonely] = [each for each in merged.findings if len(each.sources) == 2]
    assert lonely.identifiers[0] == ZLIB


def test_several_images_in_one_call_stay_apart() -> None:
    """Nine reports of three images, in any order."""
    reports = [report for image in ("base", "mid", "app") for report in _read(image)]
    assert [len(group) for group in by_image(reports[::-1])] == [3, 3, 3]
