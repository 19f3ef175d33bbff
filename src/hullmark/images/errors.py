"""What can be wrong with an image, an archive or the words that name them."""

from hullmark.kernel.errors import InputError, IntegrityError, NothingToScanError, UsageError


class InvalidReferenceError(UsageError):
    """The text does not name an image: it breaks the grammar of references.

    A reference is ``[registry/]repository[:tag][@sha256:…]``; repositories are lower-case.
    """

    code = "HM2010"

    def __init__(self, message: str, *, reason: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.reason = reason
        """Stable word for the broken rule: ``uppercase``, ``too-long``, ``format`` …"""


class InvalidPlatformError(UsageError):
    """``--platform`` is not of the form ``os/architecture[/variant]``.

    Write for example ``linux/amd64`` or ``linux/arm/v7``.
    """

    code = "HM2011"


class TargetNotFoundError(UsageError):
    """The file or directory that a target names does not exist.

    Check the path; ``scheme:path`` names what it should be (``oci:``, ``docker-archive:`` …).
    """

    code = "HM2012"


class ImageNotFoundError(InputError):
    """The archive or layout is fine, and holds no image of that tag or digest.

    The hint lists what it holds.
    """

    code = "HM2013"


class PlatformNotFoundError(InputError):
    """The image exists, and not for the platform that was asked for.

    Choose one of the listed platforms with ``--platform``, or take all with ``--all-platforms``.
    """

    code = "HM2014"


class NotAnImageError(InputError):
    """The file, directory or artifact is something other than a container image.

    The message says what it looks like.
    """

    code = "HM2015"


class EmptyTargetError(NothingToScanError):
    """The directory, layout or archive exists and holds nothing.

    Point the target at the place where the image or the sources are.
    """

    code = "HM2016"


class MissingBlobError(InputError):
    """The layout or archive names a manifest, configuration or layer that it does not hold.

    The copy was cut short or pruned: export or copy the image again.
    """

    code = "HM2017"


class UnsupportedMediaTypeError(InputError):
    """A manifest, configuration or layer is of a type that Hullmark does not read.

    The message names the type; an image built with standard layers can be scanned.
    """

    code = "HM2018"


class EncryptedLayerError(InputError):
    """A layer is encrypted, so nothing in it can be examined.

    Decrypt the image first (for example ``skopeo copy --decryption-key``) and scan the result.
    """

    code = "HM2019"


class ForeignLayerError(InputError):
    """A layer may not be distributed with the image, and its blob is not there.

    Windows base layers are the usual case; the other layers are scanned.
    """

    code = "HM2020"


class BrokenArchiveError(InputError):
    """The archive's own tar or compression is damaged, or the archive is cut short.

    Export the image again and compare sizes.
    """

    code = "HM2021"


class ArchiveTooLargeError(InputError):
    """An archive or a document in it grows beyond the limits that Hullmark reads.

    Unpack it by hand if it is trusted, and scan the unpacked layout.
    """

    code = "HM2022"


class UnreadableTargetError(InputError):
    """The operating system refuses to read the file or directory.

    Check its permissions, and that it is a regular file.
    """

    code = "HM2023"


class MismatchedLayersError(InputError):
    """The layers, the diff IDs and the history of an image differ in number.

    The layers are scanned all the same; the line or diff ID of some may not be known. Images that
    were squashed or edited by hand look like this.
    """

    code = "HM2024"


class VerifyKeyError(UsageError):
    """The file that ``--verify-key`` names is no public key that can be read.

    A PEM file is expected (``cosign.pub``): ECDSA, Ed25519 or RSA.
    """

    code = "HM2025"


class BlobDigestError(IntegrityError):
    """A manifest, configuration or blob does not have the size or digest it is named by.

    Never retried and never suppressible: copy the image again and find out who changed it.
    """

    code = "HM5001"
