"""Reads pre-commit's hooks: they run before a commit, by whoever set them up."""

import re

from hullmark.audit.record import Activity, Job, Trail
from hullmark.formats.placed_yaml import Map, Text, read_yaml
from hullmark.model.audit import Event, Gate
from hullmark.model.graph import Place

_HOOKS = {
    "gitleaks": "secrets",
    "detect-secrets": "secrets",
    "trufflehog": "secrets",
    "ggshield": "secrets",
    "hadolint": "dockerfile",
    "hadolint-docker": "dockerfile",
    "checkov": "configuration",
    "semgrep": "code",
    "bandit": "code",
    "hullmark": "configuration",
}


def follow_hooks(path: str, data: bytes, trail: Trail) -> None:
    """Keep the hooks that look for something."""
    trail.read(path, "pre-commit", (Event.MANUAL,))
    moments = {Event.MANUAL: True}
    job = Job(pipeline="pre-commit", path=path, name="", moments=moments, run=path)
    for document in read_yaml(data, path=path):
        if not isinstance(document, Map):
            continue
        for repo in document.items_of("repos"):
            for hook in repo.items_of("hooks") if isinstance(repo, Map) else []:
                name = hook.text("id") if isinstance(hook, Map) else Text("")
                looks = next((what for key, what in _HOOKS.items() if name.startswith(key)), "")
                if looks:
                    trail.add(_activity(name, looks, path, job))


def _activity(name: Text, looks: str, path: str, job: Job) -> Activity:
    return Activity(
        does="scan",
        tool=re.sub(r"-(?:docker|system|hook)$", "", str(name)),
        place=Place(path=path, line=name.line, column=name.column),
        job=job,
        moments=job.moments,
        looks=looks,
        subjects=("**/Dockerfile*",) if looks == "dockerfile" else (".",),
        gate=Gate.FAILS,
        reason="a hook that fails stops the commit",
        secrets=looks == "secrets",
    )
