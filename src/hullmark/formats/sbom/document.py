"""What any bill of materials says, in one form: who wrote it, what about, and what is in it."""

import msgspec

_SHOWN = 100
"""Characters of a document's own words that a line about it repeats."""


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where the writer of the document saw something."""

    path: str
    layer: str = ""
    """Diff ID of the layer, where one is named."""
    line: int | None = None
    layer_index: int | None = None
    """Position of the layer, 0 the lowest."""
    instruction: str = ""


class Entry(msgspec.Struct, kw_only=True):
    """One thing that a document lists, in the document's own words."""

    name: str = ""
    version: str = ""
    group: str = ""
    """CycloneDX ``group``: npm scope, Maven group."""
    purl: str = ""
    kind: str = ""
    """What it is said to be: ``library``, ``file``, ``operating-system``; empty if not said."""
    package_type: str = ""
    """purl type, where the document names its own kind of package instead of a purl."""
    ecosystem: str = ""
    licenses: tuple[str, ...] = ()
    supplier: str = ""
    hashes: tuple[tuple[str, str], ...] = ()
    """Algorithm as spelled in the document, and digits."""
    architecture: str = ""
    source_name: str = ""
    source_version: str = ""
    places: tuple[Place, ...] = ()
    properties: dict[str, str] = msgspec.field(default_factory=dict)
    """Properties and annotations by name; of several values the first."""


class System(msgspec.Struct, frozen=True, kw_only=True):
    """The operating system that a document speaks of."""

    name: str
    """``debian``, ``Red Hat Enterprise Linux``: as the document spells it."""
    version: str = ""
    codename: str = ""
    id_like: tuple[str, ...] = ()
    title: str = ""
    variant: str = ""


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """The image, folder or program that a document is about."""

    name: str = ""
    digest: str = ""
    """Manifest digest."""
    config_digest: str = ""
    os: str = ""
    architecture: str = ""
    variant: str = ""
    diff_ids: tuple[str, ...] = ()
    """Lowest first; empty where their order is not known."""


class Part(msgspec.Struct, kw_only=True):
    """One subject with what is in it."""

    subject: Subject = msgspec.field(default_factory=Subject)
    system: System | None = None
    entries: list[Entry] = msgspec.field(default_factory=list)


class Flaw(msgspec.Struct, frozen=True):
    """Something in a document that could not be read."""

    place: str
    cause: str


class Bom(msgspec.Struct, kw_only=True):
    """A bill of materials."""

    format: str
    """``CycloneDX``, ``SPDX``, ``Syft`` or ``GitHub dependency snapshot``."""
    version: str = ""
    form: str = "JSON"
    """``JSON``, ``XML``, ``YAML``, ``tag-value``, ``RDF`` or ``JSON-LD``."""
    tool: str = ""
    """Name and version of the program that wrote it."""
    created: str = ""
    """As written, mostly an ISO date and time."""
    parts: list[Part] = msgspec.field(default_factory=list)
    files: int = 0
    """Files that are listed beside the packages."""
    relations: int = 0
    """Relationships, or elements with dependencies, as they stand in the document."""
    flaws: list[Flaw] = msgspec.field(default_factory=list)
    broken_rule: str = ""
    """The first rule of its own format that the document breaks."""

    @property
    def title(self) -> str:
        """Return format, version, form, tool and date in one line."""
        title = " ".join(word for word in (self.format, self.version, self.form) if word)
        return ", ".join(part[:_SHOWN] for part in (title, self.tool, self.created) if part)
