"""Running external programs."""

import os
import sys
import time
from pathlib import Path

import pytest

from hullmark.kernel.processes import allowed_environment, run
from hullmark.kernel.tool_errors import ToolMissingError, ToolOutputError, ToolTimeoutError


def _python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_output_errors_and_status_come_back() -> None:
    """A failing program is no exception: its status and words are returned."""
    done = run(
        _python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"),
        timeout_s=20,
    )
    assert (done.status, done.output, done.errors) == (3, b"out\n", b"err\n")


def test_input_and_output_larger_than_any_pipe_do_not_block() -> None:
    """Feeding and reading go on side by side."""
    data = os.urandom(1 << 20)
    done = run(
        _python("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])"),
        stdin=data,
        timeout_s=20,
    )
    assert done.output == data[::-1]


def test_a_program_that_does_not_read_its_input_is_no_failure() -> None:
    """Input that nobody wants is dropped."""
    done = run(_python("print(1)"), stdin=bytes(1 << 20), timeout_s=20)
    assert (done.status, done.output) == (0, b"1\n")


def test_a_missing_program_is_named() -> None:
    """A program that is not there is a ToolError with its name."""
    with pytest.raises(ToolMissingError, match="'no-such-program-here'"):
        run(("no-such-program-here",), timeout_s=5)


def test_a_file_that_is_no_program_is_named(tmp_path: Path) -> None:
    """A file without the right to be run is refused like a missing one."""
    file = tmp_path / "program"
    file.write_text("hello")
    with pytest.raises(ToolMissingError, match="cannot be run"):
        run((str(file),), timeout_s=5)


def test_a_slow_program_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    """Nothing of the process group outlives the time limit."""
    child = f"import time; time.sleep(1.5); open({str(tmp_path / 'alive')!r}, 'w')"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(ToolTimeoutError, match=r"0\.5 seconds"):
        run(_python(code), timeout_s=0.5)
    time.sleep(1.5)
    assert not (tmp_path / "alive").exists()


def test_a_child_left_behind_does_not_hold_the_pipes_open() -> None:
    """The program's own end counts, not that of a daemon it leaves."""
    code = "import subprocess, sys; subprocess.Popen(['sleep', '60']); print('done')"
    assert run(_python(code), timeout_s=30).output == b"done\n"


def test_a_flood_of_output_is_stopped() -> None:
    """Output has a bound."""
    code = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
    with pytest.raises(ToolOutputError, match="100,000 bytes"):
        run(_python(code), timeout_s=20, output_limit_bytes=100_000)


def test_the_environment_is_an_allow_list() -> None:
    """Secrets of the surroundings are not passed on; what is asked for is."""
    source = {"PATH": "/bin", "LC_ALL": "C", "AWS_SECRET": "x", "GOOD_ONE": "y", "HOME": "/h"}
    assert allowed_environment("GOOD_*", source=source) == {
        "PATH": "/bin",
        "LC_ALL": "C",
        "GOOD_ONE": "y",
        "HOME": "/h",
    }
    done = run(
        _python("import os; print(sorted(os.environ))"), timeout_s=20, environment={"A": "b"}
    )
    assert b"'A'" in done.output
    assert b"HOME" not in done.output
