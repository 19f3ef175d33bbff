"""Where files of OS package databases stand in an image, by suite and group of the corpus."""

from hullmark.native.catalogers.apk.cataloger import APK
from hullmark.native.catalogers.dpkg.cataloger import DPKG
from hullmark.native.catalogers.rpm.cataloger import RPM
from inventory_cases import Reader

_APK = "lib/apk/db/installed"
_DETAILS = ("architecture", "source", "source_version")


def _apk(_: str) -> str:
    return _APK


def _dpkg(name: str) -> str:
    """Place a status database, one file of status.d, or a copyright file."""
    last = name.rpartition("/")[2]
    if "/copyright/" in name:
        return f"usr/share/doc/{last}/copyright"
    if "/opkg/" in name:
        return "usr/lib/opkg/status"
    if "status.d/" in name:
        return f"var/lib/dpkg/status.d/{last}"
    if "/info/" in name:
        return f"var/lib/dpkg/info/{last}"
    return "var/lib/dpkg/status"


def _rpm(name: str) -> str | None:
    """Place an rpm database by the name its format has on disk."""
    last = name.rpartition("/")[2].lower()
    if last.endswith(".rpm"):
        return None
    if "manifest" in last:
        return "var/lib/rpmmanifest/container-manifest-2"
    if "sqlite" in last:
        return "var/lib/rpm/rpmdb.sqlite"
    return "var/lib/rpm/Packages.db" if "packages.db" in last else "var/lib/rpm/Packages"


def _scancode_apk(name: str) -> str | None:
    # APKBUILD files are recipes: nothing in them is installed.
    return _APK if name.endswith("/installed") else None


def _scancode_dpkg(name: str) -> str | None:
    return "var/lib/dpkg/status" if name.endswith("/status") else None


def _syft_apk(name: str) -> str | None:
    return None if name.endswith(".apk") else _APK


_RPM_DETAILS = ("architecture", "license", "vendor")

READERS = {
    ("rpmdb", "sqlite"): Reader((RPM,), _rpm, details=_RPM_DETAILS),
    ("rpmdb", "ndb"): Reader((RPM,), _rpm, details=_RPM_DETAILS),
    ("rpmdb", "bdb"): Reader((RPM,), _rpm, details=_RPM_DETAILS),
    ("scalibr", "os/apk"): Reader((APK,), _apk, details=_DETAILS),
    ("scalibr", "os/dpkg"): Reader((DPKG,), _dpkg, details=_DETAILS),
    ("scalibr", "os/rpm"): Reader((RPM,), _rpm, details=("architecture",)),
    ("scancode", "alpine"): Reader((APK,), _scancode_apk, types={"alpine": "apk"}),
    ("scancode", "debian"): Reader((DPKG,), _scancode_dpkg),
    ("syft", "alpine"): Reader((APK,), _syft_apk),
    ("syft", "debian"): Reader((DPKG,), _dpkg),
    ("syft", "redhat"): Reader((RPM,), _rpm),
    ("trivy", "fanal/analyzer/pkg/apk"): Reader((APK,), _apk, details=_DETAILS),
    ("trivy", "fanal/analyzer/pkg/dpkg"): Reader((DPKG,), _dpkg, details=_DETAILS),
    ("trivy", "fanal/analyzer/pkg/rpm"): Reader((RPM,), _rpm, details=_DETAILS),
}
