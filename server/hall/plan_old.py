"""Documents that older versions wrote, as today's plan has them."""

from dataclasses import fields
from typing import Any

from server.hall.plan import Notice

NOTICE = frozenset(field.name for field in fields(Notice))


def modern(document: Any) -> Any:
    """A plan's document; a notice that is bare names, as all once were, becomes one without dates."""
    if not isinstance(document, dict) or not isinstance(document.get("notices"), list | tuple):
        return document
    return document | {"notices": [modern_notice(one) for one in document["notices"]]}


def modern_notice(one: Any) -> Any:
    """A notice's document."""
    return {"text": one} if isinstance(one, dict) and not NOTICE & one.keys() else one
