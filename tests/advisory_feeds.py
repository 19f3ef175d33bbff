"""Hand-made advisory feeds for tests."""

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any


def osv_record(identifier: str = "GHSA-aaaa-bbbb-cccc", **changes: Any) -> dict[str, Any]:
    """Return an OSV record about the PyPI package ``Demo_Package``, changed as asked."""
    record: dict[str, Any] = {
        "id": identifier,
        "modified": "2026-01-02T03:04:05Z",
        "published": "2026-01-01T00:00:00Z",
        "aliases": ["CVE-2026-0001"],
        "summary": "A flaw in demo",
        "details": "Long words.",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
        "affected": [affected("PyPI", "Demo_Package", introduced="0", fixed="1.2")],
        "references": [{"type": "WEB", "url": "https://example.org/advisory"}],
        "database_specific": {"severity": "CRITICAL", "cwe_ids": ["CWE-79"]},
    }
    record.update(changes)
    return record


def affected(
    ecosystem: str, name: str, *, kind: str = "ECOSYSTEM", **events: str
) -> dict[str, Any]:
    """Return one entry of ``affected`` with one range of these events in this order."""
    return {
        "package": {"ecosystem": ecosystem, "name": name},
        "ranges": [{"type": kind, "events": [{key: value} for key, value in events.items()]}],
    }


def write_json(path: Path, value: Any) -> Path:
    """Write a JSON file and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))
    return path


def write_dump(path: Path, *records: dict[str, Any]) -> Path:
    """Write records as a dump like OSV's ``all.zip``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for record in records:
            archive.writestr(f"{record['id']}.json", json.dumps(record))
    return path


def debian_tracker() -> dict[str, Any]:
    """Return a tracker document with every status."""
    return {
        "demo": {
            "CVE-2026-1000": {
                "description": "words",
                "releases": {
                    "bookworm": {
                        "status": "resolved",
                        "fixed_version": "1.2-3+deb12u1",
                        "urgency": "high**",
                    },
                    "trixie": {
                        "status": "resolved",
                        "fixed_version": "0",
                        "urgency": "unimportant",
                    },
                    "bullseye": {
                        "status": "open",
                        "urgency": "not yet assigned",
                        "nodsa": "Minor issue",
                        "nodsa_reason": "",
                    },
                    "sid": {"status": "open", "urgency": "low"},
                },
            },
            "CVE-2026-1001": {
                "releases": {
                    "bookworm": {
                        "status": "open",
                        "urgency": "low",
                        "nodsa": "Minor",
                        "nodsa_reason": "ignored",
                    },
                    "trixie": {"status": "open", "urgency": "unimportant"},
                    "bullseye": {"status": "undetermined", "urgency": "medium"},
                    "buster": {"status": "open", "urgency": "end-of-life"},
                }
            },
        }
    }


ADVISORY_LIST = """\
[12 Feb 2025] DSA-5865-1 demo - security update
\t{CVE-2025-1000 CVE-2025-1001}
\t[bookworm] - demo 2.46.6-1~deb12u1
[10 Feb 2025] DSA-5863-1 other - security update
\t{CVE-2025-2000}
\t[bookworm] - other 4.19.0-2+deb12u1
\t[bullseye] - other <not-affected> (Vulnerable code not present)
[18 Apr 2018] DSA-4205-1 jessie end-of-life
\tNOTE: end of security support
"""

ISSUE_LIST = """\
CVE-2025-1000 (A flaw ...)
\t{DSA-5865-1}
\t- demo 2.47.0-1 (bug #1)
\t[bullseye] - demo <no-dsa> (Minor issue)
CVE-2025-3000 (Another ...)
\t- demo <unfixed> (unimportant; bug #2)
\t- never <itp> (bug #3)
CVE-2025-3001 (Third)
\t- demo <not-affected> (Only on Windows)
CVE-2025-3002 (Fourth)
\tNOT-FOR-US: elsewhere
CVE-2025-XXXX [no number yet]
\t- demo 1.0-1
"""


def alpine_secdb() -> dict[str, Any]:
    """Return a secdb document."""
    return {
        "apkurl": "{{urlprefix}}/{{distroversion}}/{{reponame}}/{{arch}}/{{pkg.name}}.apk",
        "reponame": "main",
        "urlprefix": "https://dl-cdn.alpinelinux.org/alpine",
        "distroversion": "v3.19",
        "packages": [
            {
                "pkg": {
                    "name": "curl",
                    "secfixes": {
                        "8.5.0-r0": [
                            "CVE-2023-46218 GHSA-aaaa-bbbb-dddd",
                            "CVE-2023-46219 (+ fix)",
                        ],
                        "0": ["CVE-2021-22897"],
                    },
                }
            }
        ],
    }


def kev(*cves: str, day: str = "2026-02-03") -> dict[str, Any]:
    """Return a catalogue that lists these."""
    return {
        "catalogVersion": "2026.02.03",
        "dateReleased": "2026-02-03T00:00:00Z",
        "vulnerabilities": [{"cveID": cve, "dateAdded": day} for cve in cves],
    }


def write_epss(path: Path, *rows: tuple[str, float, float]) -> Path:
    """Write a table as FIRST publishes it."""
    lines = ["#model_version:v2025.03.14,score_date:2026-02-04T12:55:00Z", "cve,epss,percentile"]
    lines += [f"{cve},{score:.5f},{percentile:.5f}" for cve, score, percentile in rows]
    path.write_bytes(gzip.compress("\n".join(lines).encode() + b"\n"))
    return path
