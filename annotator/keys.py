"""The one registry of actions: id, keys, what it does, and where it works.

Bindings, help, palette and README's key table all read it. Letters, Space, Tab, arrows, Enter, Esc
and plain Ctrl+letter only: they exist in every terminal and on every keyboard layout; `/` finds, as
in a pager, beside a key of that kind. The keys of labels come from the scheme and are held against
this registry before the screen opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from annotator.domain.scheme import Scheme
from annotator.errors import SchemeError


class Context(StrEnum):
    """Where an action works."""

    EVERYWHERE = "everywhere"
    ARTICLE = "article"
    ITEM = "current item"
    SPAN = "current mention, or evidence of the current stance"
    END = "current mention, or current stance"
    MENTION = "current mention"
    STANCE = "current stance"
    CURSOR = "cursor mode"
    QUEUE = "queue"
    LIST = "lists of places"
    STANDPOINTS = "who stands where"
    DIALOG = "questions, previews and texts; in a field, letters are typed"
    TABLE = "tables of the review"
    REVIEW = "review"


class Mode(StrEnum):
    """What the keyboard drives; each mode reads several contexts at once."""

    READING = "reading"
    STANCE = "stance"
    CURSOR = "cursor"
    QUEUE = "queue"
    LIST = "list"
    STANDPOINTS = "standpoints"
    DIALOG = "dialog"
    TABLE = "table"
    REVIEW = "review"


MODE_CONTEXTS: Final[dict[Mode, tuple[Context, ...]]] = {
    Mode.READING: (
        Context.EVERYWHERE,
        Context.ARTICLE,
        Context.ITEM,
        Context.SPAN,
        Context.END,
        Context.MENTION,
    ),
    Mode.STANCE: (
        Context.EVERYWHERE,
        Context.ARTICLE,
        Context.ITEM,
        Context.SPAN,
        Context.END,
        Context.STANCE,
    ),
    Mode.CURSOR: (Context.EVERYWHERE, Context.CURSOR),
    Mode.QUEUE: (Context.EVERYWHERE, Context.QUEUE),
    Mode.LIST: (Context.EVERYWHERE, Context.LIST),
    Mode.STANDPOINTS: (Context.EVERYWHERE, Context.STANDPOINTS),
    Mode.DIALOG: (Context.EVERYWHERE, Context.DIALOG),
    Mode.TABLE: (Context.EVERYWHERE, Context.TABLE),
    Mode.REVIEW: (Context.EVERYWHERE, Context.REVIEW),
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do: its stable id, its keys (Textual's names), and words for it."""

    id: str
    keys: tuple[str, ...]
    context: Context
    description: str


KeyChanges: TypeAlias = Mapping[str, tuple[str, ...]]
"""The person's own keys: action id to the keys that it has instead of the registry's."""
NO_CHANGES: Final[KeyChanges] = MappingProxyType({})

LABEL_ACTION = "label."
"""Prefix of the actions that a scheme's labels bring: `label.PER`."""
STANCE_ACTION = "stance.label."
"""Prefix of the actions that a scheme's stance labels bring: `stance.label.against`."""
ROW_ACTION = "stance.row"
_FIND = "app.find"

_E, _A, _I, _M = Context.EVERYWHERE, Context.ARTICLE, Context.ITEM, Context.MENTION
_P, _S, _C, _Q = Context.SPAN, Context.STANCE, Context.CURSOR, Context.QUEUE
_N = Context.END
_L, _T, _R = Context.LIST, Context.TABLE, Context.REVIEW
_W, _D = Context.STANDPOINTS, Context.DIALOG

ACTIONS: Final[tuple[Action, ...]] = (
    Action("app.help", ("question_mark",), _E, "help on every key"),
    Action(_FIND, ("ctrl+f", "/"), _E, "find text"),
    Action("app.find_all", ("ctrl+g",), _E, "find text in all articles; label every hit"),
    Action("app.palette", ("ctrl+p",), _E, "every command, by name"),
    Action("app.theme", ("ctrl+t",), _E, "next theme: dark, light, for every eye"),
    Action("app.redraw", ("ctrl+l",), _E, "draw the screen anew, where others wrote on it"),
    Action("app.quit", ("ctrl+q",), _E, "quit; everything is stored already"),
    Action("article.done", ("space",), _A, "done, next article; with doubts left, go to the first"),
    Action("doubt.next", ("tab",), _A, "next doubt"),
    Action("doubt.previous", ("shift+tab",), _A, "previous doubt"),
    Action("item.next", ("n",), _A, "next item"),
    Action("item.previous", ("b",), _A, "previous item"),
    Action("view.down", ("down",), _A, "scroll down"),
    Action("view.up", ("up",), _A, "scroll up"),
    Action("view.page_down", ("pagedown", "right"), _A, "page down"),
    Action("view.page_up", ("pageup", "left"), _A, "page up"),
    Action("view.panel", ("P",), _A, "hide the list of stances and entities, or show it"),
    Action("hint.go", ("h",), _A, "go to the mention at a hint, or begin one there"),
    Action(
        "stance.new", ("V",), _A, "new stance: hint of who, hint of on what; in capitals: against"
    ),
    Action("stance.go", ("L",), _A, "go to a stance of the list, by its letter"),
    Action(ROW_ACTION, tuple("1234567890"), _A, "go to the stance with this number in the list"),
    Action("proposal.take", ("e",), _A, "repeat the last fix on the outlined same texts"),
    Action("proposal.project", ("E",), _A, "repeat the last fix over the project (preview)"),
    Action("edit.undo", ("z", "ctrl+z"), _A, "undo, over articles and restarts"),
    Action("edit.redo", ("Z", "ctrl+y"), _A, "redo"),
    Action("cursor.enter", ("enter",), _A, "cursor mode: select any text"),
    Action(
        "view.back",
        ("escape",),
        _A,
        "back to the stance of an evidence or end; let go of the item; the queue",
    ),
    Action("paragraph.accept", ("Y",), _A, "everything in the paragraph is right"),
    Action("paragraph.dim", ("D",), _A, "the paragraph is not the article: dim, or undim it"),
    Action("article.skip", ("N",), _A, "next article, this one later"),
    Action("article.previous", ("B",), _A, "previous article"),
    Action("article.flag", ("F",), _A, "flag the article for the reviewer"),
    Action("article.comment", ("C",), _A, "comment on the article"),
    Action("article.ask", ("X",), _A, "ask the reviewer about this; the answer will stand here"),
    Action("article.guideline", ("G",), _A, "guideline for the current item"),
    Action("article.mine", ("O",), _A, "answers to your questions; own finished work against gold"),
    Action("quality.show", ("Q",), _A, "what is worth a second look: likely errors, odd articles"),
    Action("standpoints.show", ("ctrl+o",), _A, "who stands where: holders, targets, sentences"),
    Action("suggestions.take", ("A",), _A, "take newer suggestions; your decisions stay"),
    Action("item.keep", ("y",), _I, "right: keep, next doubt"),
    Action("item.reject", ("x",), _I, "wrong: reject; on one of several evidence spans: remove it"),
    Action("item.unsure", ("U",), _I, "unsure: leave it to the reviewer"),
    Action("edge.left_out", ("s",), _P, "left edge one word out"),
    Action("edge.left_in", ("d",), _P, "left edge one word in"),
    Action("edge.right_in", ("j",), _P, "right edge one word in"),
    Action("edge.right_out", ("k",), _P, "right edge one word out"),
    Action(
        "edge.left_to",
        ("S",),
        _P,
        "left edge to the word at a hint: of this, or of the mention there",
    ),
    Action(
        "edge.right_to",
        ("K",),
        _P,
        "right edge to the word at a hint: of this, or of the mention there",
    ),
    Action("entity.same", ("m",), _M, "same entity as the mention at a hint"),
    Action("entity.name", ("M",), _M, "name the entity"),
    Action("entity.join", ("J",), _M, "one entity with the one that looks like it (≈)"),
    Action("entity.history", ("I",), _M, "how these words were labelled before"),
    Action("mention.kind", ("i",), _M, "kind: named, nominal, pronoun"),
    Action("mention.stance", ("w",), _M, "go to a stance of this"),
    Action(
        "stance.held",
        ("r",),
        _N,
        "stance of this on what is at a hint; in capitals: against",
    ),
    Action(
        "stance.aimed",
        ("R",),
        _N,
        "stance on this of who is at a hint; in capitals: against",
    ),
    Action("stance.swap", ("v",), _S, "swap holder and target"),
    Action(
        "stance.holder",
        ("H",),
        _S,
        "holder: hint; Space: unstated; Enter: go to it; Tab: nested; capital: mend it",
    ),
    Action(
        "stance.target", ("T",), _S, "target: hint; Enter: go to it; Tab: nested; capital: mend it"
    ),
    Action(
        "stance.evidence", ("w",), _S, "next evidence: the one to move the edges of, or to reject"
    ),
    Action("stance.add_evidence", ("W",), _S, "add evidence, from the word at a hint to another"),
    Action("stance.attribution", ("a",), _S, "attribution: stated as fact, quoted, reported"),
    Action("stance.certainty", ("i",), _S, "certainty: asserted, hedged"),
    Action("stance.source", ("q",), _S, "source: who reports it, at a hint; Space: none"),
    Action("cursor.right", ("right",), _C, "one character on"),
    Action("cursor.left", ("left",), _C, "one character back"),
    Action("cursor.down", ("down",), _C, "one row down"),
    Action("cursor.up", ("up",), _C, "one row up"),
    Action("cursor.next_word", ("n",), _C, "next word"),
    Action("cursor.previous_word", ("b",), _C, "previous word"),
    Action("cursor.select", ("enter",), _C, "begin the selection here, or let it go"),
    Action("cursor.evidence", ("W",), _C, "the selection is more evidence of the open stance"),
    Action("cursor.leave", ("escape",), _C, "back to reading"),
    Action("queue.next", ("down", "n"), _Q, "next row"),
    Action("queue.previous", ("up", "b"), _Q, "previous row"),
    Action("queue.open", ("enter",), _Q, "open the article"),
    Action("queue.filter", ("f",), _Q, "filter by words, flag, state, label"),
    Action("queue.back", ("escape",), _Q, "back to the article"),
    Action("list.next", ("n", "down"), _L, "next row"),
    Action("list.previous", ("b", "up"), _L, "previous row"),
    Action("list.open", ("enter",), _L, "go to the place"),
    Action("list.kind", ("f",), _L, "own work against gold: one kind after the other"),
    Action("list.back", ("escape",), _L, "back to the article"),
    Action("standpoints.next", ("n",), _W, "next pair that has a stance"),
    Action("standpoints.previous", ("b",), _W, "previous pair that has a stance"),
    Action("standpoints.open", ("enter",), _W, "its sentences"),
    Action("standpoints.contradictions", ("c",), _W, "contradictions, those of outlets first"),
    Action("standpoints.back", ("escape",), _W, "back to the article"),
    Action("dialog.take", ("enter", "y"), _D, "take the line; yes, do it; close the text"),
    Action("dialog.leave", ("escape", "n", "q"), _D, "take nothing; no, leave it; close the text"),
    Action("dialog.all", ("a",), _D, "over one guideline: all of them"),
    Action("table.next", ("n", "down"), _T, "next row"),
    Action("table.previous", ("b", "up"), _T, "previous row"),
    Action("table.open", ("enter",), _T, "down: labels of a pair, their disagreements, the place"),
    Action("table.filter", ("f",), _T, "filter disagreements by words, open, kind:label"),
    Action("table.sort", ("s",), _T, "sort disagreements by kind, words, or place"),
    Action("table.questions", ("q",), _T, "questions of the annotators, from the first table"),
    Action("table.standpoints", ("ctrl+o",), _T, "who stands where, from the first table"),
    Action("table.back", ("escape",), _T, "back up"),
    Action("review.take1", ("h",), _R, "take the first reading"),
    Action("review.take2", ("j",), _R, "take the second reading"),
    Action("review.take3", ("k",), _R, "take the third reading"),
    Action("review.take4", ("l",), _R, "take the fourth reading"),
    Action("review.none", ("x",), _R, "none of them: nothing belongs here"),
    Action("review.alike", ("e",), _R, "the last decision for identical conflicts (preview)"),
    Action("review.own", ("enter",), _R, "own version, with the annotation keys"),
    Action("review.next", ("n",), _R, "next conflict"),
    Action("review.previous", ("b",), _R, "previous conflict"),
    Action("review.open", ("tab",), _R, "next conflict without a decision"),
    Action("review.send_back", ("S",), _R, "send this one back to its annotators"),
    Action("review.reason", ("r",), _R, "why they differ: error, ambiguous, edge case, opinion"),
    Action("review.gap", ("g",), _R, "the guidelines do not say: flag, or unflag"),
    Action("review.note", ("C",), _R, "note on the decision"),
    Action("review.answer", ("a",), _R, "answer the question that is asked here"),
    Action("review.guideline", ("G",), _R, "guideline for the first reading"),
    Action("review.undo", ("z", "ctrl+z"), _R, "undo, over articles and restarts"),
    Action("review.redo", ("Z", "ctrl+y"), _R, "redo"),
    Action("review.down", ("down",), _R, "scroll down"),
    Action("review.up", ("up",), _R, "scroll up"),
    Action("review.page_down", ("pagedown", "right"), _R, "page down"),
    Action("review.page_up", ("pageup", "left"), _R, "page up"),
    Action("review.back", ("escape",), _R, "back to the disagreements"),
)


def label_actions(scheme: Scheme) -> tuple[Action, ...]:
    """The actions of the scheme's mention labels: for the current mention, a selection, a hint."""
    return tuple(
        Action(
            f"{LABEL_ACTION}{label.id}", (label.key,), context, f"{label.id}: {label.definition}"
        )
        for context in (Context.MENTION, Context.CURSOR, Context.STANCE, Context.LIST)
        for label in scheme.entities
    )


def stance_label_actions(scheme: Scheme) -> tuple[Action, ...]:
    """The actions of the scheme's stance labels, for the current stance."""
    return tuple(
        Action(
            f"{STANCE_ACTION}{label.id}",
            (label.key,),
            Context.STANCE,
            f"{label.id}: {label.definition}",
        )
        for label in scheme.stances
    )


def every_action(scheme: Scheme, changed: KeyChanges = NO_CHANGES) -> tuple[Action, ...]:
    """The registry, and what the scheme's labels add to it.

    The numbers of the list and the `/` that finds give way to whatever else wants them: the numbers
    only save a key, and another one finds, too.
    """
    every = (*ACTIONS, *label_actions(scheme), *stance_label_actions(scheme))
    own = tuple(replace(a, keys=changed[a.id]) if a.id in changed else a for a in every)

    def gives_way(action: Action, key: str) -> bool:
        finds = action.id == _FIND and action.id not in changed and key == "/"
        return finds or action.id == ROW_ACTION

    wanted = {key for a in own for key in a.keys if not gives_way(a, key)}
    return tuple(
        replace(a, keys=tuple(k for k in a.keys if k not in wanted or not gives_way(a, k)))
        for a in own
    )


def actions_of(mode: Mode, scheme: Scheme, changed: KeyChanges = NO_CHANGES) -> tuple[Action, ...]:
    """Every action that works in a mode, in the order of the registry."""
    contexts = MODE_CONTEXTS[mode]
    return tuple(a for a in every_action(scheme, changed) if a.context in contexts)


def keymap(mode: Mode, scheme: Scheme, changed: KeyChanges = NO_CHANGES) -> dict[str, str]:
    """Key to action id for a mode."""
    return {key: action.id for action in actions_of(mode, scheme, changed) for key in action.keys}


def clashes(actions: Iterable[Action]) -> list[tuple[str, Action, Action]]:
    """Keys that two actions of one mode want."""
    found: list[tuple[str, Action, Action]] = []
    seen: dict[str, Action] = {}
    for action in actions:
        for key in action.keys:
            if key in seen:
                found.append((key, seen[key], action))
            seen[key] = action
    return found


def check_keys(scheme: Scheme) -> None:
    """Hold the scheme's label keys against the registry.

    Raises:
        SchemeError: A label's key is taken, so that one of the two could never be reached.
    """
    for mode in Mode:
        for key, first, second in clashes(actions_of(mode, scheme)):
            raise SchemeError(
                f"labels/{scheme.name}.toml: key {key!r} of {second.description!r} is taken by "
                f"{first.description!r} ({first.context}); give the label another key."
            )


def is_typed(key: str) -> bool:
    """Whether the key types a character where there is a field for text."""
    return len(key) == 1 or key in ("space", "question_mark")


def shown_key(key: str) -> str:
    """A key as people write it."""
    names = {
        "question_mark": "?",
        "space": "Space",
        "tab": "Tab",
        "shift+tab": "Shift+Tab",
        "enter": "Enter",
        "escape": "Esc",
        "pagedown": "PgDn",
        "pageup": "PgUp",
        "right": "→",
        "left": "←",
        "down": "↓",
        "up": "↑",
    }
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return names.get(key, key)


def help_table(
    scheme: Scheme, changed: KeyChanges = NO_CHANGES
) -> Sequence[tuple[Context, Sequence[tuple[str, str]]]]:
    """Per context, (keys, description) rows: what help, palette and README print."""
    every = every_action(scheme, changed)
    return [
        (
            context,
            [
                (" ".join(shown_key(key) for key in action.keys), action.description)
                for action in every
                if action.context is context
            ],
        )
        for context in Context
    ]
