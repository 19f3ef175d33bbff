"""Any bytes under any name that matters: a graph with issues, never anything else."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hullmark.discovery.compose.interpolate import interpolate
from hullmark.discovery.graph import discover
from hullmark.formats.dockerfile import parse_dockerfile
from hullmark.formats.dockerfile_words import expand
from hullmark.kernel.errors import HullmarkError
from hullmark.report.graph.write import GRAPH_FORMATS, write_graph

NAMES = (
    "Dockerfile",
    "compose.yaml",
    "compose.override.yaml",
    "k8s/pod.yaml",
    "k8s/kustomization.yaml",
    "chart/Chart.yaml",
    "chart/values.yaml",
    "chart/templates/a.yaml",
    ".github/workflows/ci.yml",
    "action.yml",
    "docker-bake.hcl",
    "docker-bake.json",
    ".env",
    ".gitignore",
)
PIECES = st.sampled_from(
    [
        *(
            "services:\n",
            "  a:\n",
            "    image: ",
            "    build: ",
            "x:1\n",
            "${A:-b}",
            "${",
            "!reset ",
        ),
        *(
            "apiVersion: v1\n",
            "kind: Pod\n",
            "spec:\n",
            "  containers:\n",
            "  - image: y\n",
            "---\n",
        ),
        *(
            "FROM a AS b\n",
            "FROM $X\n",
            "COPY --from=b x y\n",
            "RUN <<E\n",
            "E\n",
            "ARG X=1\n",
            "\\\n",
        ),
        *(
            "include: [compose.yaml]\n",
            "    extends: a\n",
            "- ",
            "{",
            "}",
            "[",
            "]",
            '"',
            "'",
            ": ",
        ),
        *(
            'target "t" {\n',
            "context = ",
            "inherits = ",
            "null\n",
            "&a ",
            "*a\n",
            "<<: ",
            "\t",
            "\n",
        ),
        *(
            "jobs:\n",
            "    container: ",
            "runs:\n",
            "    services:\n",
            "images:\n- name: y\n",
            "{{ .V }}",
        ),
    ]
)
TEXT = st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join)
CONTENT = TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), CONTENT, max_size=6))
def test_any_repository_gives_a_graph(files: dict[str, bytes]) -> None:
    """Whatever the files hold, there is a graph and every writer can write it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        graph = discover(Path(folder))
        known = {node.id for node in graph.nodes}
        for edge in graph.edges:
            assert {edge.source, edge.target} <= known
        for name in GRAPH_FORMATS:
            assert write_graph(graph, name)


@settings(max_examples=200, deadline=None)
@given(CONTENT)
def test_any_bytes_are_a_dockerfile_or_refused(data: bytes) -> None:
    """A Dockerfile is parsed or refused with file and line."""
    try:
        parse_dockerfile(data, path="D")
    except HullmarkError as error:
        assert error.message.startswith("D:")  # noqa: PT017 - most texts are fine


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="a$ {}:-+?#%/\\'\"*1`", max_size=30))
def test_any_text_is_expanded_or_refused(text: str) -> None:
    """Words of Dockerfiles and templates of compose files never raise anything foreign."""
    for work in (lambda: expand(text, {"a": "b/c"}), lambda: interpolate(text, {"a": "b"})):
        try:
            work()
        except HullmarkError as error:
            assert error.message  # noqa: PT017 - as above
