"""What holds on the floor for a while: pauses, broadcasts, a clerk who is asked back; what a device runs"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.BigInteger()
NAME = "ix_broadcasts_hall_until"


def upgrade() -> None:
    op.create_table(
        "pauses",
        sa.Column("hall", sa.String(32), nullable=False),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("hall", "service", name="pk_pauses"),
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("hall", sa.String(32), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(NAME, "broadcasts", ["hall", "until"])
    op.add_column("windows", sa.Column("asked_at", INSTANT))
    op.add_column("keys", sa.Column("version", sa.String(32)))


def downgrade() -> None:
    op.drop_column("keys", "version")
    op.drop_column("windows", "asked_at")
    op.drop_index(NAME, table_name="broadcasts")
    op.drop_table("broadcasts")
    op.drop_table("pauses")
