"""The one place where the time comes from; everything else is told what time it is."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The moment, aware."""
    return datetime.now(UTC)
