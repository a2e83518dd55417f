"""What the workbench says about words that are looked for, and about one label for all of them."""

from __future__ import annotations

from annotator.domain.counted import counted
from annotator.domain.display import safe_line
from annotator.tui.key_names import KeyNames
from annotator.tui.wording import NAME_CELLS, quoted


def ask_find() -> str:
    """The question of the find dialog."""
    return "Find:"


def not_found(text: str) -> str:
    """Find found nothing."""
    return f"{quoted(text)} is not in this article."


def found_here(keys: KeyNames, text: str, place: int, count: int) -> str:
    """A place of the words is selected, the `place`-th of so many."""
    if count == 1:
        return f"{quoted(text)} stands here alone."
    return f"{quoted(text)}: place {place} of {count}. {keys['app.find']} Enter: the next one."


def ask_find_everywhere() -> str:
    """The question of the dialog that finds over all articles."""
    return "Find in all articles:"


def found_nowhere(text: str) -> str:
    """Find over all articles found nothing."""
    return f"{quoted(text)} is in no article."


def hits(text: str, count: int, articles: int, *, more: bool) -> str:
    """The heading of the hits."""
    first = "the first " if more else ""
    return f"{quoted(text)}: {first}{_where(count, articles, 'in')}"


def hits_legend(keys: KeyNames, labels: str) -> str:
    """The keys over a list of hits."""
    there, back = keys["list.open"], keys["list.back"]
    named = safe_line(labels, NAME_CELLS)
    return f"{there} goes there   {named} labels all of them   {back} goes back"


def preview_label(text: str, label: str, places: int, articles: int) -> str:
    """The question before all hits get a label."""
    name = safe_line(label, 8)
    return f"{name} on {quoted(text)} in {_where(places, articles)}?"


def labelled(text: str, label: str, places: int, articles: int) -> str:
    """All hits have the label."""
    return f"{quoted(text)} is {safe_line(label, 8)} in {_where(places, articles)} now."


def others_stay(count: int) -> str:
    """Hits that the act leaves alone."""
    hits = counted(count, "other hit")
    return f"{hits} stay: marked or decided, dimmed, or in a finished article"


def left_waiting(count: int) -> str:
    """Articles that the act leaves alone."""
    return f"{count} more without suggestions yet: left alone (`annotator suggest`)"


def _where(places: int, articles: int, preposition: str = "of") -> str:
    return f"{counted(places, 'place')} {preposition} {counted(articles, 'article')}"


def nothing_to_label(text: str) -> str:
    """No article has an undecided place of the words."""
    return f"{quoted(text)} stands undecided in no article."
