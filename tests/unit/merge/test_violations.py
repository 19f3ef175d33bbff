"""One broken rule at one place is one finding, whoever says so and however often."""

from hypothesis import given
from hypothesis import strategies as st

from hullmark.merge.violations import findings_of
from hullmark.model.component import Location
from hullmark.model.finding import Kind
from hullmark.model.scan import Target
from hullmark.model.severity import Rating, Severity
from hullmark.model.violation import Violation

_TARGET = Target(name="app:1.0", kind="registry")


def _violation(rule: str, *, line: int | None = None, **more: object) -> Violation:
    said: dict[str, object] = {
        "kind": Kind.MISCONFIGURATION,
        "rule": rule,
        "subject": "Dockerfile",
        "scanner": "native",
        "locations": (Location(path="Dockerfile", line=line),) if line else (),
        **more,
    }
    return Violation(**said)  # type: ignore[arg-type]


def _same(_scanner: str, _rule: str) -> str:
    return "non-root"


def test_equal_rules_of_two_scanners_on_one_line_are_one_finding() -> None:
    """Both stand among the sources, the native words are shown."""
    found = findings_of(
        [
            _violation("DL3002", line=7, scanner="hadolint", title="Last USER should not be root"),
            _violation("HM-DF-0001", line=7, title="The image runs as root"),
        ],
        _TARGET,
        canonical=_same,
    )
    assert [each.title for each in found] == ["The image runs as root"]
    assert [each.scanner for each in found[0].sources] == ["hadolint", "native"]
    assert set(found[0].identifiers) == {"non-root", "DL3002", "HM-DF-0001"}


def test_two_lines_are_two_findings_whose_names_survive_moved_lines() -> None:
    """The fingerprint numbers places from the top instead of naming lines."""
    before = findings_of([_violation("X", line=3), _violation("X", line=9)], _TARGET)
    after = findings_of([_violation("X", line=13), _violation("X", line=19)], _TARGET)
    assert len(before) == 2
    assert [each.id for each in before] == [each.id for each in after]


def test_who_names_no_line_means_the_first_place() -> None:
    """A scanner without lines confirms, it does not add."""
    found = findings_of(
        [_violation("X", line=3), _violation("X", line=9), _violation("X", scanner="trivy")],
        _TARGET,
    )
    assert [len(each.sources) for each in found] == [2, 1]


def test_a_secret_in_five_layers_is_one_finding() -> None:
    """Its keyed hash is its identity; the places are listed."""
    found = findings_of(
        [
            _violation(
                "aws-access-key",
                kind=Kind.SECRET,
                secret_id="ab" * 16,
                secret_masked="AKIA…",
                locations=(Location(path=f"layer-{at}/config", layer_index=at),),
            )
            for at in range(5)
        ],
        _TARGET,
    )
    assert len(found) == 1
    assert len(found[0].locations) == 5
    assert found[0].secret_masked == "AKIA…"


def test_an_ignore_of_one_scanner_does_not_silence_the_others() -> None:
    """Suppressed is what everybody suppresses."""
    one = _violation("X", line=3, ignored="accepted by ops")
    assert findings_of([one], _TARGET)[0].suppression == "accepted by ops"
    assert not findings_of([one, _violation("X", line=3, scanner="b")], _TARGET)[0].suppressed


def test_the_worst_severity_is_effective() -> None:
    """Ratings of all sources are kept."""
    found = findings_of(
        [
            _violation("X", line=1, ratings=(Rating(source="native", level=Severity.HIGH),)),
            _violation("X", line=1, scanner="b", ratings=(Rating(source="b", level=Severity.LOW),)),
        ],
        _TARGET,
    )
    assert len(found[0].ratings) == 2
    assert found[0].severity is not Severity.UNKNOWN


@given(
    st.lists(
        st.builds(
            lambda rule, line, scanner: _violation(rule, line=line or None, scanner=scanner),
            st.sampled_from(["A", "B"]),
            st.integers(0, 4),
            st.sampled_from(["native", "trivy", "hadolint"]),
        ),
        max_size=12,
    ),
    st.randoms(),
)
def test_order_and_repetition_do_not_matter(violations: list[Violation], random: object) -> None:
    """Merging is commutative and idempotent."""
    expected = findings_of(violations, _TARGET)
    shuffled = [*violations, *violations]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert findings_of(shuffled, _TARGET) == expected


def test_a_policy_engine_that_runs_our_checks_says_the_same_as_we_do() -> None:
    """Conftest's rule is a sentence; the package it stands in is the check."""
    package = "hullmark.checks.dockerfile.add_for_copy"
    same = {("conftest", package): "HM-DF-0007", ("hadolint", "DL3020"): "HM-DF-0007"}

    def ask(*said: str) -> list[tuple[str, ...]]:
        told = [_violation(words, scanner="conftest", anchor=package) for words in said]
        linted = _violation("DL3020", scanner="hadolint", line=3)
        found = findings_of(
            [*told, linted], _TARGET, canonical=lambda who, rule: same.get((who, rule), rule)
        )
        return [each.identifiers for each in found]

    assert ask("ADD of 'a'") == [("HM-DF-0007", "ADD of 'a'", "DL3020")]
    assert len(ask("ADD of 'a'", "ADD of 'b'")) == 3, "which of them is line 3 nobody knows"
