"""Reads what the arguments and redirections of a command say."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from hullmark.audit.catalogue import Call
from hullmark.audit.record import Activity, Frame
from hullmark.audit.shell.command import Command
from hullmark.audit.words import relative
from hullmark.model.audit import Gate


def pin_of_image(image: str) -> str:
    """Return how firmly a container image is named."""
    if "@sha256:" in image:
        return "digest"
    tag = image.rpartition("/")[2].partition(":")[2]
    return "version" if re.search(r"\d+\.\d+", tag) else "moving"


def is_folder(subject: str) -> bool:
    """Tell whether a subject is a folder or a document rather than an image."""
    return subject in (".", "./", "..") or subject.startswith(
        ("dir:", "./", "repo:", "fs://", "sbom:")
    )


def fill_build(activity: Activity, call: Call) -> None:
    """Fill in what a build's command line says."""
    record = call.record
    activity.dockerfile = relative(call.value(record.get("file", ("-f", "--file"))))
    context = call.value(record["context"]) if "context" in record else ""
    if not context:
        context = call.words[-1] if call.words else "."
    activity.subjects = (relative(context.removeprefix("dir://")),)
    activity.stage = call.value(["--target"])
    names = record.get("tags", ("-t", "--tag"))
    activity.tags = tuple(value for name in names for value in call.flags.get(name, []))
    output = " ".join([*call.flags.get("--output", []), *call.flags.get("-o", [])])
    pushed = "--push" in call.flags or "push=true" in output or bool(record.get("push"))
    activity.pushed = pushed and "--no-push" not in call.flags


def saved_files(outputs: Iterable[str]) -> Iterator[str]:
    """Yield the files that a build writes its image to: ``type=docker,dest=image.tar``."""
    for output in outputs:
        options = dict(part.strip().partition("=")[::2] for part in output.split(","))
        if options.get("type") in ("docker", "oci", "tar") and options.get("dest"):
            yield relative(options["dest"])


def as_check(activity: Activity) -> None:
    """Make of a build one that only checks its Dockerfile: ``docker build --check``."""
    context = activity.subjects[0] if activity.subjects else "."
    activity.does, activity.looks, activity.tool = "scan", "dockerfile", "docker build --check"
    activity.subjects = (activity.dockerfile or posixpath.join(context, "Dockerfile"),)
    activity.gate, activity.reason = Gate.FAILS, "it fails by itself"


def fill_project(activity: Activity, call: Call) -> bool:
    """Fill in what compose or bake builds; tell whether it builds at all."""
    words = [word for word in call.words if word != "bake"]
    flags = {**call.flags}
    files = [value for name in ("-f", "--file") for value in flags.get(name, [])]
    activity.files = tuple(relative(each) for each in files)
    activity.pushed = "--push" in flags
    if activity.does == "bake":
        activity.subjects = tuple(words)
        return True
    verb, rest = (words[0], words[1:]) if words else ("", [])
    activity.pushed = None
    if verb == "push":
        activity.does = "push"
        activity.subjects = ()
        return False
    if verb == "build" or (verb in ("up", "run", "create") and "--build" in flags):
        activity.subjects = tuple(rest) if verb != "run" else tuple(rest[:1])
        return True
    return False


def flagged(call: Call, *names: str) -> list[str]:
    """Return the values of some flags."""
    return [value for name in names for value in call.flags.get(name, [])]


def fed_files(words: tuple[str, ...]) -> list[str]:
    """Return the files that ``find`` or ``git ls-files`` would print, as a pattern."""
    if words[:1] == ("find",):
        pairs = pairwise(words)
        return [f"**/{value}" for flag, value in pairs if flag in ("-name", "-iname")]
    if words[:2] == ("git", "ls-files"):
        return [word if "/" in word else f"**/{word}" for word in words[2:] if word[0] != "-"]
    if words[:1] in (("ls",), ("echo",)):
        return [word for word in words[1:] if word[0] != "-"]
    return []


def written(command: Command) -> str:
    """Return the file that a command's output goes to."""
    target = command.writes or command.appends
    return "" if target in ("/dev/null", "${GITHUB_OUTPUT}", "&2") else target


def given_words(arguments: Sequence[str]) -> dict[str, str]:
    """Return arguments as the variables of a script."""
    return {str(number): word for number, word in enumerate(arguments, 1)}


def below_root(folder: str, frame: Frame) -> str:
    """Return a folder relative to where the job has put the repository."""
    for root in frame.job.roots:
        if folder == root or folder.startswith(f"{root}/"):
            return folder[len(root) :].lstrip("/")
    return folder


def joined(folder: str, more: str) -> str:
    """Return a folder below another."""
    if not more:
        return folder
    return posixpath.normpath(posixpath.join(folder or ".", relative(more)))


def left_behind(command: Command, left: dict[str, str]) -> None:
    """Note ``echo NAME=VALUE >> $GITHUB_ENV`` and ``$GITHUB_OUTPUT``."""
    words, target = command.words, command.appends or command.writes
    if words[:1] == ("tee",):
        target, words = words[-1], command.fed_by
    if words[:1] not in (("echo",), ("printf",)):
        return
    for file, prefix in (("GITHUB_ENV", "env."), ("GITHUB_OUTPUT", "output.")):
        if file in target:
            said = " ".join(word for word in words[1:] if word not in ("-n", "-e"))
            name, equals, value = said.partition("=")
            if equals and name.strip():
                left[prefix + name.strip()] = value.removesuffix("\\n")
