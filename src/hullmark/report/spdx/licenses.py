"""Declared licenses as SPDX expressions; what is none of them keeps its words beside."""

from collections.abc import Iterator

from hullmark.formats import spdx as wire
from hullmark.formats.document import repaired
from hullmark.formats.spdx_normal import normalize


class Licenses:
    """Turns declared licenses into expressions and remembers those outside the SPDX list."""

    def __init__(self) -> None:
        self._extracted: dict[str, str] = {}

    def declared(self, licenses: tuple[str, ...], purl_type: str = "") -> str:
        """Return one expression for all that is declared, ``NOASSERTION`` where nothing is."""
        found = normalize(tuple(map(repaired, licenses)), purl_type)
        for license_id, text in found.references:
            self._extracted.setdefault(license_id, text)
        return found.expression or wire.NOASSERTION

    def extracted(self) -> Iterator[wire.ExtractedLicense]:
        """Yield the licenses that expressions so far refer to, in order of first use."""
        for license_id, text in self._extracted.items():
            name = " ".join(text.split())[:200]
            yield wire.ExtractedLicense(license_id=license_id, name=name, extracted_text=text)
