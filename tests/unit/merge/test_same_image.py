"""Reports of one image find each other by their marks, transitively; names prove nothing."""

from hullmark.merge.same_image import by_image, joined_marks
from hullmark.model.report import Marks, ScannerReport
from hullmark.model.scan import Target


def _report(scanner: str, marks: Marks, name: str = "app") -> ScannerReport:
    return ScannerReport(scanner=scanner, target=Target(name=name, kind="report"), marks=marks)


TRIVY = _report("trivy", Marks(config_digests=("sha256:c",), diff_ids=("sha256:d",)))
CLAIR = _report("clair", Marks(digests=("sha256:m",)), "sha256:m")
GRYPE = _report("grype", Marks(digests=("sha256:m",), config_digests=("sha256:c",)), "x")


def test_a_report_links_two_that_share_no_mark() -> None:
    """Trivy knows the configuration, Clair the manifest, Grype both."""
    assert by_image([TRIVY, CLAIR]) == [(TRIVY,), (CLAIR,)]
    assert by_image([TRIVY, CLAIR, GRYPE]) == [(TRIVY, CLAIR, GRYPE)]
    assert joined_marks([TRIVY, CLAIR, GRYPE]).digests == ("sha256:m",)


def test_two_images_of_one_name_stay_two() -> None:
    """A tag moves; the digests say that these are two images."""
    other = _report("grype", Marks(digests=("sha256:other",)), "app")
    assert by_image([TRIVY, other]) == [(TRIVY,), (other,)]


def test_without_any_mark_the_name_is_all_there_is() -> None:
    """SARIF names its target and nothing more."""
    sarif = _report("snyk", Marks())
    assert by_image([TRIVY, sarif]) == [(TRIVY, sarif)]
    assert by_image([_report("a", Marks(), "one"), _report("b", Marks(), "two")]) != []
