"""Records become package URLs of their type, and components of several records."""

import pytest

from hullmark.formats.purl import parse_purl
from hullmark.model.component import Distribution, Evidence
from hullmark.native.catalogers.record import Package
from hullmark.native.components import plain_location, purl_of, to_components
from hullmark.native.squash import Seen

_ARCH = Distribution(id="arch")


@pytest.mark.parametrize(
    ("type_", "name", "purl"),
    [
        ("npm", "@scope/a", "pkg:npm/%40scope/a@1"),
        ("maven", "org.x:a", "pkg:maven/org.x/a@1"),
        ("golang", "golang.org/x/net", "pkg:golang/golang.org/x/net@1"),
        ("swift", "github.com/apple/swift-nio", "pkg:swift/github.com/apple/swift-nio@1"),
        ("cocoapods", "Texture/Core/Deep", "pkg:cocoapods/Texture@1#Core/Deep"),
        ("cocoapods", "Texture", "pkg:cocoapods/Texture@1"),
        ("ebuild", "dev-lang/perl", "pkg:ebuild/dev-lang/perl@1"),
        ("alpm", "gawk", "pkg:alpm/arch/gawk@1?distro=arch"),
        ("jsr", "@std/path", "pkg:jsr/%40std/path@1"),
        ("generic", "redis", "pkg:generic/redis@1"),
    ],
)
def test_names_become_namespaces_and_names(type_: str, name: str, purl: str) -> None:
    """Each type splits its full names in its own way."""
    assert purl_of(Package(type=type_, name=name, version="1"), _ARCH) == purl


def test_conan_and_julia_keep_their_qualifiers() -> None:
    """What tells two packages of one name apart is part of the URL."""
    package = Package(
        type="julia", name="JSON", version="1", qualifiers=(("uuid", "682c06a0-de6a"),)
    )
    assert purl_of(package, None) == "pkg:julia/JSON@1?uuid=682c06a0-de6a"


@pytest.mark.parametrize(
    ("type_", "name"),
    [("swift", "lonely"), ("composer", "lonely"), ("cran", "a/b"), ("pypi", "///"), ("cargo", "")],
)
def test_names_that_their_type_forbids(type_: str, name: str) -> None:
    """Such a package stays in the list, under a generic URL."""
    assert parse_purl(purl_of(Package(type=type_, name=name, version="1"), None)).type == "generic"


def test_the_strongest_evidence_counts() -> None:
    """Installed outranks somebody's word, which outranks a wish."""
    kinds = [Evidence.DECLARED, Evidence.SBOM, Evidence.INSTALLED]
    for count in (1, 2, 3):
        seen = [
            Seen(f"f{n}", Package(type="npm", name="a", version="1", evidence=kind), "x", 0)
            for n, kind in enumerate(kinds[:count])
        ]
        (component,) = to_components(seen, locate=plain_location, distribution=None)
        assert component.evidence is kinds[count - 1]


def _found(path: str, type_: str = "pypi", vendored_in: str = "") -> Seen:
    package = Package(type=type_, name="a", version="1", vendored_in=vendored_in)
    return Seen(path, package, "x", 0)


@pytest.mark.parametrize(
    ("type_", "path", "carrier"),
    [
        (
            "pypi",
            "usr/lib/python3/site-packages/setuptools/_vendor/a-1.dist-info/METADATA",
            "setuptools",
        ),
        ("pypi", "site-packages/pip/_vendor/a-1.dist-info/METADATA", "pip"),
        ("pypi", "site-packages/a-1.dist-info/METADATA", ""),
        ("npm", "usr/lib/node_modules/npm/node_modules/a/package.json", "npm"),
        ("npm", "usr/lib/node_modules/npm/node_modules/b/node_modules/a/package.json", "npm"),
        ("npm", "usr/lib/node_modules/npm/package.json", ""),
        ("npm", "srv/app/node_modules/b/node_modules/a/package.json", ""),
    ],
)
def test_copies_that_another_package_carries_are_marked(
    type_: str, path: str, carrier: str
) -> None:
    """By where their carriers keep them; nested ``node_modules`` of an application are none."""
    (component,) = to_components([_found(path, type_)], locate=plain_location, distribution=None)
    assert component.vendored_in == carrier


def test_a_shaded_artifact_is_marked_by_its_record() -> None:
    """The archive's reader knows which of several artifacts is the archive's own."""
    seen = [_found("b.jar", "maven", vendored_in="org.b:b")]
    (component,) = to_components(seen, locate=plain_location, distribution=None)
    assert component.vendored_in == "org.b:b"


def test_one_copy_that_stands_by_itself_is_enough() -> None:
    """What is also installed by itself can be upgraded by itself."""
    seen = [_found("x/pip/_vendor/a-1.dist-info/METADATA"), _found("x/a-1.dist-info/METADATA")]
    (component,) = to_components(seen, locate=plain_location, distribution=None)
    assert component.vendored_in == ""
