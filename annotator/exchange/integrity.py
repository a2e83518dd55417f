"""What every writer makes sure of before a byte leaves: quotes, names and references hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from annotator.domain.article import Article
from annotator.domain.items import Evidence, Mention, Stance
from annotator.errors import ExportError

_REMEDY = "nothing was exported. Run `annotator check`."


def check_quotes(article: Article, item: Mention | Stance) -> None:
    """Hold the item's quotes against the text.

    Raises:
        ExportError: One is not the text at its offsets.
    """
    for part in (item,) if isinstance(item, Mention) else item.evidence:
        start, end = part.start, part.end
        if not 0 <= start < end <= len(article.text) or article.text[start:end] != part.quote:
            raise ExportError(
                f"Article {article.id}: the quote of {item.id} is not the text at "
                f"{start}..{end}; {_REMEDY}"
            )


def quotes_hold(text: str, parts: Sequence[Mention | Evidence]) -> bool:
    """Whether every quote is the text at its offsets: for many at once."""
    quotes = [part.quote for part in parts]
    return (
        [text[part.start : part.end] for part in parts] == quotes
        # Else an offset is beyond the text, or counts from its end.
        and [part.end - part.start for part in parts] == list(map(len, quotes))
        and min([part.start for part in parts], default=0) >= 0
        and all(quotes)
    )


def check_references(article: Article, stance: Stance, known: Collection[str]) -> None:
    """Make sure that the stance points only to mentions in `known`.

    Raises:
        ExportError: It points elsewhere.
    """
    for mention in (stance.holder, stance.target, stance.source):
        if mention is not None and mention not in known:
            raise ExportError(
                f"Article {article.id}: {stance.id} points to {mention}, which is not there; "
                f"{_REMEDY}"
            )


def entity_name(article: Article, mention: Mention, names: Mapping[int, str]) -> str | None:
    """The canonical name of the mention's entity, None where it has no entity.

    Raises:
        ExportError: The entity has no name.
    """
    if mention.entity is None:
        return None
    if mention.entity not in names:
        raise ExportError(
            f"Article {article.id}: {mention.id} points to an entity without a name; {_REMEDY}"
        )
    return names[mention.entity]
