"""Small files in which Java, Go and Erlang write down their version where they are unpacked."""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_text

_RELEASE_BYTES = 64 * 1024
_FIELD = re.compile(r'^([A-Z_]{1,40})="([^"\n]{0,1000})"', re.MULTILINE)
_GO = re.compile(r"go(\d+\.\d+(?:\.\d+)?(?:(?:beta|rc)\d+)?)\s")
_OTP = re.compile(r"(\d+\.\d+(?:\.\d+)*(?:-rc\d+)?)\*{0,2}\s*")


def parse_release(file: File) -> Iterator[Package]:
    """Yield the runtime that a file belongs to; other files of these names say nothing."""
    if len(file.data) > _RELEASE_BYTES or b"\0" in file.data[:]:
        return
    text = decode_text(file.data)
    if file.path.endswith("/OTP_VERSION"):
        found = _OTP.fullmatch(text)
        if found is not None:
            yield Package(type="generic", name="erlang", version=found[1])
    elif file.path.endswith("/VERSION"):
        found = _GO.match(f"{text}\n")
        if found is not None:
            yield Package(type="generic", name="go", version=found[1])
    else:
        yield from _java(dict(_FIELD.findall(text)))


def _java(fields: dict[str, str]) -> Iterator[Package]:
    """Yield the runtime that a ``release`` file describes, with its build where it says so."""
    version = fields.get("JAVA_RUNTIME_VERSION") or fields.get("JAVA_VERSION", "")
    if not version:
        return
    oracle = fields.get("IMPLEMENTOR", "").startswith("Oracle") and (
        fields.get("BUILD_TYPE") == "commercial"
    )
    yield Package(type="generic", name="oracle-jdk" if oracle else "openjdk", version=version)
