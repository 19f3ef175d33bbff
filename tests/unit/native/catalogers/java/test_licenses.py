"""Licenses of Maven artifacts."""

from hullmark.native.catalogers.java.parse_pom_xml import parse_pom_xml


def test_an_address_stands_in_for_a_name() -> None:
    """Each license by its name, or by its address where it has none."""
    pom = parse_pom_xml(
        b"<project><licenses><license><url>https://x/a</url><name>A</name></license>"
        b"<license><url>https://www.apache.org/licenses/LICENSE-2.0.txt</url></license>"
        b"<license><distribution>repo</distribution></license></licenses></project>"
    )
    assert pom.licenses == ["A", "https://www.apache.org/licenses/LICENSE-2.0.txt"]
