"""The first schema: articles, parses, entities, schemes, layers with their items, and the log."""

import sqlalchemy as sa
from alembic import op

from annotator.storage.types import JsonText, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, parents first."""
    op.create_table(
        "article",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("title_start", sa.Integer(), nullable=True),
        sa.Column("title_end", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("meta", JsonText(), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(title_start IS NULL) = (title_end IS NULL) AND title_start < title_end",
            name=op.f("ck_article_title"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("position", name=op.f("uq_article_position")),
        sqlite_strict=True,
    )
    op.create_index("ix_article_sha256", "article", ["sha256"], unique=False)
    op.create_table(
        "entity",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("aliases", JsonText(), nullable=False),
        sa.Column(
            "merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(["merged_into"], ["entity.id"], name=op.f("fk_entity_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
        sqlite_strict=True,
    )
    op.create_index("ix_entity_folded", "entity", ["folded"], unique=False)
    op.create_table(
        "scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("adopted_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme")),
        sqlite_strict=True,
    )
    op.create_table(
        "assignment",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("flagged", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("suggester", sa.Text(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("visited_at", UtcDateTime(), nullable=True),
        sa.Column("active_ms", sa.Integer(), nullable=False),
        sa.Column("bookmark_item", sa.Text(), nullable=True),
        sa.Column("bookmark_offset", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('new','open','done','skipped')", name=op.f("ck_assignment_state")
        ),
        sa.ForeignKeyConstraint(
            ["article"], ["article.id"], name=op.f("fk_assignment_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", "annotator", name=op.f("pk_assignment")),
        sqlite_strict=True,
    )
    op.create_table(
        "layer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('suggester','annotator','gold')", name=op.f("ck_layer_role")),
        sa.ForeignKeyConstraint(
            ["article"], ["article.id"], name=op.f("fk_layer_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layer")),
        sqlite_strict=True,
    )
    op.create_index("uq_layer_author", "layer", ["article", "role", "author"], unique=True)
    op.create_table(
        "parse",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("pipeline", sa.Text(), nullable=False),
        sa.Column("doc", sa.LargeBinary(), nullable=False),
        sa.Column("phrases", JsonText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["article.id"], name=op.f("fk_parse_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", "pipeline", name=op.f("pk_parse")),
        sqlite_strict=True,
    )
    op.create_table(
        "edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("layer", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("group", sa.Text(), nullable=True),
        sa.Column("items", JsonText(), nullable=False),
        sa.CheckConstraint(
            "actor_kind IN ('person','suggester','import','policy')",
            name=op.f("ck_edit_actor_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["article"], ["article.id"], name=op.f("fk_edit_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["layer"], ["layer.id"], name=op.f("fk_edit_layer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["undoes"], ["edit.id"], name=op.f("fk_edit_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edit")),
        sqlite_strict=True,
    )
    op.create_index("ix_edit_actor", "edit", ["actor_kind", "actor", "id"], unique=False)
    op.create_index("uq_edit_layer_parent", "edit", ["layer", "parent"], unique=True)
    op.create_table(
        "mention",
        sa.Column("layer", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("origin", JsonText(), nullable=True),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("dimmed_by", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('suggested','kept','kept_with_article','changed','added','rejected')",
            name=op.f("ck_mention_decision"),
        ),
        sa.CheckConstraint("kind IN ('named','nominal','pronoun')", name=op.f("ck_mention_kind")),
        sa.CheckConstraint('start >= 0 AND "end" > start', name=op.f("ck_mention_span")),
        sa.ForeignKeyConstraint(["entity"], ["entity.id"], name=op.f("fk_mention_entity")),
        sa.ForeignKeyConstraint(
            ["layer"], ["layer.id"], name=op.f("fk_mention_layer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("layer", "id", name=op.f("pk_mention")),
        sqlite_strict=True,
    )
    op.create_table(
        "zone",
        sa.Column("layer", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("origin", JsonText(), nullable=True),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('suggested','kept','kept_with_article','changed','added','rejected')",
            name=op.f("ck_zone_decision"),
        ),
        sa.CheckConstraint('start >= 0 AND "end" > start', name=op.f("ck_zone_span")),
        sa.ForeignKeyConstraint(
            ["layer"], ["layer.id"], name=op.f("fk_zone_layer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("layer", "id", name=op.f("pk_zone")),
        sqlite_strict=True,
    )
    op.create_table(
        "stance",
        sa.Column("layer", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("holder_kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("evidence", JsonText(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("origin", JsonText(), nullable=True),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("dimmed_by", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(holder IS NULL) = (holder_kind <> 'mention')", name=op.f("ck_stance_holder")
        ),
        sa.CheckConstraint(
            "attribution IN ('author','quoted','reported')", name=op.f("ck_stance_attribution")
        ),
        sa.CheckConstraint("certainty IN ('asserted','hedged')", name=op.f("ck_stance_certainty")),
        sa.CheckConstraint(
            "decision IN ('suggested','kept','kept_with_article','changed','added','rejected')",
            name=op.f("ck_stance_decision"),
        ),
        sa.CheckConstraint(
            "holder_kind IN ('mention','unstated','article')", name=op.f("ck_stance_holder_kind")
        ),
        sa.ForeignKeyConstraint(
            ["layer", "holder"],
            ["mention.layer", "mention.id"],
            name=op.f("fk_stance_layer_holder"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["layer", "source"],
            ["mention.layer", "mention.id"],
            name=op.f("fk_stance_layer_source"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["layer", "target"],
            ["mention.layer", "mention.id"],
            name=op.f("fk_stance_layer_target"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["layer"], ["layer.id"], name=op.f("fk_stance_layer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("layer", "id", name=op.f("pk_stance")),
        sqlite_strict=True,
    )
