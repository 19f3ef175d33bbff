"""Events with a fixed dotted name and key/value pairs.

structlog is imported only when a front end turns logging on: a plain scan never pays for it.
"""

from typing import Any, Protocol


class _Sink(Protocol):
    def __call__(self, level: str, event: str, values: dict[str, Any]) -> None: ...


_sink: _Sink | None = None


def debug(event: str, **values: object) -> None:
    """Record what a bug report needs; shown with ``-vv``."""
    if _sink is not None:
        _sink("debug", event, values)


def info(event: str, **values: object) -> None:
    """Record a step of the run; shown with ``-v``."""
    if _sink is not None:
        _sink("info", event, values)


def warning(event: str, **values: object) -> None:
    """Record something that needs attention and is not in the ledger."""
    if _sink is not None:
        _sink("warning", event, values)


def configure(*, verbosity: int, json_lines: bool) -> None:
    """Turn logging on (1: info, 2: debug) on standard error; called by front ends only."""
    global _sink  # noqa: PLW0603 - one process, one log
    if verbosity <= 0:
        _sink = None
        return
    import logging  # noqa: PLC0415 - only when asked for
    import sys  # noqa: PLC0415

    import structlog  # noqa: PLC0415

    renderer = (
        structlog.processors.JSONRenderer()
        if json_lines
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.DEBUG if verbosity > 1 else logging.INFO
        ),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    logger = structlog.get_logger()

    def sink(level: str, event: str, values: dict[str, Any]) -> None:
        getattr(logger, level)(event, **values)

    _sink = sink
