"""One screen speaks in a room; what boards say for everybody may be a prepared notice, and said later"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.BigInteger()
NAME = "ix_broadcasts_say_at"


def upgrade() -> None:
    op.create_table(
        "voices",
        sa.Column("hall", sa.String(32), nullable=False),
        sa.Column("room", sa.String(32), nullable=False),
        sa.Column("screen", sa.String(80), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("wanted_until", INSTANT),
        sa.PrimaryKeyConstraint("hall", "room", name="pk_voices"),
    )
    op.add_column("broadcasts", sa.Column("notice", sa.String(16)))
    op.add_column("broadcasts", sa.Column("say_at", INSTANT))
    op.create_index(NAME, "broadcasts", ["say_at"])


def downgrade() -> None:
    op.drop_index(NAME, table_name="broadcasts")
    op.drop_column("broadcasts", "say_at")
    op.drop_column("broadcasts", "notice")
    op.drop_table("voices")
