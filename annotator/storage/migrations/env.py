"""Alembic's entry: runs the revisions on the connection that `storage.upgrade` opened."""

from alembic import context

from annotator.storage.tables import (
    Base,
    learned,  # noqa: F401  # registers its tables, as the next
    splits,  # noqa: F401
)

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
