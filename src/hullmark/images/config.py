"""The image configuration: bytes to the model, and its history joined to the layers."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hullmark.formats import oci
from hullmark.formats.strict import decode_json
from hullmark.images.errors import MismatchedLayersError
from hullmark.kernel import limits
from hullmark.model.image import (
    DiffId,
    Digest,
    HistoryEntry,
    ImageConfig,
    LayerInfo,
    Platform,
)
from hullmark.model.ledger import Issue


def parse_config(data: bytes, *, source: str) -> ImageConfig:
    """Return the configuration in ``data``.

    Raises:
        BrokenDocumentError: It is not JSON or a field has the wrong type.
    """
    wire = decode_json(data, as_=oci.ImageConfig, source=source, limit_bytes=limits.CONFIG_BYTES)
    diff_ids = (wire.rootfs.diff_ids if wire.rootfs else None) or ()
    return to_settings(
        wire.config,
        platform=Platform(
            os=wire.os or "linux",
            architecture=wire.architecture or "",
            variant=wire.variant or "",
            os_version=wire.os_version or "",
        ),
        created_at=parse_time(wire.created),
        diff_ids=tuple(DiffId(diff_id) for diff_id in diff_ids),
        history=tuple(
            HistoryEntry(
                created_by=step.created_by or "",
                comment=step.comment or "",
                empty_layer=bool(step.empty_layer),
                created_at=parse_time(step.created),
            )
            for step in wire.history or ()
        ),
    )


def to_settings(
    wire: oci.ContainerConfig | None,
    *,
    platform: Platform,
    created_at: datetime | None,
    diff_ids: tuple[DiffId, ...],
    history: tuple[HistoryEntry, ...],
) -> ImageConfig:
    """Return the model's configuration of a container configuration that may be missing."""
    wire = wire or oci.ContainerConfig()
    return ImageConfig(
        platform=platform,
        created_at=created_at,
        user=wire.user or "",
        env=wire.env or (),
        entrypoint=words(wire.entrypoint),
        cmd=words(wire.cmd),
        working_dir=wire.working_dir or "",
        exposed_ports=tuple(wire.exposed_ports or ()),
        volumes=tuple(wire.volumes or ()),
        labels=wire.labels or {},
        healthcheck=_has_healthcheck(wire.healthcheck),
        diff_ids=diff_ids,
        history=history,
    )


def describe_layers(
    blobs: Sequence[tuple[Digest | None, int]], config: ImageConfig, *, source: str
) -> tuple[tuple[LayerInfo, ...], tuple[Issue, ...]]:
    """Return a record per blob (digest, size), lowest first, joined to diff IDs and history.

    Where the counts differ nothing is guessed that could blame the wrong line: diff IDs are left
    out, and history is joined from the top only where the lowest layers have none recorded.
    """
    issues: list[Issue] = []
    diff_ids: Sequence[DiffId | None] = config.diff_ids
    if len(diff_ids) != len(blobs):
        if diff_ids:
            issues.append(
                _odd(source, f"{len(blobs)} layers, but {len(diff_ids)} diff IDs in its config")
            )
        diff_ids = [None] * len(blobs)
    made = [step.created_by or step.comment for step in config.history if not step.empty_layer]
    if len(made) > len(blobs):
        issues.append(_odd(source, f"{len(blobs)} layers, but {len(made)} layers in its history"))
        made = []
    elif made and len(made) < len(blobs):
        # A base image flattened by a builder that keeps no history: the steps known are the last.
        issues.append(_odd(source, f"{len(blobs)} layers, but {len(made)} layers in its history"))
    instructions = [""] * (len(blobs) - len(made)) + made
    layers = tuple(
        LayerInfo(
            index=index,
            diff_id=diff_ids[index],
            digest=digest,
            size_bytes=size,
            instruction=instructions[index],
        )
        for index, (digest, size) in enumerate(blobs)
    )
    return layers, tuple(issues)


def parse_time(text: str | None) -> datetime | None:
    """Return an RFC 3339 time; None for none, for Go's zero time and for what is no time."""
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
        time = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return time if time.year > 1 else None


def words(value: tuple[str, ...] | str | None) -> tuple[str, ...]:
    """Return a command as its words; a plain string is what old Docker ran in a shell."""
    if isinstance(value, str):
        return ("/bin/sh", "-c", value) if value else ()
    return value or ()


def _has_healthcheck(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    test = value.get("Test")
    return bool(test) and test != ["NONE"]


def _odd(source: str, cause: str) -> Issue:
    return Issue(
        path=source,
        cause=f"image has {cause}",
        hint="layers are read all the same; the lines that made them may be missing",
        code=MismatchedLayersError.code,
    )
