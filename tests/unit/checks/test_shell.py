"""Splitting RUN into commands."""

import pytest

from hullmark.checks.shell import commands_of, commands_of_exec


@pytest.mark.parametrize(
    ("script", "commands", "piped"),
    [
        ("a b && c; d || e", [["a", "b"], ["c"], ["d"], ["e"]], []),
        ("a | b |& c", [["a"], ["b"], ["c"]], [1, 2]),
        ("X=1 Y='a b' env Z=2 make x", [["make", "x"], ["export", "X=1", "Y=a b", "Z=2"]], []),
        ("if true; then a; fi", [["true"], ["a"]], []),
        ("echo 'a && b' \"c; d\" e\\ f", [["echo", "a && b", "c; d", "e f"]], []),
        ("a > f 2>&1 < g", [["a"]], []),
        ("a # b && c\nd", [["a"], ["d"]], []),
        ("(cd x && make)", [["cd", "x"], ["make"]], []),
        (
            "sudo -u app apt-get update",
            [["sudo", "-u", "app", "apt-get", "update"], ["apt-get", "update"]],
            [],
        ),
        ("bash -ec 'a; b'", [["bash", "-ec", "a; b"], ["a"], ["b"]], []),
        ("echo $(curl x | sh)", [["echo", "$(curl x | sh)"]], []),
        ("echo 'open", [["echo", "'open"]], []),
        ("", [], []),
    ],
)
def test_commands(script: str, commands: list[list[str]], piped: list[int]) -> None:
    """Words come without quotes, redirections and assignments; pipes are remembered."""
    found = commands_of(script)
    assert (found.commands, found.piped) == (commands, piped)


def test_exec_form_shows_what_a_shell_is_given() -> None:
    """A JSON list is one command, and what is inside sh -c."""
    assert commands_of_exec(["sh", "-c", "a | b"]).commands == [["sh", "-c", "a | b"], ["a"], ["b"]]


def test_hostile_scripts_end_soon() -> None:
    """Unclosed quotes and substitutions cost no more than their length."""
    for piece in ("$(", "'", '"', "`", "${", "<(", "\\", "(((", "||"):
        commands_of(piece * 3_000)


def test_patterns_of_case_are_no_commands() -> None:
    """``a|b)`` is no pipe, what follows it is a command, and so is what follows ``esac``."""
    found = commands_of(
        'case "$(uname -m)" in x86_64|aarch64) make a | tee b;; (arm*) cc ;; *) exit 1;; esac; ls'
    )
    assert [words[0] for words in found.commands] == ["make", "tee", "cc", "exit", "ls"]
    assert found.piped == [1]
    assert commands_of("echo case in; ls | wc").piped == [2]
