"""Whatever a Dockerfile says, BuildKit's rules end with warnings, or an error of ours."""

from hypothesis import given
from hypothesis import strategies as st

from hullmark.checks.buildkit.lint import lint
from hullmark.checks.buildkit.rules import LEVELS
from hullmark.formats.dockerfile import parse_dockerfile
from hullmark.formats.dockerignore import is_ignored, read_dockerignore
from hullmark.kernel.errors import HullmarkError

_WORDS = st.sampled_from(
    (
        *("FROM", "from", "As", "ARG", "ENV", "COPY", "ADD", "RUN", "WORKDIR", "EXPOSE", "CMD"),
        *("ENTRYPOINT", "HEALTHCHECK", "SHELL", "LABEL", "USER", "VOLUME", "ONBUILD", "MAINTAINER"),
        *("debian:12", "scratch", "base", "--platform=$TARGETPLATFORM", "--platform=linux/amd64"),
        *("$x", "${x", "${x:-y}", "${x:z}", "x=y", "password=x", "80/TCP", "1.2.3.4:80:80", "::"),
        *(
            "<<EOF",
            "EOF",
            '["a"]',
            "--mount=type=cache,target=$x",
            "--from=base",
            ".",
            "/",
            "'",
            '"',
        ),
        *(
            "# check=skip=all",
            "# check=error=true;skip=",
            "# base comment",
            "#",
            "\\",
            "\\\n\n",
            "\n",
        ),
    )
)
_FILES = st.lists(_WORDS, max_size=60).map(" ".join) | st.text(max_size=200)


@given(text=_FILES, ignored=st.binary(max_size=60))
def test_any_text_ends_well(text: str, ignored: bytes) -> None:
    """Every warning is of a rule that there is, on a line of the file."""
    try:
        parsed = parse_dockerfile(text.encode("utf-8", "replace"), path="Dockerfile")
    except HullmarkError:
        return
    try:
        found = lint(parsed, ignored=read_dockerignore(ignored))
    except HullmarkError:
        return
    assert {each.rule for each in found} <= LEVELS.keys()
    assert all(1 <= each.line <= len(parsed.lines) for each in found)


@given(
    patterns=st.lists(st.text("ab*?[]^-\\/!.", max_size=12), max_size=6),
    path=st.text("ab/.", max_size=12),
)
def test_any_pattern_matches_or_is_refused(patterns: list[str], path: str) -> None:
    """A pattern never takes the program down."""
    read = read_dockerignore("\n".join(patterns).encode())
    try:
        assert is_ignored(path, read) in {True, False}
    except HullmarkError:
        return
