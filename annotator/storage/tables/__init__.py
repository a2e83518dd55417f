"""The tables: dumb rows. Rules are in `domain`; repositories turn rows into its values.

Import them from here: whoever imports one has all of them registered, as keys lead from each to the
others.
"""

from annotator.storage.tables.articles import (
    ArticleRow,
    ForgottenRow,
    FreezeRow,
    NearCopyRow,
    ParseRow,
    SplitRow,
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
from annotator.storage.tables.learned import (
    LearnedRow,
    RankerRow,
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
    "FreezeRow",
    "GoldRow",
    "LayerRow",
    "LearnedRow",
    "MentionRow",
    "NearCopyRow",
    "ParseRow",
    "PersonRow",
    "QuestionRow",
    "RankerRow",
    "RulingRow",
    "SchemeRow",
    "SettingRow",
    "SplitRow",
    "StanceRow",
    "TurnRow",
    "ZoneRow",
    "table_of",
]
