"""Who left a meeting or was taken off it, and how often its password was refused lately."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; everybody who has a seat is here."""
    op.add_column("participants", sa.Column("standing", sa.String(12), nullable=False, server_default="here"))
    op.add_column("meetings", sa.Column("refusals", sa.Integer, nullable=False, server_default="0"))
    op.add_column("meetings", sa.Column("refused", sa.String(32), nullable=False, server_default=""))
