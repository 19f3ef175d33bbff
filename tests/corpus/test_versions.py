"""Every published version vector agrees with our order."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus_data import corpus
from hullmark.kernel.errors import HullmarkError
from hullmark.versions.scheme import compare

pytestmark = pytest.mark.corpus

_SCHEMES = {"npm": "semver"}
_SIGNS = {-1: "<", 0: "=", 1: ">"}


@dataclass(frozen=True)
class Score:
    """How one file of vectors fared."""

    file: str
    vectors: int
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}: {self.vectors - len(self.wrong)} of {self.vectors}"


def scores(folder: Path) -> Iterator[Score]:
    """Yield the score of every file of vectors in a folder."""
    for file in sorted(folder.rglob("*.txt")):
        scheme = file.name.partition("-")[0]
        yield _score(file, _SCHEMES.get(scheme, scheme))


def _score(file: Path, scheme: str) -> Score:
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return Score(file.name, len(lines), tuple(filter(None, (_wrong(scheme, n) for n in lines))))


def _wrong(scheme: str, line: str) -> str:
    left, expected, right = line.split(" ")
    try:
        actual = _SIGNS[compare(scheme, left, right)]
    except HullmarkError as error:
        actual = error.code
    return "" if actual == expected else f"{line} (is {actual})"


def test_every_vector_agrees() -> None:
    """All vectors of all sources hold, file by file."""
    found = list(scores(corpus("versions")))
    for score in found:
        print(score)  # noqa: T201 - shown with -s or on failure
    assert sum(score.vectors for score in found) > 30_000
    assert [wrong for score in found for wrong in score.wrong] == []
