"""Builds images of a repository with the builder that is here, and hands them on as archives."""

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from hullmark.discovery.plan import PlannedScan
from hullmark.kernel import log, processes
from hullmark.kernel.errors import HullmarkError, ToolError
from hullmark.kernel.space import scratch_folder

BUILDERS = ("docker", "buildah", "podman")
"""In the order in which they are tried: the first that can start is taken."""
_SEEN = (
    "DOCKER_*",
    "BUILDAH_*",
    "BUILDKIT_*",
    "CONTAINER_*",
    "CONTAINERS_*",
    "STORAGE_*",
    "REGISTRY_AUTH_FILE",
    "XDG_*",
    "DBUS_SESSION_BUS_ADDRESS",
    "*_proxy",
    "*_PROXY",
)
"""Of the environment, beside what every program may see."""
_EXPORT_S = 900.0
_ASK_S = 20.0
_WORDS = 300
_URL = ("http://", "https://", "git://", "git@", "ssh://")


class BuilderMissingError(ToolError):
    """``--build`` was asked for, and no program that builds images works here.

    Install Docker, Buildah or Podman, or scan without ``--build``.
    """

    code = "HM3030"


class BuildFailedError(ToolError):
    """The builder could not build an image, or could not hand it on.

    Run the command that the message names by hand.
    """

    code = "HM3031"


class UnbuildableError(ToolError):
    """An image is built from something that is not in the repository.

    Fetch the context (a URL, a folder above the repository) and scan that.
    """

    code = "HM3032"


class Builder(msgspec.Struct, frozen=True, kw_only=True):
    """One program that builds images."""

    name: str
    program: str

    @contextlib.contextmanager
    def built(
        self, planned: PlannedScan, root: Path, *, timeout_s: float, progress: Callable[[str], None]
    ) -> Iterator[Path]:
        """Build one stage and give it as an archive; its name is taken away again afterwards.

        Raises:
            UnbuildableError: Its context is not in the repository.
            BuildFailedError: It cannot be built.
        """
        file, context = _inside(root, planned.dockerfile), _inside(root, planned.context)
        name = _name(planned, root)
        progress(f"building {planned.name} with {self.name}")
        self._run(
            "build",
            *(("--layers",) if self.name == "buildah" else ()),
            "--file",
            str(file),
            "--tag",
            name,
            *(("--target", planned.target) if planned.target else ()),
            *(f"--build-arg={key}={value}" for key, value in sorted(planned.arguments.items())),
            str(context),
            timeout_s=timeout_s,
        )
        try:
            with self.exported(name) as archive:
                yield archive
        finally:
            with contextlib.suppress(HullmarkError):
                self._run("rmi", name, timeout_s=_EXPORT_S)

    @contextlib.contextmanager
    def exported(self, name: str) -> Iterator[Path]:
        """Give an image of the builder's storage as an archive.

        Raises:
            BuildFailedError: It is not there.
        """
        with scratch_folder() as folder:
            archive = folder / "image.tar"
            if self.name == "docker":
                self._run("save", "--output", str(archive), name, timeout_s=_EXPORT_S)
            else:
                self._run("push", name, f"oci-archive:{archive}", timeout_s=_EXPORT_S)
            yield archive

    def works(self) -> bool:
        """Tell whether the program answers: Docker's needs a daemon."""
        try:
            self._run("info", timeout_s=_ASK_S)
        except HullmarkError as error:
            log.info("builder.absent", builder=self.name, error=error.message)
            return False
        return True

    def _run(self, *arguments: str, timeout_s: float) -> None:
        done = processes.run(
            (self.program, *arguments),
            timeout_s=timeout_s,
            environment=processes.allowed_environment(*_SEEN),
        )
        if done.status:
            raise BuildFailedError(
                f"'{self.name} {arguments[0]}' ended with status {done.status}: "
                f"{_last_words(done.errors or done.output)}",
                hint=f"run by hand: {self.name} {' '.join(arguments)}",
            )


def find_builder() -> Builder:
    """Return the builder to use.

    Raises:
        BuilderMissingError: None works.
    """
    for name in BUILDERS:
        program = shutil.which(name)
        if program is not None:
            builder = Builder(name=name, program=program)
            if builder.works():
                return builder
    raise BuilderMissingError(
        "no program that builds images works here",
        hint=f"install one of {', '.join(BUILDERS)}, or scan without --build",
    )


def _inside(root: Path, path: str) -> Path:
    if path.startswith(_URL):
        raise UnbuildableError(f"the context '{path}' is not in the repository")
    found = (root / path).resolve()
    if not found.is_relative_to(root.resolve()):
        raise UnbuildableError(f"'{path}' is outside of '{root}'")
    if not found.exists():
        raise UnbuildableError(f"'{path}' does not exist in '{root}'")
    return found


def _name(planned: PlannedScan, root: Path) -> str:
    """Return a name of our own, so that no image of the user's is overwritten."""
    said = (
        f"{root.resolve()}\0{planned.node}\0{planned.target}\0{sorted(planned.arguments.items())}"
    )
    return f"localhost/hullmark-scan/{hashlib.sha256(said.encode()).hexdigest()[:16]}:build"


def _last_words(errors: bytes) -> str:
    """Return the last line that says something, without control characters."""
    lines = [line.strip() for line in errors.decode("utf-8", "replace").splitlines()]
    said = next((line for line in reversed(lines) if line), "no word about why")
    return "".join(each if each.isprintable() else " " for each in said)[:_WORDS]
