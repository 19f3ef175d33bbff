"""What one file says about images, before the files are joined."""

from dataclasses import dataclass, field

from hullmark.model.graph import NodeKind, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """How an image is built."""

    context: str
    """Relative to the repository; a URL where ``remote``."""
    dockerfile: str = ""
    """Relative to the repository; empty with ``inline``."""
    inline: str = ""
    target: str = ""
    arguments: dict[str, str] = field(default_factory=dict)
    contexts: dict[str, str] = field(default_factory=dict)
    """``additional_contexts``."""
    tags: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    remote: bool = False
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A service, workload, job or target with the image it runs or builds."""

    kind: NodeKind
    name: str
    place: Place
    image: str = ""
    image_place: Place | None = None
    build: Build | None = None
    profiles: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Variables of the image's name that have no value."""
    template: bool = False
    """The image is named by an expression that only its own tool can work out."""
    provided: bool = False
    """Something else than a container stands behind it (``provider:``), so it needs no image."""
