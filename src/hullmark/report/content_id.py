"""Identifiers of documents that are derived from what is in them: same scan, same document."""

import hashlib
import uuid

from hullmark.formats.document import repaired
from hullmark.model.scan import ScanResult

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:hullmark:document")


def document_uuid(result: ScanResult, kind: str) -> uuid.UUID:
    """Return a UUID that is the same for the same time, targets, components and findings."""
    digest = hashlib.sha256()
    parts = [kind, result.created_at.isoformat(), result.tool_version]
    for target in result.targets:
        parts += [target.name, target.digest or "", str(target.platform or "")]
    parts += [component.purl for component in result.components]
    parts += [finding.id for finding in result.findings]
    for part in parts:
        digest.update(repaired(part).encode() + b"\0")
    return uuid.uuid5(_NAMESPACE, digest.hexdigest())
