"""Placeholders of project files, and which text is one exact version."""

import re

LONGEST = 200
"""Characters of a value that can be part of coordinates."""
_PLACEHOLDER = re.compile(r"\$\{([^{}]+)\}")
_STEPS = 16
"""Placeholders that lead to placeholders."""
_VALUES = 16
"""Placeholders in one text."""
_EXACT = re.compile(r"\[\s*([^,\s\[\]()]+)\s*\]")
_VERSION = re.compile(r"[^\s\[\](),${}]+")


def resolve(text: str, values: dict[str, str]) -> str:
    """Return the text with everything in place that ``values`` know."""
    for _ in range(_STEPS):
        if "${" not in text:
            break
        text = _PLACEHOLDER.sub(lambda found: values.get(found[1].strip(), found[0]), text, _VALUES)
        if len(text) > LONGEST * _VALUES:
            return ""
    return text.strip()


def exact(stated: str) -> str:
    """Return the one version that is meant, empty for ranges and what stays unresolved."""
    only = _EXACT.fullmatch(stated)
    version = only[1] if only else stated
    return version if _VERSION.fullmatch(version) else ""
