"""The one place that reads the time, so that everything above can be given one."""

import os
import time
from datetime import UTC, datetime


def now() -> datetime:
    """Return the current time, aware and in UTC, or what ``SOURCE_DATE_EPOCH`` fixes it to."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch and epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC).replace(microsecond=0)


def monotonic() -> float:
    """Return seconds that only ever grow, for durations."""
    return time.perf_counter()
