"""What the help shows: first what works on the current item, then every other key. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annotator.domain.scheme import Scheme
from annotator.keys import Context, KeyChanges, Mode, help_table
from annotator.tui import picture, wording

if TYPE_CHECKING:
    from annotator.tui.reader import Reader

SIGNS: Final = (
    "letter before a mention: its label, by the label's key",
    "? after it: doubtful, please look    + after it: a candidate, not in yet",
    "line above it: doubtful, or a candidate    reversed: the current item",
    "in the list of stances  \u2191 \u2193: stands before, behind the sentence of the evidence",
    "\u00b2: the second such place of the sentence    digit or letter: the key that leads to it",
    "(LABEL) behind an end of the current stance: label keys change it, for it was made last",
    "hints: a letter on a ground chooses, behind a plain one a second letter comes",
)
"""What the signs in the text mean, where letters stand for colours."""

_ON_MENTION = (Context.ITEM, Context.MENTION, Context.SPAN, Context.END)
_ON_STANCE = (Context.ITEM, Context.STANCE, Context.SPAN, Context.END)


@dataclass(frozen=True, slots=True)
class HelpBlock:
    """A heading over rows of keys and what they do."""

    heading: str
    rows: Sequence[tuple[str, str]]


def help_of(reader: Reader) -> list[HelpBlock]:
    """The blocks of the help; each action stands in one of them."""
    table = dict(help_table(reader.workspace.scheme, reader.workspace.keys))
    contexts = contexts_now(reader)
    now = [row for context in contexts for row in table[context]]
    blocks = [HelpBlock(wording.help_now(_item(reader)), now)]
    blocks += [
        HelpBlock(context.capitalize(), rows)
        for context, rows in table.items()
        if context not in contexts
    ]
    return [*blocks, HelpBlock("Signs", [("", line) for line in SIGNS])]


def help_on_everything(scheme: Scheme, changed: KeyChanges) -> list[HelpBlock]:
    """The blocks of the help where no item is current: every context in the registry's order."""
    table = help_table(scheme, changed)
    return [HelpBlock(context.capitalize(), rows) for context, rows in table]


def contexts_now(reader: Reader) -> tuple[Context, ...]:
    """Where the acts belong that concern what is current."""
    if reader.mode is Mode.CURSOR:
        return (Context.CURSOR,)
    if reader.current is None:
        return (Context.ARTICLE,)
    return _ON_STANCE if reader.mode is Mode.STANCE else _ON_MENTION


def _item(reader: Reader) -> str:
    return picture.item_line(reader).split(" · ")[0] if reader.current is not None else ""
