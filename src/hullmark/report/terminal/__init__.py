"""The result as text for people, on terminals of any width."""

from hullmark.report.terminal.screen import DEFAULT_LIMIT, DEFAULT_SECTIONS, Section, render

__all__ = ["DEFAULT_LIMIT", "DEFAULT_SECTIONS", "Section", "render"]
