"""The folder of scheduled backups: due at its times, made by one process, the newest kept, a failure told."""

import logging
import os
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from server.access.roles import Role
from server.app import close_app, create_app
from server.backup.folder import is_due, is_late, keep, last_due, made, name_at
from server.backup.keeper import COMMAND, Backups
from server.config import read_settings
from tests.inside import inside
from tests.stage import MORNING, Clock, Stage, database

NIGHT = (time(2, 30), time(12, 30))
DAY = timedelta(days=1)
AGO = datetime(2024, 3, 2, tzinfo=UTC)


def put(folder: Path, *moments: datetime) -> None:
    """Empty files, named as backups of these moments."""
    folder.mkdir(exist_ok=True)
    for moment in moments:
        (folder / name_at(moment)).touch()


def test_a_name_tells_the_moment_in_utc() -> None:
    shanghai = MORNING.astimezone(ZoneInfo("Asia/Shanghai"))
    assert name_at(MORNING) == name_at(shanghai) == "jiaohao-20260302T010000Z.zip"


def test_the_newest_stay_and_other_files_are_nobodys_business(tmp_path: Path) -> None:
    put(tmp_path, *(MORNING - n * DAY for n in (3, 0, 2, 1)))
    for name in ("notes.txt", "jiaohao-today.zip", "jiaohao-20260302T010000Z.zip.old"):
        (tmp_path / name).touch()
    gone = keep(tmp_path, 2, MORNING)
    assert sorted(path.name for path in gone) == [name_at(MORNING - n * DAY) for n in (3, 2)]
    assert [moment for moment, _ in made(tmp_path)] == [MORNING - DAY, MORNING]
    assert len(list(tmp_path.iterdir())) == 5
    assert keep(tmp_path, 2, MORNING) == []


def test_what_a_killed_process_left_goes_a_day_later(tmp_path: Path) -> None:
    part = tmp_path / f".{name_at(MORNING)}-0123abcd.part"
    part.touch()
    os.utime(part, (MORNING.timestamp(), MORNING.timestamp()))
    assert keep(tmp_path, 1, MORNING + timedelta(hours=23)) == [], "it may still be written"
    assert keep(tmp_path, 1, MORNING + timedelta(hours=25)) == [part]


@pytest.mark.parametrize(
    ("now", "due"),
    [("02:29", "-1 12:30"), ("02:30", "0 02:30"), ("12:29", "0 02:30"), ("23:59", "0 12:30")],
)
def test_the_last_time_that_is_over(now: str, due: str) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    today = datetime(2026, 3, 2, tzinfo=zone)
    days, _, at = due.partition(" ")
    moment = datetime.combine(today, time.fromisoformat(now), zone)
    expected = datetime.combine(today + int(days) * DAY, time.fromisoformat(at), zone)
    assert last_due(NIGHT, moment) == expected


def test_one_that_was_missed_is_made_up_for_once(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    assert is_due(folder, NIGHT, MORNING), "none was ever made"
    put(folder, MORNING - 3 * DAY)
    assert is_due(folder, NIGHT, MORNING)
    put(folder, MORNING)
    assert not is_due(folder, NIGHT, MORNING + timedelta(minutes=5))


def test_a_clock_that_ran_ahead_does_not_stop_the_backups(tmp_path: Path) -> None:
    put(tmp_path, MORNING - DAY, MORNING + 365 * DAY)
    assert is_due(tmp_path, NIGHT, MORNING)
    assert is_late(tmp_path, NIGHT, MORNING)
    put(tmp_path, MORNING)
    assert not is_due(tmp_path, NIGHT, MORNING - timedelta(minutes=5)), "set back a little"
    assert [path.name for path in keep(tmp_path, 1, MORNING)] == [name_at(MORNING - DAY)]


def test_a_name_that_is_no_moment_is_another_file(tmp_path: Path) -> None:
    (tmp_path / "jiaohao-20260231T250000Z.zip").touch()
    assert made(tmp_path) == []


class Keeper:
    """A keeper of backups of a hall, with its folder and its clock."""

    def __init__(self, hall: Stage, home: Path) -> None:
        self.folder, self.clock, self.held = home / "backups", Clock(datetime.now(UTC)), True
        self.environ = {
            "JIAOHAO_DATA": str(home / "data"),
            "JIAOHAO_DATABASE_URL": hall.store.url.render_as_string(hide_password=False),
            "JIAOHAO_BACKUP_DIR": str(self.folder),
            "JIAOHAO_BACKUP_KEEP": "2",
        }

    def backups(self, *command: str, after: float = 60.0) -> Backups:
        return Backups(
            self.folder,
            (time(0),),
            self.clock,
            lambda: self.held,
            environ=self.environ,
            command=command or COMMAND,
            after=after,
        )

    def there(self) -> list[Path]:
        return [path for _, path in made(self.folder)]


@pytest.fixture
def keeper(hall: Stage, tmp_path: Path) -> Keeper:
    return Keeper(hall, tmp_path)


def test_a_day_has_its_backup_once(keeper: Keeper) -> None:
    backups = keeper.backups()
    assert backups.look()
    [first] = keeper.there()
    assert first.stat().st_size > 0
    assert backups.look()
    assert keeper.there() == [first], "not again on the same day"


def test_the_process_without_the_lease_makes_none(keeper: Keeper) -> None:
    keeper.held = False
    assert keeper.backups().look()
    assert keeper.there() == []


def test_a_backup_that_fails_is_an_error_in_the_log(
    keeper: Keeper, caplog: pytest.LogCaptureFixture
) -> None:
    keeper.environ["JIAOHAO_BACKUP_KEEP"] = "none"
    with caplog.at_level(logging.INFO, "jiaohao.backup"):
        assert not keeper.backups().look()
    [line] = caplog.records
    assert (line.levelname, line.message) == ("ERROR", "no backup was made")
    assert "JIAOHAO_BACKUP_KEEP" in vars(line)["because"]


def test_the_thread_ends_a_backup_that_takes_long(keeper: Keeper) -> None:
    mark = keeper.folder.parent / "began"
    slow = f"import pathlib, time; pathlib.Path({str(mark)!r}).touch(); time.sleep(600)"
    backups = keeper.backups(sys.executable, "-c", slow, after=0)
    backups.start()
    while not mark.exists():
        pass
    backups.stop()
    assert keeper.there() == []


def gone(_: Path) -> None:
    """What a folder says whose other machine is away."""
    raise OSError(116, "Stale file handle")


def measured(app: Flask) -> float:
    """What /metrics says of the newest backup."""
    said = app.test_client().get("/metrics").text
    [line] = [each for each in said.splitlines() if each.startswith("jiaohao_last_backup")]
    return float(line.partition(" ")[2])


def test_the_moment_of_the_newest_backup_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    environ = {"JIAOHAO_DATA": str(tmp_path), "JIAOHAO_BACKUP_DIR": str(folder)}
    with database() as url:
        app = create_app(read_settings(environ | {"JIAOHAO_DATABASE_URL": url}))
        put(folder, AGO - DAY, AGO)
        assert measured(app) == AGO.timestamp()
        monkeypatch.setattr(Path, "iterdir", gone)
        assert measured(app) == 0
        close_app(app)


def test_the_start_page_tells_of_a_backup_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, says = tmp_path / "backups", "上一次应做的备份没有做成"
    with inside(JIAOHAO_BACKUP_DIR=str(folder), JIAOHAO_BACKUP_AT="00:00,12:00") as house:
        known = {role: house.session(role.value, role) for role in (Role.ADMIN, Role.CLERK)}

        def seen(role: Role) -> bool:
            return says in house.send("GET", "/", known[role]).text

        assert seen(Role.ADMIN), "none was ever made"
        assert not seen(Role.CLERK)
        put(folder, MORNING - timedelta(hours=14))
        assert seen(Role.ADMIN), "it is not of the last time"
        put(folder, MORNING)
        assert not seen(Role.ADMIN)
        monkeypatch.setattr(Path, "iterdir", gone)
        assert seen(Role.ADMIN), "nobody can tell"


def test_without_a_folder_nothing_is_done() -> None:
    backups = Backups(None, (time(0),), Clock(), lambda: True)
    backups.start()
    assert backups.look()
    backups.stop()
