"""The tables: dumb rows. Rules are in `domain`; repositories turn rows into its values.

Import them from here: whoever imports one has all registered that keys lead to from it. No key
leads to those in `learned` and `splits`, which only those import that use them: each table takes
some 3 ms of a start, and the first article needs none of these.
"""

from annotator.storage.tables.articles import (
    ArticleRow,
    ForgottenRow,
    NearCopyRow,
    ParseRow,
    TurnRow,
)
from annotator.storage.tables.base import Base, table_of
from annotator.storage.tables.layers import (
    EditPartRow,
    EditRow,
    EntityRow,
    LayerRow,
    MentionRow,
    StanceRow,
    ZoneRow,
)
from annotator.storage.tables.people import (
    AssignmentRow,
    PersonRow,
    SchemeRow,
    SettingRow,
)
from annotator.storage.tables.review import (
    GoldRow,
    QuestionRow,
    RulingRow,
)

__all__ = [
    "ArticleRow",
    "AssignmentRow",
    "Base",
    "EditPartRow",
    "EditRow",
    "EntityRow",
    "ForgottenRow",
    "GoldRow",
    "LayerRow",
    "MentionRow",
    "NearCopyRow",
    "ParseRow",
    "PersonRow",
    "QuestionRow",
    "RulingRow",
    "SchemeRow",
    "SettingRow",
    "StanceRow",
    "TurnRow",
    "ZoneRow",
    "table_of",
]
