"""Whose certificates are believed: the system's authorities, and those that the user names."""

import os
import ssl
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from hullmark.kernel.http_errors import CaFileError


def trusting(ca_files: Iterable[Path]) -> ssl.SSLContext:
    """Return a context that trusts the system's authorities and those of ``ca_files``.

    Raises:
        CaFileError: A file cannot be read or holds no certificate.
    """
    paths = tuple(ca_files)
    if not paths:
        named = (os.environ.get("SSL_CERT_FILE", ""), os.environ.get("SSL_CERT_DIR", ""))
        return _shared(named)
    context = _system()
    for path in paths:
        try:
            context.load_verify_locations(path)
        except OSError as error:  # ssl.SSLError is one
            cause = "it holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
            raise CaFileError(
                f"cannot trust '{path}': {cause}",
                hint="name a PEM file with the certificate of the authority (--ca-file)",
            ) from error
    return context


@lru_cache(maxsize=4)
def _shared(_named: tuple[str, str]) -> ssl.SSLContext:
    """Return the system's trust; reading 150 certificates takes longer than a request."""
    return _system()


def _system() -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"] and not context.get_ca_certs():
        # A bare container image has no authorities of its own; httpx brings Mozilla's.
        import certifi  # noqa: PLC0415 - see above

        context.load_verify_locations(certifi.where())
    return context
