"""A repository becomes one image graph, whatever stands in its files."""

import json
import os
from pathlib import Path

import pytest

from hullmark.discovery.compose.load import load_project
from hullmark.discovery.compose.resolved import resolved
from hullmark.discovery.compose.short import duration_of, ports_of
from hullmark.discovery.graph import discover
from hullmark.discovery.plan import Role, Way, plan_scans
from hullmark.kernel.errors import HullmarkError
from hullmark.model.graph import EdgeKind, ImageGraph, NodeKind
from hullmark.pipeline.compose import resolve_compose

DOCKERFILE = """\
ARG VERSION=1.22
FROM golang:${VERSION} AS build
RUN go build
FROM gcr.io/distroless/static:nonroot
COPY --from=build /app /app
COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /uv
"""


def _repository(root: Path, files: dict[str, str | bytes]) -> ImageGraph:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return discover(root)


def _edges(graph: ImageGraph, kind: EdgeKind) -> set[tuple[str, str, str]]:
    return {
        (edge.source, edge.target, str(edge.place)) for edge in graph.edges if edge.kind is kind
    }


def _gaps(graph: ImageGraph) -> set[tuple[str, str]]:
    return {(gap.id[-4:], str(gap.place)) for gap in graph.gaps}


def test_stages_stand_on_images_and_on_each_other(tmp_path: Path) -> None:
    """FROM and COPY --from become edges with line and column, variables replaced."""
    graph = _repository(tmp_path, {"Dockerfile": DOCKERFILE})
    assert _edges(graph, EdgeKind.BASE) == {
        ("stage:Dockerfile#build", "image:docker.io/library/golang:1.22", "Dockerfile:2:6"),
        ("stage:Dockerfile#1", "image:gcr.io/distroless/static:nonroot", "Dockerfile:4:6"),
    }
    assert _edges(graph, EdgeKind.COPIES_FROM) == {
        ("stage:Dockerfile#1", "stage:Dockerfile#build", "Dockerfile:5:13"),
        ("stage:Dockerfile#1", "image:ghcr.io/astral-sh/uv:0.5", "Dockerfile:6:13"),
    }


@pytest.mark.parametrize(
    "name",
    ["Dockerfile.api", "api.Dockerfile", "Containerfile", "docker/web.dockerfile", "dockerfile"],
)
def test_usual_names_are_found(tmp_path: Path, name: str) -> None:
    """A Dockerfile is found under each of its usual names."""
    graph = _repository(tmp_path, {name: "FROM a:1\n"})
    assert [node.name for node in graph.of_kind(NodeKind.DOCKERFILE)] == [name]


def test_what_git_ignores_is_left_out(tmp_path: Path) -> None:
    """Ignored folders, .dockerignore files and documents about Dockerfiles are no Dockerfiles."""
    graph = _repository(
        tmp_path,
        {
            ".gitignore": "out/\n",
            "out/Dockerfile": "FROM a:1\n",
            "Dockerfile.dockerignore": "*\n",
            "Dockerfile.md": "# FROM\n",
        },
    )
    assert graph.nodes == ()


def test_compose_builds_and_runs(tmp_path: Path) -> None:
    """Builds with arguments change the base; missing files and targets are gaps."""
    graph = _repository(
        tmp_path,
        {
            ".env": "TAG=16\n",
            "Dockerfile": DOCKERFILE,
            "compose.yaml": """\
services:
  web:
    build:
      context: .
      target: build
      args: {VERSION: "1.23"}
    image: acme/web:1
  api:
    build: {context: ., dockerfile: docker/Dockerfile.api}
  job:
    build: ./missing
  db:
    image: postgres:${TAG}
  odd:
    image: ${NOWHERE}
  none:
    command: x
  bad:
    build: {context: ., target: nope}
""",
        },
    )
    assert ("stage:Dockerfile#build", "image:docker.io/library/golang:1.23", "Dockerfile:2:6") in (
        _edges(graph, EdgeKind.BASE)
    )
    assert _edges(graph, EdgeKind.RUNS) == {
        ("service:compose.yaml#db", "image:docker.io/library/postgres:16", "compose.yaml:13:12")
    }
    assert _edges(graph, EdgeKind.PRODUCES) == {
        ("service:compose.yaml#web", "image:docker.io/acme/web:1", "compose.yaml:7:12")
    }
    assert {
        ("0001", "compose.yaml:9:37"),
        ("0002", "compose.yaml:11:12"),
        ("0004", "compose.yaml:15:12"),
        ("0003", "compose.yaml:17:5"),
        ("0007", "compose.yaml:19:22"),
    } <= _gaps(graph)


def test_other_files_of_images(tmp_path: Path) -> None:
    """Kubernetes, Kustomize, charts, workflows and bake files all name images."""
    graph = _repository(
        tmp_path,
        {
            "k8s/cron.yaml": """\
apiVersion: batch/v1
kind: CronJob
metadata: {name: c}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
          - name: main
            image: busybox:1.36
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata: {name: p}
  spec:
    initContainers: [{name: i, image: "alpine:3.20"}]
""",
            "k8s/kustomization.yaml": (
                "resources: [cron.yaml]\nimages:\n- name: busybox\n  newTag: '1.37'\n"
            ),
            "chart/Chart.yaml": "name: c\nappVersion: 2.0.0\n",
            "chart/values.yaml": "image:\n  registry: quay.io\n  repository: acme/app\n  tag: ''\n",
            "chart/templates/d.yaml": (
                "{{ if .x }}\nspec:\n  image: redis:{{ .Chart.AppVersion }}\n{{ end }}\n"
            ),
            ".github/workflows/ci.yml": """\
jobs:
  test:
    container: node:22
    services:
      db: {image: "postgres:16"}
    steps:
    - uses: docker://aquasec/trivy:0.50.0
""",
            "app/Dockerfile": "FROM scratch\n",
            "docker-bake.hcl": """\
variable "TAG" { default = "7" }
target "app" {
  context = "app"
  tags = ["acme/app:${TAG}"]
}
""",
        },
    )
    names = {node.name for node in graph.of_kind(NodeKind.IMAGE)}
    assert names == {
        "busybox:1.37",
        "alpine:3.20",
        "quay.io/acme/app:2.0.0",
        "redis:2.0.0",
        "node:22",
        "postgres:16",
        "aquasec/trivy:0.50.0",
        "acme/app:7",
    }
    assert graph.issues == ()


def test_bad_files_are_issues_and_the_rest_is_read(tmp_path: Path) -> None:
    """Every broken file is named with its place; what is good beside it is found."""
    bomb = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
    )
    (tmp_path / "loop").symlink_to(tmp_path)
    graph = _repository(
        tmp_path,
        {
            "ok/compose.yaml": "services: {a: {image: 'a:1'}}\n",
            "broken/compose.yaml": "services: {a: [\n",
            "bomb/compose.yaml": f"{bomb}services: {{}}\n",
            "ring/compose.yaml": "include: [compose.yaml]\nservices: {b: {image: 'b:1'}}\n",
            "self/compose.yaml": "services: {c: {extends: c, image: 'c:1'}}\n",
            "binary/Dockerfile": b"\x7fELF\0\0\0",
            "large/Dockerfile": b"FROM a\n" + b"#" * 10_500_000,
            "open/Dockerfile": "FROM a:1\nRUN <<EOF\n",
            "list/compose.yaml": "- a\n",
            "deep/compose.yaml": "[" * 5000,
            "odd/docker-bake.hcl": "target {{{\n",
            "odd/docker-bake.json": "{",
            "k.yaml": "apiVersion: v1\nkind: Pod\nspec: {image: [\n",
        },
    )
    assert {issue.path for issue in graph.issues} == {
        "broken/compose.yaml",
        "bomb/compose.yaml",
        "ring/compose.yaml",
        "self/compose.yaml",
        "binary/Dockerfile",
        "large/Dockerfile",
        "open/Dockerfile",
        "list/compose.yaml",
        "deep/compose.yaml",
        "odd/docker-bake.hcl",
        "odd/docker-bake.json",
        "k.yaml",
    }
    assert "image:docker.io/library/a:1" in {node.id for node in graph.nodes}
    assert next(i for i in graph.issues if i.path == "open/Dockerfile").cause.startswith(
        "open/Dockerfile:2: "
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_unreadable_folder_is_an_issue(tmp_path: Path) -> None:
    """A folder that may not be listed is named."""
    (tmp_path / "closed").mkdir(mode=0)
    assert [issue.path for issue in _repository(tmp_path, {}).issues] == ["closed"]


def test_plan_pulls_foreign_images_and_builds_own(tmp_path: Path) -> None:
    """Bases are pulled; every stage is a build, intermediate or final."""
    graph = _repository(
        tmp_path,
        {
            "Dockerfile": DOCKERFILE,
            "compose.yaml": "services: {web: {build: ., image: 'acme/w:1'}}\n",
        },
    )
    found = {(each.name, each.way, each.roles) for each in plan_scans(graph)}
    assert found == {
        ("golang:1.22", Way.PULL, (Role.BASE,)),
        ("gcr.io/distroless/static:nonroot", Way.PULL, (Role.BASE,)),
        ("ghcr.io/astral-sh/uv:0.5", Way.PULL, (Role.BASE,)),
        ("Dockerfile stage build", Way.BUILD, (Role.INTERMEDIATE,)),
        ("web", Way.BUILD, (Role.FINAL,)),
    }


def test_includes_from_elsewhere_are_said(tmp_path: Path) -> None:
    """What an include would fetch is named as not followed; the rest is read."""
    text = "include: ['https://example.com/compose.yaml']\nservices: {a: {image: 'a:1'}}\n"
    graph = _repository(tmp_path, {"compose.yaml": text})
    assert [issue.cause for issue in graph.issues] == [
        "compose.yaml: include of 'https://example.com/compose.yaml' is not followed"
    ]
    assert [node.name for node in graph.of_kind(NodeKind.IMAGE)] == ["a:1"]


def test_variants_and_overrides_stand_over_their_base(tmp_path: Path) -> None:
    """An override speaks over its base; a variant that leaves the image out takes the base's."""
    graph = _repository(
        tmp_path,
        {
            "compose.yaml": "services: {a: {image: 'a:1'}, b: {image: 'b:1'}}\n",
            "compose.override.yaml": "services: {a: {image: 'a:2'}}\n",
            "compose.prod.yaml": "services: {b: {restart: always}}\n",
        },
    )
    assert _edges(graph, EdgeKind.RUNS) == {
        (
            "service:compose.override.yaml#a",
            "image:docker.io/library/a:2",
            "compose.override.yaml:1:23",
        ),
        ("service:compose.yaml#b", "image:docker.io/library/b:1", "compose.yaml:1:42"),
    }


def test_compose_mistakes_are_gaps(tmp_path: Path) -> None:
    """Names that nothing declares and rings of services are told with their place."""
    text = (
        "services:\n  a:\n    image: a:1\n    networks: [x]\n    depends_on: [b]\n"
        "  b:\n    image: b:1\n    depends_on: [a]\n"
    )
    graph = _repository(tmp_path, {"compose.yaml": text})
    assert {(gap.message, gap.place.line) for gap in graph.gaps} == {
        ('service "a" refers to undefined network x', 4),
        ("dependency cycle detected: a -> b -> a", 5),
    }


def test_a_name_like_a_dockerfiles_is_told_by_its_content(tmp_path: Path) -> None:
    """``Dockerfile.go`` that begins with FROM is one; code of that name is none."""
    files: dict[str, str | bytes] = {
        "a/Dockerfile.go": "# for Go\n\nFROM golang:1.22\n",
        "b/dockerfile.go": "package b\n",
    }
    graph = _repository(tmp_path, files)
    assert [node.name for node in graph.of_kind(NodeKind.DOCKERFILE)] == ["a/Dockerfile.go"]


def test_a_service_resets_what_it_inherits(tmp_path: Path) -> None:
    """``!reset`` takes an image away that an extended service names."""
    compose = (
        "services:\n  base: {image: 'nginx:1'}\n"
        "  two: {extends: base, image: !reset null, build: .}\n"
    )
    graph = _repository(tmp_path, {"compose.yaml": compose, "Dockerfile": "FROM scratch\n"})
    assert _edges(graph, EdgeKind.PRODUCES) == set()


def test_a_provided_service_needs_no_image(tmp_path: Path) -> None:
    """``provider:`` stands for something that compose itself does not run."""
    compose = "services:\n  db: {provider: {type: cloud}}\n"
    assert _gaps(_repository(tmp_path, {"compose.yaml": compose})) == set()


def test_bind_mounts_of_included_files_stand_where_their_file_does() -> None:
    """A path in an included file is relative to that file, a name of a volume is none."""
    files = {
        "compose.yaml": b"include: [sub/c.yaml]\nservices: {a: {image: x, volumes: ['./d:/d']}}",
        "sub/c.yaml": b"services: {b: {image: x, volumes: ['./d:/d', 'vol:/v']}}\nvolumes: {vol: }",
    }
    project = resolved(load_project(["compose.yaml"], files.get, variables={}))
    sources = {
        name: [volume["source"] for volume in service["volumes"]]
        for name, service in project["services"].items()
    }
    assert sources == {"a": ["./d"], "b": ["./sub/d", "vol"]}


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("80", {"target": 80}),
        ("127.0.0.1::80/udp", {"host_ip": "127.0.0.1", "target": 80, "protocol": "udp"}),
        ("[::1]:8080:80", {"host_ip": "::1", "target": 80, "published": "8080"}),
        ("8000-9000:80", {"target": 80, "published": "8000-9000"}),
    ],
)
def test_a_short_port_is_written_out(text: str, long: dict[str, object]) -> None:
    """Address, range and protocol come apart."""
    assert ports_of(text) == [{"mode": "ingress", "protocol": "tcp", **long}]


@pytest.mark.parametrize(
    ("text", "said"),
    [("90s", "1m30s"), ("1h", "1h0m0s"), ("1500ms", "1.5s"), ("10ms", "10ms"), ("soon", "soon")],
)
def test_a_duration_is_spelled_as_compose_does(text: str, said: str) -> None:
    """Minutes and hours are carried; what is no duration stays."""
    assert duration_of(text) == said


def test_a_project_is_printed_from_its_file_or_its_folder(tmp_path: Path) -> None:
    """The folder gives the name; a folder's override is taken; what compose refuses is refused."""
    folder = tmp_path / "My App"
    folder.mkdir()
    (folder / "compose.yaml").write_text("services: {web: {image: 'a:1', ports: ['80:80']}}\n")
    (folder / "compose.override.yaml").write_text("services: {web: {image: 'a:2'}}\n")
    whole = json.loads(resolve_compose(folder))
    alone = json.loads(resolve_compose(folder / "compose.yaml"))
    assert whole["name"] == alone["name"] == "myapp"
    assert [each["services"]["web"]["image"] for each in (whole, alone)] == ["a:2", "a:1"]
    (folder / "compose.override.yaml").write_text("services: {web: {depends_on: [db]}}\n")
    with pytest.raises(HullmarkError, match="depends on undefined service"):
        resolve_compose(folder)


def test_a_parameter_stands_for_its_default(tmp_path: Path) -> None:
    """A task's image by parameter is the default one; without a default it stays a gap."""
    task = (
        "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: t}\nspec:\n"
        "  params:\n  - {name: runtime, default: 'python:3.13'}\n  - {name: other}\n"
        "  steps:\n  - {name: a, image: $(params.runtime)}\n  - {name: b, image: $(params.other)}\n"
    )
    graph = _repository(tmp_path, {"task.yaml": task})
    assert [node.name for node in graph.of_kind(NodeKind.IMAGE)] == ["python:3.13"]
    assert _gaps(graph) == {("0004", "task.yaml:10:22")}
