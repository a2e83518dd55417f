"""Numbers with their nouns: the one place that knows how a count changes the words beside it.

By `ngettext`, so that a catalogue in force gives a language its own plural forms.
"""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations, bindtextdomain, textdomain, translation


def counted(count: int, one: str, many: str = "") -> str:
    """The number and its words: `one` where it is one, else `many` (left away: `one` and an s).

    The words may go on after the noun where a verb has to agree: `article was`, `articles were`.
    """
    return f"{count} {agreeing(count, one, many)}"


def agreeing(count: int, one: str, many: str = "") -> str:
    """The words that agree with a number, without the number."""
    domain = textdomain()
    catalogue = _catalogue(domain, bindtextdomain(domain))
    return catalogue.ngettext(one, many or f"{one}s", count)


@cache
def _catalogue(domain: str, folder: str) -> NullTranslations:
    """The catalogue in force: `gettext` itself looks for its file at every single word."""
    return translation(domain, folder, fallback=True)
