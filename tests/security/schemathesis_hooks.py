"""What a client of the API knows that no schema can say; schemathesis loads it by name."""

from itertools import count
from typing import Any

import schemathesis
from schemathesis.generation import GenerationMode

_numbers = count()


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """A request that is right has an Idempotency-Key of its own, a range that begins before it ends, and says one
    thing of each device."""
    if case.meta is not None and case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f"request {next(_numbers)}"
    if isinstance(case.query, dict) and {"from", "to", "day"} & set(case.query):
        first = case.query.pop("from", None)
        if first is not None and "day" not in case.query:
            case.query["from"] = case.query["to"] = first
        elif "day" in case.query:
            case.query.pop("to", None)
    if case.operation.path == "/api/agent/report" and isinstance(case.body, dict):
        for name in ("devices", "printers"):
            case.body[name] = list({one["code"]: one for one in case.body[name]}.values())
