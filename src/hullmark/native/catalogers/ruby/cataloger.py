"""Which files speak of gems, and who reads them."""

from hullmark.native.catalogers.record import Cataloger
from hullmark.native.catalogers.ruby.parse_gemfile_lock import parse_gemfile_lock
from hullmark.native.catalogers.ruby.parse_gemspec import parse_gemspec

INSTALLED = Cataloger(
    name="ruby-installed",
    version=1,
    role="language",
    globs=(
        "**/specifications/*.gemspec",
        "**/specifications/default/*.gemspec",
        "**/bundler/gems/*/*.gemspec",
    ),
    parse=parse_gemspec,
)
GEMFILE_LOCK = Cataloger(
    name="ruby-gemfile-lock",
    version=1,
    role="language",
    globs=("**/Gemfile.lock", "**/Gemfile.*.lock", "**/*.gemfile.lock", "**/gems.locked"),
    parse=parse_gemfile_lock,
    declared=True,
)

CATALOGERS = (INSTALLED, GEMFILE_LOCK)
