"""Takes what stands before a command away: sudo, timeout, runners of packages, xargs."""

import posixpath
import re
from collections.abc import Sequence

_VALUED = {
    "sudo": ("-u", "-g", "-p", "-C", "-h"),
    "timeout": ("-s", "-k", "--signal", "--kill-after"),
    "env": ("-u", "-C", "-S"),
    "nice": ("-n",),
    "xargs": ("-I", "-n", "-P", "-L", "-d", "-s", "-a", "-E"),
    "time": ("-f", "-o"),
    "parallel": ("-j", "--jobs", "-N"),
    "npx": ("-p", "--package"),
    "uvx": ("--from", "--with", "-p", "--python"),
    "ionice": ("-c", "-n"),
}
_PREFIX = re.compile(r"\$\{(?!MAKE\})[A-Za-z_]\w*\}")
_ALONE = frozenset({"exec", "command", "nohup", "eval", "then", "do", "else", "builtin", "retry"})
_RUNNERS = (
    ("uv", "run"),
    ("uv", "tool", "run"),
    ("poetry", "run"),
    ("pipenv", "run"),
    ("pdm", "run"),
    ("hatch", "run"),
    ("pipx", "run"),
    ("pnpm", "dlx"),
    ("pnpm", "exec"),
    ("yarn", "dlx"),
    ("npm", "exec"),
    ("bundle", "exec"),
    ("go", "tool"),
    ("mise", "exec"),
)


def stripped(words: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Return the command itself, and whether ``xargs`` or ``parallel`` gives it more words."""
    left = list(words)
    fed = False
    for _ in range(8):
        while left and _is_assignment(left[0]):
            left.pop(0)
        if not left:
            break
        program = posixpath.basename(left[0])
        runner = next((each for each in _RUNNERS if tuple(left[: len(each)]) == each), ())
        if runner:
            left = left[len(runner) :]
            left = _without_flags(left, ("--with", "--from", "--group", "--extra", "-p"))
        elif program in _VALUED:
            fed = fed or program in ("xargs", "parallel")
            left = _without_flags(left[1:], _VALUED[program])
            if program == "timeout" and left:
                left = left[1:]
        elif len(left) > 1 and _PREFIX.fullmatch(left[0]):
            left = left[1:]  # `$DRY docker build`: a prefix that may be empty
        elif program in _ALONE:
            left = left[1:]
        elif program in ("python", "python3") and left[1:2] == ["-m"]:
            left = [left[2].replace("_", "-"), *left[3:]] if len(left) > 2 else []
        elif program == "go" and left[1:2] == ["run"] and len(left) > 2 and "/" in left[2]:
            left = [posixpath.basename(left[2].partition("@")[0]), *left[3:]]
        else:
            break
    return tuple(left), fed


def _without_flags(words: list[str], valued: Sequence[str]) -> list[str]:
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in valued else 1
    return words[at:]


def _is_assignment(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name.isidentifier()


_RUN_VALUED = frozenset(
    {"-v", "--volume", "-e", "--env", "--env-file", "-w", "--workdir", "--name", "-u", "--user"}
    | {"--entrypoint", "--network", "--net", "-p", "--publish", "--mount", "-h", "--hostname"}
    | {"--platform", "-m", "--memory", "--cpus", "--label", "-l", "--volumes-from", "--add-host"}
    | {"--pull", "--security-opt", "--cap-add", "--cap-drop", "--tmpfs", "--ulimit", "--pid"}
    | {"--restart", "--log-driver", "--log-opt", "--gpus", "--device", "--userns", "--shm-size"}
    | {"--ipc", "--dns", "--link", "--expose", "--cidfile", "--runtime", "--group-add", "-a"}
)


def read_docker_run(words: Sequence[str]) -> tuple[str, list[str], dict[str, list[str]]]:
    """Return image, its arguments and the flags of ``docker run``."""
    flags: dict[str, list[str]] = {}
    at = 0
    while at < len(words) and words[at].startswith("-"):
        name, equals, value = words[at].partition("=")
        at += 1
        if equals:
            flags.setdefault(name, []).append(value)
        elif name in _RUN_VALUED:
            flags.setdefault(name, []).append(words[at] if at < len(words) else "")
            at += 1
        else:
            flags.setdefault(name, []).append("")
    image = words[at] if at < len(words) else ""
    return image, list(words[at + 1 :]), flags


_HERE = ("$(pwd)", "${PWD}", "$PWD", "`pwd`", "${{ github.workspace }}", "${GITHUB_WORKSPACE}")
_HERE_MORE = ("${CI_PROJECT_DIR}", "$(CURDIR)", "${CURDIR}", "$(PWD)", "${WORKSPACE}", "${pwd}")


def outside(path: str, mounts: Sequence[str]) -> str:
    """Return a path inside of a container as the path outside of it, by its mounts."""
    for mount in mounts:
        host, colon, rest = mount.partition(":")
        inner = rest.partition(":")[0].rstrip("/")
        if colon and inner and (path == inner or path.startswith(f"{inner}/")):
            return relative(host + path[len(inner) :])
    return path


def relative(path: str) -> str:
    """Return a path without the names of the folder that everything runs in."""
    for here in (*_HERE, *_HERE_MORE):
        if path.startswith(here):
            return path[len(here) :].lstrip("/") or "."
    return path
