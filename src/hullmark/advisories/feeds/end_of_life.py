"""End-of-life dates: endoflife.date's JSON (both forms) and our own table."""

import re
import tomllib
from importlib import resources
from typing import Any

_DATE = re.compile(r"^\d{4}-\d\d-\d\d$")
_PRODUCTS = {
    "alpine": "alpine", "alpine-linux": "alpine", "almalinux": "almalinux", "debian": "debian",
    "ubuntu": "ubuntu", "rhel": "rhel", "rocky-linux": "rocky", "rocky": "rocky",
    "amazon-linux": "amzn", "oracle-linux": "ol", "fedora": "fedora", "opensuse": "opensuse-leap",
    "sles": "sles", "azure-linux": "azurelinux", "photon": "photon", "centos": "centos",
}  # fmt: skip

Dates = dict[tuple[str, str], str]
"""(os-release id, version) → ISO date."""


def looks_like_end_of_life(document: Any) -> bool:
    """Return whether decoded JSON is a product's list of cycles."""
    cycles = _cycles(document)
    return bool(cycles) and all(
        isinstance(c, dict) and ("eol" in c or "eolFrom" in c or "isEol" in c) for c in cycles
    )


def parse_end_of_life(name: str, document: Any) -> tuple[Dates, list[str]]:
    """Return the dates of one product; the document's name says which where it does not itself."""
    product = name.rpartition("/")[2].removesuffix(".json").lower()
    if isinstance(document, dict) and isinstance(document.get("result"), dict):
        product = str(document["result"].get("name") or product)
    distribution = _PRODUCTS.get(product, product)
    dates: Dates = {}
    problems: list[str] = []
    for cycle in _cycles(document):
        if not isinstance(cycle, dict):
            problems.append(f"no cycle of {product}: '{str(cycle)[:80]}'")
            continue
        version = str(cycle.get("cycle") or cycle.get("name") or "")
        day = cycle.get("eol", cycle.get("eolFrom"))
        # Debian's volunteers keep a release alive past its first end; the date of that is "lts".
        if _is_date(day) and _is_date(cycle.get("lts")):
            day = max(str(day), str(cycle["lts"]))
        if version and _is_date(day):
            dates[distribution, version] = str(day)
        elif not version or not isinstance(day, bool | None):
            problems.append(f"no date for '{version}' of {product}")
    return dates, problems


def own_dates() -> Dates:
    """Return the dates that come with the package."""
    text = resources.files("hullmark.advisories").joinpath("end_of_life.toml").read_text("utf-8")
    return {
        (distribution, version): day.isoformat()
        for distribution, versions in tomllib.loads(text).items()
        for version, day in versions.items()
    }


def _cycles(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        result = document.get("result")
        if isinstance(result, dict) and isinstance(result.get("releases"), list):
            releases: list[Any] = result["releases"]
            return releases
    return []


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and bool(_DATE.match(value))
