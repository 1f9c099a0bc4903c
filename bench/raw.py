"""What the databases themselves take: one row inserted and committed, safe from a power cut, with nothing around it."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

TABLE = "CREATE TABLE IF NOT EXISTS bare (id {id} PRIMARY KEY, hall TEXT, label TEXT, data TEXT)"
SQLITE_ID, POSTGRES_ID = "INTEGER", "BIGINT GENERATED ALWAYS AS IDENTITY"
ROW = ("jiangcheng", "A001", "x" * 300)


def sqlite_rate(database: Path, total: int) -> float:
    """Commits a second of SQLite's one writer, in WAL with synchronous FULL."""
    conn = sqlite3.connect(database, isolation_level=None)
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("PRAGMA synchronous=FULL")
    conn.execute(TABLE.format(id=SQLITE_ID))
    start = time.perf_counter()
    for _ in range(total):
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("INSERT INTO bare (hall, label, data) VALUES (?, ?, ?)", ROW)
        conn.execute("COMMIT")
    took = time.perf_counter() - start
    conn.close()
    return total / took


def postgres_rate(address: str, clients: int, total: int) -> float:
    """Commits a second of so many connections together."""
    conns = [psycopg.connect(address) for _ in range(clients)]
    with conns[0].transaction():
        conns[0].execute(TABLE.format(id=POSTGRES_ID).encode())

    def insert(conn: "psycopg.Connection[tuple[object, ...]]") -> None:
        for _ in range(total // clients):
            conn.execute("INSERT INTO bare (hall, label, data) VALUES (%s, %s, %s)", ROW)
            conn.commit()

    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(insert, conns))
    took = time.perf_counter() - start
    for conn in conns:
        conn.close()
    return total // clients * clients / took
