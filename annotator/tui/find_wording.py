"""What the workbench says about words that are looked for, and about one label for all of them."""

from __future__ import annotations

from annotator.domain.display import safe_line
from annotator.tui.wording import NAME_CELLS, quoted


def ask_find() -> str:
    """The question of the find dialog."""
    return "Find:"


def not_found(text: str) -> str:
    """Find found nothing."""
    return f"{quoted(text)} is not in this article."


def ask_find_everywhere() -> str:
    """The question of the dialog that finds over all articles."""
    return "Find in all articles:"


def found_nowhere(text: str) -> str:
    """Find over all articles found nothing."""
    return f"{quoted(text)} is in no article."


def hits(text: str, count: int, articles: int, *, more: bool) -> str:
    """The heading of the hits."""
    first = "the first " if more else ""
    return f"{quoted(text)}: {first}{count} places in {articles} articles"


def hits_legend(labels: str) -> str:
    """The keys over a list of hits."""
    return f"Enter goes there   {safe_line(labels, NAME_CELLS)} labels all of them   Esc goes back"


def preview_label(text: str, label: str, places: int, articles: int) -> str:
    """The question before all hits get a label."""
    name = safe_line(label, 8)
    where = "1 article" if articles == 1 else f"{articles} articles"
    return f"{name} on {quoted(text)} in {places} places of {where}?"


def left_waiting(count: int) -> str:
    """Articles that the act leaves alone."""
    return f"{count} more without suggestions yet: left alone (`annotator suggest`)"


def nothing_to_label(text: str) -> str:
    """No article has an undecided place of the words."""
    return f"{quoted(text)} stands undecided in no article."
