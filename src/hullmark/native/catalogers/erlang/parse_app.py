"""``*.app``: the resource file of an application, installed beside its compiled modules.

https://www.erlang.org/doc/apps/kernel/app.html
"""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_text

_APP_BYTES = 4 * 1024 * 1024
"""One resource file; those with thousands of modules reach some hundred KiB."""
_COMMENT = re.compile(r"^[ \t]*%.*$", re.MULTILINE)
_APPLICATION = re.compile(r"\{\s*application\s*,\s*'?([a-zA-Z][\w@.]{0,200})'?\s*,")
_VERSION = re.compile(r"\{\s*vsn\s*,\s*\"(\d[^\"\s]{0,200})\"\s*\}")


def parse_app(file: File) -> Iterator[Package]:
    """Yield the application; templates without a real version are passed over."""
    if b"application" not in file.data[:4096]:
        return
    text = _COMMENT.sub("", decode_text(file.data, limit_bytes=_APP_BYTES))
    name, version = _APPLICATION.search(text), _VERSION.search(text)
    if name is not None and version is not None:
        yield Package(type="otp", name=name[1], version=version[1])
