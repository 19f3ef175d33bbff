"""Which files speak of gems, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

INSTALLED = Cataloger(
    name="ruby-installed",
    version=1,
    role="language",
    globs=(
        "**/specifications/*.gemspec",
        "**/specifications/default/*.gemspec",
        "**/bundler/gems/*/*.gemspec",
    ),
    parse=late("ruby.parse_gemspec", "parse_gemspec"),
)
GEMFILE_LOCK = Cataloger(
    name="ruby-gemfile-lock",
    version=1,
    role="language",
    globs=("**/Gemfile.lock", "**/Gemfile.*.lock", "**/*.gemfile.lock", "**/gems.locked"),
    parse=late("ruby.parse_gemfile_lock", "parse_gemfile_lock"),
    declared=True,
)

CATALOGERS = (INSTALLED, GEMFILE_LOCK)
