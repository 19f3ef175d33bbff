"""Results to record, and stores of both databases to record them in."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from hullmark.merge.fingerprint import fingerprint
from hullmark.model.component import Component, Location, Purl
from hullmark.model.finding import Finding, Kind, Source
from hullmark.model.image import DiffId, Digest, LayerInfo, Platform
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import ScanResult, Target, Verdict, VerdictStatus
from hullmark.model.severity import Severity
from hullmark.store.connection import Store
from hullmark.store.open import open_store
from hullmark.store.place import Place, place_of
from postgres_server import PostgresServer, postgres_server

START = datetime(2026, 1, 1, tzinfo=UTC)
NAME = "registry.example.com/shop/web"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Give a server for the whole run; tests that need it are skipped where there is none."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Give the place of a store that does not exist yet, in each database."""
    if request.param == "sqlite":
        return Place(path=tmp_path / "store.db")
    server: PostgresServer = request.getfixturevalue("postgres")
    return place_of(server.new_database(), home=tmp_path)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """Give an empty store in each database."""
    opened = open_store(place)
    yield opened
    opened.close()


def package(name: str, version: str = "1.0", *, layer: int = 1) -> Component:
    """Return a component seen in one file of one layer."""
    return Component(
        name=name,
        version=version,
        purl=Purl(f"pkg:pypi/{name}@{version}"),
        type="pypi",
        ecosystem="PyPI",
        locations=(Location(path=f"/site/{name}/METADATA", layer=diff_id(layer), layer_index=layer,
                            instruction=f"RUN step {layer}"),),
    )  # fmt: skip


def diff_id(index: int, build: int = 0) -> DiffId:
    """Return the diff ID of a layer."""
    return DiffId(f"sha256:{index:08x}{build:08x}" + "ab" * 24)


def flaw(
    identifier: str,
    component: Component,
    *,
    severity: Severity = Severity.HIGH,
    target: str = f"{NAME}:1",
    version: str = "1",
) -> Finding:
    """Return a finding of the native scanner."""
    name = ("pypi", component.name)
    return Finding(
        id=fingerprint(Kind.VULNERABILITY, identifier, name, NAME),
        kind=Kind.VULNERABILITY,
        identifiers=(identifier,),
        title=f"flaw in {component.name}",
        description="What is wrong. " * 5,
        severity=severity,
        rating=None,
        component=component,
        locations=component.locations,
        sources=(
            Source(scanner="native", version=version, rule=identifier, data_date="2026-01-01"),
        ),
        target=target,
    )


def result(
    findings: Sequence[Finding] = (),
    *,
    components: Sequence[Component] = (),
    tag: str = "1",
    at: int = 0,
    build: int = 0,
) -> ScanResult:
    """Return the result of scanning one image.

    Args:
        findings: What is wrong with it.
        components: What is in it.
        tag: Of the image.
        at: Minutes after the first scan of all.
        build: Tells images apart.
    """
    name = f"{NAME}:{tag}"
    target = Target(
        name=name,
        kind="registry",
        digest=Digest(f"sha256:{build:064x}"),
        platform=Platform(os="linux", architecture="amd64"),
        layers=tuple(
            LayerInfo(index=index, diff_id=diff_id(index), digest=None, size_bytes=100,
                      instruction=f"RUN step {index}")
            for index in range(3)
        ),
    )  # fmt: skip
    row = LedgerRow(target=name, scanner="native", check="packages", status=Status.RAN)
    return ScanResult(
        created_at=START + timedelta(minutes=at),
        tool_version="0.1",
        verdict=Verdict(status=VerdictStatus.PASS),
        targets=(target,),
        components=tuple(components),
        component_targets=(name,) * len(components),
        findings=tuple(replace(finding, target=name) for finding in findings),
        ledger=(row,),
    )


def lineage(_result: ScanResult) -> list[str]:
    """Return the lineage of each target of a result made here."""
    return [f"{NAME}@linux/amd64" for _ in _result.targets]
