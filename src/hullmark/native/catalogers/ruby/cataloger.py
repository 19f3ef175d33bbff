"""Which files speak of gems, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _gemfile_lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.ruby.parse_gemfile_lock import parse_gemfile_lock  # noqa: PLC0415 - rare

    return parse_gemfile_lock(file)


def _gemspec(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.ruby.parse_gemspec import parse_gemspec  # noqa: PLC0415 - rare

    return parse_gemspec(file)


INSTALLED = Cataloger(
    name="ruby-installed",
    version=1,
    role="language",
    globs=(
        "**/specifications/*.gemspec",
        "**/specifications/default/*.gemspec",
        "**/bundler/gems/*/*.gemspec",
    ),
    parse=_gemspec,
)
GEMFILE_LOCK = Cataloger(
    name="ruby-gemfile-lock",
    version=1,
    role="language",
    globs=("**/Gemfile.lock", "**/Gemfile.*.lock", "**/*.gemfile.lock", "**/gems.locked"),
    parse=_gemfile_lock,
    declared=True,
)

CATALOGERS = (INSTALLED, GEMFILE_LOCK)
