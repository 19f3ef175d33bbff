"""Claims, components and targets for tests of merging, written short."""

from hullmark.model.component import Component, Location, Purl
from hullmark.model.finding import Claim, FixState, Priority
from hullmark.model.image import DiffId, Platform
from hullmark.model.scan import Target
from hullmark.model.severity import Rating, Severity

APP = Target(
    name="registry.example/team/app:2.4",
    kind="registry",
    platform=Platform(os="linux", architecture="amd64"),
)


def library(
    name: str = "jinja2",
    version: str = "3.1.2",
    *,
    kind: str = "pypi",
    path: str = "/opt/venv/lib/site-packages/jinja2.dist-info/METADATA",
    layer: int = 2,
) -> Component:
    """Return a language component at one path."""
    return Component(
        name=name,
        version=version,
        purl=Purl(f"pkg:{kind}/{name}@{version}"),
        type=kind,
        locations=(Location(path=path, layer=DiffId(f"sha256:{layer:064x}"), layer_index=layer),),
    )


def debian(
    name: str = "libssl3",
    version: str = "3.0.15-1~deb12u1",
    *,
    source: str = "openssl",
    source_version: str = "",
    layer: int = 0,
) -> Component:
    """Return an installed Debian package."""
    return Component(
        name=name,
        version=version,
        purl=Purl(f"pkg:deb/debian/{name}@{version}?arch=amd64&distro=debian-12"),
        type="deb",
        ecosystem="Debian:12",
        architecture="amd64",
        source_name=source,
        source_version=source_version,
        locations=(
            Location(
                path="/var/lib/dpkg/status",
                layer=DiffId(f"sha256:{layer:064x}"),
                layer_index=layer,
            ),
        ),
    )


def claim(  # one flat list of what differs reads best in a test
    advisory_id: str = "GHSA-h5c8-rqwp-cp95",
    aliases: tuple[str, ...] = (),
    component: Component | None = None,
    *,
    title: str = "",
    description: str = "",
    ratings: tuple[Rating, ...] = (),
    fixed_in: tuple[str, ...] = (),
    fix_state: FixState = FixState.UNKNOWN,
    priority: Priority | None = None,
    references: tuple[str, ...] = (),
    published_at: str | None = None,
    scanner: str = "native",
) -> Claim:
    """Return a claim; a library's flaw where no component is given."""
    return Claim(
        advisory_id=advisory_id,
        aliases=aliases,
        component=component or library(),
        title=title,
        description=description,
        references=references,
        ratings=ratings,
        fixed_in=fixed_in,
        fix_state=fix_state,
        priority=priority or Priority(),
        published_at=published_at,
        scanner=scanner,
    )


def word(source: str, label: str) -> Rating:
    """Return a rating that is only a vendor's word."""
    return Rating(source=source, label=label)


def score(source: str, value: float, *, vector: str = "") -> Rating:
    """Return a rating that is only a number."""
    return Rating(source=source, score=value, vector=vector or None)


def level(source: str, value: Severity) -> Rating:
    """Return a rating already in our levels."""
    return Rating(source=source, level=value)
