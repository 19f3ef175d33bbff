"""The programs that are known: file names, what to look around for, and how versions are written.

What is looked for is what the program prints when it is asked for its version, or tells its peers.
Programs in Go are not here: their build information says more.
"""

import re

import msgspec


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """One program or library."""

    name: str
    """Name in the package URL (``pkg:generic/<name>``)."""
    globs: tuple[str, ...]
    anchors: tuple[bytes, ...]
    """Byte strings beside the version; ``{}`` is the number in the name of the file."""
    version: bytes
    """Expression whose first group is the version."""


PROGRAMS = (
    Program(
        name="node",
        globs=("**/node", "**/nodejs", "**/libnode.so.*"),
        anchors=(b"nodejs.org/download/release/v", b"node.js/v"),
        version=rb"(?:nodejs\.org/download/release/|node\.js/)v(\d+\.\d+\.\d+)",
    ),
    Program(
        name="python",
        globs=("**/python2.*", "**/python3.*", "**/libpython2.*", "**/libpython3.*"),
        anchors=(b"\0{}.",),
        version=rb"\0(\d\.\d+\.\d+(?:(?:a|b|rc)\d+)?\+?)\0",
    ),
    Program(
        name="perl",
        globs=("**/perl", "**/perl5.*", "**/libperl.so.*"),
        anchors=(b"\0v5.",),
        version=rb"\0v(5\.\d+\.\d+)\0",
    ),
    Program(
        name="ruby",
        globs=("**/ruby", "**/libruby.so.*", "**/ruby3.*", "**/libruby-3.*"),
        anchors=(b"\0ruby ",),
        version=rb"\0ruby (\d+\.\d+\.\d+)(?:p\d+|[a-z]+\d*)? \(\d",
    ),
    Program(
        name="php",
        globs=("**/php", "**/php7.*", "**/php8.*", "**/php-fpm", "**/php-cgi", "**/phpdbg",
               "**/libphp.so", "**/libphp7.so", "**/libphp5.so"),
        anchors=(b"X-Powered-By: PHP/",),
        version=rb"X-Powered-By: PHP/(\d+\.\d+\.\d+(?:(?:alpha|beta|RC)\d+)?)",
    ),
    Program(
        name="redis",
        globs=("**/redis-server", "**/redis-sentinel"),
        anchors=(b"c11-builtin\0", b"atomic-builtin\0", b"sync-builtin\0"),
        version=rb"\0(\d{1,2}\.\d{1,3}\.\d{1,3}(?:-rc\d+)?)\0(?:[ -~]{0,40}\0){0,3}?"
        rb"(?:c11|atomic|sync)-builtin\0",
    ),
    Program(
        name="valkey",
        globs=("**/valkey-server", "**/valkey-sentinel"),
        anchors=(b"c11-builtin\0", b"atomic-builtin\0", b"sync-builtin\0"),
        version=rb"\0(\d{1,2}\.\d{1,3}\.\d{1,3}(?:-rc\d+)?)\0(?:[ -~]{0,40}\0){0,3}?"
        rb"(?:c11|atomic|sync)-builtin\0",
    ),
    Program(
        name="nginx",
        globs=("**/nginx", "**/nginx-debug"),
        anchors=(b"nginx version: ",),
        version=rb"nginx version: nginx/(\d+\.\d+\.\d+)",
    ),
    Program(
        name="openresty",
        globs=("**/nginx", "**/openresty"),
        anchors=(b"nginx version: ",),
        version=rb"nginx version: openresty/(\d+(?:\.\d+){2,3})",
    ),
    Program(
        name="haproxy",
        globs=("**/haproxy",),
        anchors=(b", released 20",),
        version=rb"version (\d+\.\d+(?:\.|-dev|-rc)\d+)[^,\0]{0,60}, released 20",
    ),
    Program(
        name="httpd",
        globs=("**/httpd", "**/apache2"),
        anchors=(b"\0Apache/2.",),
        version=rb"\0Apache/(2\.\d+\.\d+)",
    ),
    Program(
        name="lighttpd",
        globs=("**/lighttpd",),
        anchors=(b"\0lighttpd/1.",),
        version=rb"\0lighttpd/(1\.\d+\.\d+)",
    ),
    Program(
        name="varnish",
        globs=("**/varnishd",),
        anchors=(b"varnish-",),
        version=rb"varnish-(\d+\.\d+\.\d+) revision",
    ),
    Program(
        name="squid",
        globs=("**/squid",),
        anchors=(b"\0squid/",),
        version=rb"\0squid/(\d+\.\d+(?:\.\d+)*)\0",
    ),
    Program(
        name="memcached",
        globs=("**/memcached",),
        anchors=(b"\0memcached 1.",),
        version=rb"\0memcached (1\.\d+\.\d+)",
    ),
    Program(
        name="postgresql",
        globs=("**/postgres",),
        anchors=(b"postgres (PostgreSQL) ",),
        version=rb"postgres \(PostgreSQL\) (\d+(?:\.\d+)+|\d+(?:beta|rc)\d+)",
    ),
    Program(
        name="mariadb",
        globs=("**/mariadbd", "**/mysqld"),
        anchors=(b"-MariaDB",),
        version=rb"\0(\d+\.\d+\.\d+)-MariaDB",
    ),
    Program(
        name="mysql",
        globs=("**/mysqld",),
        anchors=(b"/mysql-",),
        version=rb"/mysql-(\d+\.\d+\.\d+)/",
    ),
    Program(
        name="openssl",
        globs=("**/openssl", "**/libcrypto.so.*", "**/libssl.so.*"),
        anchors=(b"OpenSSL ",),
        version=rb"OpenSSL (\d\.\d+\.\d+[a-z]{0,2}(?:-(?:alpha|beta|dev|pre)\d*)?) +\d",
    ),
    Program(
        name="curl",
        globs=("**/curl", "**/libcurl.so.*"),
        anchors=(b"\0curl/", b"\0libcurl/"),
        version=rb"\0(?:lib)?curl/(\d+\.\d+\.\d+)\0",
    ),
    Program(
        name="zlib",
        globs=("**/libz.so.*",),
        anchors=(b" deflate 1.",),
        version=rb" deflate (1(?:\.\d+)+) Copyright",
    ),
    Program(
        name="glibc",
        globs=("**/libc.so.6", "**/libc-2.*"),
        anchors=(b"GNU C Library",),
        version=rb"GNU C Library [^\0]{0,80}stable release version (\d+\.\d+(?:\.\d+)?)",
    ),
    Program(
        name="busybox",
        globs=("**/busybox",),
        anchors=(b"BusyBox v",),
        version=rb"BusyBox v(\d+\.\d+\.\d+)",
    ),
    Program(
        name="bash",
        globs=("**/bash",),
        anchors=(b"@(#)Bash version ",),
        version=rb"@\(#\)Bash version (\d+\.\d+\.\d+)",
    ),
    Program(
        name="rust",
        globs=("**/libstd-*.so", "**/rustc"),
        anchors=(b"rustc version ", b"/rustc-"),
        version=rb"(?:rustc version |/rustc-)(\d+\.\d+\.\d+)",
    ),
)  # fmt: skip
"""Every known program; one file may be asked for several."""

GLOBS = tuple(dict.fromkeys(glob for program in PROGRAMS for glob in program.globs))
"""All paths that are wanted."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def programs_of(path: str) -> tuple[Program, ...]:
    """Return the programs that a file may be, by its name."""
    name = path.rpartition("/")[2]
    return tuple(
        program for program in PROGRAMS if any(_fits(name, glob[3:]) for glob in program.globs)
    )


def anchors_of(path: str) -> tuple[bytes, ...]:
    """Return what to look for in a file, by its name."""
    number = _NUMBER.search(path.rpartition("/")[2])
    numbered = (number[0] if number is not None else "").encode()
    return tuple(
        dict.fromkeys(
            anchor.replace(b"{}", numbered)
            for program in programs_of(path)
            for anchor in program.anchors
            if numbered or b"{}" not in anchor
        )
    )


def _fits(name: str, glob: str) -> bool:
    before, star, after = glob.partition("*")
    if not star:
        return name == glob
    return (
        len(name) >= len(before) + len(after) and name.startswith(before) and name.endswith(after)
    )
