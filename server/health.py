"""Alive, ready, measured: what supervisors of machines ask."""

import json
from typing import Any

from flask import Flask, Response, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    generate_latest,
)
from sqlalchemy.exc import SQLAlchemyError

from server.backup.folder import newest
from server.live.door import Door
from server.parts import parts
from server.store import migrate
from server.store.store import Store
from server.voice.compose import ready as voice_ready


def add_health(app: Flask, store: Store, door: Door) -> None:
    """`/healthz` answers while the process lives, `/readyz` when store and voice do, `/metrics` counts."""
    registry = CollectorRegistry()
    requests = Counter(
        "jiaohao_requests_total",
        "Answers by operation and status",
        ["operation", "status"],
        registry=registry,
    )
    sockets = Gauge("jiaohao_sockets", "Connected sockets", registry=registry)
    sockets.set_function(lambda: door.inside)
    backup = Gauge(
        "jiaohao_last_backup_timestamp_seconds",
        "When the newest backup in JIAOHAO_BACKUP_DIR was made; 0 when none is known",
        registry=registry,
    )
    backup.set_function(_last_backup)

    @app.after_request
    def count(answer: Response) -> Response:
        requests.labels(request.endpoint or "none", str(answer.status_code)).inc()
        return answer

    app.add_url_rule("/healthz", "healthz", lambda: _json({"alive": True}, 200))
    app.add_url_rule("/readyz", "readyz", lambda: _readiness(store))
    app.add_url_rule(
        "/metrics",
        "metrics",
        lambda: Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST),
    )


def _last_backup() -> float:
    here = parts()
    home = here.settings.backup_dir
    try:
        last = newest(home, here.clock()) if home else None
    except OSError:
        last = None
    return last.timestamp() if last else 0.0


def _readiness(store: Store) -> Response:
    found = {"store": _store_ready(store), "voice": voice_ready()}
    return _json(found, 200 if all(found.values()) else 503)


def _store_ready(store: Store) -> bool:
    try:
        return migrate.is_current(store)
    except SQLAlchemyError:
        return False


def _json(body: dict[str, Any], status: int) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")
