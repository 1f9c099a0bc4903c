"""Years of a busy hall, written by SQL alone into an SQLite store that no server has open yet.

Each day as many tickets, of every service in turn; each ticket has its slip, and was issued, called, started
and finished. What is random in life and kept in an index, the tickets' secrets, is random here too.
"""

import shutil
import sqlite3
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bench.issue import SERVICES
from server import plan_file
from server.desk.setup import put_plan
from server.store import migrate
from server.store.instant import EPOCH, MICROSECOND
from server.store.store import Store

A_DAY, AT_ONCE = 3000, 100_000
BYTES_A_TICKET, SPARE = 1400, 2 * 2**30
CACHE_KIB = 1 << 20
MINUTE = 60_000_000
PREFIXES = "ABCDFETGH"
"""Of the services, in their order."""

STEPS = f"""
WITH RECURSIVE
  numbers(n) AS (SELECT :after UNION ALL SELECT n + 1 FROM numbers WHERE n < :last - 1),
  placed AS (
    SELECT n, n / {A_DAY} AS d, n % {A_DAY} AS p, n * 7919 % 40 + 1 AS wait, n * 7907 % 20 + 1 AS took
    FROM numbers),
  made AS (
    SELECT n + 1 AS id, date(:first, '+' || d || ' days') AS day, p / 9 + 1 AS number,
           s.code AS service, s.prefix AS series, printf('%s%03d', s.prefix, p / 9 + 1) AS label,
           CAST(p % 6 + 1 AS TEXT) AS window, 'clerk' || (p % 6 + 1) AS clerk,
           :opens + d * 1440 * {MINUTE} + p * 480 * {MINUTE} / {A_DAY} AS at,
           wait * {MINUTE} AS wait, (wait + 1) * {MINUTE} AS sat, (wait + 1 + took) * {MINUTE} AS over
    FROM placed JOIN services_in_turn AS s ON s.place = p % 9)
"""
TICKETS = f"""
INSERT INTO tickets (id, hall, day, number, label, service, status, issued_at, since, ready_at, language, credit,
                     rate, window, clerk, calls, called_at, started_at, ended_at, seq, series, token)
{STEPS}
SELECT id, :hall, day, number, label, service, 'finished', at, at, at, 'zh-Hans', 0.0, 1.0, window, clerk, 1,
       at + wait, at + sat, at + over, :seq + id * 4, series, lower(hex(randomblob(8))) FROM made
"""
KINDS = """(
  SELECT 0 AS place, 'issued' AS kind UNION ALL SELECT 1, 'called'
  UNION ALL SELECT 2, 'started' UNION ALL SELECT 3, 'finished') AS k"""
JOURNAL = f"""
INSERT INTO journal (seq, hall, at, kind, ticket, service, window, actor, data)
{STEPS}
SELECT :seq + id * 4 - 3 + k.place, :hall,
       at + CASE k.place WHEN 0 THEN 0 WHEN 1 THEN wait WHEN 2 THEN sat ELSE over END,
       k.kind, id, service, CASE WHEN k.place THEN window END,
       CASE WHEN k.place THEN 'clerk:' || clerk ELSE 'kiosk:1' END,
       CASE k.place WHEN 0 THEN json_object('day', day, 'number', number, 'label', label, 'language', 'zh-Hans')
         WHEN 1 THEN json_object('clerk', clerk, 'why', 'first', 'label', label) ELSE '{{}}' END
FROM made CROSS JOIN {KINDS} ORDER BY id, k.place
"""
SLIPS = f"""
INSERT INTO print_jobs (id, key, hall, printer, ticket_id, slip, state, created_at, changed_at)
{STEPS}
SELECT id, :hall || ':ticket-' || id || ':0', :hall, 'p1', id, :slip, 'done', at, at FROM made
"""
COUNTERS = """
INSERT INTO counters (hall, series, day, last)
SELECT hall, series, day, max(number) FROM tickets GROUP BY hall, series, day
"""


def check_disk(folder: Path, tickets: int) -> None:
    """Raise SystemExit when the disk has no room for so many."""
    free, needed = shutil.disk_usage(folder).free, tickets * BYTES_A_TICKET + SPARE
    if free < needed:
        raise SystemExit(
            f"{tickets} tickets of history need {needed >> 30} GiB in {folder} and {free >> 30} are free;"
            " JIAOHAO_BENCH_HISTORY says how many to write, TMPDIR where"
        )


def write(database: Path, tickets: int) -> None:
    """A new store of the sample hall with so many tickets, until the day before yesterday."""
    _sample(database)
    days = -(-tickets // A_DAY)
    first = datetime.now(UTC).date() - timedelta(days=days + 1)
    conn = sqlite3.connect(database, isolation_level=None)
    # Nothing here must survive a power cut.
    for pragma in ("journal_mode=DELETE", "journal_mode=OFF", "synchronous=OFF"):
        conn.execute(f"PRAGMA {pragma}")
    conn.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    conn.execute("CREATE TEMP TABLE services_in_turn (place INTEGER PRIMARY KEY, code, prefix)")
    turns = list(zip(range(len(SERVICES)), SERVICES, PREFIXES, strict=True))
    conn.executemany("INSERT INTO services_in_turn VALUES (?, ?, ?)", turns)
    told = _facts(conn, first)
    for after in range(0, tickets, AT_ONCE):
        part = told | {"after": after, "last": min(after + AT_ONCE, tickets)}
        conn.execute("BEGIN")
        for statement in (TICKETS, JOURNAL, SLIPS):
            conn.execute(statement, part)
        conn.execute("COMMIT")
    conn.execute(COUNTERS)
    conn.close()


def _sample(database: Path) -> None:
    store = Store(f"sqlite:///{database}")
    migrate.upgrade(store)
    text = plan_file.SAMPLE.read_text(encoding="utf-8")
    put_plan(store, plan_file.read_plan(text), datetime.now(UTC), "bench")
    store.close()


def _facts(conn: sqlite3.Connection, first: date) -> dict[str, object]:
    hall, seq = conn.execute("SELECT code, (SELECT max(seq) FROM journal) FROM halls").fetchone()
    opens = datetime.combine(first, time(0, 30), UTC)
    at = (opens - EPOCH) // MICROSECOND
    told = {"hall": hall, "seq": seq or 0, "first": first.isoformat(), "opens": at}
    return told | {"slip": '{"label": ""}'}
