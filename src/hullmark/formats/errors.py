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
