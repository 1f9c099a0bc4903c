"""Settings fail by name, secrets stay secret, and logs are lines of JSON that tell none."""

import errno
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.config import BadSetting, Settings, read_settings
from server.logs import FIELDS
from server.store.store import Store
from tests.serving import Server
from tests.stage import Stage


def read(folder: Path, **environ: str) -> Settings:
    return read_settings({"JIAOHAO_DATA": str(folder)} | environ)


def test_nothing_set_is_a_hall_in_one_folder(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.database_url == f"sqlite:///{tmp_path}/jiaohao.db"
    assert (found.workers, found.redis_url, found.site) == (1, None, "")
    assert read_settings({"JIAOHAO_DATA": str(tmp_path), "JIAOHAO_WORKERS": ""}).workers == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JIAOHAO_WORKERS", "0"),
        ("JIAOHAO_WORKERS", "two"),
        ("JIAOHAO_WORKERS", "65"),
        ("JIAOHAO_WORKERS", "-1"),
        ("JIAOHAO_THREADS", "15"),
        ("JIAOHAO_THREADS", "1e3"),
        ("JIAOHAO_SITE", "queue.example.org"),
        ("JIAOHAO_SITE", "ftp://queue.example.org"),
        ("JIAOHAO_SITE", "https://"),
        ("JIAOHAO_LOG_LEVEL", "LOUD"),
        ("JIAOHAO_REDIS_URL", "127.0.0.1:6379"),
        ("JIAOHAO_REDIS_URL", "http://127.0.0.1"),
        ("JIAOHAO_PROXIES", "-1"),
        ("JIAOHAO_KIOSK_RATE", "-1"),
        ("JIAOHAO_BACKUP_AT", "2:30"),
        ("JIAOHAO_BACKUP_AT", "02:30,24:00"),
        ("JIAOHAO_BACKUP_AT", "nightly"),
        ("JIAOHAO_BACKUP_KEEP", "0"),
        ("JIAOHAO_DATABASE_URL", "mysql://root@db/hall"),
        ("JIAOHAO_DATABASE_URL", "hall.db"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read(tmp_path, **{name: value})


def test_backups_have_their_times_of_day(tmp_path: Path) -> None:
    assert read(tmp_path).backup_dir is None
    assert read(tmp_path).backup_at == (time(2, 30),)
    set_up = read(tmp_path, JIAOHAO_BACKUP_AT="12:30, 02:00,12:30", JIAOHAO_BACKUP_DIR="safe")
    assert set_up.backup_at == (time(2), time(12, 30))
    assert set_up.backup_dir == Path("safe").absolute()


def test_more_workers_need_postgresql_and_redis(tmp_path: Path) -> None:
    """One file has one writer; and boards would miss the calls of the other workers."""
    redis = {"JIAOHAO_REDIS_URL": "redis://127.0.0.1"}
    postgres = {"JIAOHAO_DATABASE_URL": "postgresql://hall@127.0.0.1/hall"}
    with pytest.raises(BadSetting, match="needs PostgreSQL in JIAOHAO_DATABASE_URL"):
        read(tmp_path, JIAOHAO_WORKERS="2", **redis)
    with pytest.raises(BadSetting, match="JIAOHAO_REDIS_URL"):
        read(tmp_path, JIAOHAO_WORKERS="2", **postgres)
    assert read(tmp_path, JIAOHAO_WORKERS="2", **redis, **postgres).workers == 2


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_address_of_postgresql_is_taken_as_hosts_write_it(tmp_path: Path, scheme: str) -> None:
    url = f"{scheme}://hall:sesame@db.example.org:5433/hall?sslmode=require"
    store = Store(read(tmp_path, JIAOHAO_DATABASE_URL=url).database_url)
    assert (store.url.drivername, store.url.port) == ("postgresql+psycopg", 5433)
    assert "sesame" not in f"{store.url} {store.engine!r}"


def test_an_address_that_cannot_be_read_is_not_said_aloud(tmp_path: Path) -> None:
    for url in ("postgresql:/hall:sesame@db/hall", "postgresql://hall:sesame@db:port/hall"):
        with pytest.raises(BadSetting) as refused:
            read(tmp_path, JIAOHAO_DATABASE_URL=url)
        assert "sesame" not in str(refused.value)


@pytest.mark.parametrize("links", [True, False])
def test_the_secret_is_made_once_and_nobody_else_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "this file system has no second names")

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    folder = tmp_path / "new"
    with ThreadPoolExecutor(8) as many:
        secrets = set(many.map(lambda _: read(folder).secret_key, range(16)))
    assert len(secrets) == 1, "whoever starts first makes it for all"
    [secret] = secrets
    assert len(secret) == 64
    kept = folder / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret_key"]
    assert read(tmp_path / "other").secret_key != secret
    mine = "mine" * 8
    assert read(folder, JIAOHAO_SECRET_KEY=mine).secret_key == mine


def test_a_secret_that_anybody_could_guess_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="JIAOHAO_SECRET_KEY is too short") as refused:
        read(tmp_path, JIAOHAO_SECRET_KEY="sesame")
    assert "sesame" not in str(refused.value)
    for lost in ("", "\n", "0123456789"):
        (tmp_path / "secret_key").write_text(lost)
        with pytest.raises(BadSetting, match="/secret_key is too short"):
            read(tmp_path)


def test_logs_are_json_and_hold_no_secret(server: Server) -> None:
    key = server.key("kiosk", "k1")
    kiosk = server.client("kiosk", "k1")
    token = kiosk.issue()["track_url"].rsplit("/", 1)[1]
    kiosk.get(f"/t/{token}")
    kiosk.get(f"/api/nothing?key={key}")
    kiosk.post("/api/tickets", {"service": key})
    kiosk.http.post(f"{server.url}/api/tickets", data=b"\xff", timeout=20)
    lines = [line for line in server.log().splitlines() if line.startswith("{")]
    assert lines
    for line in lines:
        assert {"at", "level", "part", "message"} <= set(json.loads(line))
    assert FIELDS[0] == "asctime"
    secret = (server.data / "secret_key").read_text(encoding="ascii").strip()
    log = server.log()
    assert not [told for told in (key, token, secret) if told in log]


def test_an_error_of_the_store_tells_no_value(hall: Stage) -> None:
    """It goes into the log as it is."""
    wrong = text("INSERT INTO nowhere VALUES (:secret)")
    with pytest.raises(DBAPIError) as told, hall.store.write() as conn:
        conn.execute(wrong, {"secret": "a slip's secret"})
    assert "nowhere" in str(told.value)
    assert "slip" not in str(told.value)
