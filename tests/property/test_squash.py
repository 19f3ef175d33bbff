"""Squashing facts gives what extracting the layers would leave on disk."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from hullmark.native.catalogers.record import Package
from hullmark.native.facts import FileFacts, LayerFacts, NameLog, empty_facts
from hullmark.native.squash import squash

_SEGMENTS = st.sampled_from(["a", "b", "c"])
_PATHS = st.lists(_SEGMENTS, min_size=1, max_size=3).map("/".join)


@dataclass
class _Step:
    """One layer in the naive model."""

    whiteouts: list[str] = field(default_factory=list)
    opaques: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    """Path → version of the package it states; ``""`` for a file that states none."""


def _steps() -> st.SearchStrategy[list[_Step]]:
    return st.lists(
        st.builds(
            _Step,
            whiteouts=st.lists(_PATHS, max_size=2),
            opaques=st.lists(_PATHS, max_size=1),
            files=st.dictionaries(_PATHS, st.sampled_from(["", "1", "2"]), max_size=4),
        ),
        min_size=1,
        max_size=5,
    )


def _consistent(files: dict[str, str]) -> dict[str, str]:
    """Drop files that would stand below another file of the same layer."""
    return {
        path: version
        for path, version in files.items()
        if not any(path.startswith(other + "/") for other in files)
    }


def _extract(steps: list[_Step]) -> dict[str, str]:
    """Apply layers the slow way, on a dictionary that stands for the disk."""
    disk: dict[str, str] = {}

    def remove(path: str, *, itself: bool = True) -> None:
        for each in list(disk):
            if (itself and each == path) or each.startswith(path + "/"):
                del disk[each]

    for step in steps:
        for path in step.whiteouts:
            remove(path)
        for path in step.opaques:
            remove(path, itself=False)
        for path, version in _consistent(step.files).items():
            remove(path)
            for above in range(1, path.count("/") + 1):
                disk.pop("/".join(path.split("/")[:above]), None)
            disk[path] = version
    return {path: version for path, version in disk.items() if version}


def _facts(step: _Step) -> LayerFacts:
    facts = empty_facts()
    facts.whiteouts, facts.opaques = list(step.whiteouts), list(step.opaques)
    log = NameLog()
    for path, version in _consistent(step.files).items():
        for above in range(1, path.count("/") + 1):
            log.add("/".join(path.split("/")[:above]) + "/")
        log.add(path)
        if version:
            package = Package(type="generic", name="p", version=version)
            facts.files[path] = [FileFacts(cataloger="test", records=(package,))]
    facts.names = log.finish()
    return facts


@settings(max_examples=500, deadline=None)
@given(_steps())
def test_squash_equals_extraction(steps: list[_Step]) -> None:
    """Whiteouts, opaque folders and replaced paths leave what an engine would leave."""
    squashed = squash([_facts(step) for step in steps])
    assert {seen.path: seen.package.version for seen in squashed.packages} == _extract(steps)


@settings(max_examples=300, deadline=None)
@given(_steps())
def test_every_package_is_attributed_and_none_is_lost(steps: list[_Step]) -> None:
    """A package is from a layer that states it, and what vanished is known as removed."""
    squashed = squash([_facts(step) for step in steps])
    for seen in squashed.packages:
        assert _consistent(steps[seen.layer_index].files)[seen.path] == seen.package.version
    ever = {v for step in steps for v in _consistent(step.files).values() if v}
    present = {seen.package.version for seen in squashed.packages}
    assert {seen.package.version for seen in squashed.removed} == ever - present
    for seen in squashed.removed:
        assert seen.removed_index is not None
        assert seen.removed_index > seen.layer_index
