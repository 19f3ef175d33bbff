"""One place in an image as a phrase."""

from hullmark.model.component import Location
from hullmark.report.instruction import to_instruction

_INSTRUCTION = 300
"""Characters of an instruction beside a path."""


def layer_words(location: Location) -> str:
    """Return ``layer 1 sha256:…: RUN pip install -r requirements.txt``, or nothing."""
    if location.layer_index is None and location.layer is None:
        return ""
    index = "" if location.layer_index is None else f" {location.layer_index}"
    digest = f" {location.layer}" if location.layer else ""
    instruction = to_instruction(location.instruction or "")[:_INSTRUCTION]
    return f"layer{index}{digest}" + (f": {instruction}" if instruction else "")
