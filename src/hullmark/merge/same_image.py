"""Which reports are about one image: those that share a mark, however indirectly."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from hullmark.model.report import Marks, ScannerReport


def by_image(reports: Sequence[ScannerReport]) -> list[tuple[ScannerReport, ...]]:
    """Return reports in groups of one image each, in the order of their first report.

    Manifest digest, configuration digest, list of diff IDs: one in common is enough, and the
    relation is closed: Trivy and Clair share no mark, a report of Grype links them. A name is no
    proof, so it joins only a report without any other mark (SARIF rarely has one) to those of
    the same target name.
    """
    parents = list(range(len(reports)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    seen: dict[Hashable, int] = {}
    for index, report in enumerate(reports):
        for mark in proofs(report.marks):
            first = seen.setdefault(mark, index)
            parents[max(root(first), root(index))] = min(root(first), root(index))
    named: dict[str, int] = {}
    for index, report in enumerate(reports):
        named.setdefault(report.target.name, index)
    for index, report in enumerate(reports):
        if not any(True for _ in proofs(report.marks)):
            first = named[report.target.name]
            parents[max(root(first), root(index))] = min(root(first), root(index))
    groups: defaultdict[int, list[ScannerReport]] = defaultdict(list)
    for index, report in enumerate(reports):
        groups[root(index)].append(report)
    return [tuple(groups[index]) for index in sorted(groups)]


def proofs(marks: Marks) -> Iterator[Hashable]:
    """Yield what identifies an image beyond its name."""
    yield from (("digest", digest) for digest in marks.digests)
    yield from (("config", digest) for digest in marks.config_digests)
    if marks.diff_ids:
        yield ("layers", marks.diff_ids)


def joined_marks(reports: Sequence[ScannerReport]) -> Marks:
    """Return all marks of reports about one image."""
    marks = [report.marks for report in reports]
    return Marks(
        digests=tuple(dict.fromkeys(d for each in marks for d in each.digests)),
        config_digests=tuple(dict.fromkeys(d for each in marks for d in each.config_digests)),
        diff_ids=next((each.diff_ids for each in marks if each.diff_ids), ()),
        names=tuple(dict.fromkeys(n for each in marks for n in each.names)),
    )
