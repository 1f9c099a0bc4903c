"""Tickets with a note are found without the others; so are the audits of one place"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NOTED = sa.text("note IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_tickets_noted", "tickets", ["hall", "day"], sqlite_where=NOTED, postgresql_where=NOTED
    )
    op.create_index("ix_audits_hall_place", "audits", ["hall", "place"])


def downgrade() -> None:
    op.drop_index("ix_audits_hall_place", table_name="audits")
    op.drop_index("ix_tickets_noted", table_name="tickets")
