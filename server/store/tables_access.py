"""Who may come in: people and their sessions, devices and their keys; and what every table is made with."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from server.store.instant import Instant

naming = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=naming)
ID = BigInteger().with_variant(Integer, "sqlite")

people = Table(
    "people",
    metadata,
    Column("id", ID, primary_key=True, autoincrement=True),
    Column("hall", String(32), nullable=False),
    Column("login", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password", Text),
    Column("invite", String(64), unique=True),
    Column("invite_until", Instant),
    Column("active", Boolean, nullable=False),
    Column("seen_at", Instant),
    UniqueConstraint("hall", "login"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person_id", ID, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Index("ix_sessions_person", "person_id"),
)

tries = Table(
    "tries",
    metadata,
    Column("subject", String(160), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("until", Instant),
    Column("at", Instant, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("id", ID, primary_key=True, autoincrement=True),
    Column("hall", String(32), nullable=False),
    Column("role", String(16), nullable=False),
    Column("place", String(32)),
    Column("name", String(80), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant),
    Column("revoked_at", Instant),
    Column("version", String(32)),
    Column("here_at", Instant),
    sqlite_autoincrement=True,
)
"""`place` is where the device stands, `version` what it said it runs; only the key's hash is kept."""

pairings = Table(
    "pairings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("hall", String(32), nullable=False),
    Column("role", String(16), nullable=False),
    Column("place", String(32), nullable=False),
    Column("code", String(6), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("address", String(64)),
)
