"""Which files speak of Erlang and Elixir packages, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

MIX_LOCK = Cataloger(
    name="elixir-mix-lock",
    version=1,
    role="language",
    globs=("**/mix.lock",),
    parse=late("erlang.parse_locks", "parse_mix_lock"),
    declared=True,
)
REBAR_LOCK = Cataloger(
    name="erlang-rebar-lock",
    version=1,
    role="language",
    globs=("**/rebar.lock",),
    parse=late("erlang.parse_locks", "parse_rebar_lock"),
    declared=True,
)
APPLICATION = Cataloger(
    name="erlang-application",
    version=1,
    role="language",
    globs=("**/*.app",),
    parse=late("erlang.parse_app", "parse_app"),
)

CATALOGERS = (MIX_LOCK, REBAR_LOCK, APPLICATION)
