"""Which devices hold a socket is known to every process"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("keys", sa.Column("here_at", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("keys", "here_at")
