"""Declared licenses as SPDX expressions; what is none of them keeps its words beside."""

import hashlib
from collections.abc import Iterator

from hullmark.formats import spdx as wire
from hullmark.formats.document import repaired
from hullmark.formats.spdx_expression import canonical


class Licenses:
    """Turns declared licenses into expressions and remembers those outside the SPDX list."""

    def __init__(self) -> None:
        self._extracted: dict[str, str] = {}

    def declared(self, licenses: tuple[str, ...]) -> str:
        """Return one expression for all that is declared, ``NOASSERTION`` where nothing is."""
        terms = [self._term(text) for text in dict.fromkeys(licenses) if text.strip()]
        if not terms:
            return wire.NOASSERTION
        if len(terms) == 1:
            return terms[0]
        terms = [f"({term})" if " " in term else term for term in terms]
        return " AND ".join(dict.fromkeys(terms))

    def extracted(self) -> Iterator[wire.ExtractedLicense]:
        """Yield the licenses that expressions so far refer to, in order of first use."""
        for license_id, text in self._extracted.items():
            name = " ".join(text.split())[:200]
            yield wire.ExtractedLicense(license_id=license_id, name=name, extracted_text=text)

    def _term(self, text: str) -> str:
        expression = canonical(text)
        if expression is not None:
            return expression
        text = repaired(text)
        license_id = f"LicenseRef-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
        self._extracted.setdefault(license_id, text)
        return license_id
