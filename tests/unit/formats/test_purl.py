"""Package URLs: read, written, refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hullmark.formats.errors import InvalidPurlError
from hullmark.formats.purl import (
    MAX_LENGTH,
    PackageUrl,
    build_purl,
    canonical_purl,
    parse_purl,
    to_purl,
)
from hullmark.formats.purl_types import PURL_TYPES


def test_all_parts_are_read() -> None:
    """Type, namespace, name, version, qualifiers in order, subpath."""
    assert parse_purl("pkg:deb/debian/curl@1:7.88-1%2Bb1?distro=debian-12&arch=amd64#a/b") == (
        PackageUrl(
            type="deb",
            namespace="debian",
            name="curl",
            version="1:7.88-1+b1",
            qualifiers=(("arch", "amd64"), ("distro", "debian-12")),
            subpath="a/b",
        )
    )


def test_a_qualifier_is_found_by_name() -> None:
    """An absent qualifier is empty."""
    parts = parse_purl("pkg:rpm/rhel/bash@5?epoch=1")
    assert (parts.qualifier("epoch"), parts.qualifier("arch")) == ("1", "")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("PKG:PyPI/My_Pkg.X@1.0RC1", "pkg:pypi/my-pkg.x@1.0rc1"),
        ("pkg://npm/@babel/core@7.0.0", "pkg:npm/%40babel/core@7.0.0"),
        ("pkg:npm/@babel/core", "pkg:npm/%40babel/core"),
        ("pkg:golang/GitHub.com/Azure/azure-sdk@v1", "pkg:golang/GitHub.com/Azure/azure-sdk@v1"),
        ("pkg:golang/stdlib@1.22", "pkg:golang/stdlib@1.22"),
        ("pkg:deb//Debian//Curl@1", "pkg:deb/debian/curl@1"),
        ("pkg:gem/x@1?Platform=java&empty=", "pkg:gem/x@1?platform=java"),
        (
            "pkg:generic/a?download_url=https://x/?y",
            "pkg:generic/a?download_url=https:%2F%2Fx%2F%3Fy",
        ),
        ("pkg:oci/Debian@SHA256%3Aabc", "pkg:oci/debian@sha256:abc"),
        ("pkg:git/example.org/a/b@1", "pkg:git/example.org/a/b@1"),
        ("pkg:pub/Some-Name@1", "pkg:pub/some_name@1"),
        ("pkg:generic/n%C3%A4me@%25#./a//../b", "pkg:generic/n%C3%A4me@%25#a/b"),
    ],
)
def test_documents_spell_purls_in_many_ways(text: str, canonical: str) -> None:
    """Every spelling has one canonical form, which stays itself."""
    assert canonical_purl(text) == canonical
    assert canonical_purl(canonical) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pkg:",
        "pkg:npm",
        "pkg:npm/",
        "pkg:npm/@1.0",
        "npm/left-pad@1",
        "http:npm/left-pad@1",
        "pkg:1type/name",
        "pkg:n%20pm/name",
        "pkg:gem/x?Platform=java",
        "pkg:gem/x?a=1&a=2",
        "pkg:gem/x?in%20key=1",
        "pkg:gem/%FF",
        "pkg:gem/ns/x",
        "pkg:swift/x@1",
        "pkg:julia/Dates@1",
        "pkg:generic/x#a%2Fb",
        "pkg:chrome-extension/short",
        "pkg:generic/" + "x" * MAX_LENGTH,
    ],
)
def test_what_breaks_a_rule_is_refused_with_the_reason(text: str) -> None:
    """The error has a code, a hint and a message of bounded length."""
    with pytest.raises(InvalidPurlError) as caught:
        parse_purl(text)
    assert caught.value.code == "HM2190"
    assert caught.value.hint
    assert len(caught.value.message) < 250


def test_built_purls_are_normal_and_encoded() -> None:
    """Case by type, qualifiers sorted and without empty values, slashes of a name encoded."""
    assert build_purl("PYPI", "Foo_Bar", version="1.0+local") == "pkg:pypi/foo-bar@1.0%2Blocal"
    assert build_purl("generic", "a/b", namespace="/n//m/") == "pkg:generic/n/m/a%2Fb"
    assert (
        build_purl(
            "deb", "c", namespace="debian", qualifiers=(("distro", "d"), ("arch", ""), ("a", "x y"))
        )
        == "pkg:deb/debian/c?a=x%20y&distro=d"
    )


def test_model_names_follow_their_registry() -> None:
    """Databricks ignores case, other registries do not."""
    plain = ("repository_url", "https://x.azureml.ms")
    folded = ("repository_url", "https://x.azuredatabricks.net")
    assert build_purl("mlflow", "Fraud", qualifiers=(plain,)).startswith("pkg:mlflow/Fraud")
    assert build_purl("mlflow", "Fraud", qualifiers=(folded,)).startswith("pkg:mlflow/fraud")


@pytest.mark.parametrize("qualifier", [("", "x"), ("1a", "x"), ("a b", "x"), ("ä", "x")])
def test_bad_qualifier_keys_cannot_be_built(qualifier: tuple[str, str]) -> None:
    """Keys are ASCII and begin with a letter."""
    with pytest.raises(InvalidPurlError):
        build_purl("generic", "x", qualifiers=(qualifier,))


def test_broken_characters_are_replaced() -> None:
    """A lone surrogate has no UTF-8; the purl stays readable."""
    assert build_purl("generic", "a\udcffb") == "pkg:generic/a%3Fb"


_TEXT = st.text(max_size=12) | st.text("abcXYZ-_.@%/?#&=:+ 1ä", max_size=12)


@given(
    _TEXT.map("pkg:".__add__)
    | st.text("pkg:/npmdebx@?#=&%2F1Aä", max_size=30).map("pkg:npm/".__add__)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but a purl or ``InvalidPurlError`` comes out, and canonical texts are stable."""
    try:
        canonical = canonical_purl(text)
    except InvalidPurlError:
        return
    assert canonical.isascii()
    assert canonical_purl(canonical) == canonical


@given(
    kind=st.sampled_from([*PURL_TYPES, "docker", "npm", "maven"]),
    namespace=_TEXT,
    name=_TEXT,
    version=_TEXT,
    value=_TEXT,
    subpath=_TEXT,
)
def test_what_is_built_is_read_back(
    kind: str, namespace: str, name: str, version: str, value: str, subpath: str
) -> None:
    """Building, reading and building again changes nothing."""
    try:
        built = build_purl(
            kind,
            name,
            namespace=namespace,
            version=version,
            qualifiers=(("key", value),),
            subpath=subpath,
        )
    except InvalidPurlError:
        return
    assert to_purl(parse_purl(built)) == built
