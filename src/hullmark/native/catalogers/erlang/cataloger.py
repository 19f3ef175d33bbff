"""Which files speak of Erlang and Elixir packages, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _mix_lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.erlang.parse_locks import parse_mix_lock  # noqa: PLC0415 - rare

    return parse_mix_lock(file)


def _rebar_lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.erlang.parse_locks import (  # noqa: PLC0415 - rare
        parse_rebar_lock,
    )

    return parse_rebar_lock(file)


def _application(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.erlang.parse_app import parse_app  # noqa: PLC0415 - rare

    return parse_app(file)


MIX_LOCK = Cataloger(
    name="elixir-mix-lock",
    version=1,
    role="language",
    globs=("**/mix.lock",),
    parse=_mix_lock,
    declared=True,
)
REBAR_LOCK = Cataloger(
    name="erlang-rebar-lock",
    version=1,
    role="language",
    globs=("**/rebar.lock",),
    parse=_rebar_lock,
    declared=True,
)
APPLICATION = Cataloger(
    name="erlang-application",
    version=1,
    role="language",
    globs=("**/*.app",),
    parse=_application,
)

CATALOGERS = (MIX_LOCK, REBAR_LOCK, APPLICATION)
