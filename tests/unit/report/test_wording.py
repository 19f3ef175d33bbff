"""Small conversions of foreign text: instructions, lineages, links, Markdown, scores."""

import pytest
from msgspec.structs import replace
from packageurl import PackageURL

from hullmark.model.component import Location
from hullmark.model.finding import Kind
from hullmark.model.image import Platform
from hullmark.model.lineage import category_of
from hullmark.model.scan import Target
from hullmark.model.severity import Severity
from hullmark.report.fingerprints import rule_id_of, versionless
from hullmark.report.image_name import purl_of, repository_of
from hullmark.report.instruction import to_instruction
from hullmark.report.links import help_link, path_uri, web_links
from hullmark.report.markdown_text import code, literal
from hullmark.report.score import security_severity
from hullmark.report.visible import visible
from report_sample import JINJA, component, finding, sample


@pytest.mark.parametrize(
    ("created_by", "instruction"),
    [
        ("/bin/sh -c #(nop) ADD file:abc in / ", "ADD file:abc in /"),
        ('/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'),
        ("RUN /bin/sh -c pip install -r r.txt # buildkit", "RUN pip install -r r.txt"),
        ("RUN |2 A=b B=c /bin/sh -c make # buildkit", "RUN make"),
        ("|1 A=x /bin/sh -c make", "RUN make"),
        ("/bin/sh -c apt-get update", "RUN apt-get update"),
        ("RUN /bin/bash -o pipefail -c foo # buildkit", "RUN foo"),
        ("RUN --mount=type=cache,target=/x pip install", "RUN pip install"),
        ("COPY . /srv # buildkit", "COPY . /srv"),
        ("|2 A=1 B=2 /bin/true x", "RUN /bin/true x"),
        ("RUN |1 A=b /bin/true x # buildkit", "RUN /bin/true x"),
        ("|1 A=b c", "RUN c"),
        ("|2 A=b c d", "|2 A=b c d"),
        ("debootstrap minbase", "debootstrap minbase"),
        ("RUN a \\\n\t b", "RUN a \\ b"),
        ("", ""),
    ],
)
def test_history_reads_like_a_dockerfile(created_by: str, instruction: str) -> None:
    """Wrappings of classic builder and BuildKit are taken off."""
    assert to_instruction(created_by) == instruction


@pytest.mark.parametrize(
    ("name", "kind", "repository"),
    [
        ("registry.example:5000/team/app:2.4", "registry", "registry.example:5000/team/app"),
        ("localhost:5000/app", "registry", "localhost:5000/app"),
        ("app:1@sha256:" + "a" * 64, "registry", "app"),
        ("./out/app-oci:latest", "oci", "app-oci"),
        ("/tmp/build-77/app.tar", "oci-archive", "app.tar"),
        ("/home/me/root", "rootfs", "root"),
        (".", "repo", "."),
        ("", "registry", "registry"),
    ],
)
def test_a_repository_has_no_tag_digest_or_folder(name: str, kind: str, repository: str) -> None:
    """What stays the same from release to release and from runner to runner."""
    assert repository_of(Target(name=name, kind=kind)) == repository


def test_a_lineage_is_repository_and_platform() -> None:
    """Two platforms of one image are two lineages."""
    platform = Platform(os="linux", architecture="arm64", variant="v8")
    assert category_of(Target(name="app:1", kind="registry", platform=platform)) == (
        "docker.io/library/app/linux/arm64/v8"
    )


def test_the_purl_of_an_image_can_be_parsed() -> None:
    """``pkg:oci`` with digest, architecture, repository and tag."""
    target = sample().targets[0]
    purl = PackageURL.from_string(purl_of(target) or "")
    assert (purl.type, purl.name, purl.version) == ("oci", "app", target.digest)
    assert purl.qualifiers["tag"] == "2.4"
    assert purl.qualifiers["repository_url"] == "registry.example.com/shop/app"
    assert purl_of(replace(target, digest=None)) is None


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("/usr/bin/tool", "usr/bin/tool"),
        ("a//b/./c/../d", "a/b/d"),
        ("../../etc/passwd", "etc/passwd"),
        ("/a b/ä#?:%", "a%20b/%C3%A4%23%3F%3A%25"),
        ("caf\udce9", "caf%E9"),
        ("\ud800", "%ED%A0%80"),
        ("", ""),
    ],
)
def test_paths_become_relative_references(path: str, uri: str) -> None:
    """Every byte of a name survives, dots do not."""
    assert path_uri(path) == uri


def test_only_web_addresses_are_linked() -> None:
    """Scripts, spaces and control characters are no links."""
    assert web_links(
        (
            "https://a.example/x?y=1#z",
            "javascript:alert(1)",
            "http://a.example/ b",
            "http://a.example/\x1b",
            "https://a.example/x?y=1#z",
            "http://a.example/%zz|<",
        )
    ) == ["https://a.example/x?y=1#z", "http://a.example/%25zz%7C%3C"]


def test_help_is_at_the_home_of_the_id() -> None:
    """CVE and GHSA have pages of their own; other ids have their references."""
    assert help_link(finding("CVE-2024-1111", JINJA, Severity.LOW)).startswith("https://www.cve")
    assert help_link(finding("GO-2024-1", JINJA, Severity.LOW)) == "https://example.com/GO-2024-1"
    assert help_link(finding("X", JINJA, Severity.LOW, references=("ftp://x",))) == ""


def test_visible_spells_out_what_cannot_be_seen() -> None:
    """Controls, overrides, invisible and unassigned characters, undecodable bytes."""
    assert visible("a\x1b\u202e\u200b\udce9\ud800\x00b\nc") == (
        r"a\x1b\u202e\u200b\xe9\ud800\x00b c"
    )
    assert visible("jinja2 – ä 日本") == "jinja2 – ä 日本"


def test_literal_markdown_has_no_effect() -> None:
    """Markup, HTML, mentions and bare addresses are parted or escaped."""
    assert literal("[x](y)|`*_<b>") == r"\[x\](y)\|\`\*\_&lt;b&gt;"
    assert literal("@team #1 https://a.b www.x.y") == (
        "@<!-- -->team #<!-- -->1 https:<!-- -->//a.b www<!-- -->.x.y"
    )


def test_code_spans_hold_backticks_and_bars() -> None:
    """The fence is longer than any run inside, bars are escaped for tables."""
    assert code("a`b``c|") == "``` a`b``c\\| ```"
    assert code("plain") == "`plain`"
    assert code("  ") == ""


@pytest.mark.parametrize(
    ("level", "score", "expected"),
    [
        (Severity.CRITICAL, None, 9.5),
        (Severity.CRITICAL, 9.0, 9.1),
        (Severity.CRITICAL, 10.0, 10.0),
        (Severity.HIGH, 7.04, 7.0),
        (Severity.HIGH, 9.8, 8.0),
        (Severity.MEDIUM, 0.0, 5.5),
        (Severity.LOW, None, 2.0),
        (Severity.NEGLIGIBLE, 9.8, 2.0),
        (Severity.UNKNOWN, None, 5.5),
        (Severity.MEDIUM, float("nan"), 5.5),
    ],
)
def test_a_security_severity_agrees_with_the_level(
    level: Severity, score: float | None, expected: float
) -> None:
    """Real scores inside the band, else the fallback of the level, never 0.0."""
    assert security_severity(finding("CVE-1", JINJA, level, score=score)) == expected


@pytest.mark.parametrize(
    ("path", "version", "expected"),
    [
        ("site/jinja2-3.1.2.dist-info/METADATA", "3.1.2", "site/jinja2-*.dist-info/METADATA"),
        ("lib/python3.11/x-3.1.egg", "3.1", "lib/python3.11/x-*.egg"),
        ("p/a@1.0/n/a@1.0.1/x", "1.0", "p/a@*/n/a@1.0.1/x"),
        ("p/1/x1y/2.1", "1", "p/*/x1y/2.1"),
        ("p/x", "", "p/x"),
    ],
)
def test_versions_leave_paths(path: str, version: str, expected: str) -> None:
    """Only whole versions are taken out, not digits that happen to be inside a word."""
    subject = component("pypi", "x", version, Location(path=path))
    assert versionless(path, subject) == expected


def test_rule_ids_name_vulnerability_and_component() -> None:
    """Short enough for code scanning even where a name is absurdly long."""
    assert rule_id_of(finding("CVE-1", JINJA, Severity.LOW)) == "CVE-1/pypi/jinja2"
    assert rule_id_of(finding("HM-1", JINJA, Severity.LOW, kind=Kind.SECRET)) == "HM-1"
    long = finding("CVE-1", replace(JINJA, name="n" * 999), Severity.LOW)
    other = finding("CVE-1", replace(JINJA, name="n" * 998), Severity.LOW)
    assert len(rule_id_of(long)) == 255
    assert rule_id_of(long) != rule_id_of(other)
