"""The first tables: studies, meetings, participants, weights, votes, checks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _studies_and_meetings()
    _people()
    _checks()


def _studies_and_meetings() -> None:
    op.create_table(
        "studies",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("territory", sa.String(200), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("changed", sa.String(32), nullable=False),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("code", sa.String(12), nullable=False, unique=True),
        sa.Column("study", sa.String(24), sa.ForeignKey("studies.id"), nullable=False, index=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("organiser", sa.String(64), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("sites", sa.Text, nullable=False),
        sa.Column("stage", sa.String(12), nullable=False),
        sa.Column("revealed", sa.Boolean, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("opened", sa.String(32), nullable=False),
        sa.Column("closed", sa.String(32), nullable=False),
    )


def _people() -> None:
    op.create_table(
        "participants",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("meeting", sa.String(24), sa.ForeignKey("meetings.id"), nullable=False, index=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("group", sa.String(80), nullable=False),
        sa.Column("joined", sa.String(32), nullable=False),
    )
    op.create_table(
        "weights",
        sa.Column("participant", sa.String(24), sa.ForeignKey("participants.id"), primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("changed", sa.String(32), nullable=False),
    )
    op.create_table(
        "votes",
        sa.Column("participant", sa.String(24), sa.ForeignKey("participants.id"), primary_key=True),
        sa.Column("site", sa.String(40), primary_key=True),
        sa.Column("approves", sa.Boolean, nullable=False),
        sa.Column("changed", sa.String(32), nullable=False),
    )


def _checks() -> None:
    op.create_table(
        "checks",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("target", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("date", sa.String(10), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("sureness", sa.String(12), nullable=False),
        sa.Column("remark", sa.Text, nullable=False),
        sa.Column("kept", sa.String(32), nullable=False),
    )
    op.create_index("ix_checks_target", "checks", ["target"])
