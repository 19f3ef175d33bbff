"""Dependencies of Maven projects."""

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.maven.cataloger import POM
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def _read(text: str, path: str = "app/pom.xml") -> list[Package]:
    return [r for r in POM.parse(File(path, text.encode())) if isinstance(r, Package)]


def _dependency(name: str, version: str = "", more: str = "") -> str:
    stated = f"<version>{version}</version>" if version else ""
    return (
        f"<dependency><groupId>g</groupId><artifactId>{name}</artifactId>{stated}{more}"
        "</dependency>"
    )


def _versions(text: str) -> list[tuple[str, str]]:
    return [(p.name, p.version) for p in _read(text)]


def test_versions() -> None:
    """Plain and exact versions count; ranges and what the file does not tell do not."""
    text = (
        "<project><dependencies>"
        + _dependency("plain", "1.0")
        + _dependency("exact", "[2.0]")
        + _dependency("range", "[1.0,2.0)")
        + _dependency("parents")
        + _dependency("elsewhere", "${no.such}")
        + "</dependencies></project>"
    )
    assert _versions(text) == [("g:plain", "1.0"), ("g:exact", "2.0")]
    package = _read(text)[0]
    assert (package.evidence, package.direct, package.line) == (Evidence.DECLARED, True, 1)


def test_properties() -> None:
    """Placeholders lead to properties, to the project's fields and to its parent's."""
    text = (
        "<project><parent><groupId>p</groupId><version>7</version></parent>"
        "<artifactId>app</artifactId>"
        "<properties><a>${b}</a><b>1.1</b><loop>${loop}${loop}</loop></properties><dependencies>"
        + _dependency("a", "${a}")
        + _dependency("own", "${project.version}")
        + _dependency("parent", "${project.parent.version}")
        + _dependency("loop", "${loop}")
        + _dependency("${project.artifactId}-core", "1")
        + "</dependencies></project>"
    )
    assert _versions(text) == [
        ("g:a", "1.1"),
        ("g:own", "7"),
        ("g:parent", "7"),
        ("g:app-core", "1"),
    ]


def test_managed_versions_and_scopes() -> None:
    """What the file manages fills in; what it only manages is no dependency."""
    text = (
        "<project><dependencyManagement><dependencies>"
        + _dependency("managed", "3.0", "<scope>test</scope>")
        + _dependency("other", "9.9")
        + _dependency("own", "1.0")
        + "</dependencies></dependencyManagement><dependencies>"
        + _dependency("managed")
        + _dependency("own", "2.0")
        + "</dependencies></project>"
    )
    assert [(p.name, p.version, p.development) for p in _read(text)] == [
        ("g:managed", "3.0", True),
        ("g:own", "2.0", False),
    ]


def test_declarations_of_one_artifact() -> None:
    """The last one counts, per type and classifier."""
    text = (
        "<project><dependencies>"
        + _dependency("a", "1")
        + _dependency("a", "2", "<type>jar</type>")
        + _dependency("a", "1", "<classifier>tests</classifier>")
        + "</dependencies></project>"
    )
    assert _versions(text) == [("g:a", "2"), ("g:a", "1")]


def test_profiles() -> None:
    """Only those that are active by default add something."""

    def profile(active: str, name: str) -> str:
        return (
            f"<profile><activation><activeByDefault>{active}</activeByDefault></activation>"
            f"<properties><v.{name}>1.{name}</v.{name}></properties><dependencies>"
            + _dependency(name, f"${{v.{name}}}")
            + "</dependencies></profile>"
        )

    text = f"<project><profiles>{profile('true', 'x')}{profile('false', 'y')}</profiles></project>"
    assert _versions(text) == [("g:x", "1.x")]


def test_unpacked_artifacts() -> None:
    """The file inside an artifact says what it was built with, not what is here."""
    text = f"<project><dependencies>{_dependency('a', '1')}</dependencies></project>"
    assert _read(text, "app/META-INF/maven/g/a/pom.xml") == []


@pytest.mark.parametrize("text", ["", "<a/>", "<project>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"])
def test_broken_files(text: str) -> None:
    """Each fault is one kind of error."""
    with pytest.raises(UnreadableFileError):
        _read(text)
