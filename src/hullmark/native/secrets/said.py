"""What an image says of itself.

Apart from those who look it through: for an image that is known, nothing else is needed.
"""

import msgspec

from hullmark.model.image import ImageConfig, LayerInfo
from hullmark.native.secrets.hit import Placed


class ImageText(msgspec.Struct, frozen=True, kw_only=True):
    """What an image says of itself, without its secrets, and where they were."""

    config: ImageConfig | None
    layers: tuple[LayerInfo, ...]
    secrets: tuple[Placed, ...] = ()
