"""CISA's Known Exploited Vulnerabilities catalogue."""

import re

import msgspec

_DATE = re.compile(r"^\d{4}-\d\d-\d\d$")


class Listed(msgspec.Struct, gc=False):
    """One row: the day it was listed as exploited."""

    id: str = msgspec.field(name="cveID")
    added: str = msgspec.field(name="dateAdded")


class Catalogue(msgspec.Struct, gc=False):
    """The file."""

    vulnerabilities: list[msgspec.Raw]
    version: str = msgspec.field(name="catalogVersion", default="")
    released: str = msgspec.field(name="dateReleased", default="")


decode_catalogue = msgspec.json.Decoder(Catalogue).decode
_decode_row = msgspec.json.Decoder(Listed).decode


def parse_kev(catalogue: Catalogue) -> tuple[dict[str, str], list[str]]:
    """Return the day each CVE was listed, and what is wrong with rows that are not readable."""
    days: dict[str, str] = {}
    problems: list[str] = []
    for raw in catalogue.vulnerabilities:
        try:
            row = _decode_row(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            problems.append(str(error))
            continue
        if _DATE.match(row.added) and row.id.startswith("CVE-"):
            days[row.id] = row.added
        else:
            problems.append(f"'{row.id[:40]}' has no readable date")
    return days, problems
