"""What a day or a month adds up to: sheets"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
NAME = "ix_sheets_hall_upto"


def upgrade() -> None:
    op.create_table(
        "sheets",
        sa.Column("hall", sa.String(32), nullable=False),
        sa.Column("span", sa.String(8), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("upto", ID, nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("times", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "span", "first", name="pk_sheets"),
    )
    op.create_index(NAME, "sheets", ["hall", "upto"])


def downgrade() -> None:
    op.drop_index(NAME, table_name="sheets")
    op.drop_table("sheets")
