"""The version of WordPress, and the comment that opens every plugin and theme.

https://developer.wordpress.org/plugins/plugin-basics/header-requirements/
"""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_text

_HEADER_BYTES = 8 * 1024
"""WordPress itself reads no more of a plugin."""
_VERSION_BYTES = 1024 * 1024
_COMMENTS = re.compile(r"/\*.*?\*/|^[ \t]*(?://|#)[^\n]*", re.DOTALL | re.MULTILINE)
_VERSION = re.compile(r"""^[ \t]*\$wp_version\s*=\s*["']([^"'\n]{1,100})["']\s*;""", re.MULTILINE)
_FIELD = re.compile(
    r"^[ \t/*#@]*(Plugin Name|Theme Name|Version|License):[ \t]*(\S[^\n]{0,200})", re.MULTILINE
)


def parse_version(file: File) -> Iterator[Package]:
    """Yield WordPress at the version that ``wp-includes/version.php`` sets."""
    text = _COMMENTS.sub("", decode_text(file.data, limit_bytes=_VERSION_BYTES))
    found = _VERSION.search(text)
    if found is None:
        raise UnreadableFileError("file sets no version of WordPress")
    yield Package(type="generic", name="wordpress", version=found[1])


def parse_header(file: File) -> Iterator[Package]:
    """Yield the plugin or theme, named by its folder as its directory names it."""
    fields: dict[str, str] = {}
    for key, value in _FIELD.findall(file.data[:_HEADER_BYTES].decode("utf-8", "replace")):
        fields.setdefault(key, value.removesuffix("*/").strip())
    kind = "plugin" if "/plugins/" in f"/{file.path}" else "theme"
    name, version = file.path.split("/")[-2], fields.get("Version", "")
    if f"{kind.title()} Name" in fields and version:
        license_ = fields.get("License", "")
        yield Package(
            type=f"wordpress-{kind}",
            name=name,
            version=version,
            licenses=(license_,) if license_ else (),
        )
