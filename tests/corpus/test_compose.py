"""compose-go's own cases: env files, variables, and what every service runs and builds."""

import json
import posixpath
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus_data import corpus
from hullmark.discovery.compose.dotenv import parse_dotenv
from hullmark.discovery.compose.interpolate import interpolate
from hullmark.discovery.compose.load import Project, load_project
from hullmark.discovery.compose.merge import clean, merge
from hullmark.discovery.compose.resolved import resolved
from hullmark.discovery.compose.validate import refusals
from hullmark.discovery.document import Map, Null, read_yaml
from hullmark.discovery.services import uses_of
from hullmark.kernel.errors import HullmarkError

NOT_HERE = frozenset(
    {
        # They extend a file that only held-back cases have.
        "compose-spec/compose-go:loader/testdata/extends/nested.yaml",
        "compose-spec/compose-go:loader/testdata/extends/withdir/compose.yaml",
        "compose-spec/compose-go:loader/testdata/extends/withdir/dir/compose.yaml",
        # Expected without the .env beside it, which compose itself reads, and so do we.
        "docker/compose:pkg/e2e/fixtures/dotenv/development/compose.yaml",
    }
)


LET_THROUGH = frozenset(
    {
        # Values of settings that say nothing about images.
        "loader/TestInvalidResource-1",
        "loader/TestLoadNetworkInvalidExternalNameAndNameCombination-1",
        "loader/TestLoadTmpfsVolumeSizeMustBeInteger-1",
        "loader/TestServiceDeviceRequestCapabilitiesMandatory-1",
        "loader/TestServiceDeviceRequestCountAndDeviceIdsExclusive-1",
        "template_driver/TestSecretDriver-1",
        # Keys that are numbers are taken as the text they are written as.
        "loader/TestNonStringKeys-2",
        "loader/TestNonStringKeys-4",
        # Services named x-… are services here.
        "loader/TestXService-1",
    }
)


def _cases(suite: str) -> tuple[Path, list[dict[str, Any]]]:
    folder = corpus("compose") / suite
    return folder, json.loads((folder / "index.json").read_text())["cases"]


def _answer(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except HullmarkError:
        return HullmarkError


def test_variables_are_replaced_as_compose_does() -> None:
    """Each template gives the expected text or is refused."""
    different = []
    for case in _cases("interpolation")[1]:
        found = _answer(lambda case=case: interpolate(case["template"], case["env"]))  # type: ignore[misc]
        if found != case["expect"].get("value", HullmarkError):
            different.append(case["id"])
    assert different == []


def test_env_files_are_read_as_compose_does() -> None:
    """Each ``.env`` text gives the expected variables or is refused."""
    different = []
    for case in _cases("dotenv")[1]:
        found = _answer(lambda case=case: parse_dotenv(case["text"], case["env"]))  # type: ignore[misc]
        if found != case["expect"].get("values", HullmarkError):
            different.append(case["id"])
    assert different == []


def test_files_are_merged_as_compose_does() -> None:
    """An override over a base gives the expected document."""
    different = []
    for case in _cases("merge")[1]:
        base, override, expected = (
            read_yaml(text.encode(), path="compose.yaml")[0]
            for text in (case["base"], case["override"], case["expect"]["merged"])
        )
        if _plain(clean(merge(base, override))) != _plain(expected):
            different.append(case["id"])
    assert different == []


def test_projects_that_compose_refuses() -> None:
    """Of the documents that compose refuses, these are let through, each for a known reason."""
    through = set()
    for case in _cases("load")[1]:
        if "error" not in case["expect"]:
            continue
        read = {"compose.yaml": case["yaml"].encode()}.get
        try:
            project = load_project(["compose.yaml"], read, variables=case.get("env", {}))
        except HullmarkError:
            continue
        bare = [each for each in project.services.values() if not each.keys() & {"image", "build"}]
        if not (project.problems or bare or list(refusals(project))):
            through.add(case["id"])
    assert through == LET_THROUGH


def _plain(node: Any) -> Any:
    if isinstance(node, Map):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(each) for each in node]
    return None if isinstance(node, Null) else str(node)


def test_services_of_documents() -> None:
    """One document gives every service with the expected image and build."""
    different = []
    for case in _cases("load")[1]:
        if "project" not in case["expect"]:
            continue
        data = case["yaml"].encode()
        read = {"compose.yaml": data}.get
        found = _answer(
            lambda read=read, case=case: load_project(  # type: ignore[misc]
                ["compose.yaml"], read, variables=case.get("env", {})
            )
        )
        if found is HullmarkError or _found(found) != _expected(case["expect"]["project"], ""):
            different.append(case["id"])
    assert different == []


def test_services_of_projects() -> None:
    """Projects with include, extends and env files give the expected images and builds."""
    folder, cases = _cases("projects")
    different = []
    for case in cases:
        if "project" not in case["expect"] or case["id"] in NOT_HERE:
            continue
        root = folder / case["root"]
        file = posixpath.relpath(str(folder / case["file"]), str(root))

        def read(path: str, root: Path = root) -> bytes | None:
            place = root / path
            return place.read_bytes() if place.is_file() and not path.startswith("..") else None

        project = load_project([file], read, variables=case.get("env", {}))
        expected = _expected(case["expect"]["project"], posixpath.dirname(file))
        if _found(project) != expected:
            different.append(case["id"])
    assert different == []


def _found(project: Project) -> dict[str, Any]:
    return {
        use.name: (
            use.image or None,
            use.build
            and (use.build.context, use.build.inline or use.build.dockerfile, use.build.target),
        )
        for use in uses_of(project)
    }


def _expected(project: dict[str, Any], folder: str) -> dict[str, Any]:
    return {
        name: (service.get("image"), _built(service.get("build"), folder))
        for name, service in (project.get("services") or {}).items()
    }


def _built(build: dict[str, Any] | None, folder: str) -> tuple[str, str, str] | None:
    if build is None:
        return None
    context = build.get("context", ".")
    remote = "://" in context or context.startswith("git@")
    if not remote:
        context = posixpath.normpath(posixpath.join(folder, context))
    file = build.get("dockerfile", "Dockerfile")
    where = (
        file
        if remote or file.startswith("/")
        else posixpath.normpath(posixpath.join(context, file))
    )
    return context, build.get("dockerfile_inline") or where, build.get("target", "")


WITH_ENV = frozenset(
    {
        # Expected without the .env beside it, which compose itself reads, and so do we.
        "compose-spec/compose-go:cli/testdata/simple/compose-with-variables.yaml",
        "docker/awesome-compose:pihole-cloudflared-DoH/compose.yaml",
        "docker/awesome-compose:wireguard/compose.yaml",
    }
)


def test_whole_documents_in_long_form() -> None:
    """One document gives the whole project as ``docker compose config`` prints it."""
    different = []
    for case in _cases("load")[1]:
        if "project" not in case["expect"]:
            continue
        read = {"compose.yaml": case["yaml"].encode()}.get
        project = load_project(["compose.yaml"], read, variables=case.get("env", {}))
        if json.loads(json.dumps(resolved(project))) != case["expect"]["project"]:
            different.append(case["id"])
    assert different == []


def test_whole_projects_in_long_form() -> None:
    """Projects with include, extends and overrides give every setting, not images alone."""
    folder, cases = _cases("projects")
    different = []
    for case in cases:
        if "project" not in case["expect"] or case["id"] in NOT_HERE | WITH_ENV:
            continue
        root = folder / case["root"]
        file = posixpath.relpath(str(folder / case["file"]), str(root))

        def read(path: str, root: Path = root) -> bytes | None:
            place = root / path
            return place.read_bytes() if place.is_file() and not path.startswith("..") else None

        project = load_project([file], read, variables=case.get("env", {}))
        if json.loads(json.dumps(resolved(project))) != case["expect"]["project"]:
            different.append(case["id"])
    assert different == []
