"""The index of a service's pace holds only tickets that are over: a new one leaves it alone"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NAME = "ix_tickets_pace"
PACE = ["hall", "service", "ended_at"]
ENDED = sa.text("ended_at IS NOT NULL")


def upgrade() -> None:
    op.drop_index(NAME, table_name="tickets")
    op.create_index(NAME, "tickets", PACE, sqlite_where=ENDED, postgresql_where=ENDED)


def downgrade() -> None:
    op.drop_index(NAME, table_name="tickets")
    op.create_index(NAME, "tickets", PACE)
