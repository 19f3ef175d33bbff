"""Turns configuration files into the inputs that checks are evaluated on.

An input is the document exactly as stock Conftest reads it, plus the way back: a path of keys that
a rule answers with becomes a file, a line and a column.
"""

from hullmark.checks.documents.compose import is_compose, read_compose
from hullmark.checks.documents.kubernetes import is_kubernetes, read_kubernetes
from hullmark.checks.documents.locating import combine

__all__ = ["combine", "is_compose", "is_kubernetes", "read_compose", "read_kubernetes"]
