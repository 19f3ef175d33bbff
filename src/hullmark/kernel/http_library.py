"""Loads httpx for what it is used for here: no command line, large reads."""

import contextlib
import sys

_READ_BYTES = 1024 * 1024
"""What is asked of a socket at once. httpcore's own 64 KiB were measured to cost three times the
processor time per gigabyte."""


def prepare_httpx() -> None:
    """Import httpx, so that importing it elsewhere costs nothing."""
    if "httpx" in sys.modules:
        return
    # httpx's command line brings click, rich and pygments: 60 of its 150 ms. A module that is
    # None cannot be imported, which httpx takes for "not installed".
    without = "httpx._main" not in sys.modules
    if without:
        sys.modules["httpx._main"] = None  # type: ignore[assignment]
    try:
        import httpx  # noqa: F401, PLC0415, TID251 - see above
    finally:
        if without:
            sys.modules.pop("httpx._main", None)
    with contextlib.suppress(ImportError, AttributeError):
        from httpcore._sync.http11 import HTTP11Connection  # noqa: PLC0415 - no public way

        HTTP11Connection.READ_NUM_BYTES = max(HTTP11Connection.READ_NUM_BYTES, _READ_BYTES)
