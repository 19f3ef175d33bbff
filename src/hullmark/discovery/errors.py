"""Errors of the discovery room: HM23 5x."""

from hullmark.kernel.errors import InputError, NothingToScanError


class BrokenManifestError(InputError):
    """A compose file, manifest, workflow or bake file cannot be read as what its name says.

    The message names file and line. The rest of the repository is looked at all the same.
    """

    code = "HM2350"


class CyclicFilesError(BrokenManifestError):
    """Compose files include or extend each other in a ring.

    The message names the file or service that comes round. Break the ring.
    """

    code = "HM2351"


class NoImagesError(NothingToScanError):
    """Nothing below the folder builds, runs or deploys an image.

    Name the folder that holds Dockerfiles, compose files or manifests.
    """

    code = "HM1250"
