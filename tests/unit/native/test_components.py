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
