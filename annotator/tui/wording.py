"""Every sentence of the workbench, in one place, so that another language is a translation.

Texts and names from outside are put in through `quoted`, which makes them safe to show.
"""

from __future__ import annotations

from annotator.domain.counted import agreeing, counted
from annotator.domain.display import safe_line
from annotator.domain.edits import Act
from annotator.domain.items import Decision
from annotator.domain.layer import State
from annotator.tui.key_names import KeyNames

QUOTE_CELLS = 28
NAME_CELLS = 24

_ACT_NAMES = {
    Act.KEEP: "keep",
    Act.REJECT: "reject",
    Act.UNSURE: "unsure",
    Act.RELABEL: "label",
    Act.RESIZE: "edge",
    Act.ADD: "new mention",
    Act.TAKE: "candidate taken",
    Act.ADD_STANCE: "new stance",
    Act.CHANGE_STANCE: "stance changed",
    Act.KIND: "kind",
    Act.ENTITY: "entity",
    Act.PROPAGATE: "same texts",
    Act.ACCEPT_PARAGRAPH: "paragraph accepted",
    Act.DIM: "paragraph dimmed",
    Act.UNDIM: "paragraph undimmed",
    Act.FLAG: "flag",
    Act.COMMENT: "comment",
    Act.DONE: "article done",
    Act.DONE_WITH_DOUBTS: "article done with doubts",
    Act.SKIP: "article skipped",
    Act.ADOPT_NEWER: "newer suggestions",
    Act.DECIDE: "decision",
    Act.SEND_BACK: "sent back",
    Act.REMARK: "remark",
}

DECISIONS = {
    Decision.SUGGESTED: "suggested",
    Decision.KEPT: "kept",
    Decision.KEPT_WITH_ARTICLE: "kept with the article",
    Decision.CHANGED: "changed",
    Decision.ADDED: "added",
    Decision.REJECTED: "rejected",
}

STATE_NAMES = {
    State.NEW: "new",
    State.OPEN: "open",
    State.DONE: "done",
    State.SKIPPED: "skipped",
}


def quoted(text: str) -> str:
    """A text from outside, safe on one line, in quotes."""
    return f"“{safe_line(text, QUOTE_CELLS)}”"


def needs_label(keys: KeyNames) -> str:
    """A span is current that is no mention yet."""
    return f"This is no mention yet: press a label key to make it one, or {keys['view.back']}."


def not_open_yet(keys: KeyNames) -> str:
    """Suggestions are not in."""
    return f"Suggestions are on their way; press {keys['cursor.enter']} to begin without them."


def no_article(keys: KeyNames, *, any_at_all: bool) -> str:
    """No article is on the screen."""
    if any_at_all:
        return f"No article is open: {keys['view.back']} shows the queue."
    return "There are no articles yet: `annotator import PATH` brings them in."


def nothing_current(keys: KeyNames) -> str:
    """An act needs a current item."""
    item, doubt, word = keys["item.next"], keys["doubt.next"], keys["hint.go"]
    return f"Nothing is current: {item} next item, {doubt} next doubt, {word} go to a word."


def nothing_selected(keys: KeyNames) -> str:
    """Cursor mode stands on no word."""
    return f"There is no word here: move to one, or select with {keys['cursor.select']}."


def edge_stuck() -> str:
    """An edge can't move."""
    return "The edge can't go further that way."


def no_more_items(*, forward: bool) -> str:
    """The last or first item was reached."""
    return "No further item below." if forward else "No further item above."


def no_doubts(keys: KeyNames) -> str:
    """The doubt ring is empty."""
    return f"No doubts left: {keys['article.done']} finishes the article."


def doubts(count: int, place: int) -> str:
    """How many doubts are left, and which is current (from 1; 0: none): two may read alike."""
    if place:
        return f"doubt {place} of {count}"
    return counted(count, "doubt")


def only_doubt() -> str:
    """Tab went round to where it was."""
    return "This is the only doubt left."


def doubts_left(keys: KeyNames, count: int) -> str:
    """Space met doubts."""
    again = keys["article.done"]
    return f"{counted(count, 'doubt')} left; decide, or press {again} again to finish all the same."


def rejected(keys: KeyNames, text: str, stances: int, others: int) -> str:
    """A mention was rejected."""
    cascade = f" with {counted(stances, 'stance')}" if stances else ""
    same = f"; {keys['proposal.take']} rejects {others} more" if others else ""
    return f"{quoted(text)} rejected{cascade}{same}."


def unsure(text: str) -> str:
    """A mention was left to the reviewer."""
    return f"{quoted(text)} is left to the reviewer."


def proposal(keys: KeyNames, text: str, count: int) -> str:
    """A same-text proposal stands."""
    take, everywhere = keys["proposal.take"], keys["proposal.project"]
    return f"{take}: the same for {count} more {quoted(text)}  {everywhere}: in every article"


def proposal_taken(count: int) -> str:
    """A same-text proposal was taken."""
    return f"The same was done in {counted(count, 'more place')}."


def no_proposal() -> str:
    """There is nothing to repeat."""
    return "There is no same text to repeat the last fix on."


def preview(text: str, label: str | None, places: int, articles: int) -> str:
    """The preview's question: the text gets the label everywhere, or is rejected (None)."""
    what = (
        f"reject {quoted(text)}" if label is None else f"{quoted(text)} is {safe_line(label, 10)}"
    )
    where = counted(articles, "open article")
    return f"Repeat the last fix: {what} in {counted(places, 'place')} of {where}?"


def preview_row(article: str, places: int, *, unopened: bool = False) -> str:
    """One article of the preview; whether the act opens it."""
    return f"{places:>4}  {safe_line(article, 50)}{'  (opened for it)' if unopened else ''}"


def paragraph_accepted(words: str, items: int) -> str:
    """The paragraph that begins with the words was accepted, with so many items."""
    if not items:
        return f"Nothing is open in the paragraph {quoted(words)}."
    return f"The paragraph {quoted(words)} is right, with {counted(items, 'item')}."


def no_paragraph() -> str:
    """There is no paragraph here."""
    return "There is no paragraph here."


def dimmed(words: str, *, on: bool) -> str:
    """The paragraph that begins with the words was dimmed or undimmed."""
    what = "dimmed, its items with it" if on else "back"
    return f"The paragraph {quoted(words)} is {what}."


def flagged(*, on: bool) -> str:
    """The article's flag changed."""
    return "Flagged for the reviewer." if on else "The flag is taken away."


def finished(keys: KeyNames, article: str, unseen: int) -> str:
    """An article was finished, with so many stances that were never on the screen."""
    if not unseen:
        return f"{safe_line(article, 40)} is done."
    stances = counted(unseen, "stance was", "stances were")
    back = keys["edit.undo"]
    return f"{safe_line(article, NAME_CELLS)} is done; {stances} never on screen ({back}: back)."


def unseen_in_last(keys: KeyNames, unseen: int) -> str:
    """The same in the queue, which comes up behind the last article."""
    stances = counted(unseen, "stance")
    were, back = agreeing(unseen, "was", "were"), f"{keys['queue.back']} {keys['edit.undo']}"
    return f"{stances} of the last article {were} never on screen ({back}: back)."


def skipped(article: str) -> str:
    """An article was left for later."""
    return f"{safe_line(article, 40)} comes back at the end."


def all_done(count: int) -> str:
    """The whole queue is done."""
    all_of_them = agreeing(count, "The only article is", f"All {count} articles are")
    return f"{all_of_them} done. `annotator export DIR` writes the dataset."


def nothing_offered(elsewhere: int) -> str:
    """Others have every article that she has not done."""
    left = counted(elsewhere, "article is", "articles are")
    return f"Nothing is left for you: {left} with others (config --overlap)."


def plain_article() -> str:
    """The article was drawn to be annotated without suggestions."""
    return "This article comes without suggestions, by draw: mark everything yourself."


def nothing_from_gold() -> str:
    """No finished article differs from gold."""
    return "No article that you finished has gold that differs; no question is answered."


def from_gold(gold: str) -> str:
    """What gold has at a place."""
    return f"Gold has here: {safe_line(gold, 60)}"


def panel_shown(*, on: bool) -> str:
    """The panel was hidden or shown."""
    return "The list is back." if on else "The list is hidden; the text has its place."


def last_article() -> str:
    """There is no next article."""
    return "This is the last article of the queue."


def first_article() -> str:
    """There is no previous article."""
    return "This is the first article of the queue."


def help_now(item: str) -> str:
    """The heading of the keys that work on the current item."""
    return f"What works now: {safe_line(item, QUOTE_CELLS)}" if item else "What works now"


def nothing_to_undo(*, undone: bool) -> str:
    """The log has nothing to take back."""
    return "There is nothing to undo." if undone else "There is nothing to redo."


def undo_is_here(keys: KeyNames, act: Act, *, undone: bool) -> str:
    """Undo went to the article first."""
    key = f"{keys['edit.undo']} again takes back" if undone else f"{keys['edit.redo']} again does"
    return f"The last act was here: {key} “{_ACT_NAMES.get(act, act.value)}”."


def undid(act: Act, articles: int, *, undone: bool) -> str:
    """Undo or redo happened."""
    where = f" in {counted(articles, 'article')}" if articles > 1 else ""
    verb = "Undone" if undone else "Done again"
    return f"{verb}: {_ACT_NAMES.get(act, act.value)}{where}."


def not_stored(reason: str) -> str:
    """An edit failed; the picture went back."""
    return f"Not stored, the last stored state is shown: {reason}"


def keys_forgotten() -> str:
    """What was typed was meant for an article that is not there any more."""
    return "Another picture came: what you typed meanwhile was not done."


def newer_suggestions(keys: KeyNames) -> str:
    """A newer suggester version is in."""
    return f"Newer suggestions are in: {keys['suggestions.take']} takes them; your decisions stay."


def nothing_newer() -> str:
    """No newer suggestions wait."""
    return "There are no newer suggestions for this article."


def newer_taken() -> str:
    """Newer suggestions were taken."""
    return "The newer suggestions are filled in; your decisions stayed."


def begun_without(keys: KeyNames) -> str:
    """The person began without suggestions."""
    return f"Begun without suggestions: {keys['hint.go']} marks a mention at a word."


def no_other_mention(keys: KeyNames) -> str:
    """There is no mention on screen to be the same entity as."""
    return f"There is no other mention on screen; {keys['entity.name']} types the entity's name."


def ask_comment() -> str:
    """The question of the comment dialog."""
    return "Comment for the reviewer (empty removes it):"


def nothing_to_look_at() -> str:
    """No finding."""
    return "Nothing in the finished work is worth a second look."


def quality_legend(keys: KeyNames, count: int) -> str:
    """The keys of the list of findings."""
    there, back = keys["list.open"], keys["list.back"]
    steps = f"{keys['list.next']} {keys['list.previous']}: next, previous"
    return f"{count} worth a second look   {there}: go there   {steps}   {back}: back"


def field_legend(keys: KeyNames, *, completes: bool) -> str:
    """The keys under a field for a line of text."""
    complete = "→: complete   " if completes else ""
    return f"{keys['dialog.take']}: take   {complete}{keys['dialog.leave']}: back"


def preview_legend(keys: KeyNames) -> str:
    """The keys under a question for yes or no."""
    return f"{keys['dialog.take']}: yes   {keys['dialog.leave']}: no"


def guideline_legend(keys: KeyNames) -> str:
    """The keys over a guideline."""
    return f"{keys['dialog.all']}: all guidelines   {keys['dialog.leave']}: back"


def help_legend(keys: KeyNames) -> str:
    """The heading of all keys."""
    return f"Keys   ({keys['dialog.leave']} closes)"


def people_legend(keys: KeyNames) -> str:
    """The keys under the names of those who work here."""
    take, leave = keys["dialog.take"], keys["app.quit"]
    return f"↑↓ {take}: that is me   a letter jumps   {leave} quits"


def mine_legend(keys: KeyNames) -> str:
    """The keys of own work against gold."""
    there, kind, back = keys["list.open"], keys["list.kind"], keys["list.back"]
    return f"{there} goes there   {kind} next kind   {back} goes back"


def too_small(width: int, height: int, least_width: int, least_height: int) -> str:
    """The terminal is smaller than what the workbench is made for."""
    return f"Too small ({width} × {height}): enlarge it to {least_width} × {least_height} or more"


def theme_chosen(theme: str) -> str:
    """Another theme is on screen."""
    return f"Theme {safe_line(theme, NAME_CELLS)}: it stays so, next time too"


def theme_command(theme: str) -> str:
    """The palette's command for a theme."""
    return f"theme: {safe_line(theme, NAME_CELLS)}"
