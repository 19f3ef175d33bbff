"""Programs of known names, and files in which runtimes write down their version."""

import pytest

import go_builder
from hullmark.native.catalogers.binaries.cataloger import PROGRAM, RELEASE
from hullmark.native.catalogers.binaries.programs import PROGRAMS, anchors_of, programs_of
from hullmark.native.catalogers.golang.cataloger import BINARY
from hullmark.native.catalogers.record import Cataloger, File, Package
from hullmark.native.collect import Collector
from hullmark.native.globs import Wanted

_WRITTEN = [
    ("usr/local/bin/node", b"//nodejs.org/download/release/v20.11.0/x", "node", "20.11.0"),
    ("bin/nodejs", b"\0node.js/v0.12.18\0", "node", "0.12.18"),
    ("bin/python3.11", b"\0strict\0003.11.2\0<prefix>\0", "python", "3.11.2"),
    ("lib/libpython3.13t.so.1.0", b"\0003.13.0rc1\0", "python", "3.13.0rc1"),
    ("bin/perl", b"\0-\0v5.36.0\0panic\0", "perl", "5.36.0"),
    ("lib/libruby.so.3.3.0", b"\0ruby 3.3.0 (2023-12-25 revision 5124f9)", "ruby", "3.3.0"),
    ("bin/ruby", b"\0ruby 2.7.8p225 (2023-03-30", "ruby", "2.7.8"),
    ("sbin/php-fpm", b"\0X-Powered-By: PHP/8.3.0RC2\0", "php", "8.3.0RC2"),
    ("bin/redis-server", b"\0err\0007.2.4\0c11-builtin\0", "redis", "7.2.4"),
    ("bin/valkey-server", b"\0008.0.0-rc1\0sync-builtin\0", "valkey", "8.0.0-rc1"),
    ("sbin/nginx", b"\0nginx version: nginx/1.25.3\0", "nginx", "1.25.3"),
    ("sbin/nginx", b"\0nginx version: openresty/1.21.4.3\0", "openresty", "1.21.4.3"),
    ("sbin/haproxy", b"\0version 2.9.1-f72603c, released 2023/12/15\0", "haproxy", "2.9.1"),
    ("sbin/haproxy", b" version 3.0-dev7, released 2024/04/06", "haproxy", "3.0-dev7"),
    ("bin/httpd", b"\0Apache/2.4.58 (Unix)\0", "httpd", "2.4.58"),
    ("sbin/lighttpd", b"\0lighttpd/1.4.73\0", "lighttpd", "1.4.73"),
    ("sbin/varnishd", b"(varnish-7.4.2 revision cd1d10)", "varnish", "7.4.2"),
    ("sbin/squid", b"\0squid/6.6\0", "squid", "6.6"),
    ("bin/memcached", b"\0memcached 1.6.22\0", "memcached", "1.6.22"),
    ("bin/postgres", b"\0postgres (PostgreSQL) 16.1 (Debian 16.1-1)\0", "postgresql", "16.1"),
    ("bin/postgres", b"\0postgres (PostgreSQL) 17beta1\0", "postgresql", "17beta1"),
    ("sbin/mariadbd", b"\00011.2.2-MariaDB\0", "mariadb", "11.2.2"),
    ("sbin/mysqld", b"/build/mysql-8.0.36/sql/x.cc\0", "mysql", "8.0.36"),
    ("bin/openssl", b"\0OpenSSL 1.1.1w  11 Sep 2023\0", "openssl", "1.1.1w"),
    ("lib/libcrypto.so.3", b"\0OpenSSL 3.2.0 23 Nov 2023\0", "openssl", "3.2.0"),
    ("lib/libcurl.so.4.8.0", b"\0libcurl/8.5.0\0", "curl", "8.5.0"),
    ("lib/libz.so.1.3.1", b"- deflate 1.3.1 Copyright 1995-2024", "zlib", "1.3.1"),
    ("lib/libc.so.6", b"GNU C Library (GNU libc) stable release version 2.38.\n", "glibc", "2.38"),
    ("bin/busybox", b"\0BusyBox v1.36.1 (2023-11-07)\0", "busybox", "1.36.1"),
    ("bin/bash", b"\0@(#)Bash version 5.2.21(1) release GNU\0", "bash", "5.2.21"),
    ("lib/libstd-1c48b2cd3b.so", b"clang LLVM (rustc version 1.75.0 (82e1608df", "rust", "1.75.0"),
]  # fmt: skip


def _read(cataloger: Cataloger, path: str, data: bytes) -> list[tuple[str, str]]:
    records = cataloger.parse(File(path, data))
    return [(r.name, r.version) for r in records if isinstance(r, Package)]


@pytest.mark.parametrize(("path", "written", "name", "version"), _WRITTEN)
def test_programs(path: str, written: bytes, name: str, version: str) -> None:
    """The version is found wherever it stands, and the file is one that is asked for."""
    assert PROGRAM in Wanted([PROGRAM]).by(path)
    data = b"\x7fELF" + b"\0\xc3" * 700_000 + written + b"\xc3\0" * 2000
    assert _read(PROGRAM, path, data) == [(name, version)]


def test_every_program_is_tried() -> None:
    """The table above has a line for each program."""
    assert {name for _, _, name, _ in _WRITTEN} == {program.name for program in PROGRAMS}


def test_other_versions_in_a_program() -> None:
    """What is written most often counts: programs also speak of versions before them."""
    data = b"node.js/v18.0.0\0" + b"\0" * 1000 + b"node.js/v20.0.0\0" * 3
    assert _read(PROGRAM, "bin/node", data) == [("node", "20.0.0")]


def test_a_name_decides_what_is_looked_for() -> None:
    """Python's version must be the one its name says."""
    assert anchors_of("usr/lib/libpython3.9.so.1.0") == (b"\x003.9.",)
    assert _read(PROGRAM, "bin/python3.11", b"\x003.12.1\x00") == []
    assert programs_of("usr/bin/other") == ()


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("opt/java/release", 'JAVA_VERSION="1.8.0_392"\n', [("openjdk", "1.8.0_392")]),
        (
            "opt/java/release",
            'IMPLEMENTOR="Oracle"\nBUILD_TYPE="commercial"\nJAVA_RUNTIME_VERSION="17.0.9+11-LTS-201"',
            [("oracle-jdk", "17.0.9+11-LTS-201")],
        ),
        ("x/release", "NAME=something\n", []),
        ("usr/local/go/VERSION", "go1.22.1\ntime 2024-02-29\n", [("go", "1.22.1")]),
        ("usr/local/go/VERSION", "go1.21rc2", [("go", "1.21rc2")]),
        ("usr/local/go/VERSION", "devel +abc\n", []),
        ("lib/erlang/releases/26/OTP_VERSION", "26.2.1\n", [("erlang", "26.2.1")]),
        ("lib/erlang/releases/26/OTP_VERSION", "26.2.1**\n", [("erlang", "26.2.1")]),
        ("x/release", "\0" * 100, []),
        ("x/release", "x" * 100_000, []),
    ],
)
def test_releases(path: str, text: str, found: list[tuple[str, str]]) -> None:
    """Small files with a version; others of these names say nothing."""
    assert _read(RELEASE, path, text.encode()) == found


def _collected(path: str, data: bytes) -> list[tuple[str, str]]:
    collector = Collector(wanted=Wanted([PROGRAM, BINARY]), binaries=(BINARY,), log_names=False)
    sink = collector.regular(path, len(data), data[:64])
    if sink is not None:
        for at in range(0, len(data), 10_000):
            sink.feed(data[at : at + 10_000])
        sink.close()
    facts = collector.finish(1)
    return [
        (facts_of.cataloger, record.name)
        for facts_of in facts.files.get(path, [])
        for record in facts_of.records
        if isinstance(record, Package)
    ]


def test_an_executable_may_be_more_than_its_name_says() -> None:
    """A program in Go that is called like another is read as what it is, too."""
    text = go_builder.module_text("path\ta/b", "mod\ta\tv1.0.0", "dep\tc\tv1")
    program = go_builder.elf(go_builder.inline("go1.22.1", text)) + b"node.js/v20.0.0\0"
    assert ("binary-program", "node") in _collected("usr/bin/node", program)
    assert ("go-binary", "c") in _collected("usr/bin/node", program)


def test_scripts_of_such_names_are_passed_over() -> None:
    """Only executables are programs."""
    assert _collected("usr/bin/node", b"#!/bin/sh\n# node.js/v20.0.0\n" * 500) == []
