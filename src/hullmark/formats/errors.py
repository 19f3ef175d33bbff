"""What can be wrong with a document before anyone asks what it means."""

from hullmark.kernel.errors import InputError


class BrokenDocumentError(InputError):
    """A document is not valid JSON or does not have the shape its kind demands.

    The message names the place (``$.layers[0].size``). Build, pull or export the file again; if it
    stays, the program that wrote it is at fault.
    """

    code = "HM2001"


class InvalidPurlError(InputError):
    """A text is not a package URL, or parts do not make one of their type.

    The message names the purl and the rule (a namespace that its type needs or forbids, a
    qualifier key, a name). Correct it where it was written; the component is known by its name and
    version until then.
    """

    code = "HM2190"


class NotAnSbomError(InputError):
    """A document can be read, and is no bill of materials.

    The message says what it looks like. CycloneDX, SPDX, Syft's own JSON and GitHub's dependency
    snapshots are read; a report of another scanner says what was found, not what is there, so scan
    the image itself or let that scanner write a bill of materials.
    """

    code = "HM2301"


class SbomVersionError(InputError):
    """A bill of materials does not say its version, or says one that is not read.

    CycloneDX 1.0 to 1.7, SPDX 2.1 to 2.3 and 3.0 are read. Let the program that wrote the document
    write one of these.
    """

    code = "HM2302"


class BrokenSbomError(BrokenDocumentError):
    """A bill of materials is cut short, damaged, or several in one file.

    The message names the place. Write the document again; several documents are several targets.
    """

    code = "HM2303"


class SbomRulesError(InputError):
    """A document can be read, and breaks a rule of the CycloneDX version that it claims.

    What it lists is matched all the same; the ledger repeats the first broken rule. Report it to
    the maker of the program that wrote the document.
    """

    code = "HM2304"


class BrokenDockerfileError(BrokenDocumentError):
    """A Dockerfile cannot be parsed, so that no builder would take it.

    The message names file and line. Correct the line; ``docker build --check`` says the same.
    """

    code = "HM2310"


class BrokenWordError(InputError):
    """A text with variables is not closed, or asks for something that does not exist.

    The message says what (``missing '}'``, an unknown modifier, a variable that must be set).
    """

    code = "HM2311"
    unmatched: frozenset[str] = frozenset()
    """Variables that were asked for and not set before it went wrong."""
