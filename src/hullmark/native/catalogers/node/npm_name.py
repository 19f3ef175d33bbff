"""Names with something behind them, as lock files of npm packages write them: ``name@version``."""

import re

RELEASE = re.compile(r"v?\d+\.\d+\.\d[0-9A-Za-z.+-]*")
"""A version of the registry; everything else is a repository, an archive or a folder."""
_CREDENTIALS = re.compile(r"://[^/@\s]*@")


def is_inside_modules(path: str) -> bool:
    """Tell files of installed packages, whose lock files say nothing about what is here."""
    return "/node_modules/" in f"/{path}"


def split_name(text: str) -> tuple[str, str]:
    """Return name and rest of ``name@rest`` or ``@scope/name@rest``; the rest may be empty."""
    at = text.find("@", 1)
    return (text[:at], text[at + 1 :]) if at > 0 else (text, "")


def repository(place: str) -> tuple[tuple[str, str], ...]:
    """Return the qualifier for what comes from a repository, without the credentials in it."""
    if "#" not in place or place.startswith(("file:", "link:", "portal:")):
        return ()
    return (("vcs_url", _CREDENTIALS.sub("://", place)),)
