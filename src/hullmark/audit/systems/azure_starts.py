"""What starts an Azure pipeline, and whether a condition holds then."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hullmark.audit.systems.azure_condition import azure_condition
from hullmark.audit.systems.situation import (
    MAIN,
    PULL_REQUEST,
    PUSH,
    PUSH_ELSEWHERE,
    SCHEDULE,
    TAG,
    Judge,
    Start,
)
from hullmark.formats.placed_yaml import Map, Text


def starts_of(document: Map) -> tuple[Start, ...]:
    """Return what starts a pipeline; without ``pr:`` that depends on where the code is kept."""
    found: list[Start] = []
    trigger, wanted = document.get("trigger"), document.get("pr")
    if str(trigger) != "none":
        branches = _branches(trigger)
        everywhere = not branches or any(set("*") & set(each) for each in branches)
        found += [PUSH, PUSH_ELSEWHERE] if everywhere else [PUSH]
        if isinstance(trigger, Map) and "tags" in trigger:
            found.append(TAG)
    if wanted is None:
        found.append(replace(PULL_REQUEST, sure=False))
    elif str(wanted) != "none":
        found.append(PULL_REQUEST)
    if document.items_of("schedules"):
        found.append(SCHEDULE)
    return tuple(found)


def _branches(written: Any) -> list[str]:
    if isinstance(written, Map):
        inside = written.get("branches")
        written = inside.get("include") if isinstance(inside, Map) else inside
    if isinstance(written, list):
        return [str(each) for each in written]
    return [str(written)] if isinstance(written, Text) and written else []


def judge_of(condition: str, variables: Mapping[str, str]) -> Judge:
    """Return what judges a condition in a situation."""

    def judge(start: Start) -> bool | None:
        reason = {
            PUSH.event: "IndividualCI",
            PULL_REQUEST.event: "PullRequest",
            SCHEDULE.event: "Schedule",
            TAG.event: "IndividualCI",
        }.get(start.event, "")
        branch = f"refs/heads/{start.branch or MAIN}"
        if start.event is PULL_REQUEST.event:
            branch = "refs/pull/1/merge"
        elif start.event is TAG.event:
            branch = "refs/tags/v1.0.0"
        values = {
            **variables,
            "Build.Reason": reason,
            "Build.SourceBranch": branch,
            "Build.SourceBranchName": branch.rpartition("/")[2],
        }
        return azure_condition(condition, values)

    return judge
