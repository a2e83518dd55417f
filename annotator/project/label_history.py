"""How the annotator labelled a name before: counts by label, and the last places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from annotator.domain.finding import Labelled, composed_forms
from annotator.domain.items import Mention
from annotator.project.workspace import Workspace
from annotator.storage.label_history import labelled_before

MOST_PLACES = 500
"""Places that are looked at; the last ones."""


@dataclass(frozen=True, slots=True)
class History:
    """What she decided on some words elsewhere: the last places first."""

    words: str
    places: tuple[Labelled, ...]

    @property
    def counts(self) -> Counter[str]:
        """How often she gave each label, and how often she said that they are none."""
        return Counter("rejected" if p.is_rejected else p.label for p in self.places)


def history_of(workspace: Workspace, article: str, mention: Mention) -> History:
    """What she decided on the words of a mention in other places, in whatever composition."""
    name, forms = workspace.settings.annotator, composed_forms(mention.quote)
    found = workspace.read(lambda s: labelled_before(s, name, forms, MOST_PLACES + 1))
    elsewhere = (p for p in found if (p.hit.article, p.item) != (article, mention.id))
    return History(mention.quote, tuple(elsewhere)[:MOST_PLACES])
