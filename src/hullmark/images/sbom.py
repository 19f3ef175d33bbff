"""Bills of materials on disk: found by their content, read whole, one per image they describe."""

import os
from pathlib import Path

from hullmark.formats.errors import BrokenSbomError
from hullmark.formats.sbom.document import Bom, Part
from hullmark.formats.sbom.read import read_sbom
from hullmark.formats.sbom.split import by_distribution
from hullmark.images.errors import NotAnImageError
from hullmark.images.image import SbomDocument
from hullmark.images.storage import open_regular
from hullmark.kernel import limits
from hullmark.model.image import DiffId, Digest, LayerInfo, Platform
from hullmark.model.ledger import Issue
from hullmark.model.scan import Target

_SHOWN = 200
"""Characters of a subject's name that tell it from others; references stay below."""


def open_sbom(path: Path, *, name: str) -> tuple[SbomDocument, ...]:
    """Return the bill of materials in a file, once per image or distribution in it.

    Raises:
        TargetNotFoundError: The file does not exist.
        NotAnImageError: It is a directory.
        NotAnSbomError: It is something else.
        SbomVersionError: It is of a version that is not read.
        BrokenDocumentError: It is damaged, or too large.
    """
    if path.is_dir():
        raise NotAnImageError(
            f"'{path}' is a directory, and 'sbom:' names a file",
            hint="leave the scheme away to have the directory looked into",
        )
    bom = read_sbom(_content(path), source=f"'{path}'")
    parts = [one for part in bom.parts for one in by_distribution(part)]
    names = _names(parts, name)
    return tuple(
        SbomDocument(
            target=_target(part, title),
            part=part,
            title=bom.title,
            broken_rule=bom.broken_rule,
            issues=_issues(bom, path) if part is parts[0] else (),
        )
        for part, title in zip(parts, names, strict=True)
    )


def _content(path: Path) -> bytes:
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > limits.JSON_BYTES:
            raise BrokenSbomError(
                f"'{path}' has {size:,} bytes; at most {limits.JSON_BYTES:,} are read",
                hint="let its writer leave out the files, or write one document per image",
            )
        return file.read(limits.JSON_BYTES + 1)


def _names(parts: list[Part], name: str) -> list[str]:
    """Return a name per part: that of the file, with what tells several apart."""
    if len(parts) == 1:
        return [name]
    names: list[str] = []
    for number, part in enumerate(parts, 1):
        title = f"{name} ({part.subject.name[:_SHOWN] or number})"
        names.append(title if title not in names else f"{title[:-1]}, {number})")
    return names


def _target(part: Part, name: str) -> Target:
    subject = part.subject
    platform = None
    if subject.os and subject.architecture:
        platform = Platform(
            os=subject.os, architecture=subject.architecture, variant=subject.variant
        )
    return Target(
        name=name,
        kind="sbom",
        digest=Digest(subject.digest) if subject.digest else None,
        config_digest=Digest(subject.config_digest) if subject.config_digest else None,
        platform=platform,
        layers=tuple(
            LayerInfo(index=index, diff_id=DiffId(diff_id), digest=None)
            for index, diff_id in enumerate(subject.diff_ids)
        ),
    )


def _issues(bom: Bom, path: Path) -> tuple[Issue, ...]:
    return tuple(
        Issue(path=str(path), cause=f"{flaw.place}: {flaw.cause}", code=BrokenSbomError.code)
        for flaw in bom.flaws
    )
