"""What a JSON document looks like that is no bill of materials."""

from typing import Final

from hullmark.formats.sbom.values import Object

_SCAN = "it says what was found, not what is there: scan the image, or write a bill of materials"
_IMAGE = "name the folder or the archive that it stands in"
_REPOSITORY = "scan the folder it stands in: hullmark scan repo:DIR"

_KINDS: Final = (
    (("runs", "version"), "a SARIF report", _SCAN),
    (("ArtifactName", "Results"), "a report of Trivy", _SCAN),
    (("SchemaVersion", "ArtifactType"), "a report of Trivy", _SCAN),
    (("matches", "descriptor"), "a report of Grype", _SCAN),
    (("manifest_hash", "vulnerabilities"), "a report of Clair", _SCAN),
    (("verdict", "findings"), "a result of Hullmark", "write one with -o FILE.cdx.json"),
    (("invocation", "scanner"), "a vulnerability attestation of Cosign", _SCAN),
    (("statements", "@context"), "an OpenVEX document", "it says what is affected by a flaw"),
    (("document", "vulnerabilities"), "a CSAF advisory", "it says what is affected by a flaw"),
    (("affected", "id", "modified"), "an advisory of OSV", ""),
    (("payloadType", "payload"), "an attestation of something else", ""),
    (("manifests", "schemaVersion"), "an image index", _IMAGE),
    (("layers", "config"), "an image manifest", _IMAGE),
    (("rootfs", "architecture"), "an image configuration", _IMAGE),
    (("lockfileVersion",), "a lock file of npm", _REPOSITORY),
    (("_meta", "default"), "a lock file of Pipenv", _REPOSITORY),
    (("packages", "content-hash"), "a lock file of Composer", _REPOSITORY),
    (("name", "dependencies"), "a package.json", _REPOSITORY),
    (("apiVersion", "kind"), "a Kubernetes manifest", ""),
    (("$schema", "properties"), "a JSON schema", ""),
)
"""Keys that must be there → what has them, and what to do."""
_SHOWN = 5


def looks_like(document: Object) -> tuple[str, str]:
    """Return what a document looks like in words, and what to do about it."""
    if "specVersion" in document or "bomFormat" in document:
        return "CycloneDX with another bomFormat than 'CycloneDX'", "correct the field bomFormat"
    if "SPDXID" in document:
        return "SPDX without the field spdxVersion", "correct the field spdxVersion"
    if isinstance(kind := document.get("predicateType"), str):
        return f"an attestation of {kind[:120]}", _SCAN
    for keys, what, hint in _KINDS:
        if all(key in document for key in keys):
            return what, hint
    if not document:
        return "an empty JSON object", ""
    shown = ", ".join(f"'{str(key)[:40]}'" for key in list(document)[:_SHOWN])
    return f"a JSON document with the fields {shown}", ""
