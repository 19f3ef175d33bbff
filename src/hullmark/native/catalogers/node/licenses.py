"""The licence fields of npm, which changed their shape twice."""

_KEYS = ("type", "name")


def to_licenses(license_: object, licenses: object = None) -> tuple[str, ...]:
    """Return the declared names: a string, ``{type, url}``, or a list of either.

    ``licenses`` is the older field, read only where the newer says nothing.
    """
    return _names(license_) or _names(licenses)


def _names(value: object) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else [value]
    found = (_name(entry) for entry in entries)
    return tuple(dict.fromkeys(name for name in found if name))


def _name(entry: object) -> str:
    if isinstance(entry, dict):
        entry = next((entry[key] for key in _KEYS if isinstance(entry.get(key), str)), "")
    return entry.strip() if isinstance(entry, str) else ""
