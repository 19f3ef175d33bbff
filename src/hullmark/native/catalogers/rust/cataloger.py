"""Which files speak of crates, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _executable(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.rust.parse_audit_data import parse_executable  # noqa: PLC0415 - rare

    return parse_executable(file)


def _cargo_lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.rust.parse_cargo_lock import parse_cargo_lock  # noqa: PLC0415 - rare

    return parse_cargo_lock(file)


def _cargo_toml(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.rust.parse_cargo_toml import parse_cargo_toml  # noqa: PLC0415 - rare

    return parse_cargo_toml(file)


BINARY = Cataloger(
    name="rust-binary",
    version=1,
    role="language",
    sections=(b".dep-v0",),
    parse=_executable,
)
CARGO_LOCK = Cataloger(
    name="rust-cargo-lock",
    version=1,
    role="language",
    globs=("**/Cargo.lock",),
    parse=_cargo_lock,
    declared=True,
)
CARGO_TOML = Cataloger(
    name="rust-cargo-toml",
    version=1,
    role="language",
    globs=("**/Cargo.toml",),
    parse=_cargo_toml,
    declared=True,
)

CATALOGERS = (BINARY, CARGO_LOCK, CARGO_TOML)
