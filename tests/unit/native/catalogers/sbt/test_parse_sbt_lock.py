"""Lock files of sbt."""

import json

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.sbt.cataloger import SBT_LOCK


def _read(text: str) -> list[Package]:
    records = SBT_LOCK.parse(File("app/build.sbt.lock", text.encode()))
    return [r for r in records if isinstance(r, Package)]


def test_modules() -> None:
    """Modules with line; those of tests only are for development."""
    document = {
        "lockVersion": 1,
        "modules": [
            {"org": "g", "name": "a_2.13", "version": "1.0", "configurations": ["compile", "test"]},
            {"org": "g", "name": "b", "version": "2.0", "configurations": ["test"]},
            {"org": "g", "name": "c", "version": "3.0"},
        ],
    }
    text = json.dumps(document, indent=2)
    found = _read(text)
    assert [(p.name, p.version, p.development) for p in found] == [
        ("g:a_2.13", "1.0", False),
        ("g:b", "2.0", True),
        ("g:c", "3.0", False),
    ]
    lines = text.split("\n")
    assert ['"name"' in lines[(p.line or 0) - 1] for p in found] == [True] * 3
    assert {p.evidence for p in found} == {Evidence.DECLARED}


@pytest.mark.parametrize("text", ["", "[]", '{"modules": {}}', '{"modules": [{"org": 1}]}'])
def test_broken_files(text: str) -> None:
    """Each fault is one kind of error."""
    with pytest.raises(UnreadableFileError):
        _read(text)
