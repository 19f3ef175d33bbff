"""Which files speak of crates, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

BINARY = Cataloger(
    name="rust-binary",
    version=1,
    role="language",
    sections=(b".dep-v0",),
    parse=late("rust.parse_audit_data", "parse_executable"),
)
CARGO_LOCK = Cataloger(
    name="rust-cargo-lock",
    version=1,
    role="language",
    globs=("**/Cargo.lock",),
    parse=late("rust.parse_cargo_lock", "parse_cargo_lock"),
    declared=True,
)
CARGO_TOML = Cataloger(
    name="rust-cargo-toml",
    version=1,
    role="language",
    globs=("**/Cargo.toml",),
    parse=late("rust.parse_cargo_toml", "parse_cargo_toml"),
    declared=True,
)

CATALOGERS = (BINARY, CARGO_LOCK, CARGO_TOML)
