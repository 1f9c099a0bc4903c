"""Claims in the queue's index; indexes of calls and of a hall's lines"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAME = "ix_tickets_queue"
CALLS = sa.text("kind IN ('called', 'recalled')")
QUEUE = ["hall", "day", "status", "service"]


def upgrade() -> None:
    op.drop_index(NAME, table_name="tickets")
    op.create_index(NAME, "tickets", [*QUEUE, "credit", "rate", "since"])
    op.drop_index("ix_journal_ticket", table_name="journal")
    op.create_index("ix_journal_hall_ticket", "journal", ["hall", "ticket"])
    op.create_index("ix_journal_hall_seq", "journal", ["hall", "seq"])
    op.create_index(
        "ix_journal_calls", "journal", ["hall", "seq"], sqlite_where=CALLS, postgresql_where=CALLS
    )


def downgrade() -> None:
    op.drop_index("ix_journal_calls", table_name="journal")
    op.drop_index("ix_journal_hall_seq", table_name="journal")
    op.drop_index("ix_journal_hall_ticket", table_name="journal")
    op.create_index("ix_journal_ticket", "journal", ["ticket"])
    op.drop_index(NAME, table_name="tickets")
    op.create_index(NAME, "tickets", QUEUE)
