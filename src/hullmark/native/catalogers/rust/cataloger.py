"""Which files speak of crates, and who reads them."""

from hullmark.native.catalogers.record import Cataloger
from hullmark.native.catalogers.rust.parse_audit_data import SECTION, parse_executable
from hullmark.native.catalogers.rust.parse_cargo_lock import parse_cargo_lock
from hullmark.native.catalogers.rust.parse_cargo_toml import parse_cargo_toml

BINARY = Cataloger(
    name="rust-binary",
    version=1,
    role="language",
    sections=(SECTION,),
    parse=parse_executable,
)
CARGO_LOCK = Cataloger(
    name="rust-cargo-lock",
    version=1,
    role="language",
    globs=("**/Cargo.lock",),
    parse=parse_cargo_lock,
    declared=True,
)
CARGO_TOML = Cataloger(
    name="rust-cargo-toml",
    version=1,
    role="language",
    globs=("**/Cargo.toml",),
    parse=parse_cargo_toml,
    declared=True,
)

CATALOGERS = (BINARY, CARGO_LOCK, CARGO_TOML)
