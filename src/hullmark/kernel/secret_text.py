"""Text that is a secret: it shows itself only where it is used."""


class SecretText:
    """An address or password; printing it, logging it or writing it down shows what kind it is."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the text itself, for the one call that needs it."""
        return self._value

    def __str__(self) -> str:
        scheme, colon, _ = self._value.partition(":")
        return f"{scheme}:…" if colon and scheme.isalnum() and len(scheme) < 24 else "…"

    def __repr__(self) -> str:
        return f"'{self}'"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretText) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)
