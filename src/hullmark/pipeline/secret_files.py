"""Looks for secrets in the files of a repository."""

import os
from collections.abc import Iterator
from pathlib import Path

from hullmark.config.settings import Settings
from hullmark.images.tree import VERSION_CONTROL, walk_tree
from hullmark.model.ledger import Issue, LedgerRow, Status
from hullmark.model.violation import Violation
from hullmark.native.secrets.hit import Hit, Placed
from hullmark.native.secrets.identity import secret_key
from hullmark.native.secrets.join import join_hits
from hullmark.native.secrets.scanner import BLOCK_BYTES, SecretScanner
from hullmark.native.secrets.sink import wants
from hullmark.pipeline.ledger import issue_rows

_HEAD_BYTES = 512
_FILES = 1_000_000
"""Entries looked at; a larger tree is a build folder, not a repository."""


def repository_secrets(
    root: Path, *, target: str, settings: Settings
) -> tuple[tuple[Violation, ...], list[LedgerRow]]:
    """Return the secrets in files that git would take, and what could not be looked at.

    One secret in several files is one violation with several places. Values leave the matcher
    as a keyed hash and a mask only.
    """
    if not settings.secrets:
        return (), [
            LedgerRow(
                target=target,
                scanner="native",
                check="secrets",
                status=Status.SKIPPED,
                reason="switched off",
            )
        ]
    scanner = SecretScanner(secret_key())
    issues: list[Issue] = []
    hits: list[Hit] = []
    files = 0
    for path in _walk(root, issues):
        files += 1
        try:
            with (root / path).open("rb") as opened:
                head = opened.read(_HEAD_BYTES)
                size = os.fstat(opened.fileno()).st_size
                if wants(path, size, head):
                    opened.seek(0)
                    hits += scanner.scan_chunks(path, iter(lambda: opened.read(BLOCK_BYTES), b""))
        except OSError as error:
            issues.append(
                Issue(path=path, cause=f"cannot be read: {error.strerror}", code="HM2053")
            )
    violations = join_hits([Placed(hit) for hit in hits])
    row = LedgerRow(
        target=target,
        scanner="native",
        check="secrets",
        status=Status.PARTIAL if issues else Status.RAN,
        reason=f"{files} files",
    )
    return violations, [row, *issue_rows(target, issues)]


def _walk(root: Path, issues: list[Issue]) -> Iterator[str]:
    """Yield files relative to the root; links are not followed, what git ignores is left out."""

    def note(path: str, cause: str) -> None:
        issues.append(Issue(path=path, cause=cause, code="HM2053"))

    for path, entry in walk_tree(root, skips=_is_history, broken=note, entries=_FILES):
        if entry.is_file(follow_symlinks=False):
            yield path


def _is_history(name: str, _folder: str) -> bool:
    return name in VERSION_CONTROL
