"""What people call licenses, and the SPDX ids they mean.

Only names that mean one license are here. "BSD" alone is any of four, so it is not; "GPL" alone is:
its own text says that a program which names no version may be used under any.
"""

from types import MappingProxyType
from typing import Final

NAMES: Final = MappingProxyType(
    {
        "0BSD": ("bsd zero clause", "zero clause bsd", "free public 1.0.0"),
        "AFL-2.1": ("academic free 2.1", "afl 2.1"),
        "AFL-3.0": ("academic free 3.0", "afl 3.0", "academic free afl"),
        "Apache-1.1": ("apache software 1.1", "asl 1.1", "apache 1.1"),
        "Apache-2.0": (
            *("apache", "apache 2", "apache 2.0", "apache software", "apache software 2"),
            *("apache software 2.0", "asl 2.0", "al 2.0", "apache2", "apache2.0", "asl2.0"),
            *("apache license", "apache 2.0 license", "asf 2.0", "apachev2", "apache-2"),
            *("apache public 2.0", "apache public", "apache foundation 2.0"),
        ),
        "Artistic-1.0": ("artistic", "artistic 1.0", "artistic 1"),
        "Artistic-1.0-Perl": ("artistic 1.0 perl", "perl artistic"),
        "Artistic-2.0": ("artistic 2.0", "artistic 2", "artistic2"),
        "BlueOak-1.0.0": ("blue oak model 1.0.0", "blueoak 1.0.0"),
        "BSD-2-Clause": (
            *("bsd 2 clause", "2 clause bsd", "simplified bsd", "bsd simplified", "freebsd"),
            *("bsd2", "bsd 2", "bsd 2 clause simplified", "bsd 2 clause freebsd", "bsd2clause"),
            *("two clause bsd", "bsd two clause"),
        ),
        "BSD-3-Clause": (
            *("bsd 3 clause", "3 clause bsd", "new bsd", "modified bsd", "revised bsd", "bsd new"),
            *("bsd revised", "bsd3", "bsd 3", "bsd 3 clause new or revised", "bsd3clause"),
            *("bsd 3 clause revised", "new or revised bsd", "three clause bsd", "bsd three clause"),
            *("bsd 3 clause new", "modified bsd 3 clause", "eclipse distribution 1.0", "edl 1.0"),
            *("eclipse distribution new bsd", "bsd 3 clauses", "eclipse distribution v. 1.0"),
            "edl v1.0",
        ),
        "BSD-4-Clause": ("bsd 4 clause", "4 clause bsd", "original bsd", "bsd original", "bsd4"),
        "BSD-4-Clause-UC": ("bsd 4 clause uc", "bsd 4 clause california"),
        "BSL-1.0": ("boost", "boost 1.0", "boost software 1.0", "bsl 1.0", "boost bsl 1.0"),
        "BUSL-1.1": ("business source 1.1", "busl 1.1"),
        "Beerware": ("beerware", "beer ware"),
        "CC-BY-3.0": ("creative commons attribution 3.0", "cc by 3.0"),
        "CC-BY-4.0": ("creative commons attribution 4.0", "cc by 4.0"),
        "CC-BY-SA-3.0": ("creative commons attribution share alike 3.0", "cc by sa 3.0"),
        "CC-BY-SA-4.0": ("creative commons attribution share alike 4.0", "cc by sa 4.0"),
        "CC0-1.0": (
            *("cc0", "cc0 1.0", "cc0 1.0 universal", "creative commons zero 1.0 universal"),
            *("cc0 1.0 universal cc0 1.0 public domain dedication", "public domain cc0"),
            "creative commons zero",
        ),
        "CDDL-1.0": (
            *("cddl", "cddl 1.0", "common development and distribution 1.0", "cddl 1"),
            *("common development and distribution cddl 1.0",),
            "common development and distribution",
        ),
        "CDDL-1.1": ("cddl 1.1", "common development and distribution 1.1"),
        "CECILL-2.1": ("cecill 2.1", "cecill 2.1 free"),
        "CPL-1.0": ("cpl 1.0", "common public 1.0", "common public", "cpl"),
        "curl": ("curl",),
        "ECL-2.0": ("educational community 2.0", "ecl 2.0"),
        "EPL-1.0": ("eclipse public 1.0", "epl 1.0", "eclipse public epl 1.0", "eclipse 1.0"),
        "EPL-2.0": (
            *("eclipse public 2.0", "epl 2.0", "eclipse public epl 2.0", "eclipse 2.0"),
            *("eclipse public v. 2.0", "epl v. 2.0", "epl2"),
        ),
        "EUPL-1.1": ("european union public 1.1", "eupl 1.1"),
        "EUPL-1.2": ("european union public 1.2", "eupl 1.2", "european union public 1.2 eupl 1.2"),
        "FSFAP": ("fsfap", "fsf all permissive", "all permissive"),
        "FSFUL": ("fsful", "fsf unlimited"),
        "FSFULLR": ("fsfullr",),
        "FTL": ("freetype", "ftl", "the freetype project"),
        "HPND": (
            *("hpnd", "historical permission notice and disclaimer"),
            "historical permission notice and disclaimer hpnd",
        ),
        "ICU": ("icu",),
        "IJG": ("ijg", "independent jpeg group"),
        "ISC": ("isc", "isc iscl", "internet systems consortium", "iscl"),
        "JSON": ("json",),
        "Libpng": ("libpng",),
        "MIT": (
            *("mit", "expat", "mit expat", "expat mit", "mit x11", "x11 mit", "mit/x11"),
            *("mit licence", "mit style expat", "mit licensed", "massachusetts institute"),
        ),
        "MIT-0": ("mit 0", "mit no attribution", "mit no attribution mit 0"),
        "MPL-1.0": ("mozilla public 1.0", "mpl 1.0"),
        "MPL-1.1": ("mozilla public 1.1", "mpl 1.1", "mozilla public 1.1 mpl 1.1"),
        "MPL-2.0": (
            *("mozilla public 2.0", "mpl 2.0", "mozilla public 2.0 mpl 2.0", "mpl2", "mpl 2"),
            *("mplv2.0", "mozilla 2.0", "mpl2.0", "mozilla public 2"),
        ),
        "MS-PL": ("microsoft public", "ms pl", "microsoft public ms pl"),
        "MS-RL": ("microsoft reciprocal", "ms rl"),
        "NCSA": ("university of illinois/ncsa open source", "ncsa", "university of illinois ncsa"),
        "OFL-1.1": (
            *("sil open font 1.1", "ofl 1.1", "sil open font 1.1 ofl 1.1", "open font 1.1", "ofl"),
            "sil ofl 1.1",
        ),
        "OLDAP-2.8": ("openldap 2.8", "openldap public 2.8"),
        "OpenSSL": ("openssl",),
        "OSL-3.0": ("open software 3.0", "osl 3.0"),
        "PHP-3.0": ("php 3.0",),
        "PHP-3.01": ("php 3.01",),
        "PostgreSQL": ("postgresql",),
        "PSF-2.0": ("psf 2.0", "psf", "python foundation", "python software foundation", "psfl"),
        "Python-2.0": ("python 2.0",),
        "QPL-1.0": ("qpl", "qpl 1.0", "q public 1.0"),
        "Ruby": ("ruby", "ruby's"),
        "SSPL-1.0": ("server side public 1", "sspl 1.0", "sspl"),
        "SSLeay-standalone": ("ssleay",),
        "TCL": ("tcl", "tcl/tk", "tcl tk"),
        "Unicode-3.0": ("unicode 3.0",),
        "Unlicense": ("unlicense", "the unlicense unlicense"),
        "UPL-1.0": ("universal permissive 1.0", "upl 1.0", "universal permissive upl 1.0"),
        "Vim": ("vim",),
        "W3C": ("w3c", "w3c software"),
        "WTFPL": ("wtfpl", "do what the f*ck you want to public", "wtfpl 2"),
        "X11": ("x11", "x"),
        "XFree86-1.1": ("xfree86 1.1",),
        "Zlib": ("zlib", "zlib/libpng", "zlib libpng", "zlib acknowledgement free"),
        "ZPL-2.1": ("zope public 2.1", "zpl 2.1", "zope public"),
        "bzip2-1.0.6": ("bzip2", "bzip2 1.0.6"),
        "GPL-1.0-or-later OR Artistic-1.0-Perl": ("perl", "perl 5", "same as perl", "perl_5"),
    }
)
"""SPDX expression → what it is called: lower case, without "the", "license" and "version"."""

DEPRECATED: Final = MappingProxyType(
    {
        "BSD-2-Clause-FreeBSD": "BSD-2-Clause-Views",
        "BSD-2-Clause-NetBSD": "BSD-2-Clause",
        "GPL-2.0-with-GCC-exception": "GPL-2.0-only WITH GCC-exception-2.0",
        "GPL-2.0-with-autoconf-exception": "GPL-2.0-only WITH Autoconf-exception-2.0",
        "GPL-2.0-with-bison-exception": "GPL-2.0-only WITH Bison-exception-2.2",
        "GPL-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
        "GPL-2.0-with-font-exception": "GPL-2.0-only WITH Font-exception-2.0",
        "GPL-3.0-with-GCC-exception": "GPL-3.0-only WITH GCC-exception-3.1",
        "GPL-3.0-with-autoconf-exception": "GPL-3.0-only WITH Autoconf-exception-3.0",
        "StandardML-NJ": "SMLNJ",
        "bzip2-1.0.5": "bzip2-1.0.6",
        "wxWindows": "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
    }
)
"""Ids that the License List took back, and what it says instead; GNU's follow a rule."""

EXCEPTION_NAMES: Final = MappingProxyType(
    {
        "autoconf": {"2": "Autoconf-exception-2.0", "3": "Autoconf-exception-3.0"},
        "autoconf-data": {"2": "Autoconf-exception-generic", "3": "Autoconf-exception-generic-3.0"},
        "bison": {"": "Bison-exception-2.2"},
        "bison-2.2": {"": "Bison-exception-2.2"},
        "classpath": {"": "Classpath-exception-2.0"},
        "font": {"": "Font-exception-2.0"},
        "gcc": {"2": "GCC-exception-2.0", "3": "GCC-exception-3.1"},
        "gcc-runtime-library": {"": "GCC-exception-3.1"},
        "libtool": {"": "Libtool-exception"},
        "linux-syscall-note": {"": "Linux-syscall-note"},
        "llvm": {"": "LLVM-exception"},
        "texinfo": {"": "Texinfo-exception"},
        "u-boot": {"": "u-boot-exception-2.0"},
    }
)
"""Name of an exception → first digit of the GPL it is added to → id."""

URLS: Final = MappingProxyType(
    {
        "apache.org/licenses": "Apache-2.0",
        "apache.org/licenses/license-1.1": "Apache-1.1",
        "apache.org/licenses/license-2.0": "Apache-2.0",
        "artistic-license-2.0": "Artistic-2.0",
        "bouncycastle.org/licence": "MIT",
        "eclipse.org/legal/epl-2.0": "EPL-2.0",
        "eclipse.org/legal/epl-v10": "EPL-1.0",
        "eclipse.org/legal/epl-v20": "EPL-2.0",
        "eclipse.org/org/documents/edl-v10": "BSD-3-Clause",
        "eclipse.org/org/documents/epl-2.0": "EPL-2.0",
        "eclipse.org/org/documents/epl-v10": "EPL-1.0",
        "eclipse.org/org/documents/epl-v20": "EPL-2.0",
        "glassfish.dev.java.net/public/cddlv1.0": "CDDL-1.0",
        "gnu.org/licenses/agpl": "AGPL-3.0-only",
        "gnu.org/licenses/agpl-3.0": "AGPL-3.0-only",
        "gnu.org/licenses/gpl-2.0": "GPL-2.0-only",
        "gnu.org/licenses/gpl-3.0": "GPL-3.0-only",
        "gnu.org/licenses/lgpl-2.1": "LGPL-2.1-only",
        "gnu.org/licenses/lgpl-3.0": "LGPL-3.0-only",
        "gnu.org/licenses/old-licenses/gpl-2.0": "GPL-2.0-only",
        "gnu.org/licenses/old-licenses/lgpl-2.1": "LGPL-2.1-only",
        "gnu.org/software/classpath/license": "GPL-2.0-or-later WITH Classpath-exception-2.0",
        "jquery.org/license": "MIT",
        "json.org/license": "JSON",
        "mit-license.org": "MIT",
        "mozilla.org/en-us/mpl/2.0": "MPL-2.0",
        "mozilla.org/mpl/2.0": "MPL-2.0",
        "mozilla.org/mpl/mpl-1.1": "MPL-1.1",
        "openjdk.java.net/legal/gplv2+ce": "GPL-2.0-only WITH Classpath-exception-2.0",
        "polymer.github.io/license": "BSD-3-Clause",
        "unlicense.org": "Unlicense",
        "unlicense.org/unlicense": "Unlicense",
        "wtfpl.net": "WTFPL",
    }
)
"""Address without scheme, ``www.`` and ending → expression."""
