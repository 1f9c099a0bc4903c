"""When somebody was last here is known of the person, not of a session that is over"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.BigInteger()
NEWEST = "(SELECT max(sessions.seen_at) FROM sessions WHERE sessions.person_id = people.id)"


def upgrade() -> None:
    op.add_column("people", sa.Column("seen_at", INSTANT))
    op.execute(f"UPDATE people SET seen_at = {NEWEST}")
    # A session was ended by saying that it was made in 1970; its row is needed no more.
    op.execute("DELETE FROM sessions WHERE created_at = 0")


def downgrade() -> None:
    op.drop_column("people", "seen_at")
