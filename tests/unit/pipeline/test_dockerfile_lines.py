"""Layers are traced to the lines of the Dockerfile that made them, each with a confidence."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from hullmark.model.image import DiffId, HistoryEntry, ImageConfig, LayerInfo, Platform
from hullmark.model.ledger import Status
from hullmark.model.scan import Target
from hullmark.pipeline.dockerfile_lines import DockerfileMissingError, traced, traced_build
from hullmark.report.result import write_json
from hullmark.report.sarif.write import write_sarif
from report_sample import sample

FILE = """\
ARG BASE=debian:12
FROM ${BASE} AS base
RUN apt-get update && \\
    apt-get install -y curl

FROM golang AS build
COPY . /src
RUN go build -o /app

FROM base
ENV A=b
ARG VERSION=1
COPY --from=build --chown=app /app /usr/bin/app
RUN --mount=type=cache,target=/x pip install flask==${VERSION}
USER app
CMD ["app"]
"""
BUILDKIT = (
    ("ADD rootfs.tar / # buildkit", True),
    ('CMD ["bash"]', False),
    ("RUN /bin/sh -c apt-get update &&     apt-get install -y curl # buildkit", True),
    ("ENV A=b", False),
    ("ARG VERSION=1", False),
    ("COPY /app /usr/bin/app # buildkit", True),
    ("RUN |1 VERSION=1 /bin/sh -c pip install flask==${VERSION} # buildkit", True),
    ("USER app", False),
    ('CMD ["app"]', False),
)
CLASSIC = (
    ("/bin/sh -c #(nop) ADD file:0a1b in / ", True),
    ('/bin/sh -c #(nop)  CMD ["bash"]', False),
    ("/bin/sh -c apt-get update &&     apt-get install -y curl", True),
    ("/bin/sh -c #(nop)  ENV A=b", False),
    ("/bin/sh -c #(nop) COPY file:0a1b2c in /usr/bin/app ", True),
    ("|1 VERSION=1 /bin/sh -c pip install flask==${VERSION}", True),
    ("/bin/sh -c #(nop)  USER app", False),
    ('/bin/sh -c #(nop)  CMD ["app"]', False),
)


def image(steps: tuple[tuple[str, bool], ...]) -> Target:
    """Return an image with this history."""
    made = [step for step, makes_layer in steps if makes_layer]
    return Target(
        name="app",
        kind="oci",
        config=ImageConfig(
            platform=Platform(os="linux", architecture="amd64"),
            history=tuple(HistoryEntry(created_by=s, empty_layer=not layer) for s, layer in steps),
        ),
        layers=tuple(
            LayerInfo(
                index=index,
                diff_id=DiffId(f"sha256:{index}"),
                digest=None,
                size_bytes=1,
                instruction=step,
            )
            for index, step in enumerate(made)
        ),
    )


@pytest.fixture
def dockerfile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a Dockerfile in the working directory."""
    (tmp_path / "Dockerfile").write_text(FILE)
    monkeypatch.chdir(tmp_path)
    return "Dockerfile"


def lines(target: Target) -> list[tuple[int, str]]:
    """Return line and confidence of each layer."""
    return [(each.line, each.confidence) for each in target.origins]


def test_buildkit_history_is_traced_through_stages(dockerfile: str) -> None:
    """What the base stage did and what was copied from another one have their own lines."""
    found, row = traced(image(BUILDKIT), dockerfile)
    assert lines(found) == [(2, "certain"), (3, "certain"), (13, "certain"), (14, "certain")]
    assert row.status is Status.RAN


def test_a_classic_history_is_traced_by_what_it_keeps(dockerfile: str) -> None:
    """Sources are a hash there; the destination tells which COPY it was."""
    found, _ = traced(image(CLASSIC), dockerfile)
    assert lines(found) == [(2, "certain"), (3, "certain"), (13, "likely"), (14, "certain")]


def test_a_stage_can_be_named(dockerfile: str) -> None:
    """PATH:STAGE is what was built; an unknown stage is an error that names the others."""
    found, _ = traced(image(BUILDKIT[:3]), f"{dockerfile}:base")
    assert lines(found) == [(2, "certain"), (3, "certain")]
    with pytest.raises(DockerfileMissingError, match="no stage 'other'"):
        traced(image(BUILDKIT), f"{dockerfile}:other")
    with pytest.raises(DockerfileMissingError, match="nowhere"):
        traced(image(BUILDKIT), "nowhere")


def test_a_squashed_image_points_at_from_with_low_confidence(dockerfile: str) -> None:
    """One layer of everything belongs to no line."""
    squashed = (*((step, False) for step, _ in BUILDKIT), ("", True))
    found, _ = traced(image(squashed), dockerfile)
    assert lines(found) == [(10, "low")]


def test_another_dockerfile_is_said_not_guessed(dockerfile: str) -> None:
    """Nothing agrees: FROM, low, and a row that asks whether it is the right file."""
    found, row = traced(image((("bazel build //x", True), ("bazel build //y", True))), dockerfile)
    assert {each for _, each in lines(found)} == {"low"}
    assert row.status is Status.SKIPPED
    assert "another file" in row.reason


def test_variables_in_the_file_are_likely(dockerfile: str, tmp_path: Path) -> None:
    """The history has the value where the file has the name."""
    (tmp_path / dockerfile).write_text("FROM x\nCOPY dist/${APP} /usr/local/bin/${APP}\n")
    filled = image(
        (("ADD x / # buildkit", True), ("COPY dist/web /usr/local/bin/web # buildkit", True))
    )
    assert lines(traced(filled, dockerfile)[0]) == [(1, "certain"), (2, "likely")]


def test_an_image_that_a_repository_builds_never_fails_for_its_dockerfile(tmp_path: Path) -> None:
    """A file that is gone leaves the image as it was."""
    target = image(BUILDKIT)
    assert traced_build(target, tmp_path, dockerfile="x", stage="", arguments={}) == target


def test_results_name_the_line_and_the_path_in_the_image(dockerfile: str) -> None:
    """SARIF: the line is the primary location, the path is related; JSON has both at the place."""
    result = sample()
    first = result.targets[0]
    steps = tuple((layer.instruction, True) for layer in first.layers)
    told, _ = traced(replace(image(steps), name=first.name, layers=first.layers), dockerfile)
    result = replace(result, targets=(replace(first, origins=told.origins), *result.targets[1:]))
    log = json.loads(write_sarif(result))
    found = [
        each
        for run in log["runs"]
        for each in run["results"]
        if each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "Dockerfile"
    ]
    assert found
    assert all(each["relatedLocations"] for each in found)
    document = json.loads(write_json(result))
    origins = [at.get("origin") for each in document["findings"] for at in each["locations"]]
    assert any(origin and origin["file"] == "Dockerfile" for origin in origins)


def test_copies_in_a_row_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their sources and their target: with flags, with the content in the file, or hashed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Dockerfile").write_text(
        "FROM debian:12\nCOPY --from=build --chown=1:1 /a /b\nCOPY <<X /etc/x\nhello\nX\n"
    )
    for first, second, sure in (
        ("COPY --chown=1:1 /a /b # buildkit", "COPY <<X /etc/x # buildkit", "certain"),
        (
            "/bin/sh -c #(nop) COPY --chown=1:1 dir:ab12 in /b ",
            "/bin/sh -c #(nop) COPY file:77ab in /etc/x ",
            "likely",
        ),
    ):
        found, _ = traced(image((("x", True), (first, True), (second, True))), "Dockerfile")
        assert lines(found)[1:] == [(2, sure), (3, sure)]
