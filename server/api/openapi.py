"""The OpenAPI 3.1 document, drawn from the table of operations and the models."""

import re
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from server.access.roles import PERMISSIONS, PUBLIC
from server.api import answers
from server.api.door import IDEMPOTENCY_KEY
from server.api.operation import OPERATIONS, Operation

REF = "#/components/schemas/{model}"
CODE = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$"}
ID = {"type": "integer", "minimum": 1, "maximum": 2**53}
TYPES = {"id": ID, "code": CODE, "default": {"type": "string"}}
HTTP = {
    400: "The request cannot be read",
    401: "No key, or not a living one",
    403: "Not yours",
    404: "Unknown",
    409: "Refused by a rule",
    413: "The body is too large",
    415: "The body is not JSON",
    422: "A value is wrong",
    429: "Too many; see Retry-After",
    503: "The store cannot take it; see Retry-After",
}


@cache
def document() -> dict[str, Any]:
    """The whole document as plain JSON values."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS.values():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Jiaohao 叫号",
            "version": "1",
            "description": "Queueing for service halls: tickets, calls, windows, screens, figures.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "jiaohao"},
            },
        },
    }


def _schemas() -> dict[str, Any]:
    models: list[type[BaseModel]] = [answers.Problem]
    for operation in OPERATIONS.values():
        models += [m for m in (operation.body, operation.answer) if m is not None]
    wanted = [(model, "serialization") for model in dict.fromkeys(models)]
    _, whole = models_json_schema(wanted, ref_template=REF)  # type: ignore[arg-type]
    schemas: dict[str, Any] = whole["$defs"]
    return schemas


def _operation(operation: Operation) -> dict[str, Any]:
    roles = sorted(PERMISSIONS.get(operation.id, frozenset()))
    whose = f"Roles: {', '.join(roles)}." if roles else "Needs no key."
    described: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary.split(". ")[0].rstrip("."),
        "description": f"{operation.summary} {whose}",
        "parameters": _parameters(operation),
        "responses": _responses(operation, bool(roles)),
        "security": [{"key": []}, {"session": []}] if roles else [],
    }
    if operation.body is not None:
        content = {"application/json": {"schema": _ref(operation.body)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    found = [
        {"name": name, "in": "path", "required": True, "schema": TYPES[kind or "default"]}
        for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", operation.path)
    ]
    if operation.query is not None:
        for name, schema in operation.query.model_json_schema()["properties"].items():
            found.append({"name": name, "in": "query", "required": False, "schema": schema})
    if operation.method == "POST" and operation.id not in PUBLIC:
        key = {"type": "string", "pattern": IDEMPOTENCY_KEY}
        found.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": key})
    return found


def _responses(operation: Operation, keyed: bool) -> dict[str, Any]:
    schema = _ref(operation.answer) if operation.answer else {"type": "string", "format": "binary"}
    done = _response("Done", operation.media, schema)
    if operation.also is not None:
        done["content"][operation.also] = {"schema": {"type": "string"}}
    told = {str(operation.status): done}
    statuses = [404, 422, 429, 503] + ([401, 403] if keyed else [])
    statuses += [400, 409, 413, 415] if operation.method == "POST" else []
    for status in sorted(statuses):
        words = HTTP[status]
        if status == 409 and operation.refusals:
            words = f"{words}: {', '.join(operation.refusals)}"
        told[str(status)] = _response(words, "application/problem+json", _ref(answers.Problem))
    return told


def _response(words: str, media: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {media: {"schema": schema}}}


def _ref(model: type[BaseModel]) -> dict[str, Any]:
    return {"$ref": REF.format(model=model.__name__)}
