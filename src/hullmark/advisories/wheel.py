"""The database as a wheel, so that a Python package index can carry it."""

import base64
import csv
import hashlib
import io
import re
import zipfile
from pathlib import Path

from hullmark.advisories.errors import DatabaseFormatError
from hullmark.kernel.space import replacing

DISTRIBUTION = "hullmark-advisories"
WHEEL_SUFFIX = ".whl"
WHEEL_BYTES = 2 * 1024**3
"""A wheel with the full database of all public feeds has about 300 MB."""

_PACKAGE = "hullmark_advisories"
_MEMBER = f"{_PACKAGE}/advisories.db.zst"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_INSTANT = re.compile(r"^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)")
_INIT = '''"""Advisory data for Hullmark: `hullmark db import` and `hullmark db update` read it."""

from pathlib import Path

DATABASE = Path(__file__).with_name("advisories.db.zst")
'''


def wheel_version(built_at: str) -> str:
    """Return the version of a wheel: the day and second its data was built (PEP 440).

    Raises:
        DatabaseFormatError: The time is not an ISO time.
    """
    match = _INSTANT.match(built_at)
    if match is None:
        raise DatabaseFormatError(f"'{built_at}' is not a time the data can have been built at")
    year, month, day, hour, minute, second = (int(part) for part in match.groups())
    return f"{year}.{month}.{day}.{hour * 10000 + minute * 100 + second}"


def write_wheel(exported: Path, folder: Path, *, built_at: str, summary: str) -> Path:
    """Write a wheel around an exported database and return its path; same input, same bytes."""
    version = wheel_version(built_at)
    info = f"{_PACKAGE}-{version}.dist-info"
    members = {
        f"{_PACKAGE}/__init__.py": _INIT.encode(),
        _MEMBER: exported.read_bytes(),
        f"{info}/METADATA": _metadata(version, summary).encode(),
        f"{info}/WHEEL": (
            b"Wheel-Version: 1.0\nGenerator: hullmark\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
    }
    members[f"{info}/RECORD"] = _record(members, f"{info}/RECORD")
    target = folder / f"{_PACKAGE}-{version}-py3-none-any.whl"
    with replacing(target) as file, zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            # The database is compressed already.
            packed = name != _MEMBER
            entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return target


def database_in_wheel(wheel: Path, folder: Path) -> Path:
    """Take the exported database out of a wheel, checked against its RECORD.

    Raises:
        DatabaseFormatError: It is no wheel of advisories, or its record does not fit.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            entry = archive.getinfo(_MEMBER)
            if entry.file_size > WHEEL_BYTES:
                raise DatabaseFormatError(f"the database in '{wheel}' is too large")
            content = archive.read(entry)
            record = _recorded(archive)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError) as error:
        raise DatabaseFormatError(
            f"'{wheel}' is not a wheel of advisories: {error}", hint="hullmark db export makes one"
        ) from error
    if record != _hash(content):
        raise DatabaseFormatError(f"the database in '{wheel}' is not the one its RECORD names")
    target = folder / "advisories.db.zst"
    target.write_bytes(content)
    return target


def _recorded(archive: zipfile.ZipFile) -> str:
    names = [n for n in archive.namelist() if n.endswith(".dist-info/RECORD") and n.count("/") == 1]
    if len(names) != 1:
        raise KeyError("it has no RECORD")
    if archive.getinfo(names[0]).file_size > 1024 * 1024:
        raise KeyError("its RECORD is too large")
    rows = csv.reader(io.StringIO(archive.read(names[0]).decode("utf-8", "replace")))
    return next((row[1] for row in rows if len(row) == 3 and row[0] == _MEMBER), "")


def _metadata(version: str, summary: str) -> str:
    return (
        f"Metadata-Version: 2.1\nName: {DISTRIBUTION}\nVersion: {version}\n"
        f"Summary: {summary}\nRequires-Python: >=3.11\n"
    )


def _record(members: dict[str, bytes], own: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for name, content in members.items():
        writer.writerow((name, _hash(content), len(content)))
    writer.writerow((own, "", ""))
    return out.getvalue().encode()


def _hash(content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"sha256={digest}"
