"""Trivy, Grype and Snyk over one digest of nginx: what is one problem becomes one finding."""

from collections import defaultdict
from itertools import combinations
from typing import Final

import pytest

from corpus_data import corpus
from hullmark.config.settings import Settings
from hullmark.model.finding import Finding
from hullmark.pipeline.aggregate import aggregate

NAMES: Final = ("nginx-trivy", "nginx-grype", "nginx-snyk")
SOURCES: Final = {
    "glibc": ("libc6", "libc-bin"),
    "util-linux": (
        *("bsdutils", "util-linux", "util-linux-extra", "mount"),
        *("libblkid1", "libmount1", "libsmartcols1", "libuuid1"),
    ),
    "systemd": ("libsystemd0", "libudev1"),
    "apt": ("apt", "libapt-pkg6.0"),
    "krb5": ("libgssapi-krb5-2", "libk5crypto3", "libkrb5-3", "libkrb5support0"),
    "openssl": ("openssl", "libssl3"),
    "shadow": ("login", "passwd"),
    "perl": ("perl-base",),
    "curl": ("curl", "libcurl4"),
    "gcc-12": ("gcc-12-base", "libgcc-s1", "libstdc++6"),
    "openldap": ("libldap-2.5-0",),
    "tiff": ("libtiff6",),
    "libde265": ("libde265-0",),
    "libheif": ("libheif1",),
    "libgcrypt20": ("libgcrypt20",),
    "gnutls28": ("libgnutls30",),
    "gnupg2": ("gpgv",),
    "libpng1.6": ("libpng16-16",),
    "jbigkit": ("libjbig0",),
    "ncurses": ("libtinfo6", "ncurses-base", "ncurses-bin"),
    "libxslt": ("libxslt1.1",),
    "libxml2": ("libxml2",),
    "expat": ("libexpat1",),
    "libwebp": ("libwebp7",),
    "nghttp2": ("libnghttp2-14",),
    "libx11": ("libx11-6", "libx11-data"),
    "zlib": ("zlib1g",),
    "dav1d": ("libdav1d6",),
    "aom": ("libaom3",),
}
"""Source package → its binaries in the image, by hand from Debian's package lists."""
SOURCE_OF: Final = {binary: source for source, names in SOURCES.items() for binary in names}


@pytest.fixture(scope="module")
def findings() -> tuple[Finding, ...]:
    """Return what the three files amount to; skipped without the corpus."""
    files = [corpus("sarif") / "vexctl" / f"{name}.sarif.json" for name in NAMES]
    return aggregate(files, settings=Settings(), name="nginx").findings


def test_pairs_of_scanners_meet_where_the_labels_say_so(findings: tuple[Finding, ...]) -> None:
    """Precision and recall over pairs of reports of one flaw in one source package: ≥ 0.98."""
    given: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
    wanted: defaultdict[tuple[str, str], set[tuple[str, str, str]]] = defaultdict(set)
    for finding in findings:
        assert finding.component is not None
        flaw = finding.identifiers[0]
        name = finding.component.name
        for source in finding.sources:
            report = (source.scanner, flaw, name)
            given[finding.id].add(report)
            wanted[flaw, SOURCE_OF.get(name, name)].add(report)
    found, right = _pairs(given.values()), _pairs(wanted.values())
    assert len(right) > 150
    assert len(found & right) / len(found) >= 0.98
    assert len(found & right) / len(right) >= 0.98


def test_every_flaw_that_several_report_is_told_once(findings: tuple[Finding, ...]) -> None:
    """No two findings share a flaw and a component."""
    names = [
        (finding.identifiers[0], finding.component.name)
        for finding in findings
        if finding.component is not None
    ]
    assert len(names) == len(set(names))


def _pairs(groups: object) -> set[tuple[object, object]]:
    assert hasattr(groups, "__iter__")
    return {pair for group in groups for pair in combinations(sorted(group), 2)}
