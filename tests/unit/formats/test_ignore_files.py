"""Ignore files of scanners: what is written reads back the same, what does not fit is said."""

import contextlib
from collections.abc import Sequence
from datetime import date

import pytest
from msgspec.structs import replace

from hullmark.formats.ignore_files.all_forms import FORMS, form_of
from hullmark.formats.ignore_files.record import (
    UnknownIgnoreFileError,
    UnreadableIgnoreFileError,
)
from hullmark.model.suppression import Suppression

RULES = {"HM-DF-0002": {"hadolint": "DL3002", "dockle": "CIS-DI-0001", "checkov": "CKV_DOCKER_8"}}


def entry(**more: object) -> Suppression:
    """Return an entry that is in force, changed as told."""
    said: dict[str, object] = {
        "owner": "web team",
        "reason": 'not reached: "x" # really',
        "expires": date(2027, 3, 31),
        **more,
    }
    return Suppression(**said)  # type: ignore[arg-type]


FLAW = entry(id="CVE-2024-4068", kind="vulnerability")
PURL = entry(id="CVE-2024-4068", component="pkg:npm/braces@3.0.2", kind="vulnerability")
NAME = entry(id="CVE-2024-4068", component="openssl@3.0", kind="vulnerability")
PATH = entry(id="GHSA-aaaa-bbbb-cccc", path="app/**", kind="vulnerability")
SNYK = entry(id="SNYK-JS-BRACES-1", kind="vulnerability")
SECRET = entry(id="aws-access-token", path="app/a.py", line=7, kind="secret")
ROOT = entry(id="DL3002", kind="misconfiguration")
CHECKOV = entry(id="CKV_DOCKER_8", kind="misconfiguration")
DOCKLE = entry(id="CIS-DI-0001", kind="misconfiguration")
TRIVY = entry(id="DS-0002", kind="misconfiguration")
IMAGE = entry(id="CVE-2024-4068", image="shop/*")


def names(entry: Suppression, scanner: str) -> Sequence[tuple[str, str, int | None]]:
    """Know the rules of one check, and ids that are the scanner's own."""
    told = RULES.get(entry.id, {}).get(scanner)
    own = scanner in {"hadolint", "checkov", "dockle"} and entry.kind == "misconfiguration"
    return [(told, "", None)] if told else [(entry.id, "", None)] if own else []


@pytest.mark.parametrize(
    ("scanner", "entries"),
    [
        ("trivy", [FLAW, PURL, PATH, SECRET, TRIVY]),
        ("grype", [FLAW, PURL, NAME, PATH]),
        ("snyk", [SNYK]),
        ("hadolint", [ROOT]),
        ("checkov", [CHECKOV]),
        ("gitleaks", [SECRET]),
        ("dockle", [DOCKLE]),
    ],
)
def test_what_is_written_reads_back(scanner: str, entries: list[Suppression]) -> None:
    """Id, component, path, owner, reason and last day survive the way there and back."""
    form = FORMS[scanner]
    fitting = [replace(each, line=None) if scanner == "trivy" else each for each in entries]
    compiled = form.write(fitting, names)
    assert compiled.left == ()
    assert compiled.written == len(fitting)
    read = [replace(each, source="") for each in form.read(compiled.content, form.file)]
    assert sorted(read, key=repr) == sorted(fitting, key=repr)
    again = form.write(read, names)
    assert len(again.content) == len(compiled.content)


@pytest.mark.parametrize("scanner", FORMS)
def test_what_does_not_fit_is_left_out_with_a_reason(scanner: str) -> None:
    """An entry for one image would accept the flaw in every image."""
    compiled = FORMS[scanner].write([IMAGE], names)
    assert compiled.written == 0
    assert [bool(left.reason) for left in compiled.left] == [True]


@pytest.mark.parametrize("scanner", FORMS)
def test_nothing_is_a_file_that_scanners_read(scanner: str) -> None:
    """No entry is written as an empty list and read as none."""
    form = FORMS[scanner]
    assert form.read(form.write([], names).content, form.file) == ()


def test_one_check_goes_by_every_scanners_name() -> None:
    """An entry for our own check is written under the name that the scanner has for it."""
    own = entry(id="HM-DF-0002")
    assert b"- DL3002 #" in FORMS["hadolint"].write([own], names).content
    assert b"CIS-DI-0001" in FORMS["dockle"].write([own], names).content


def test_trivy_ends_an_entry_when_its_day_begins() -> None:
    """Ours holds through its last day."""
    assert b"expired_at: 2027-04-01" in FORMS["trivy"].write([FLAW], names).content


def test_a_file_as_people_write_it_is_read() -> None:
    """Plain forms, without owner and expiry."""
    (grype,) = FORMS["grype"].read(b"ignore:\n  - vulnerability: CVE-1\n", "g")
    assert (grype.id, grype.owner, grype.expires, grype.source) == ("CVE-1", "", None, "g:2")
    leak = b"cd5226711335c68be1e720b318b7bc3135a30eb2:cmd/a.go:key:23\n"
    (leaked,) = FORMS["gitleaks"].read(leak, "l")
    assert (leaked.path, leaked.id, leaked.line) == ("cmd/a.go", "key", 23)


@pytest.mark.parametrize("scanner", FORMS)
@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"- [", b"ignore:\n  - 1\n  -\n"])
def test_a_broken_file_is_an_error_or_read(scanner: str, data: bytes) -> None:
    """Never a traceback."""
    with contextlib.suppress(UnreadableIgnoreFileError):
        FORMS[scanner].read(data, "broken")


def test_a_name_tells_whose_file_it_is() -> None:
    """And one that tells nothing is an error that lists those that do."""
    assert form_of("ci/.trivyignore.yaml").scanner == "trivy"
    assert form_of(".hadolint.yml").scanner == "hadolint"
    with pytest.raises(UnknownIgnoreFileError, match="notes"):
        form_of("notes.txt")
