"""What the actions of a workflow do."""

import re
from collections.abc import Mapping
from dataclasses import replace

from hullmark.audit.along import run_along
from hullmark.audit.arguments import saved_files
from hullmark.audit.catalogue import Call, Record, Tool, find_action
from hullmark.audit.commands import judged, settle_kind
from hullmark.audit.declared import declared_builds
from hullmark.audit.gate import gate_of, outputs_of
from hullmark.audit.record import Activity, Frame, Repository, Trail
from hullmark.audit.shell.command import Command
from hullmark.audit.symbols import is_symbolic
from hullmark.audit.words import relative
from hullmark.model.graph import Place

_DIGEST = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_VERSION = re.compile(r"v?\d+\.\d+(\.\d+)?[\w.\-]*")
_SUSPICIOUS = re.compile(
    r"scan|secur|vuln|audit|sast|docker|container|image|kaniko|buildah|sbom|lint|policy",
    re.IGNORECASE,
)
Given = Mapping[str, str]
_PLAIN = Command(words=(), line=0)


def pin_of(uses: str) -> str:
    """Return how firmly an action is named: ``digest``, ``version`` or ``moving``."""
    reference = uses.partition("@")[2]
    if _DIGEST.fullmatch(reference):
        return "digest"
    return "version" if _VERSION.fullmatch(reference) else "moving"


def follow_action(  # noqa: PLR0912 - one purpose, one branch
    uses: str,
    given: Given,
    frame: Frame,
    place: Place,
    trail: Trail,
    repository: Repository | None = None,
) -> dict[str, str]:
    """Keep what an action does; return the outputs that are known of it.

    The keys of what is returned are ``output.NAME``.
    """
    name = uses.partition("@")[0]
    found = find_action(name)
    if found is None:
        if _SUSPICIOUS.search(name):
            trail.say(place, f"action '{uses}' is not known: it may build or scan")
        return {}
    tool, record = found
    call = Call(tool=tool, record=record, flags={key: [value] for key, value in given.items()})
    does = call.does
    if does in ("nothing", "install"):
        if does == "install":
            trail.add(_activity("install", tool, uses, frame, place))
        return {}
    activity = _activity(does, tool, uses, frame, place)
    outputs: dict[str, str] = {}
    if does == "names":
        images = _lines(given.get("images", ""))
        tags = "\n".join(f"{each}:*" for each in images)
        return {"output.tags": tags, "output.version": "*", "output.labels": ""}
    if does == "build":
        _build(activity, record, given)
        outputs = _outputs_of_build(activity)
    elif does == "bake":
        activity.files = tuple(map(relative, _lines(given.get(record["file"], ""))))
        activity.subjects = tuple(_lines(given.get(record["targets"], "")))
        activity.pushed = given.get("push", "") == "true"
    elif does == "push":
        activity.subjects = tuple(_lines(given.get(record["tags"], "")))
    elif does in ("upload", "artifact"):
        subjects = [each for key in record["subject"] for each in _lines(given.get(key, ""))]
        activity.subjects = tuple(subjects or [record.get("rest", "")])
        category = given.get(record.get("category", ""))
        activity.category = category or None
    elif does == "scan":
        _scan(activity, call, record, given, frame)
    elif does == "unknown-build":
        name = "goreleaser" if "goreleaser" in uses else tool.name
        folder = replace(frame, folder=given.get("workdir", "") or frame.folder)
        if repository is not None and declared_builds(name, "", folder, repository, trail):
            return {}
        trail.say(place, f"action '{uses}' builds images in a way that is not read")
        return {}
    for root in frame.job.roots:
        activity.subjects = tuple(_stripped(each, root) for each in activity.subjects)
        activity.dockerfile = _stripped(activity.dockerfile, root)
    trail.add(activity)
    for other in run_along(activity, call, frame, repository, trail):
        trail.add(other)
    if does == "build":
        for file in saved_files(given.get("outputs", "").splitlines()):
            name = activity.tags[0] if activity.tags else outputs["output.imageid"]
            trail.add(replace(activity, does="save", subjects=(name, file)))
    if does == "scan" and activity.outputs:
        for format_name, file in activity.outputs:
            if format_name == "sarif" and file:
                outputs["output.sarif"] = file
    return outputs


def _activity(does: str, tool: Tool, uses: str, frame: Frame, place: Place) -> Activity:
    return Activity(
        does=does,
        tool=tool.name,
        place=place,
        job=frame.job,
        moments=frame.moments,
        folder=frame.folder,
        pin=pin_of(uses),
        pinned_as=uses,
        condition=frame.condition,
    )


def _build(activity: Activity, record: Record, given: Given) -> None:
    context = _first(given, record.get("context", "")) or "."
    folder = _first(given, record.get("folder", ""))
    file = _first(given, record.get("file", ""))
    activity.subjects = (relative(folder or context),)
    activity.folder = ""
    activity.dockerfile = relative(_lines(file)[0]) if _lines(file) else ""
    activity.stage = given.get(record.get("stage", ""), "")
    names = _lines(_first(given, record.get("tags", "")))
    values = _lines(given.get(record.get("tag_values", ""), "").replace(" ", "\n"))
    if values:
        names = [f"{name}:{value.rpartition(':')[2]}" for name in names for value in values]
    activity.tags = tuple(names)
    push = record.get("push")
    if push == "*":
        activity.pushed = True
    elif push:
        said = given.get(push, "false")
        output = given.get("outputs", "")
        activity.pushed = None if is_symbolic(said) else said == "true" or "push=true" in output
        if "type=registry" in output:
            activity.pushed = True


def _outputs_of_build(activity: Activity) -> dict[str, str]:
    """Return how later steps name what was built by its digest or its id."""
    key = f"built-at:{activity.place.path}:{activity.place.line}:{activity.job.leg}"
    return {
        "output.digest": key,
        "output.imageid": key,
        "output.image": activity.tags[0] if activity.tags else key,
        "output.tags": " ".join(activity.tags),
        "output.image-with-tag": activity.tags[0] if activity.tags else key,
    }


def _scan(activity: Activity, call: Call, record: Record, given: Given, frame: Frame) -> None:
    activity.looks = record.get("looks", "image")
    kinds = record.get("kinds", {})
    chosen = given.get(record.get("switch", ""), "")
    activity.looks = kinds.get(chosen, activity.looks)
    named = [given[key] for key in record.get("subject", ()) if given.get(key)]
    images = [given[key] for key in record.get("image_subject", ()) if given.get(key)]
    folders = [given[key] for key in record.get("folder", ()) if given.get(key)]
    if images:
        activity.looks, named = "image", images
    elif not named and folders:
        activity.looks, named = "filesystem", folders
    if chosen in ("fs", "filesystem", "repo", "rootfs", "config") and given.get("scan-ref"):
        named = [given["scan-ref"]]
    elif chosen == "image" and "image-ref" in given:
        named = [given["image-ref"]]
    if given.get(record.get("recursive", ""), "") == "true":
        named = ["**/Dockerfile*"]
    if not named and record.get("rest"):
        named = [record["rest"]]
    named = [line for each in named for line in _lines(each)]
    if "sarif_argument" in record:
        text = given.get(record["sarif_argument"], "")
        if match := re.search(r"--sarif-file-output[= ](\S+)", text):
            call = replace(call, record={**record, "outputs": {"sarif": match[1]}})
    activity.subjects = tuple(relative(each) for each in named)
    settle_kind(activity, record)
    gate, reason = gate_of(call, variables=frame.variables, action=True)
    activity.gate, activity.reason = judged(gate, reason, _PLAIN, frame)
    activity.outputs = outputs_of(call, variables=frame.variables, action=True)
    activity.keeps = chosen == record.get("command_keeps", "\0")
    activity.uploads_itself = bool(record.get("uploads_itself"))
    activity.policy = bool(record.get("policy"))
    looks_for_secrets = record.get("secrets") and activity.looks in ("filesystem", "configuration")
    scanners = given.get("scanners", "") or given.get("security-checks", "")
    if looks_for_secrets and (not scanners or "secret" in scanners):
        activity.secrets = activity.looks == "filesystem" or call.tool.name == "kics"
    activity.secrets = activity.secrets or activity.looks == "secrets"


def _stripped(path: str, root: str) -> str:
    bare = path.removeprefix("./")
    if bare == root:
        return "."
    return bare[len(root) + 1 :] if bare.startswith(f"{root}/") else path


def _first(given: Given, names: str) -> str:
    return next((given[name] for name in names.split("|") if given.get(name)), "")


def _lines(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,\n]", text) if part.strip()]
