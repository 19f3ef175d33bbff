"""Runs configuration checks on files: Dockerfiles, compose, Kubernetes, image configurations."""

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import structs

from hullmark import __version__
from hullmark.checks.buildkit.violations import BUILDKIT, with_buildkit
from hullmark.checks.bundle import Bundle, load_bundle
from hullmark.checks.engine import Engine
from hullmark.checks.errors import UncheckableFileError
from hullmark.checks.ignores import ignores_of
from hullmark.checks.readers import may_be_checked, read_file, together
from hullmark.checks.record import Document
from hullmark.config.settings import Settings
from hullmark.formats.dockerignore import DOCKERIGNORE_BYTES, Pattern, read_dockerignore
from hullmark.images.errors import TargetNotFoundError
from hullmark.images.tree import MADE, VERSION_CONTROL, walk_tree
from hullmark.kernel import clock
from hullmark.kernel.errors import NothingToScanError
from hullmark.kernel.paths import compiled_folder
from hullmark.merge.violations import POLICY_ENGINES, findings_of
from hullmark.model.ledger import Issue, LedgerRow, Status
from hullmark.model.scan import ScanResult, Target
from hullmark.model.violation import Violation
from hullmark.pipeline.decisions import decide
from hullmark.pipeline.ledger import issue_rows
from hullmark.pipeline.verdict import chosen_opa, verdict_of

FILE_BYTES = 16 * 1024 * 1024
"""One file; longer ones are data, not configuration."""
_SKIPPED = VERSION_CONTROL | MADE


class Checked(msgspec.Struct, kw_only=True):
    """What checking some files came to, before it is merged."""

    violations: list[Violation] = []
    issues: list[Issue] = []
    files: int = 0
    dockerfiles: list[tuple[Path, Document]] = []
    rows: list[LedgerRow] = []
    linted: int = 0
    """Dockerfiles to which BuildKit's rules were applied."""


def check(
    paths: Sequence[Path],
    *,
    settings: Settings,
    only: Sequence[str] = (),
    hadolint: bool = True,
) -> ScanResult:
    """Check every file of ``paths`` (folders: what has a usual name below them) and judge it.

    Args:
        paths: Files and folders.
        settings: ``check_paths`` names the folders of an organisation's own checks.
        only: Ids of checks; without any, all run.
        hadolint: Ask hadolint too, where it is installed.

    Raises:
        NothingToScanError: No file can be checked.
        TargetNotFoundError: None of the paths exists; where some do, a missing one is a row.
        UnknownCheckError: ``only`` names a check that does not exist.
    """
    began = clock.monotonic()
    if not any(map(os.path.lexists, paths)):
        raise TargetNotFoundError(
            f"'{paths[0]}' does not exist", hint="name files or folders, '.' for this one"
        )
    bundle = load_bundle(settings.check_paths)
    engine = Engine(
        bundle,
        only=only,
        cache=compiled_folder() / "checks",
        opa=chosen_opa(settings.checks_engine),
    )
    name = ", ".join(str(path) for path in paths)
    unlisted: list[Issue] = []
    checked = check_files(engine, found_files(paths, unlisted), buildkit=not only)
    checked.issues += unlisted
    if not checked.files and not checked.issues:
        raise NothingToScanError(
            f"nothing to check in '{name}'",
            hint="name Dockerfiles, compose files or manifests, or folders that hold some",
        )
    target = Target(name=name, kind="repo")
    if hadolint and not only and checked.dockerfiles:
        _ask_hadolint(checked, target, engine)
    findings = findings_of(checked.violations, target, canonical=canonical_of(bundle))
    findings, decisions = decide(findings, targets=(target,), settings=settings)
    ledger = (*check_rows(checked, engine, target.name), *checked.rows, *decisions)
    return ScanResult(
        created_at=clock.now(),
        tool_version=__version__,
        verdict=verdict_of(findings, ledger, settings=settings, targets=(target,)),
        targets=(target,),
        findings=findings,
        ledger=ledger,
        duration_s=clock.monotonic() - began,
    )


def check_files(
    engine: Engine, files: Iterable[tuple[Path, str, bool]], *, buildkit: bool = True
) -> Checked:
    """Check files (path, path as shown, named by the user); one that is broken stops no other.

    Args:
        engine: The checks.
        files: What to look at.
        buildkit: Apply the rules of ``docker build --check`` to Dockerfiles, too.
    """
    checked = Checked()
    read = list(_documents(files, checked))
    joints = together([each for _, each in read if each.kind not in ("dockerfile", "image")])
    engine.ask_ahead([*(each for _, each in read), *joints])
    for path, document in read:
        if document.kind == "dockerfile":
            checked.dockerfiles.append((path, document))
        before = len(checked.violations)
        check_document(engine, document, checked)
        if buildkit and document.kind == "dockerfile":
            own = checked.violations[before:]
            checked.violations[before:] = with_buildkit(
                own, document, engine.bundle, ignored=_dockerignore(path)
            )
            checked.linted += 1
    for joint in joints:
        check_document(engine, joint, checked)
    checked.issues += engine.issues()
    return checked


def _documents(
    files: Iterable[tuple[Path, str, bool]], checked: Checked
) -> Iterator[tuple[Path, Document]]:
    """Yield what can be checked in files; what is wrong with one goes into ``checked``."""
    for path, shown, named in files:
        data = _content(path, shown, checked)
        if data is None:
            continue
        documents, issues = read_file(data, path=shown)
        checked.issues += issues
        if named and not documents and not issues:
            checked.issues.append(
                Issue(
                    path=shown,
                    cause=f"'{shown}' is neither Dockerfile, compose file, manifest nor image"
                    " configuration",
                    code=UncheckableFileError.code,
                )
            )
        checked.files += bool(documents)
        for document in documents:
            yield path, document


def check_document(engine: Engine, document: Document, checked: Checked) -> None:
    """Add what checks say about one document."""
    outcome = engine.check(document)
    checked.violations += outcome.violations
    checked.issues += outcome.issues


def check_rows(checked: Checked, engine: Engine, target: str) -> list[LedgerRow]:
    """Return what ran, and a row for everything that could not."""
    status = Status.PARTIAL if checked.issues else Status.RAN
    reason = f"{len(engine.bundle.checks)} checks on {checked.files} files"
    if checked.issues:
        reason += f", {len(checked.issues)} problems"
    row = LedgerRow(
        target=target, scanner="native", check="configuration", status=status, reason=reason
    )
    rows = [row]
    if checked.linted:
        rows.append(
            LedgerRow(
                target=target,
                scanner=BUILDKIT,
                check="Dockerfiles",
                status=Status.RAN,
                reason=f"the rules of docker build --check, applied to {checked.linted} files",
            )
        )
    return [*rows, *issue_rows(target, checked.issues)]


def canonical_of(bundle: Bundle) -> Callable[[str, str], str]:
    """Return what names the check that another scanner's rule is the same as.

    Conftest and OPA run our files as they are: a rule of theirs is then the package of a check.
    """
    known: dict[tuple[str, str], str] = {}
    for each in bundle.checks:
        known |= {(engine, _spelled(each.package)): each.id for engine in POLICY_ENGINES}
        for scanner, rules in each.equivalents.items():
            for rule in rules:
                known.setdefault((scanner, _spelled(rule)), each.id)
    return lambda scanner, rule: known.get((scanner, _spelled(rule)), rule)


_OLD_RULE: Final = re.compile(r"(DS|KSV)-?(\d{1,4})")


def _spelled(rule: str) -> str:
    """Return a rule in one spelling: Trivy has called it AVD-DS-0002, DS002 and DS-0002."""
    rule = rule.upper().removeprefix("AVD-")
    found = _OLD_RULE.fullmatch(rule)
    return f"{found[1]}-{int(found[2]):04}" if found else rule


def found_files(paths: Sequence[Path], issues: list[Issue]) -> Iterator[tuple[Path, str, bool]]:
    """Yield the files to check: those named, and below folders those with a usual name.

    What git ignores is left out; what cannot be listed goes to ``issues``.
    """

    def note(path: str, cause: str) -> None:
        issues.append(Issue(path=path, cause=cause, code="HM2053"))

    for path in paths:
        if not path.is_dir():
            yield path, str(path), True
            continue
        for below, entry in walk_tree(
            path,
            skips=lambda name, _: name in _SKIPPED,
            broken=note,
            keeps=lambda name, _: may_be_checked(name),
        ):
            if not entry.is_symlink():
                yield path / below, _shown(path / below, path), False


def _shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if str(root) == "." else str(path)


def _content(path: Path, shown: str, checked: Checked) -> bytes | None:
    cause = ""
    try:
        if not path.is_file():
            cause = f"'{shown}' is no file"
        elif path.stat().st_size > FILE_BYTES:
            cause = f"'{shown}' is larger than {FILE_BYTES:,} bytes"
        else:
            return path.read_bytes()
    except OSError as error:
        cause = f"'{shown}' cannot be read: {error.strerror}"
    checked.issues.append(Issue(path=shown, cause=cause, code=UncheckableFileError.code))
    return None


def _dockerignore(path: Path) -> tuple[Pattern, ...]:
    """Return what the builder leaves out where the context is the Dockerfile's own folder."""
    for file in (path.with_name(f"{path.name}.dockerignore"), path.with_name(".dockerignore")):
        with contextlib.suppress(OSError), file.open("rb") as opened:
            return read_dockerignore(opened.read(DOCKERIGNORE_BYTES))
    return ()


def _ask_hadolint(checked: Checked, target: Target, engine: Engine) -> None:
    """Join hadolint's findings: at our place where we say the same of one instruction."""
    from hullmark.pipeline.hadolint import find_hadolint, run_hadolint  # noqa: PLC0415 - optional

    program = find_hadolint()
    if program is None:
        return
    paths = [(path, document.path) for path, document in checked.dockerfiles]
    found, rows = run_hadolint(program, paths, target=target.name)
    documents = {document.path: document for _, document in checked.dockerfiles}
    ours: dict[tuple[str, str], list[Violation]] = {}
    for violation in checked.violations:
        ours.setdefault((violation.subject, violation.rule), []).append(violation)
    joined = []
    for violation in found:
        document = documents.get(violation.subject)
        joined.append(_joined(violation, document, engine, ours) if document else violation)
    checked.violations += joined
    checked.rows += rows


def _joined(
    violation: Violation,
    document: Document,
    engine: Engine,
    ours: dict[tuple[str, str], list[Violation]],
) -> Violation:
    """Give a violation of hadolint our anchor, our place and our comments that ignore."""
    line = violation.locations[0].line or 1
    place = document.locate({"line": line})
    same = engine.bundle.find(violation.rule)
    locations = violation.locations
    for own in ours.get((document.path, same.id), ()) if same else ():
        if own.locations[0].line in place.within:
            locations = own.locations
            break
    reason = ignores_of(document.text).reason_of((violation.rule, same.id if same else ""), place)
    return structs.replace(violation, anchor=place.anchor, locations=locations, ignored=reason)
