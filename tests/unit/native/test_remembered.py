"""Looking up once what several images ask: same answers, fewer questions."""

from collections.abc import Iterable, Mapping

import pytest

from hullmark.advisories.record import Advisory, Affected
from hullmark.native.match import remembered
from hullmark.native.match.remembered import Remembered


class _Counted:
    """A database of one package and one advisory that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def affected(self, ecosystem: str, name: str) -> tuple[Affected, ...]:
        self.asked.append(f"{ecosystem} {name}")
        return (Affected(id="CVE-1"),) if name == "openssl" else ()

    def advisories(self, ids: Iterable[str]) -> Mapping[str, Advisory]:
        self.asked += ids
        return {"CVE-1": Advisory(id="CVE-1")} if "CVE-1" in self.asked else {}

    def aliases(self, identifier: str) -> tuple[str, ...]:
        return (identifier,)

    def has_ecosystem(self, ecosystem: str) -> bool:
        return ecosystem == "Debian:12"

    def end_of_life(self, distribution: str, version: str) -> str | None:
        return f"{distribution} {version}"


def test_every_question_is_asked_once() -> None:
    """What is not there is remembered as well as what is."""
    counted = _Counted()
    database = Remembered(counted)
    for _ in range(3):
        assert [each.id for each in database.affected("Debian:12", "openssl")] == ["CVE-1"]
        assert database.affected("Debian:12", "bash") == ()
        assert list(database.advisories(["CVE-1", "CVE-2"])) == ["CVE-1"]
    assert sorted(counted.asked) == ["CVE-1", "CVE-2", "Debian:12 bash", "Debian:12 openssl"]
    assert database.has_ecosystem("Debian:12")
    assert not database.has_ecosystem("Debian:13")
    assert database.end_of_life("debian", "12") == "debian 12"
    assert database.aliases("CVE-1") == ("CVE-1",)


def test_a_full_memory_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit any more is asked again, and right."""
    monkeypatch.setattr(remembered, "PACKAGES", 0)
    monkeypatch.setattr(remembered, "ADVISORIES", 0)
    counted = _Counted()
    database = Remembered(counted)
    for _ in range(2):
        assert [each.id for each in database.affected("Debian:12", "openssl")] == ["CVE-1"]
        assert list(database.advisories(["CVE-1"])) == ["CVE-1"]
    assert counted.asked == ["Debian:12 openssl", "CVE-1"] * 2
