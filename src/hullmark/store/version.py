"""The layout's version: the number of the newest migration."""

VERSION = "0002"
"""Revision that this version of Hullmark reads and writes."""
OLDEST = "0001"
"""Revision from which stores are still migrated."""
APPLICATION_ID = 0x484D5354
"""``HMST`` in SQLite's header, so that a foreign file is told apart by its first 100 bytes."""
