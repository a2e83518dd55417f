"""Every sentence of the review, in one place, so that another language is a translation.

Texts and names from outside are made safe to show here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len

from annotator.domain.adjudication import item_words
from annotator.domain.conflicts import Conflict, Disagreement, Variant
from annotator.domain.counted import agreeing, counted
from annotator.domain.display import safe_line
from annotator.domain.items import Item, Mention, MentionKind, Stance, Zone
from annotator.domain.layer import Author, Layer
from annotator.domain.rulings import How, Remark, Ruling
from annotator.project.disagreements import NOTHING, Order, Place
from annotator.tui.key_names import KeyNames
from annotator.tui.wording import nothing_to_undo, quoted, undid

__all__ = ["nothing_to_undo", "undid"]

WORDS_CELLS = 48
MOST_READINGS = 4
"""Readings that have a key."""
_KEY = re.compile(r"\{([a-z._]+)\}")
LEGEND_CELLS = 78
_LEGEND = (
    "{review.none} none of them",
    "{review.own} own version",
    "{review.alike} same for identical",
    "{review.next} {review.previous} next, previous",
    "{review.undo} undo",
    "{review.open} next undecided",
    "{review.send_back} send back",
    "{review.reason} why they differ",
    "{review.gap} guideline gap",
    "{review.note} note",
    "{review.guideline} guideline",
)
"""What else can be done at a conflict: as many as there is room for, in the order of their use."""
_QUESTIONS = {
    Disagreement.ONLY: "does it belong here?",
    Disagreement.BOUNDARY: "which edges?",
    Disagreement.LABEL: "which label?",
    Disagreement.SPLIT: "one mention or several?",
    Disagreement.KIND: "named, nominal or pronoun?",
    Disagreement.ENTITY: "which entity?",
    Disagreement.STANCE_MISSING: "is there a stance?",
    Disagreement.STANCE_LABEL: "which side?",
    Disagreement.ENDPOINT: "which holder, which target?",
    Disagreement.DIRECTION: "who is the holder?",
    Disagreement.EVIDENCE: "which evidence?",
    Disagreement.ATTRIBUTION: "stated, quoted or reported?",
    Disagreement.CERTAINTY: "asserted or hedged?",
    Disagreement.SOURCE: "which source?",
    Disagreement.ZONE: "is it the article?",
}
_SIGNS = {
    None: "·",
    How.UNANIMOUS: "=",
    How.TAKEN: "✓",
    How.EDITED: "✎",
    How.NEW: "+",
    How.REJECTED: "✗",
    How.SENT_BACK: "↩",
}


def sign(how: How | None) -> str:
    """One sign and a word for what was decided."""
    return f"{_SIGNS[how]} {'open' if how is None else how.value}"


def taken(conflict: Conflict, variant: Variant) -> str:
    """A reading was taken: now the names may be known."""
    return f"decided with {_names(variant.authors)}, against {_others(conflict, variant)}"


def rejected(conflict: Conflict) -> str:
    """None was taken."""
    names = _names(author for variant in conflict.variants for author in variant.authors)
    return f"decided against {names}: nothing belongs here"


def own_version() -> str:
    """An own version was made."""
    return "decided by your own version"


def sent_back() -> str:
    """It went back."""
    return "sent back: the article is open again for its annotators"


def all_decided(keys: KeyNames, told: str, places: int, unread: int) -> str:
    """Nothing is open in the list; `unread` articles may bring more."""
    left = _to_come(unread) if unread else f"{keys['review.back']} goes back"
    whole = agreeing(places, "The only one", f"All {places}")
    return f"{told}. {whole} of this list {agreeing(places, 'is', 'are')} decided; {left}"


def not_in_review(keys: KeyNames) -> str:
    """A key of the workbench that the review has no act for."""
    return f"not in the review; {keys['table.filter']} filters the disagreements one screen up"


def nothing_open(keys: KeyNames, unread: int) -> str:
    """There is no open place to go to; `unread` articles may bring one."""
    left = _to_come(unread) if unread else f"{keys['review.back']} goes back"
    return f"everything in this list is decided; {left}"


def reading(read: int, articles: int) -> str:
    """The project is read behind the screen."""
    return f"reading: {read} of {counted(articles, 'article')}"


def measuring() -> str:
    """The figures are still to come."""
    return "reading: figures"


def no_figures_yet() -> str:
    """A pair was chosen whose labels are not counted."""
    return "the figures of this pair are still being made; the first row leads to all disagreements"


def _to_come(unread: int) -> str:
    return f"{counted(unread, 'article is', 'articles are')} still being read"


def changed_meanwhile(keys: KeyNames) -> str:
    """The conflict is none any more."""
    back = keys["review.back"]
    return f"the annotators' items have changed, this conflict is no more; {back} goes back"


def no_such_reading(readings: int) -> str:
    """A key without a reading."""
    return f"there {agreeing(readings, 'is', 'are')} only {counted(readings, 'reading')} here"


def nothing_to_repeat(keys: KeyNames) -> str:
    """Nothing was decided yet."""
    return f"decide first, then {keys['review.alike']} repeats it on identical conflicts"


def no_alike() -> str:
    """No other place is identical."""
    return "no other open conflict is identical"


def alike(place: Place, count: int, unread: int) -> str:
    """What a preview asks; `unread` articles may hold more of them."""
    how = "" if place.how is None else place.how.value
    so_far = f" ({_to_come(unread)})" if unread else ""
    others = counted(count, "identical conflict")
    return f"The same ({how}, {quoted(place.words)}) for {others}{so_far}?"


def repeated(keys: KeyNames, count: int) -> str:
    """How many were decided alike."""
    undo = keys["review.undo"]
    others = counted(count, "identical conflict")
    return f"{others} decided the same; {undo} takes back all of it"


def place_row(place: Place) -> str:
    """A place on one line of a preview."""
    return safe_line(f"{place.article}: {place.words}", 80)


def ask_send_back() -> str:
    """What the annotators are to look at."""
    return "Send back to every annotator of this article. What should they look at?"


def sent_back_comment(place: Place, note: str) -> str:
    """What the annotators' comment says."""
    return f"review: “{place.words}”" + (f" — {note}" if note else "")


def ask_note() -> str:
    """The question for a note."""
    return "Note on this decision"


def remark(said: Remark) -> str:
    """A remark in words."""
    parts = [f"reason: {said.reason.value or 'none'}"]
    parts += ["guideline gap"] if said.guideline_gap else []
    parts += [f"note: {quoted(said.note)}"] if said.note else []
    return " · ".join(parts)


def undo_is_here(keys: KeyNames, *, undone: bool) -> str:
    """The undo is about this other article."""
    key = keys["review.undo" if undone else "review.redo"]
    return f"this is where {key} would change something; press it again"


def legend(keys: KeyNames, readings: int = 1, room: int = LEGEND_CELLS) -> str:
    """The keys at a conflict of so many readings, as many as `room` cells hold; help is one."""
    takes = " ".join(keys[f"review.take{n + 1}"] for n in range(min(readings, MOST_READINGS)))
    parts, last = [f"{takes} {agreeing(readings, 'takes', 'take')} it"], f"{keys['app.help']} help"
    for part in _LEGEND:
        named = _KEY.sub(lambda place: keys[place.group(1)], part)
        if cell_len("  ".join((*parts, named, last))) > room:
            break
        parts.append(named)
    return "  ".join((*parts, last))


def questions(found: tuple[Disagreement, ...]) -> str:
    """What is to be decided where readings differ so."""
    return " ".join(_QUESTIONS[kind] for kind in found)


def position(place: int, places: int, undecided: int) -> str:
    """Which conflict of the list this is, from 1, and how many are left."""
    return f"conflict {place} of {places} · {undecided} undecided"


def own_legend(keys: KeyNames) -> str:
    """How an own version ends."""
    how = f"{keys['article.done']} decides, {keys['view.back']} drops it"
    return f"your own version: the annotation keys work; {how}"


def nothing_own_to_undo(keys: KeyNames) -> str:
    """Nothing was changed in the own version."""
    how = f"{keys['view.back']} drops it, {keys['article.done']} decides"
    return f"nothing of this version to take back; {how}"


def not_in_own_version(keys: KeyNames) -> str:
    """A key of the article that an own version has no use for."""
    how = f"{keys['article.done']} decides for your version, {keys['view.back']} drops it"
    return f"not here: {how}"


def kinds(found: tuple[Disagreement, ...]) -> str:
    """The kinds of a conflict."""
    return ", ".join(kind.value for kind in found)


def order(by: Order) -> str:
    """How a list is sorted."""
    return f"sorted by {by.value}"


def reading_lines(
    keys: KeyNames,
    conflict: Conflict,
    layers: Mapping[Author, Layer],
    entities: Mapping[int, str],
    called: Mapping[Author, str],
    text: str,
) -> list[str]:
    """Every reading with its key and who has it, then who has nothing."""
    lines = []
    for number, variant in enumerate(conflict.variants):
        key = keys.get(f"review.take{number + 1}", " ")
        layer = layers[variant.authors[0]]
        with_entity = Disagreement.ENTITY in conflict.kinds
        items = [_item(item, layer, entities, text, entity=with_entity) for item in variant.items]
        who = _who_has(called[author] for author in variant.authors)
        lines.append(safe_line(f"{key}: {who}  {'  +  '.join(items)}", 400))
    if conflict.absent:
        who = _who_has(called[author] for author in conflict.absent)
        lines.append(safe_line(f"{keys['review.none']}: {who}  {NOTHING} here", 400))
    return lines


def _who_has(names: Iterable[str]) -> str:
    """The subject of a reading: `A has`, `B and C have`."""
    found = sorted(names)
    return f"{_listed(found)} {agreeing(len(found), 'has', 'have')}"


def ruling_line(ruling: Ruling | None, said: Remark) -> str:
    """What was decided, by whom, when, under which guidelines, and what was said about it."""
    words = remark(said) if said != Remark() else ""
    if ruling is None:
        return f"undecided   {words}".rstrip()
    when = f"{ruling.at:%Y-%m-%d %H:%M}"
    line = f"{sign(ruling.how)} by {ruling.by}, {when}, guidelines {ruling.guideline}   {words}"
    return safe_line(line.rstrip(), 200)


def pairs_legend(keys: KeyNames) -> str:
    """The keys of the table of pairs."""
    there = f"{keys['table.open']} down  {_steps(keys)}  {keys['table.questions']} questions"
    there += f"  {keys['table.standpoints']} who stands where"
    return f"{there}  {keys['app.quit']} quit  {keys['app.help']} help"


def labels_legend(keys: KeyNames) -> str:
    """The keys of the table of a pair's labels."""
    return f"{keys['table.open']} the disagreements of a cell  {keys['table.back']}"


def places_legend(keys: KeyNames) -> str:
    """The keys of the table of disagreements."""
    filters, sorts = keys["table.filter"], keys["table.sort"]
    there = f"{keys['table.open']} go there  {filters} filter  {sorts} sort"
    return f"{there}  {keys['table.back']} up  {keys['app.help']} help"


def questions_legend(keys: KeyNames) -> str:
    """The keys of the table of questions."""
    there = f"{keys['table.open']} answer  {_steps(keys)}"
    return f"{there}  {keys['table.back']} up  {keys['app.help']} help"


def _steps(keys: KeyNames) -> str:
    """The keys that go down a row, and up."""
    return f"{keys['table.next']} {keys['table.previous']}"


def _item(item: Item, layer: Layer, entities: Mapping[int, str], text: str, *, entity: bool) -> str:
    match item:
        case Mention():
            kind = "" if item.kind is MentionKind.NAMED else f" ({item.kind.value})"
            name = f" = {entities.get(item.entity or 0, '?')}" if entity else ""
            return f"{item.label}{kind}  [{_short(item.quote)}]{name}"
        case Stance():
            return _stance(item, layer)
        case Zone():
            return f"not the article  [{_short(item_words(item, text))}]"


def _stance(stance: Stance, layer: Layer) -> str:
    holder = stance.holder_kind.value if stance.holder is None else _end(layer, stance.holder)
    source = "" if stance.source is None else f", source {_end(layer, stance.source)}"
    how = f"{stance.attribution.value}, {stance.certainty.value}{source}"
    evidence = " … ".join(_short(part.quote) for part in stance.evidence)
    return f"{holder} —{stance.label}→ {_end(layer, stance.target)}  ({how})  [{evidence}]"


def _end(layer: Layer, identifier: str) -> str:
    return _short(layer.mention(identifier).quote)


def _short(words: str) -> str:
    return safe_line(words, WORDS_CELLS)


def _names(authors: Iterable[Author]) -> str:
    return safe_line(_listed(sorted({author.name for author in authors})), WORDS_CELLS)


def _listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _others(conflict: Conflict, variant: Variant) -> str:
    others = [a for v in conflict.variants if v != variant for a in v.authors]
    return _names([*others, *conflict.absent])
