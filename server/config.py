"""Settings from the environment; a bad value stops the boot and names itself."""

import fcntl
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

LEAST_SECRET = 32
"""Characters of a secret key: what guards every session is not "CHANGE-ME"."""


class BadSetting(Exception):
    """A setting that cannot be used: its name, its value's fault, and what would be right."""


@dataclass(frozen=True)
class Settings:
    """Everything an operator may set. `threads` bounds sockets and requests together; `site` is the address that
    phones reach ("" means: as the kiosk does); `proxies` stand between the server and everybody else; a kiosk's key
    takes `kiosk_rate` numbers a minute (0: any). Backups are made `backup_at` these times of day, on the machine's
    clock, into `backup_dir` (None: none are made), and the newest `backup_keep` stay."""

    data: Path
    database_url: str
    redis_url: str | None
    secret_key: str
    workers: int
    threads: int
    site: str
    log_level: str
    proxies: int = 0
    kiosk_rate: int = 60
    backup_dir: Path | None = None
    backup_at: tuple[time, ...] = (time(2, 30),)
    backup_keep: int = 14


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises BadSetting."""
    env = os.environ if environ is None else environ
    data = Path(env.get("JIAOHAO_DATA") or "var").absolute()
    redis_url = _redis(env.get("JIAOHAO_REDIS_URL") or None)
    workers = _whole(env, "JIAOHAO_WORKERS", 1, 1, 64)
    database_url = _database(env.get("JIAOHAO_DATABASE_URL") or f"sqlite:///{data}/jiaohao.db")
    if workers > 1 and database_url.startswith("sqlite"):
        raise BadSetting("JIAOHAO_WORKERS above 1 needs PostgreSQL in JIAOHAO_DATABASE_URL")
    if redis_url is None and workers > 1:
        raise BadSetting("JIAOHAO_WORKERS above 1 needs JIAOHAO_REDIS_URL, or boards miss calls")
    return Settings(
        data=data,
        database_url=database_url,
        redis_url=redis_url,
        secret_key=_secret(env.get("JIAOHAO_SECRET_KEY") or "", data),
        workers=workers,
        threads=_whole(env, "JIAOHAO_THREADS", 160, 16, 4000),
        site=_site(env.get("JIAOHAO_SITE") or ""),
        log_level=_choice(env, "JIAOHAO_LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR")),
        proxies=_whole(env, "JIAOHAO_PROXIES", 0, 0, 8),
        kiosk_rate=_whole(env, "JIAOHAO_KIOSK_RATE", 60, 0, 100_000),
        backup_dir=_folder(env, "JIAOHAO_BACKUP_DIR"),
        backup_at=_times(env, "JIAOHAO_BACKUP_AT", "02:30"),
        backup_keep=_whole(env, "JIAOHAO_BACKUP_KEEP", 14, 1, 10_000),
    )


def _whole(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise BadSetting(f"{name} is {text!r}; it must be a whole number from {least} to {most}")
    return int(text)


def _folder(env: Mapping[str, str], name: str) -> Path | None:
    text = env.get(name)
    return Path(text).absolute() if text else None


def _times(env: Mapping[str, str], name: str, default: str) -> tuple[time, ...]:
    text = env.get(name) or default
    try:
        return tuple(sorted({_time(each.strip()) for each in text.split(",")}))
    except ValueError:
        raise BadSetting(f"{name} is {text!r}; it must be times of day like 02:30,12:30") from None


def _time(text: str) -> time:
    if not re.fullmatch(r"\d\d:\d\d", text):
        raise ValueError(text)
    return time.fromisoformat(text)


def _choice(env: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = (env.get(name) or allowed[0]).upper()
    if value not in allowed:
        raise BadSetting(f"{name} is {value!r}; it must be one of {', '.join(allowed)}")
    return value


def _database(url: str) -> str:
    try:
        backend = make_url(url).get_backend_name()
    except (ArgumentError, ValueError):
        raise BadSetting(
            "JIAOHAO_DATABASE_URL cannot be read; it must be like postgresql://user:password@host/hall"
        ) from None
    if backend not in ("sqlite", "postgres", "postgresql"):
        raise BadSetting(f"JIAOHAO_DATABASE_URL names {backend}; it must be sqlite or postgresql")
    return url


def _redis(url: str | None) -> str | None:
    if url is not None and urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise BadSetting(
            "JIAOHAO_REDIS_URL must be like redis://host:6379/0, rediss://… or unix://…"
        )
    return url


def _site(url: str) -> str:
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        raise BadSetting(f"JIAOHAO_SITE is {url!r}; it must be like https://queue.example.org")
    return url.rstrip("/")


def _secret(given: str, data: Path) -> str:
    try:
        secret = given or _kept_secret(data)
    except OSError as error:
        raise BadSetting(f"JIAOHAO_DATA is {str(data)!r}; it cannot be used: {error}") from error
    if len(secret) < LEAST_SECRET:
        where = "JIAOHAO_SECRET_KEY" if given else str(data / "secret_key")
        raise BadSetting(
            f"{where} is too short: it must have {LEAST_SECRET} characters, as from openssl rand -hex 32"
        )
    return secret


def _kept_secret(data: Path) -> str:
    """The secret of this data folder. It appears whole or not at all, whoever starts at the same moment."""
    path, fresh = data / "secret_key", data / f".secret_key-{secrets.token_hex(8)}"
    if not path.exists():
        data.mkdir(0o700, parents=True, exist_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            # After a power cut the name must not be there without what it names.
            os.fsync(file.fileno())
        _name_first(fresh, path)
        fresh.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()


def _name_first(fresh: Path, path: Path) -> None:
    """Give a file its name unless another has it already."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    except OSError:
        # Some file systems give a file one name only: FAT, some shares.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            if not path.exists():
                fresh.rename(path)
        finally:
            os.close(folder)
