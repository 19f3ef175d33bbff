"""Fix-once grouping: which line clears what."""

from functools import partial

from msgspec.structs import replace

from hullmark.model.finding import Finding
from hullmark.model.image import HistoryEntry
from hullmark.model.severity import Severity
from hullmark.report.base_layers import base_name, count_base_layers
from hullmark.report.fixes import FixGroup, FixKind, change_names, describe_change, group_fixes
from hullmark.report.version_order import nearest_fix, order_of
from report_sample import JINJA, OPENSSL, STDLIB, at, component, finding, sample


def _only(*findings: Finding) -> tuple[FixGroup, ...]:
    return group_fixes(replace(sample(), findings=findings))


def test_every_fixable_finding_is_in_a_group() -> None:
    """Nothing with a fix is lost, nothing without one is promised."""
    result = sample()
    grouped = {name for group in group_fixes(result) for name in group.findings}
    assert grouped == {item.id for item in result.findings if item.fixed_in and not item.suppressed}


def test_groups_are_ordered_by_benefit() -> None:
    """Exploited first, then critical, then how many."""
    groups = group_fixes(sample())
    assert [(group.kind, group.clears) for group in groups] == [
        (FixKind.UPGRADE, 3),
        (FixKind.UPGRADE, 2),
        (FixKind.BASE, 2),
        (FixKind.REBUILD, 1),
    ]


def test_the_order_of_findings_does_not_matter() -> None:
    """Groups are the same for the same findings in another order."""
    result = sample()
    turned = replace(result, findings=result.findings[::-1])
    assert [replace(group, findings=()) for group in group_fixes(turned)] == [
        replace(group, findings=()) for group in group_fixes(result)
    ]


def test_packages_of_the_base_layer_point_at_from() -> None:
    """The base image is named by what is known, never by an invented tag."""
    group = _only(finding("CVE-1", OPENSSL, Severity.HIGH, fixed_in=("3.0.14",)))[0]
    assert group.line == "FROM … (debian 12.4)"
    assert describe_change(group, change_names(group)) == (
        "current base or apt-get upgrade: openssl 3.0.14"
    )


def test_the_label_of_the_builder_names_the_base() -> None:
    """``org.opencontainers.image.base.name`` is believed."""
    target = sample().targets[0]
    labels = {"org.opencontainers.image.base.name": "docker.io/library/python:3.11-slim"}
    assert target.config is not None
    target = replace(target, config=replace(target.config, labels=labels))
    assert base_name(target) == "docker.io/library/python:3.11-slim"


def test_a_command_in_the_middle_of_the_history_ends_the_base() -> None:
    """Layers up to the last ``CMD`` that has layers after it came with ``FROM``."""
    target = sample().targets[0]
    assert target.config is not None
    assert count_base_layers(target) == 1
    history = list(target.config.history)
    history.insert(4, HistoryEntry(created_by='/bin/sh -c #(nop)  CMD ["x"]', empty_layer=True))
    history.append(HistoryEntry(created_by='CMD ["app"]', empty_layer=True))
    longer = replace(target, config=replace(target.config, history=tuple(history)))
    assert count_base_layers(longer) == 3
    assert count_base_layers(replace(target, config=None)) == 0


def test_a_history_that_does_not_match_the_layers_says_nothing() -> None:
    """Squashed or rewritten images get no guess."""
    target = sample().targets[0]
    assert count_base_layers(replace(target, layers=target.layers[:2])) == 0


def test_a_component_moves_to_the_version_that_clears_all() -> None:
    """Of several fixes of one component the latest is named."""
    groups = _only(
        finding("CVE-1", JINJA, Severity.HIGH, fixed_in=("3.1.10",)),
        finding("CVE-2", JINJA, Severity.LOW, fixed_in=("3.1.9",)),
    )
    assert change_names(groups[0]) == ("jinja2 3.1.10",)


def test_the_standard_library_of_go_is_rebuilt_with_go() -> None:
    """The nearest fix above the installed version, under the name people install."""
    group = _only(finding("CVE-1", STDLIB, Severity.HIGH, fixed_in=("1.18.9", "1.19.4")))[0]
    assert describe_change(group, change_names(group)) == "rebuild with go 1.19.4"


def test_a_finding_in_two_layers_is_cleared_by_neither_alone() -> None:
    """It is listed under both lines and counted as shared."""
    places = (at("/a/jinja2", 1), at("/b/jinja2", 3))
    groups = _only(finding("CVE-1", JINJA, Severity.HIGH, fixed_in=("3.1.3",), locations=places))
    assert [(group.layer_index, group.clears, group.shared) for group in groups] == [
        (1, 0, 1),
        (3, 0, 1),
    ]


def test_without_layers_the_lock_file_is_the_line() -> None:
    """A repository's declared packages are grouped by the file that declares them."""
    from hullmark.model.component import Evidence, Location

    declared = component(
        "npm", "left", "1.0", Location(path="web/package-lock.json"), evidence=Evidence.DECLARED
    )
    installed = component("npm", "right", "1.0", Location(path="/x/package.json"))
    groups = _only(
        finding("CVE-1", declared, Severity.HIGH, fixed_in=("2",)),
        finding("CVE-2", installed, Severity.LOW, fixed_in=("2",)),
    )
    assert [group.line for group in groups] == ["npm packages", "web/package-lock.json"]


def test_order_of_puts_releases_after_their_candidates() -> None:
    """Enough of an order to name the later of two versions."""
    for ecosystem in ("Debian:12", "no such ecosystem"):
        ordered = ["1.9~rc1", "1.9", "1.9.1", "1.10"]
        mixed = [ordered[place] for place in (3, 1, 0, 2)]
        assert sorted(mixed, key=partial(order_of, ecosystem)) == ordered
    assert order_of("x", "9" * 40) > order_of("x", "8")
    assert order_of("PyPI", "1.0") > order_of("PyPI", "not a version")


def test_nearest_fix_is_above_what_is_installed() -> None:
    """A fix of an older line is no fix; where all are older, the last is named."""
    assert nearest_fix(finding("C", STDLIB, Severity.LOW, fixed_in=("1.1", "1.20"))) == "1.20"
    assert nearest_fix(finding("C", STDLIB, Severity.LOW, fixed_in=("1.1", "1.2"))) == "1.2"
    assert nearest_fix(finding("C", STDLIB, Severity.LOW)) == ""
