"""Archives without POMs: file name and manifest."""

import pytest

from hullmark.native.catalogers.java.file_name import split_file_name
from hullmark.native.catalogers.java.identify import identify
from hullmark.native.catalogers.java.parse_manifest import parse_manifest


@pytest.mark.parametrize(
    ("file_name", "artifact", "version"),
    [
        ("guava-31.1-jre.jar", "guava", "31.1-jre"),
        (
            "/a-1.0/jboss-saaj-api_1.4_spec-1.0.2.Final.jar",
            "jboss-saaj-api_1.4_spec",
            "1.0.2.Final",
        ),
        ("spring-data-r2dbc-1.1.0.RELEASE.jar", "spring-data-r2dbc", "1.1.0.RELEASE"),
        ("my-http2-server-5.jar", "my-http2-server", "5"),
        ("guava-r06.jar", "guava", "r06"),
        ("trilead-ssh2-build212-hudson-5.jar", "trilead-ssh2", "build212-hudson-5"),
        ("commons-jelly-1.1-hudson-20100305.jar", "commons-jelly", "1.1-hudson-20100305"),
        ("org.eclipse.core.runtime_3.7.0.v2011.jar", "org.eclipse.core.runtime", "3.7.0.v2011"),
        ("pkg.4.3.2.war", "pkg", "4.3.2"),
        ("netty-epoll-4.1.48.Final-linux-x86_64.jar", "netty-epoll", "4.1.48.Final"),
        ("a-1.0-sources.jar", "a", "1.0"),
        ("a-1.0-SNAPSHOT-jar-with-dependencies.jar", "a", "1.0-SNAPSHOT"),
        ("plain.jar", "plain", ""),
        ("r2dbc-spi.jar", "r2dbc-spi", ""),
        (".jar", ".jar", ""),
    ],
)
def test_file_names(file_name: str, artifact: str, version: str) -> None:
    """The version starts where a part looks like one, and ends before a classifier."""
    assert split_file_name(file_name) == (artifact, version)


def _identify(file_name: str, manifest: list[str]) -> str:
    found = identify(file_name, parse_manifest("\n".join(manifest).encode()))
    return f"{found.group}:{found.artifact}:{found.version}" if found else ""


@pytest.mark.parametrize(
    ("file_name", "manifest", "coordinates"),
    [
        ("junit-3.8.jar", [], "junit:junit:3.8"),
        ("acme-2.0.jar", [], "acme:acme:2.0"),
        ("org.acme.tool-2.0.jar", [], "org.acme:org.acme.tool:2.0"),
        ("guava-31.1-jre.jar", [], "com.google.guava:guava:31.1-jre"),
        (
            "tool-core-1.0.jar",
            ["Bundle-SymbolicName: org.acme.tool.core;singleton:=true"],
            "org.acme.tool:tool-core:1.0",
        ),
        ("tool-1.0.jar", ["Bundle-SymbolicName: org.acme.tool"], "org.acme.tool:tool:1.0"),
        (
            "org.acme.tool-1.0.jar",
            ["Bundle-SymbolicName: org.acme.tool"],
            "org.acme:org.acme.tool:1.0",
        ),
        (
            "x.jar",
            [
                "Implementation-Vendor-Id: com.example",
                "Implementation-Title: plugin",
                "Implementation-Version: 1.0.0",
            ],
            "com.example:plugin:1.0.0",
        ),
        (
            "axis.jar",
            [
                "Ant-Version: 1",
                "",
                "Name: org/apache/axis",
                "Implementation-Version: 1.4 1855 April 22 2006",
            ],
            "org.apache.axis:axis:1.4",
        ),
        (
            "spring3-core-3.x.jar",
            ["Implementation-Title: spring-core", "Implementation-Version: 4.3.30.RELEASE"],
            "org.springframework:spring-core:4.3.30.RELEASE",
        ),
        (
            "x.jar",
            [
                "Bundle-Name: Spring Core",
                "Bundle-SymbolicName: org.springframework.core",
                "Bundle-Version: 2.5.6",
            ],
            "org.springframework:spring-core:2.5.6",
        ),
        (
            "commons-collections3-3.2.2.jar",
            ["Extension-Name: commons-collections"],
            "commons-collections:commons-collections:3.2.2",
        ),
        (
            "lib.jar",
            ["Automatic-Module-Name: org.acme.lib", "Implementation-Version: 7"],
            "org.acme:lib:7",
        ),
        ("lib-7.jar", ["Main-Class: org.acme.Main"], "org.acme:lib:7"),
        (
            "app-7.jar",
            ["Main-Class: org.springframework.boot.loader.JarLauncher", "Start-Class: a.b.App"],
            "a.b:app:7",
        ),
        ("x.jar", ["Implementation-Title: ${name}", "Implementation-Version: ${version}"], ""),
        ("x.jar", ["Implementation-Version: unspecified", "Specification-Title: Words"], ""),
        ("spring-1.0.jar", ["Weave-Classes: x"], ""),
        ("x.jar", [], ""),
    ],
)
def test_precedence(file_name: str, manifest: list[str], coordinates: str) -> None:
    """Artifact, version and group each from the surest source; without a version nothing."""
    assert _identify(file_name, manifest) == coordinates


def test_manifest_lines() -> None:
    """Folding, every line end, sections, and lines that are none."""
    found = parse_manifest(
        b"A: on\r\n e\r\nnonsense\r\n folded into nothing\r\nB:two\r\n\r\n\r\nName: x/y\rC: 3\r\nD"
    )
    assert found.main == {"a": "one", "b": "two"}
    assert found.sections == ({"name": "x/y", "c": "3"},)
