"""Whatever images are scanned in whatever order, warm results are cold results."""

import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cache_cases import content_of, open_cache, read_target
from image_builder import OPAQUE, WHITEOUT, Content, Link, build_image, docker_archive, write_layout

_FOLDERS = ("app", "app/lib", "opt", "srv/app")


def _metadata(name: str, version: int) -> bytes:
    return f"Name: {name}\nVersion: {version}\n\n".encode()


@st.composite
def _layer(draw: st.DrawFn) -> dict[str, Content]:
    """Draw files that state packages, in folders that other layers delete and hide."""
    files: dict[str, Content] = {}
    for folder in draw(st.lists(st.sampled_from(_FOLDERS), max_size=3, unique=True)):
        name = draw(st.sampled_from(["one", "two"]))
        path = f"{folder}/{name}.dist-info/METADATA"
        match draw(st.sampled_from(["file", "broken", "whiteout", "opaque", "link"])):
            case "file":
                files[path] = _metadata(name, draw(st.integers(1, 3)))
            case "broken":
                files[f"{folder}/package-lock.json"] = b"{"
            case "whiteout":
                files[draw(st.sampled_from([folder, path]))] = WHITEOUT
            case "opaque":
                files[folder] = OPAQUE
            case _:
                files["app/one.dist-info/METADATA"] = _metadata("one", 1)
                if path not in files:
                    files[path] = Link("app/one.dist-info/METADATA", hard=True)
    return files


_POOLS = st.lists(_layer(), min_size=1, max_size=4)
_STACKS = st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4), min_size=1, max_size=5)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pool=_POOLS, stacks=_STACKS, form=st.sampled_from(["oci", "old", "new"]))
def test_warm_is_cold(
    tmp_path: Path, pool: list[dict[str, Content]], stacks: list[list[int]], form: str
) -> None:
    """Images stacked from shared layers, in every position, scanned twice with one cache."""
    shutil.rmtree(tmp_path, ignore_errors=True)
    tmp_path.mkdir()
    cache = open_cache(tmp_path / "cache")
    targets = [
        _write(tmp_path / str(at), [pool[number % len(pool)] for number in stack], form)
        for at, stack in enumerate(stacks)
    ]
    cold = {target: content_of(read_target(target, None)[0]) for target in targets}
    for target in (*targets, *reversed(targets)):
        for whole in (False, True):
            assert content_of(read_target(target, cache, whole=whole)[0]) == cold[target]
    for target in targets:
        assert read_target(target, cache)[0].cached_layers == len(stacks[targets.index(target)])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pool=_POOLS, harm=st.lists(st.tuples(st.integers(0), st.integers(0), st.binary(max_size=9))))
def test_a_damaged_cache_changes_no_result(
    tmp_path: Path, pool: list[dict[str, Content]], harm: list[tuple[int, int, bytes]]
) -> None:
    """Bytes overwritten, put in and cut off anywhere, the key included: the scan is the same."""
    shutil.rmtree(tmp_path, ignore_errors=True)
    tmp_path.mkdir()
    target = _write(tmp_path / "image", pool, "oci")
    cold, _ = read_target(target, open_cache(tmp_path / "cache"))
    files = [*sorted((tmp_path / "cache/entries").iterdir()), tmp_path / "cache/secret"]
    for which, at, wrong in harm:
        path = files[which % len(files)]
        data = path.read_bytes()
        at %= len(data) + 1
        path.write_bytes(data[:at] + wrong + data[at + len(wrong) + 1 :])
    warm, _ = read_target(target, open_cache(tmp_path / "cache"))
    assert content_of(warm) == content_of(cold)


def _write(path: Path, layers: list[dict[str, Content]], form: str) -> str:
    image = build_image(layers)
    if form == "oci":
        return f"oci:{write_layout(path, {'1': image})}:1"
    path.write_bytes(docker_archive({"app:1": image}, form=form))  # type: ignore[arg-type]
    return f"docker-archive:{path}"
