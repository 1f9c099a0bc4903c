"""The hall's tables, and with them those of `tables_access`.

Constraints here are the last line of defence for the rules: one number once, one ticket a window.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from server.store import tables_access
from server.store.instant import Instant

CALL_LINES = "kind IN ('called', 'recalled')"
AT_WINDOW = "status IN ('called', 'serving')"
NOTED = "note IS NOT NULL"
ENDED = "ended_at IS NOT NULL"
"""Conditions of partial indexes: a query uses such an index only when it says the same, word for word."""
ID, metadata = tables_access.ID, tables_access.metadata

halls = Table(
    "halls",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("plan", JSON, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", ID, primary_key=True, autoincrement=True),
    Column("hall", String(32), nullable=False),
    Column("day", Date, nullable=False),
    Column("number", Integer, nullable=False),
    Column("label", String(16), nullable=False),
    Column("service", String(32), nullable=False),
    Column("status", String(16), nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("ready_at", Instant, nullable=False),
    Column("language", String(8), nullable=False),
    Column("priority", String(32)),
    Column("credit", Float, nullable=False),
    Column("rate", Float, nullable=False),
    Column("window", String(32)),
    Column("bound", String(32)),
    Column("clerk", String(64)),
    Column("calls", Integer, nullable=False),
    Column("called_at", Instant),
    Column("started_at", Instant),
    Column("ended_at", Instant),
    Column("score", Integer),
    Column("seq", ID, nullable=False),
    Column("series", String(32), nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("note", Text),
    UniqueConstraint("hall", "series", "day", "number"),
    Index("ix_tickets_queue", "hall", "day", "status", "service", "credit", "rate", "since"),
    Index(
        "ix_tickets_pace",
        "hall",
        "service",
        "ended_at",
        sqlite_where=text(ENDED),
        postgresql_where=text(ENDED),
    ),
    Index(
        "ix_tickets_noted", "hall", "day", sqlite_where=text(NOTED), postgresql_where=text(NOTED)
    ),
    Index(
        "one_ticket_a_window",
        "hall",
        "window",
        unique=True,
        sqlite_where=text(AT_WINDOW),
        postgresql_where=text(AT_WINDOW),
    ),
    sqlite_autoincrement=True,
)
"""`series` is the prefix of the label: while a plan changes, no label is given twice on a day, whichever
service has the prefix. A transfer changes `service` and not the label.
`ix_tickets_queue` holds all that a claim is made of, so that people ahead are counted without their rows.
`token` opens the phone page and `note` is a clerk's free text, sealed: neither ever goes into the journal."""

counters = Table(
    "counters",
    metadata,
    Column("hall", String(32), primary_key=True),
    Column("series", String(32), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("last", Integer, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("seq", ID, primary_key=True, autoincrement=True),
    Column("hall", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("ticket", ID),
    Column("service", String(32)),
    Column("window", String(32)),
    Column("actor", String(80)),
    Column("data", JSON, nullable=False),
    Index("ix_journal_hall_ticket", "hall", "ticket"),
    Index("ix_journal_hall_at", "hall", "at"),
    Index("ix_journal_hall_seq", "hall", "seq"),
    Index(
        "ix_journal_calls",
        "hall",
        "seq",
        sqlite_where=text(CALL_LINES),
        postgresql_where=text(CALL_LINES),
    ),
    sqlite_autoincrement=True,
)

sheets = Table(
    "sheets",
    metadata,
    Column("hall", String(32), primary_key=True),
    Column("span", String(8), primary_key=True),
    Column("first", Date, primary_key=True),
    Column("rule", String(80), nullable=False),
    Column("upto", ID, nullable=False),
    Column("sheet", JSON, nullable=False),
    Column("times", LargeBinary, nullable=False),
    Index("ix_sheets_hall_upto", "hall", "upto"),
)
"""What a day or a month that is over adds up to, drawn from the lines up to `upto`; see `server.figures.book`."""

windows = Table(
    "windows",
    metadata,
    Column("hall", String(32), primary_key=True),
    Column("code", String(32), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("clerk", String(64)),
    Column("reason", String(32)),
    Column("since", Instant, nullable=False),
    Column("asked_at", Instant),
)

pauses = Table(
    "pauses",
    metadata,
    Column("hall", String(32), primary_key=True),
    Column("service", String(32), primary_key=True),
    Column("reason", String(32), nullable=False),
    Column("since", Instant, nullable=False),
)
"""Services that give no numbers and are not called for now; service "" is the whole hall."""

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", ID, primary_key=True, autoincrement=True),
    Column("hall", String(32), nullable=False),
    Column("text", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("notice", String(16)),
    Column("say_at", Instant),
    Index("ix_broadcasts_hall_until", "hall", "until"),
    Index("ix_broadcasts_say_at", "say_at"),
    sqlite_autoincrement=True,
)
"""Lines that boards show from `at` until a moment; `text` is language -> text. One that is still to be said is said
at `say_at`, and with recordings when it is a prepared `notice`."""

voices = Table(
    "voices",
    metadata,
    Column("hall", String(32), primary_key=True),
    Column("room", String(32), primary_key=True),
    Column("screen", String(80), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("until", Instant, nullable=False),
    Column("wanted_until", Instant),
)
"""Which screen speaks in a room, and until when it does unless it says so again."""

answers = Table(
    "answers",
    metadata,
    Column("scope", String(80), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_answers_at", "at"),
)

print_jobs = Table(
    "print_jobs",
    metadata,
    Column("id", ID, primary_key=True, autoincrement=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("hall", String(32), nullable=False),
    Column("printer", String(32), nullable=False),
    Column("ticket_id", ID),
    Column("slip", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(40)),
    Column("moved_from", String(32)),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_print_jobs_state", "state", "printer", "id"),
    Index("ix_print_jobs_ticket", "ticket_id"),
    sqlite_autoincrement=True,
)

printer_states = Table(
    "printer_states",
    metadata,
    Column("hall", String(32), primary_key=True),
    Column("printer", String(32), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("reason", String(40)),
    Column("near_end", Boolean, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

rolls = Table(
    "rolls",
    metadata,
    Column("hall", String(32), primary_key=True),
    Column("printer", String(32), primary_key=True),
    Column("used", Integer, nullable=False),
    Column("slip", Float, nullable=False),
    Column("near", Integer),
    Column("spare", Integer),
    Column("touched", String(16), nullable=False),
)
"""The paper in each printer, in millimetres; what the columns mean, `hall.roll.Roll` says."""

agents = Table(
    "agents",
    metadata,
    Column("hall", String(32), primary_key=True),
    Column("code", String(32), primary_key=True),
    Column("devices", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)
"""What agents said of their devices the last time."""

acks = Table(
    "acks",
    metadata,
    Column("seq", ID, primary_key=True, autoincrement=False),
    Column("key_id", ID, primary_key=True, autoincrement=False),
    Column("drawn_at", Instant),
    Column("spoken_at", Instant),
)

audits = Table(
    "audits",
    metadata,
    Column("id", ID, primary_key=True, autoincrement=True),
    Column("hall", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("place", String(160), nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Index("ix_audits_hall_id", "hall", "id"),
    Index("ix_audits_hall_place", "hall", "place"),
    sqlite_autoincrement=True,
)
"""Who changed what of set-up, people and devices; `place` is like "services.id.prefix". No secrets, maybe names."""
