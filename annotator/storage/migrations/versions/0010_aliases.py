"""An index of the few entities with aliases: a name is looked up without reading all of them."""

from alembic import op
from sqlalchemy import text

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create the index."""
    few = text("aliases <> '[]'")
    op.create_index("ix_entity_aliased", "entity", ["id"], sqlite_where=few)
