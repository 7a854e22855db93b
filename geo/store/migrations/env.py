"""Run the migrations inside the transaction that opens the store."""

from alembic import context

from geo.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
