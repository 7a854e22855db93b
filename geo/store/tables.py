"""The tables, the same on SQLite and on PostgreSQL. Times are UTC texts, documents are JSON texts.

::

    studies ──< meetings ──< participants ──< weights (one each)
                                 └──────────< votes (one a site)
    checks            what people saw of a site, by the parcels' own names: they outlive any study
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

_ID = 24
_TIME = 32

STUDIES = Table(
    "studies",
    METADATA,
    Column("id", String(_ID), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("territory", String(200), nullable=False),
    Column("document", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("author", String(80), nullable=False),
    Column("changed", String(_TIME), nullable=False),
)

MEETINGS = Table(
    "meetings",
    METADATA,
    Column("id", String(_ID), primary_key=True),
    Column("code", String(12), nullable=False, unique=True),
    Column("study", String(_ID), ForeignKey("studies.id"), nullable=False, index=True),
    Column("title", String(200), nullable=False),
    Column("organiser", String(64), nullable=False),
    Column("password", String(200), nullable=False),
    Column("sites", Text, nullable=False),
    Column("stage", String(12), nullable=False),
    Column("revealed", Boolean, nullable=False),
    Column("refusals", Integer, nullable=False, server_default="0"),
    Column("refused", String(_TIME), nullable=False, server_default=""),
    Column("decision", Text, nullable=False),
    Column("opened", String(_TIME), nullable=False),
    Column("closed", String(_TIME), nullable=False),
)

PARTICIPANTS = Table(
    "participants",
    METADATA,
    Column("id", String(_ID), primary_key=True),
    Column("meeting", String(_ID), ForeignKey("meetings.id"), nullable=False, index=True),
    Column("key", String(64), nullable=False),
    Column("name", String(80), nullable=False),
    Column("group", String(80), nullable=False),
    Column("joined", String(_TIME), nullable=False),
    Column("standing", String(12), nullable=False, server_default="here"),
)

WEIGHTS = Table(
    "weights",
    METADATA,
    Column("participant", String(_ID), ForeignKey("participants.id"), primary_key=True),
    Column("document", Text, nullable=False),
    Column("changed", String(_TIME), nullable=False),
)

VOTES = Table(
    "votes",
    METADATA,
    Column("participant", String(_ID), ForeignKey("participants.id"), primary_key=True),
    Column("site", String(40), primary_key=True),
    Column("approves", Boolean, nullable=False),
    Column("changed", String(_TIME), nullable=False),
)

CHECKS = Table(
    "checks",
    METADATA,
    Column("id", String(_ID), primary_key=True),
    Column("target", String(40), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("value", String(200), nullable=False),
    Column("date", String(10), nullable=False),
    Column("author", String(80), nullable=False),
    Column("sureness", String(12), nullable=False),
    Column("remark", Text, nullable=False),
    Column("kept", String(_TIME), nullable=False),
    Index("ix_checks_target", "target"),
)
