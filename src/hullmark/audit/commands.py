"""What the commands of a script do: builds, scans, pushes, calls of other scripts and of make."""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from hullmark.audit.along import run_along
from hullmark.audit.arguments import (
    as_check,
    below_root,
    fed_files,
    fill_build,
    fill_project,
    flagged,
    given_words,
    is_folder,
    joined,
    left_behind,
    pin_of_image,
    saved_files,
    written,
)
from hullmark.audit.catalogue import Call, call_of, find_command, tool_of_image
from hullmark.audit.declared import declared_builds
from hullmark.audit.errors import BrokenPipelineError, PipelineTooLargeError
from hullmark.audit.gate import gate_of, outputs_of
from hullmark.audit.record import Activity, Frame, Repository, Trail
from hullmark.audit.shell.command import Command, Shell
from hullmark.audit.shell.run import commands_of
from hullmark.audit.symbols import Symbols, is_symbolic
from hullmark.audit.words import outside, read_docker_run, relative, stripped
from hullmark.kernel.errors import HullmarkError
from hullmark.model.audit import Gate
from hullmark.model.graph import Place

_DEPTH = 12
_SHELLS = frozenset({"bash", "sh", "dash", "zsh", "ash", "ksh"})
_EVENTS = re.compile(r"EVENT_NAME|CI_PIPELINE_SOURCE|GITHUB_REF|BRANCH|CI_COMMIT_TAG")
_FILE = re.compile(
    r"(?:^|/)(?:dockerfile|containerfile)[^/]*$|\.(?:dockerfile|containerfile)$", re.IGNORECASE
)
_ON_PURPOSE = ("'||", "continue-on-error", "make goes on", "allow_failure")
Make = Callable[["Commands", Sequence[str], Frame, Place], None]


class Commands:
    """Follows scripts; what they do goes to the trail."""

    def __init__(
        self,
        repository: Repository,
        trail: Trail,
        make: Make,
        runners: Mapping[str, Make] | None = None,
    ) -> None:
        self._repository = repository
        self._trail = trail
        self._runners = {"make": make, "gmake": make, **(runners or {})}

    def script(self, text: str, frame: Frame, *, symbols: Symbols | None = None) -> dict[str, str]:
        """Follow a script; return the variables that it leaves to later steps.

        What cannot be read is told with its line; the rest of the pipeline goes on.
        """
        left: dict[str, str] = {}
        restore = symbols.restore if symbols is not None else str
        shell = Shell(
            values=dict(frame.variables),
            errexit=frame.errexit,
            pipefail=frame.pipefail,
            restore=restore,
        )
        try:
            for command in commands_of(text, shell, line=frame.line):
                left_behind(command, left)
                self.command(command, frame, shell)
        except PipelineTooLargeError as error:
            self._trail.issue(frame.path, f"{frame.path}: {error.message}", error.code)
        except BrokenPipelineError as error:
            place = Place(path=frame.path, line=frame.line)
            said = f"a script here is not read as shell: {error.message}"
            self._trail.say(place, said)
        return left

    def command(self, command: Command, frame: Frame, shell: Shell) -> None:
        """Follow one command."""
        words, fed = stripped(command.words)
        if not words:
            return
        folder = below_root(joined(frame.folder, command.folder), frame)
        place = Place(path=frame.path, line=command.line)
        moments = frame.moments
        if command.condition and _EVENTS.search(command.condition):
            moments = dict.fromkeys(moments, False)
        here = replace(
            frame,
            folder=folder,
            moments=moments,
            soft=frame.soft or command.ignored,
            variables={
                **{name: value for name, value in shell.values.items() if isinstance(value, str)},
                **dict(command.variables),
            },
            condition=" and ".join(filter(None, (frame.condition, command.condition))),
        )
        if self._calls(words, here, place, command):
            return
        call = find_command(words)
        if call is None:
            return
        if call.does == "run":
            self._container(words, here, place, command)
            return
        self.tool(call, here, place, command, fed=fed, words=words)

    def _calls(self, words: tuple[str, ...], here: Frame, place: Place, command: Command) -> bool:
        """Follow calls of other scripts; tell whether this is one."""
        if here.depth >= _DEPTH:
            return False
        program = posixpath.basename(words[0])
        runner = "make" if words[0] in ("${MAKE}", "$(MAKE)") else program
        if runner in self._runners:
            self._runners[runner](self, words[1:], replace(here, depth=here.depth + 1), place)
            return True
        if program in _SHELLS or words[0] in ("source", "."):
            return self._shell(words, here, place)
        if program in ("npm", "yarn", "pnpm", "bun") and len(words) > 1:
            return self._package(words, here)
        if "/" in words[0] or words[0].endswith(".sh"):
            return self._file(words, here)
        del command
        return False

    def _shell(self, words: tuple[str, ...], here: Frame, place: Place) -> bool:
        at, options = 1, ""
        while at < len(words) and words[at].startswith("-") and words[at] != "-":
            options += words[at]
            at += 2 if words[at] in ("-o", "+o") else 1
        if at >= len(words):
            return False
        if "c" in options.replace("--", ""):
            inner = replace(
                here,
                line=place.line,
                depth=here.depth + 1,
                errexit="e" in options,
                variables={**here.variables, **given_words(words[at + 1 :])},
            )
            self.script(words[at], inner)
            return True
        return self._file(words[at:], here, errexit="e" in options or words[0] in ("source", "."))

    def _file(self, words: tuple[str, ...], here: Frame, *, errexit: bool = False) -> bool:
        path = relative(words[0])
        path = posixpath.normpath(posixpath.join(here.folder or ".", path))
        if is_symbolic(path) or path.startswith(("/", "..")) or path in here.chain:
            return False
        try:
            data = self._repository.read(path)
        except HullmarkError as error:
            if path.endswith((".sh", ".bash")):
                self._trail.issue(path, error.message, error.code)
            return False
        if data is None or b"\0" in data[:1024]:
            return False
        text = data.decode("utf-8", "replace")
        first = text.partition("\n")[0]
        if first.startswith("#!") and not re.search(r"\b(?:ba|da|a|z|k)?sh\b", first):
            return False
        if not first.startswith("#!") and not path.endswith((".sh", ".bash")):
            return False
        self._trail.read(path, "shell", tuple(here.moments))
        inner = replace(
            here,
            path=path,
            line=1,
            depth=here.depth + 1,
            errexit=errexit or bool(re.search(r"sh\s+-\w*e", first)),
            pipefail=False,
            chain=(*here.chain, path),
            variables={**here.variables, **given_words(words[1:])},
        )
        self.script(text, inner)
        return True

    def _package(self, words: tuple[str, ...], here: Frame) -> bool:
        import json  # noqa: PLC0415 - few pipelines call package scripts

        names = [word for word in words[1:] if not word.startswith("-")]
        if names[:1] in (["audit"], ["install"], ["ci"], []):
            return False
        name = names[1] if names[0] in ("run", "run-script") and len(names) > 1 else names[0]
        path = posixpath.normpath(posixpath.join(here.folder or ".", "package.json"))
        try:
            data = self._repository.read(path)
            scripts = json.loads(data).get("scripts", {}) if data else {}
        except (HullmarkError, ValueError, AttributeError, RecursionError):
            return False
        text = scripts.get(name) if isinstance(scripts, dict) else None
        if not isinstance(text, str) or f"{path}#{name}" in here.chain:
            return False
        chain = (*here.chain, f"{path}#{name}")
        line = 1 + (data or b"").split(f'"{name}"'.encode())[0].count(b"\n")
        self._trail.read(path, "package scripts", tuple(here.moments))
        self.script(text, replace(here, path=path, line=line, depth=here.depth + 1, chain=chain))
        return True

    def _container(
        self, words: tuple[str, ...], here: Frame, place: Place, command: Command
    ) -> None:
        start = words.index("run") + 1
        image, arguments, flags = read_docker_run(words[start:])
        tool = tool_of_image(image)
        entrypoint = flags.get("--entrypoint", [""])[-1]
        mounts = [*flags.get("-v", []), *flags.get("--volume", [])]
        given = [posixpath.basename(entrypoint)] if entrypoint else []
        call = None
        plain = [outside(argument, mounts) for argument in arguments]
        if tool is not None:
            if plain[:1] and posixpath.basename(plain[0]) in tool.programs and not given:
                plain = plain[1:]
            if plain[:2] and given and given[0] in ("sh", "bash"):
                self.script(plain[-1], replace(here, line=place.line, depth=here.depth + 1))
                return
            name = tool.programs[0] if tool.programs else tool.name
            call = call_of(tool, plain, name=name)
        elif find_command([*given, *plain]) is not None:
            call = find_command([*given, *plain])
        elif plain[:1] and plain[0] in _SHELLS and "-c" in plain[:-1]:
            text = plain[plain.index("-c") + 1]
            inner = replace(here, line=place.line, depth=here.depth + 1, errexit=False)
            self.script(text, inner)
            return
        if call is None:
            return
        settings = {
            name: value
            for each in (*flags.get("-e", []), *flags.get("--env", []))
            for name, equals, value in [each.partition("=")]
            if equals
        }
        inner = replace(here, variables={**here.variables, **settings})
        pin = pin_of_image(image) if tool is not None else ""
        self.tool(call, inner, place, command, pin=pin, pinned_as=image if pin else "")

    def tool(  # noqa: PLR0912 - one purpose, one branch
        self,
        call: Call,
        frame: Frame,
        place: Place,
        command: Command,
        *,
        fed: bool = False,
        words: tuple[str, ...] = (),
        pin: str = "",
        pinned_as: str = "",
    ) -> None:
        """Keep what a tool's command line does."""
        does = call.does
        if does == "nothing":
            return
        activity = Activity(
            does=does,
            tool=call.scanner,
            place=place,
            job=frame.job,
            moments=frame.moments,
            folder=frame.folder,
            pin=pin,
            pinned_as=pinned_as,
            condition=frame.condition,
            arguments=tuple(words),
        )
        if does == "build":
            fill_build(activity, call)
            if "--check" in call.flags or call.value(["--call"]) == "check":
                as_check(activity)
        elif does in ("bake", "compose"):
            if not fill_project(activity, call):
                return
        elif does in ("push", "tag"):
            activity.subjects = call.words
        elif does == "upload":
            activity.subjects = tuple(flagged(call, "--sarif")) or call.words
        elif does == "save":
            files = [each.rpartition("=")[2] for each in flagged(call, "-o", "--output", "--file")]
            file = next((each for each in files if "." in each), written(command))
            activity.subjects = (call.words[0], file) if call.words and file else ()
        elif does == "scan":
            self._fill_scan(activity, call, frame, command, fed=fed)
        elif does == "hooks":
            activity.subjects = call.words
        elif does == "unknown-build":
            name = call.name or call.scanner
            file = call.value(["-f", "--filename", "--config"])
            if not declared_builds(name, file, frame, self._repository, self._trail):
                self._trail.say(place, f"'{name}' builds images in a way that is not read")
            return
        if does == "build" and activity.tags:
            for file in saved_files(flagged(call, "--output", "-o")):
                saved = replace(activity, does="save", subjects=(activity.tags[0], file))
                self._trail.add(saved)
        for each in split_kinds(activity, call.record):
            self._trail.add(each)
            for other in run_along(each, call, frame, self._repository, self._trail):
                self._trail.add(other)

    def _fill_scan(
        self, activity: Activity, call: Call, frame: Frame, command: Command, *, fed: bool
    ) -> None:
        record = call.record
        activity.looks = record.get("looks", "image")
        for flag, kind in record.get("switches", {}).items():
            if flag in call.flags and kind == "image":
                activity.looks = "image"
        named = [value for name in record.get("subject", ()) for value in call.flags.get(name, [])]
        images = [
            value for name in record.get("image_subject", ()) for value in call.flags.get(name, [])
        ]
        if images:
            activity.looks, named = "image", images
        elif not named and record.get("bare", True):
            named = list(call.words)
        if not named and command.reads:
            named = [command.reads]
        if fed or named == ["-"]:
            named += fed_files(command.fed_by)
        activity.subjects = tuple(relative(each) for each in named)
        settle_kind(activity, record)
        gate, reason = gate_of(call, variables=frame.variables, action=False)
        activity.gate, activity.reason = judged(gate, reason, command, frame)
        activity.outputs = outputs_of(call, variables=frame.variables, writes=written(command))
        activity.policy = bool(record.get("policy"))
        activity.keeps = bool(record.get("keeps"))
        scanners = call.value(["--scanners", "--security-checks"])
        secrets = record.get("secrets") and (not scanners or "secret" in scanners)
        activity.secrets = activity.secrets or bool(secrets) or activity.looks == "secrets"


def split_kinds(activity: Activity, record: dict[str, object]) -> list[Activity]:
    """Return a scan of folders and of images as two: they are different things."""
    folders = tuple(each for each in activity.subjects if is_folder(each))
    if activity.looks != "image" or not folders or not record.get("folders"):
        return [activity]
    images = tuple(each for each in activity.subjects if each not in folders)
    first = replace(activity, subjects=folders)
    settle_kind(first, record)
    return [first, replace(activity, subjects=images)]


def settle_kind(activity: Activity, record: dict[str, object]) -> None:
    """Tell scans of folders and archives from scans of images, by what is named."""
    if activity.looks != "image":
        return
    subjects = activity.subjects
    folders = record.get("folders")
    if folders and subjects and all(is_folder(each) for each in subjects):
        activity.looks = str(folders)
        activity.secrets = bool(record.get("folder_secrets"))


def judged(gate: Gate, reason: str, command: Command, frame: Frame) -> tuple[Gate, str]:
    """Return what the script and the job make of a scanner's exit status."""
    ignored = command.ignored or frame.soft or frame.job.soft
    if gate is Gate.REPORTS:
        if ignored.startswith(_ON_PURPOSE):
            return Gate.THROWN_AWAY, f"{ignored}; {reason}"
        return gate, reason
    if ignored:
        return Gate.THROWN_AWAY, ignored
    if command.kept:
        return Gate.UNKNOWN, command.kept
    return gate, reason
