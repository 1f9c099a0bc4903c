"""How much paper each printer has left, and slips that went to another printer"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rolls",
        sa.Column("hall", sa.String(length=32), nullable=False),
        sa.Column("printer", sa.String(length=32), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("slip", sa.Float(), nullable=False),
        sa.Column("near", sa.Integer(), nullable=True),
        sa.Column("spare", sa.Integer(), nullable=True),
        sa.Column("touched", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("hall", "printer", name=op.f("pk_rolls")),
    )
    op.add_column("print_jobs", sa.Column("moved_from", sa.String(length=32)))


def downgrade() -> None:
    op.drop_column("print_jobs", "moved_from")
    op.drop_table("rolls")
