"""Hints on the screen, waiting to be typed. Pure; knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from annotator.domain.article import Span
from annotator.tui.hints import Hint


@dataclass(slots=True)
class HintPrompt:
    """What the hints are for, what was typed, and what happens with the one chosen.

    `instead` are keys that do something else as long as no letter was typed. Where a nested mention
    can be meant, `find_nested` gives those on the words that it can begin at; they are looked for
    when somebody asks for one.
    """

    purpose: str
    hints: tuple[Hint, ...]
    chosen: Callable[[Span], None]
    find_nested: Callable[[], tuple[Hint, ...]] = tuple
    nested: bool = False
    typed: str = ""
    capital: bool = False
    """Whether a capital letter was among those typed."""
    instead: Mapping[str, Callable[[], None]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    """The stances that the hints lead to, by id, each with the offset of its hint."""
    _nested_hints: tuple[Hint, ...] = ()

    @property
    def shown(self) -> tuple[Hint, ...]:
        """The hints on the screen, whatever was typed."""
        return self._nested_hints if self.nested else self.hints

    def type(self, key: str) -> None:
        """Add a letter; capitals are letters of their own only where hints have them."""
        self.capital |= key.isupper()
        small = all(hint.letters.islower() for hint in self.shown)
        self.typed += key.lower() if small else key

    def turn_nested(self, key: str) -> bool:
        """Whether the key asks for a nested mention, or for none again: `Enter`, or else `Tab`."""
        wanted = key in ("enter", "tab") and key not in self.instead
        if not wanted or self.typed:
            return False
        self._nested_hints = self._nested_hints or self.find_nested()
        if not self._nested_hints:
            return False
        self.nested = not self.nested
        return True

    def remaining(self) -> dict[int, str]:
        """What is still to be typed for each hint that can be meant, by the offset of its word."""
        return {
            hint.word.start: hint.letters[len(self.typed) :]
            for hint in self.shown
            if hint.letters.startswith(self.typed)
        }

    def row_letters(self) -> dict[str, str]:
        """What is still to be typed for each stance of the list, by its id."""
        left = self.remaining()
        return {stance: left[offset] for stance, offset in self.rows.items() if offset in left}

    def word_at(self, span: Span) -> Span | None:
        """The word of the hint that stands on a part of the text, or None."""
        over = (hint.word for hint in self.shown if hint.word.overlaps(span))
        return next(over, None)

    def typed_word(self) -> Span | None:
        """The word whose hint was typed in full, or None."""
        return next((hint.word for hint in self.shown if hint.letters == self.typed), None)
