"""A scan result with something of everything, for tests of the writers."""

from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from hullmark.model.component import Component, Distribution, Evidence, Location, Purl
from hullmark.model.finding import Finding, Fingerprint, FixState, Kind, Priority, Source
from hullmark.model.image import (
    DiffId,
    Digest,
    HistoryEntry,
    ImageConfig,
    LayerInfo,
    Platform,
)
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import DataSource, Reason, ScanResult, Target, Verdict, VerdictStatus
from hullmark.model.severity import Rating, Severity

TARGET = "registry.example.com/shop/app:2.4"
STEPS = (
    "/bin/sh -c #(nop) ADD file:3c1f in / ",
    "RUN /bin/sh -c pip install -r requirements.txt # buildkit",
    "COPY tools /usr/local/bin # buildkit",
    "COPY . /srv/app # buildkit",
)
HOSTILE = 'evil\x1b[31m\u202e|<img src=x>"`=1+1`\n{0}[x](http://a.b)\udce9'


def diff_id(index: int) -> DiffId:
    """Return a diff ID that is easy to recognise."""
    return DiffId("sha256:" + f"{index + 1:x}" * 64)


def at(path: str, layer: int, *, line: int | None = None) -> Location:
    """Return a place in one of the layers."""
    return Location(
        path=path,
        layer=diff_id(layer),
        layer_index=layer,
        instruction=STEPS[layer],
        line=line,
    )


def component(kind: str, name: str, version: str, where: Location, **more: object) -> Component:
    """Return a component seen in one place."""
    spelled = name.replace("@", "%40").replace(":", "/")
    values: dict[str, Any] = {"purl": f"pkg:{kind}/{spelled}@{version}", **more}
    return Component(name=name, version=version, type=kind, locations=(where,), **values)


DPKG = at("/var/lib/dpkg/status", 0)
OPENSSL = component(
    "deb",
    "openssl",
    "3.0.11-1~deb12u2",
    DPKG,
    purl="pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12",
    ecosystem="Debian:12",
    licenses=("Apache-2.0", "GPL-2+ with OpenSSL exception"),
    architecture="amd64",
    cataloger="dpkg",
)
LIBSSL = component(
    "deb",
    "libssl3",
    "3.0.11-1~deb12u2",
    DPKG,
    purl="pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12",
    ecosystem="Debian:12",
    source_name="openssl",
    architecture="amd64",
    cataloger="dpkg",
)
TAR = component(
    "deb",
    "tar",
    "1.34+dfsg-1.2",
    DPKG,
    purl="pkg:deb/debian/tar@1.34%2Bdfsg-1.2?arch=amd64&distro=debian-12",
    ecosystem="Debian:12",
    licenses=("GPL-3.0-or-later",),
    cataloger="dpkg",
)
SITE = "/usr/local/lib/python3.11/site-packages"
JINJA = component(
    "pypi",
    "jinja2",
    "3.1.2",
    at(f"{SITE}/jinja2-3.1.2.dist-info/METADATA", 1),
    ecosystem="PyPI",
    licenses=("BSD-3-Clause",),
    cataloger="python-installed",
)
URLLIB = component(
    "pypi",
    "urllib3",
    "1.26.4",
    at(f"{SITE}/urllib3-1.26.4.dist-info/METADATA", 1),
    ecosystem="PyPI",
    licenses=("MIT License",),
    cataloger="python-installed",
)
STDLIB = component(
    "golang",
    "stdlib",
    "1.19.1",
    at("/usr/local/bin/tool", 2),
    ecosystem="Go",
    cataloger="go-binary",
)
MINIMIST = component(
    "npm",
    "@acme/minimist",
    "1.2.5",
    at("/srv/app/node_modules/@acme/minimist/package.json", 3),
    ecosystem="npm",
    licenses=("(MIT OR Apache-2.0)",),
    cataloger="node-installed",
)
MINIMIST_OLD = replace(
    MINIMIST,
    version="0.0.8",
    purl=Purl("pkg:npm/%40acme/minimist@0.0.8"),
    locations=(at("/srv/app/node_modules/mkdirp/node_modules/@acme/minimist/package.json", 3),),
)
EVIL = component(
    "npm",
    HOSTILE,
    "1.0",
    at(f"/srv/app/node_modules/{HOSTILE}/package.json", 3),
    purl="pkg:npm/evil%1B@1.0",
    evidence=Evidence.DECLARED,
    licenses=(HOSTILE, ""),
)


def finding(
    identifiers: str,
    subject: Component,
    severity: Severity,
    *,
    score: float | None = None,
    source: str = "nvd",
    **more: object,
) -> Finding:
    """Return a vulnerability; ``identifiers`` are separated by spaces."""
    names = tuple(identifiers.split())
    rating = Rating(
        source=source,
        level=severity,
        score=score,
        vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" if score else None,
    )
    key = f"{names[0]}:{subject.type}:{subject.name}@{subject.version}"
    values: dict[str, Any] = {
        "id": Fingerprint(key),
        "kind": Kind.VULNERABILITY,
        "identifiers": names,
        "title": f"A flaw in {subject.name}",
        "severity": severity,
        "rating": rating,
        "ratings": (rating,),
        "component": subject,
        "locations": subject.locations,
        "sources": (
            Source(
                scanner="native",
                version="0.1.0",
                rule=names[-1],
                severity=severity,
                data_date="2026-11-22",
            ),
        ),
        "references": (f"https://example.com/{names[0]}",),
        "published_at": "2024-02-03",
        "target": TARGET,
    }
    return Finding(**(values | more))


def _findings() -> tuple[Finding, ...]:
    fixed = FixState.FIXED
    return (
        finding(
            "CVE-2024-1111 DSA-5764-1",
            OPENSSL,
            Severity.CRITICAL,
            score=9.8,
            source="debian",
            packages=(OPENSSL.purl, LIBSSL.purl),
            fixed_in=("3.0.14-1~deb12u1",),
            fix_state=fixed,
            description="Memory is freed twice.\n\n* first\n* second",
        ),
        finding(
            "CVE-2023-2222",
            OPENSSL,
            Severity.LOW,
            source="debian",
            packages=(LIBSSL.purl,),
            fixed_in=("3.0.13-1~deb12u1",),
            fix_state=fixed,
        ),
        finding(
            "CVE-2005-2541",
            TAR,
            Severity.NEGLIGIBLE,
            source="debian",
            packages=(TAR.purl,),
            fix_state=FixState.WONT_FIX,
        ),
        finding(
            "CVE-2024-22195 GHSA-h5c8-rqwp-cp95",
            JINJA,
            Severity.MEDIUM,
            score=5.4,
            source="ghsa",
            fixed_in=("3.1.3",),
            fix_state=fixed,
            priority=Priority(epss=0.00104, epss_percentile=0.42),
        ),
        finding(
            "CVE-2024-56326 GHSA-q2x7-8rv6-6q7h",
            JINJA,
            Severity.HIGH,
            score=7.8,
            source="ghsa",
            fixed_in=("3.1.5",),
            fix_state=fixed,
        ),
        finding(
            "CVE-2023-43804 GHSA-v845-jxx5-vc9f",
            URLLIB,
            Severity.HIGH,
            score=8.1,
            source="ghsa",
            fixed_in=("1.26.17", "2.0.6"),
            fix_state=fixed,
            priority=Priority(known_exploited=True, epss=0.91, epss_percentile=0.99),
        ),
        finding(
            "CVE-2022-41717 GO-2022-1144",
            STDLIB,
            Severity.MEDIUM,
            score=5.3,
            fixed_in=("1.18.9", "1.19.4"),
            fix_state=fixed,
        ),
        finding(
            "CVE-2021-44906 GHSA-xvch-5gv4-984h",
            MINIMIST,
            Severity.CRITICAL,
            fixed_in=("1.2.6",),
            fix_state=fixed,
        ),
        finding(
            "CVE-2021-44906 GHSA-xvch-5gv4-984h",
            MINIMIST_OLD,
            Severity.CRITICAL,
            fixed_in=("0.2.4", "1.2.6"),
            fix_state=fixed,
        ),
        finding("GHSA-aaaa-bbbb-cccc", EVIL, Severity.UNKNOWN, references=("javascript:alert(1)",)),
        finding(
            "CVE-2020-0001",
            URLLIB,
            Severity.HIGH,
            suppressed=True,
            fixed_in=("1.26.5",),
            fix_state=fixed,
        ),
    )


def sample() -> ScanResult:
    """Return a result of one image: four layers, four ecosystems, hostile names."""
    layers = tuple(
        LayerInfo(
            index=index,
            diff_id=diff_id(index),
            digest=Digest("sha256:" + "abcd"[index] * 64),
            size_bytes=1_000 * (index + 1),
            instruction=step,
        )
        for index, step in enumerate(STEPS)
    )
    history = [HistoryEntry(created_by=step) for step in STEPS]
    history.insert(1, HistoryEntry(created_by='CMD ["bash"]', empty_layer=True))
    target = Target(
        name=TARGET,
        kind="registry",
        digest=Digest("sha256:4f1c" + "0" * 58 + "e9"),
        config_digest=Digest("sha256:" + "c" * 64),
        platform=Platform(os="linux", architecture="amd64"),
        distribution=Distribution(id="debian", version="12.4", codename="bookworm"),
        config=ImageConfig(
            platform=Platform(os="linux", architecture="amd64"),
            created_at=datetime(2026, 11, 20, tzinfo=UTC),
            user="root",
            env=("TOKEN=hunter2",),
            cmd=("python", "-m", "shop"),
            labels={"b": "2", "a": "1"},
            diff_ids=tuple(diff_id(index) for index in range(4)),
            history=tuple(history),
        ),
        layers=layers,
        size_bytes=10_000,
    )
    return ScanResult(
        created_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
        tool_version="0.1.0",
        verdict=Verdict(
            status=VerdictStatus.FAIL,
            reasons=(Reason(message="3 critical with a fix", policy="HM-GATE-0001"),),
        ),
        targets=(target,),
        components=(OPENSSL, LIBSSL, TAR, JINJA, URLLIB, STDLIB, MINIMIST, MINIMIST_OLD, EVIL),
        removed=(replace(JINJA, version="2.0", removed_in=diff_id(3)),),
        owned=(replace(URLLIB, version="1.0", owner=TAR.purl),),
        findings=_findings(),
        ledger=(
            LedgerRow(
                target=TARGET,
                scanner="native",
                check="vulnerabilities",
                status=Status.RAN,
                data_date="2026-11-22",
            ),
            LedgerRow(
                target=TARGET,
                scanner="native",
                check="srv/app/yarn.lock",
                status=Status.PARTIAL,
                reason="yarn.lock of layer 3: broken line 88",
            ),
            LedgerRow(
                target=TARGET,
                scanner="native",
                check="layer 2",
                status=Status.FAILED,
                reason=f"'{HOSTILE}' ends early",
            ),
            LedgerRow(
                target=TARGET,
                scanner="native",
                check="advisories",
                status=Status.STALE,
                reason="the data is 30 days old",
                data_date="2026-10-25",
            ),
        ),
        data=(
            DataSource(name="osv", date="2026-11-22", records=120_000),
            DataSource(name="debian", date="2026-11-22", records=60_000),
            DataSource(name="kev", date="2026-11-20", records=1_400),
        ),
        data_kind="full",
        duration_s=2.13,
        settings={"fail_on": "critical"},
    )


def empty() -> ScanResult:
    """Return a result that holds nothing at all."""
    return ScanResult(
        created_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
        tool_version="0.1.0",
        verdict=Verdict(status=VerdictStatus.PASS),
    )


def two_targets() -> ScanResult:
    """Return a result of two images that share a component and a finding."""
    one = sample()
    other = replace(one.targets[0], name="registry.example.com/shop/web:1", digest=None)
    moved = [replace(item, target=other.name) for item in one.findings[:2]]
    return replace(
        one,
        targets=(*one.targets, other),
        components=(*one.components, OPENSSL, LIBSSL),
        component_targets=(TARGET,) * len(one.components) + (other.name,) * 2,
        findings=(*one.findings, *moved),
    )


def bumped() -> ScanResult:
    """Return the sample one release later: new tag, digest and versions, same problems."""
    result = sample()
    target = replace(
        result.targets[0],
        name="registry.example.com/shop/app:2.5@sha256:" + "7" * 64,
        digest=Digest("sha256:" + "7" * 64),
    )
    return replace(
        result,
        targets=(target,),
        findings=tuple(replace(_newer(item), target=target.name) for item in result.findings),
    )


def _newer(item: Finding) -> Finding:
    assert item.component is not None
    old = item.component.version
    new = f"{old}.post9"
    places = tuple(
        replace(place, path=place.path.replace(old, new), layer=diff_id(9), line=7)
        for place in item.locations
    )
    subject = replace(item.component, version=new, locations=places)
    return replace(item, component=subject, locations=places)
