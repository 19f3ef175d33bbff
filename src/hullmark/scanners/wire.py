"""What the wire types of all reports have in common."""

import msgspec


class Wire(msgspec.Struct, gc=False):
    """Fields that are not named are ignored; absent ones have a default."""


class Pascal(msgspec.Struct, gc=False, rename="pascal"):
    """The same for Go programs that write their field names as they are."""


class Camel(msgspec.Struct, gc=False, rename="camel"):
    """The same with ``camelCase`` names."""
