"""Schema revisions, applied by Alembic when the stored revision is not the head."""
