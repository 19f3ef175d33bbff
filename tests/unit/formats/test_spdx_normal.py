"""Licenses as packages of every ecosystem declare them, as SPDX expressions."""

import pytest

from hullmark.formats.spdx_expression import canonical
from hullmark.formats.spdx_names import DEPRECATED, EXCEPTION_NAMES, NAMES, URLS
from hullmark.formats.spdx_normal import normalize, normalize_one


@pytest.mark.parametrize(
    ("declared", "purl_type", "expression"),
    [
        # Debian's short names, and what people add to them.
        ("GPL-2+", "deb", "GPL-2.0-or-later"),
        ("GPL-2", "deb", "GPL-2.0-only"),
        ("LGPL-2.1+", "deb", "LGPL-2.1-or-later"),
        ("Expat", "deb", "MIT"),
        ("BSD-3-clause", "deb", "BSD-3-Clause"),
        ("GFDL-NIV-1.3+", "deb", "GFDL-1.3-no-invariants-or-later"),
        ("GPL-2+ with Libtool exception", "deb", "GPL-2.0-or-later WITH Libtool-exception"),
        ("GPL-3+ with Bison exception", "deb", "GPL-3.0-or-later WITH Bison-exception-2.2"),
        (
            "GPL-2 with Linux-syscall-note exception",
            "deb",
            "GPL-2.0-only WITH Linux-syscall-note",
        ),
        ("GPL-1+ or Artistic", "deb", "GPL-1.0-or-later OR Artistic-1.0"),
        (
            "GPL-1+ or Artistic, and Expat",
            "deb",
            "(GPL-1.0-or-later OR Artistic-1.0) AND MIT",
        ),
        ("Expat and GPL-2+ or ISC", "deb", "(MIT AND GPL-2.0-or-later) OR ISC"),
        # Fedora before SPDX, and after it.
        ("GPLv2+ and MIT", "rpm", "GPL-2.0-or-later AND MIT"),
        ("ASL 2.0", "rpm", "Apache-2.0"),
        (
            "(GPLv3+ or LGPLv2) and MPLv1.1",
            "rpm",
            "(GPL-3.0-or-later OR LGPL-2.0-only) AND MPL-1.1",
        ),
        ("GPL-2.0-or-later AND MIT", "rpm", "GPL-2.0-or-later AND MIT"),
        # Alpine before it had expressions.
        ("GPL2", "apk", "GPL-2.0-only"),
        ("MIT BSD-2-Clause GPL2+", "apk", "MIT AND BSD-2-Clause AND GPL-2.0-or-later"),
        ("Apache 2.0", "apk", "Apache-2.0"),
        # Python's classifiers and free text.
        ("MIT License", "pypi", "MIT"),
        ("Apache Software License", "pypi", "Apache-2.0"),
        ("Mozilla Public License 2.0 (MPL 2.0)", "pypi", "MPL-2.0"),
        ("ISC License (ISCL)", "pypi", "ISC"),
        ("GNU General Public License v3 (GPLv3)", "pypi", "GPL-3.0-only"),
        ("GNU General Public License v2 or later (GPLv2+)", "pypi", "GPL-2.0-or-later"),
        (
            "GNU Lesser General Public License v3 or later (LGPLv3+)",
            "pypi",
            "LGPL-3.0-or-later",
        ),
        ("GNU Affero General Public License v3", "pypi", "AGPL-3.0-only"),
        ("GNU Library or Lesser General Public License (LGPL)", "pypi", "LGPL-2.0-or-later"),
        ("Python Software Foundation License", "pypi", "PSF-2.0"),
        ("3-Clause BSD License", "pypi", "BSD-3-Clause"),
        # npm, Cargo, gems, Composer.
        ("MIT/X11", "npm", "MIT"),
        ("(MIT OR Apache-2.0)", "npm", "(MIT OR Apache-2.0)"),
        ("MIT || GPL-2.0", "npm", "MIT OR GPL-2.0-only"),
        ("MIT/Apache-2.0", "cargo", "MIT OR Apache-2.0"),
        ("Apache-2.0 WITH LLVM-exception", "cargo", "Apache-2.0 WITH LLVM-exception"),
        ("Ruby", "gem", "Ruby"),
        ("GPL-2.0+", "composer", "GPL-2.0-or-later"),
        # Maven's names and addresses.
        ("The Apache Software License, Version 2.0", "maven", "Apache-2.0"),
        ("http://www.apache.org/licenses/LICENSE-2.0.txt", "maven", "Apache-2.0"),
        ("https://opensource.org/licenses/MIT", "maven", "MIT"),
        ("https://www.opensource.org/licenses/mit-license.php", "maven", "MIT"),
        ("https://www.eclipse.org/org/documents/epl-v10.php", "maven", "EPL-1.0"),
        ("Eclipse Public License v2.0", "maven", "EPL-2.0"),
        ("GNU Lesser General Public License, Version 2.1", "maven", "LGPL-2.1-only"),
        ("https://creativecommons.org/licenses/by-sa/4.0/", "maven", "CC-BY-SA-4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "maven", "CC0-1.0"),
        ("https://licenses.nuget.org/MIT", "nuget", "MIT"),
        # Gentoo, Perl, FreeBSD.
        ("GPL-2+ MIT", "ebuild", "GPL-2.0-or-later AND MIT"),
        (
            "|| ( LGPL-2.1 MPL-1.1 ) Apache-2.0",
            "ebuild",
            "(LGPL-2.1-only OR MPL-1.1) AND Apache-2.0",
        ),
        ("BSD-2 tools? ( GPL-2 )", "ebuild", "BSD-2-Clause AND GPL-2.0-only"),
        ("perl_5", "cpan", "GPL-1.0-or-later OR Artistic-1.0-Perl"),
        ("apache_2_0", "cpan", "Apache-2.0"),
        ("lgpl_2_1", "cpan", "LGPL-2.1-only"),
        ("BSD3CLAUSE", "freebsd", "BSD-3-Clause"),
        ("LGPL21+", "freebsd", "LGPL-2.1-or-later"),
        # R.
        ("GPL (>= 2)", "cran", "GPL-2.0-or-later"),
        ("GPL-2 | GPL-3", "cran", "GPL-2.0-only OR GPL-3.0-only"),
        ("MIT + file LICENSE", "cran", "MIT"),
        # Ids that the License List took back.
        ("GPL-3.0", "npm", "GPL-3.0-only"),
        (
            "GPL-2.0-with-classpath-exception",
            "maven",
            "GPL-2.0-only WITH Classpath-exception-2.0",
        ),
        ("GPL", "deb", "GPL-1.0-or-later"),
    ],
)
def test_one_license_gets_its_id(declared: str, purl_type: str, expression: str) -> None:
    """Names, short names, classifiers, addresses and expressions of every ecosystem."""
    found = normalize_one(declared, purl_type)
    assert found.expression == expression
    assert found.references == ()
    assert canonical(expression) == expression


@pytest.mark.parametrize(
    "declared",
    [
        "BSD",
        "BSD License",
        "public-domain",
        "SEE LICENSE IN LICENSE.md",
        "Copyright (c) 2020 A and B",
        "GPL-9",
        "UNKNOWN",
        "Permission is hereby granted, free of charge, to any person obtaining a copy, and so on",
        "(((",
        "and or and",
        "https://example.org/license.html",
        "É",
        "x" * 100_000,
        "(" * 499,
        "gpl" + " " * 490 + "x",
        "a exception" * 44,
    ],
)
def test_what_is_no_license_of_the_list_keeps_its_words(declared: str) -> None:
    """Never guessed, never lost."""
    found = normalize_one(declared)
    ((reference, text),) = found.references
    assert found.expression == reference
    assert text == declared
    assert reference.removeprefix("LicenseRef-").replace("-", "").replace(".", "").isalnum()


def test_a_known_part_of_a_compound_is_told_from_an_unknown_one() -> None:
    """The unknown part alone is a reference."""
    found = normalize_one("OpenLDAP-2.8 and UMich", "deb")
    assert found.expression == "OLDAP-2.8 AND LicenseRef-UMich"
    assert found.references == (("LicenseRef-UMich", "UMich"),)


def test_equal_words_have_equal_references_and_others_do_not() -> None:
    """An id that fits is itself; texts that do not fit are told apart by digest."""
    first, second = normalize_one("some words"), normalize_one("some  words")
    assert first.expression != second.expression
    assert normalize_one("UMich").expression == "LicenseRef-UMich"


@pytest.mark.parametrize(
    ("declared", "purl_type", "expression"),
    [
        (("MIT", "Apache-2.0"), "npm", "MIT OR Apache-2.0"),
        (("MIT", "GPL-2.0+"), "composer", "MIT OR GPL-2.0-or-later"),
        (("GPL-2+", "Expat"), "deb", "GPL-2.0-or-later AND MIT"),
        (("GPL-2+ or ISC", "Expat"), "deb", "(GPL-2.0-or-later OR ISC) AND MIT"),
        (("Expat", "MIT License"), "deb", "MIT"),
        ((), "deb", ""),
        (("", "  "), "deb", ""),
        (("NOASSERTION",), "npm", ""),
        (("NONE", "MIT"), "npm", "MIT"),
        (("MIT AND LicenseRef-x",), "npm", "MIT AND LicenseRef-x"),
    ],
)
def test_several_declarations_become_one_expression(
    declared: tuple[str, ...], purl_type: str, expression: str
) -> None:
    """A list is a choice where the ecosystem says so, and all of it elsewhere."""
    assert normalize(declared, purl_type).expression == expression


def test_tables_name_licenses_of_the_list() -> None:
    """Every expression that the tables give is valid."""
    exceptions = {id_ for ids in EXCEPTION_NAMES.values() for id_ in ids.values()}
    given = {*NAMES, *DEPRECATED.values(), *URLS.values()}
    given |= {f"GPL-2.0-only WITH {name}" for name in exceptions}
    assert [one for one in given if canonical(one) != one] == []


def test_no_name_means_two_licenses() -> None:
    """Names are unique after simplification, or they would depend on order."""
    names = [name for all_names in NAMES.values() for name in all_names]
    assert len(set(names)) == len(names)
