"""Kegs and casks of Homebrew."""

import pytest

from hullmark.native.catalogers.homebrew.cataloger import HOMEBREW
from hullmark.native.catalogers.record import File, Package


@pytest.mark.parametrize(
    ("path", "name", "version"),
    [
        ("home/linuxbrew/.linuxbrew/Cellar/jq/1.7.1_2/INSTALL_RECEIPT.json", "jq", "1.7.1_2"),
        ("opt/homebrew/Caskroom/app/2.0,5/app.wrapper.sh", "app", "2.0,5"),
        ("x/Cellar/python@3.12/3.12.1/.brew/python@3.12.rb", "python@3.12", "3.12.1"),
    ],
)
def test_folders_name_formula_and_version(path: str, name: str, version: str) -> None:
    """What was poured is told by the folders it was poured into."""
    assert list(HOMEBREW.parse(File(path, b""))) == [
        Package(type="brew", name=name, version=version)
    ]


def test_recipes_have_a_license() -> None:
    """The recipe that is kept with a keg declares it."""
    recipe = b'class Jq < Formula\n  url "x"\n  license "MIT"\nend\n'
    (found,) = HOMEBREW.parse(File("Cellar/jq/1.7/.brew/jq.rb", recipe))
    assert isinstance(found, Package)
    assert found.licenses == ("MIT",)


@pytest.mark.parametrize("path", ["Cellar/jq/1.7/.brew/notes.txt", ".brew/x.rb", "a/.brew/x.rb"])
def test_other_files_say_nothing(path: str) -> None:
    """Files that are no recipe, or stand in no keg."""
    assert list(HOMEBREW.parse(File(path, b""))) == []
