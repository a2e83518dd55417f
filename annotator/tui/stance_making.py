"""How a stance is made: a hint for each end, and its side by small or capital letters.

Small letters of the last hint make the scheme's second side (in favor), capital ones its first
(against); whatever else a stance can be is a key on the stance, which is current then.
"""

from __future__ import annotations

from functools import partial

from annotator.domain.article import Span
from annotator.domain.items import HolderKind, Mention, Stance
from annotator.domain.stance_acts import End, Holder
from annotator.project.annotating import Desk
from annotator.project.stance_desk import StanceDesk
from annotator.tui import stance_list, stance_wording
from annotator.tui.end_hints import end_words, nested_hints
from annotator.tui.focus import Current
from annotator.tui.hint_prompt import HintPrompt
from annotator.tui.hints import BOTH_CASES, hints_in_order
from annotator.tui.reader import Reader


def new_stance(reader: Reader) -> None:
    """Show hints for who has a new stance, then for what it is on."""
    desk = reader.desk
    if desk is None:
        return
    visible, origin = reader.face.visible_span(), reader.origin
    near = Span(origin, origin + 1)

    def chosen(word: Span) -> None:
        _ask_target(reader, desk, StanceDesk(desk).holder_at(word, nested=prompt.nested), word)

    prompt = HintPrompt(
        stance_wording.hint_who(),
        hints_in_order(end_words(desk, visible, near, holders=True), BOTH_CASES),
        chosen,
        find_nested=partial(nested_hints, desk, visible, near, letters=BOTH_CASES),
        instead={"space": partial(_ask_target, reader, desk, HolderKind.UNSTATED, near)},
    )
    reader.prompt = prompt


def held_by_current(reader: Reader, desk: Desk, mention: Mention) -> None:
    """Show hints for the target of a stance that the mention holds."""
    _ask_target(reader, desk, mention, mention.span)


def aimed_at_current(reader: Reader, desk: Desk, mention: Mention) -> None:
    """Show hints for the holder of a stance on the mention."""
    visible = reader.face.visible_span()

    def chosen(word: Span) -> None:
        holder = StanceDesk(desk).holder_at(word, nested=prompt.nested)
        _add(reader, desk, holder, mention, _side(desk, capital=prompt.capital))

    prompt = HintPrompt(
        stance_wording.hint_holder(mention.quote, *_sides(desk)),
        hints_in_order(end_words(desk, visible, mention.span, besides=mention)),
        chosen,
        find_nested=partial(nested_hints, desk, visible, mention.span, besides=mention),
        instead={"space": partial(_ask_label, reader, desk, mention)},
    )
    reader.prompt = prompt


def go_to_row(reader: Reader) -> None:
    """Show a letter on each stance in sight, in the text and in the list: it becomes current."""
    desk = reader.desk
    if desk is None:
        return
    places: dict[int, Stance] = {}
    words: list[Span] = []
    for stance in stance_list.stances_in(desk, reader.face.visible_span()):
        word = next((w for w in _words_of(desk, stance) if w.start not in places), None)
        if word is not None:
            places[word.start] = stance
            words.append(word)
    if not words:
        reader.face.notice(stance_wording.no_stance_in_sight(reader.keys))
        return
    reader.prompt = HintPrompt(
        stance_wording.hint_row(),
        hints_in_order(words, BOTH_CASES),
        lambda word: reader.put_current(Current.of_stance(places[word.start])),
        rows={stance.id: offset for offset, stance in places.items()},
    )


def go_to_number(reader: Reader) -> None:
    """The stance with the number that was pressed becomes current."""
    desk, numbers = reader.desk, stance_list.row_keys(reader)
    stance = next((i for i, number in numbers.items() if number == reader.pressed), None)
    found = next((s for s in desk.picture.stances if s.id == stance), None) if desk else None
    if found is None:
        reader.face.notice(stance_wording.no_such_number(reader.keys))
    else:
        reader.put_current(Current.of_stance(found))


def _words_of(desk: Desk, stance: Stance) -> list[Span]:
    """Words that can bear the letter of a stance: its evidence's, then its ends'."""
    text, words = desk.article.text, desk.scheme.words
    spans = [stance.span, *desk.spans_of(stance)]
    return [word for span in spans for word in words.content_words(text, span.start, span.end)]


def _ask_target(reader: Reader, desk: Desk, holder: Holder, near: Span) -> None:
    visible = reader.face.visible_span()
    besides = holder if isinstance(holder, Mention) else None

    def chosen(word: Span) -> None:
        target = StanceDesk(desk).target_at(word, nested=prompt.nested)
        _add(reader, desk, holder, target, _side(desk, capital=prompt.capital))

    words = None if isinstance(holder, HolderKind) else holder.span.of(desk.article.text)
    prompt = HintPrompt(
        stance_wording.hint_target(words, *_sides(desk)),
        hints_in_order(end_words(desk, visible, near, besides=besides)),
        chosen,
        find_nested=partial(nested_hints, desk, visible, near, besides=besides),
    )
    reader.prompt = prompt


def _ask_label(reader: Reader, desk: Desk, target: Mention) -> None:
    """Nobody is named as holder, so no hint tells the side: its key does."""
    keys = {
        label.key: partial(_add, reader, desk, HolderKind.UNSTATED, target, label.id)
        for label in desk.scheme.stances
    }
    choices = "  ".join(f"{label.key} {label.id}" for label in desk.scheme.stances)
    purpose = stance_wording.ask_stance_label(None, target.quote, choices)
    reader.prompt = HintPrompt(purpose, (), lambda _word: None, instead=keys)


def _sides(desk: Desk) -> tuple[str, str]:
    """What small and what capital letters make."""
    return _side(desk, capital=False), _side(desk, capital=True)


def _side(desk: Desk, *, capital: bool) -> str:
    labels = desk.scheme.stances
    return labels[0 if capital or len(labels) == 1 else 1].id


def _add(reader: Reader, desk: Desk, holder: Holder, target: End, label: str) -> None:
    before = {stance.id for stance in desk.picture.stances}
    reader.stored(StanceDesk(desk).add(holder, target, label))
    made = next(s for s in desk.picture.stances if s.id not in before)
    reader.put_current(Current.of_stance(made))
