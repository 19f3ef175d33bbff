"""What can be wrong with the bytes of a layer."""

from hullmark.kernel.errors import InputError, IntegrityError


class BrokenLayerError(InputError):
    """A layer's compressed stream or tar is damaged or cut short.

    Pull or build the image again; if it stays, the image itself is broken.
    """

    code = "HM2050"


class BombError(InputError):
    """A layer or file grows beyond the limits that Hullmark reads.

    The rest of the image is scanned; the ledger names the layer.
    """

    code = "HM2051"


class DiffIdError(InputError):
    """A layer of an archive does not hash to the diff ID of the image's configuration.

    Names inside such archives prove nothing, so the layer is read all the same; the ledger says
    that its content is not what the configuration announces. Save the image again.
    """

    code = "HM2054"


class LayerDigestError(IntegrityError):
    """A layer's bytes do not hash to the digest the manifest names.

    Never retried and never suppressible: pull the image again and find out who changed it.
    """

    code = "HM5050"
