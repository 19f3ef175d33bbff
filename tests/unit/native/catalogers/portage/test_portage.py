"""The installed packages of Portage."""

import pytest

from hullmark.native.catalogers.portage.cataloger import PORTAGE
from hullmark.native.catalogers.record import File, Licenses, Owns, Package, UnreadableFileError

_FOLDER = "var/db/pkg/dev-libs/lib-x-3.2.1_rc2-r4"


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        ("openssl-3.0.10\n", "openssl", "3.0.10"),
        ("gtk+-2.24.33-r3", "gtk+", "2.24.33-r3"),
        ("font-adobe-100dpi-1.0.3", "font-adobe-100dpi", "1.0.3"),
        ("a-1.2b_alpha3_p4", "a", "1.2b_alpha3_p4"),
    ],
)
def test_names_and_versions(text: str, name: str, version: str) -> None:
    """The version begins at the last part that can be one."""
    (found,) = PORTAGE.parse(File(f"{_FOLDER}/PF", text.encode()))
    assert found == Package(type="ebuild", name=f"dev-libs/{name}", version=version)


@pytest.mark.parametrize("text", ["", "1.0", "name-only", "a-1.0 b", "x" * 5000])
def test_what_is_no_name_is_refused(text: str) -> None:
    """A name without a version, or the other way round."""
    with pytest.raises(UnreadableFileError):
        list(PORTAGE.parse(File(f"{_FOLDER}/PF", text.encode())))


def test_contents() -> None:
    """Files and links are owned, also those with blanks in their names; folders are not."""
    content = (
        b"dir /usr\nobj /usr/a b d41d8cd98f00b204e9800998ecf8427e 1690000000\n"
        b"sym /usr/l -> a b 1690000000\n"
    )
    package, owns = PORTAGE.parse(File(f"{_FOLDER}/CONTENTS", content))
    assert package == Package(type="ebuild", name="dev-libs/lib-x", version="3.2.1_rc2-r4")
    assert owns == Owns(type="ebuild", package="dev-libs/lib-x", paths=b"usr/a b\nusr/l")


def test_licenses() -> None:
    """Conditions and brackets between licences are left out."""
    (found,) = PORTAGE.parse(File(f"{_FOLDER}/LICENSE", b"|| ( GPL-2+ MIT ) BSD BSD\n"))
    assert found == Licenses(
        type="ebuild", package="dev-libs/lib-x", licenses=("GPL-2+", "MIT", "BSD")
    )
