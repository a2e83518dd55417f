"""The stances in sight as the panel lists them, and the keys that lead to each. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.domain.article import Span
from annotator.domain.items import Stance, is_decided
from annotator.domain.places import place_sign
from annotator.domain.stance_defaults import sentence_at
from annotator.keys import ROW_ACTION, Mode
from annotator.tui import stance_wording
from annotator.tui.focus import Kind
from annotator.tui.widgets.side_panel import StanceRow

if TYPE_CHECKING:
    from annotator.project.annotating import Desk
    from annotator.tui.reader import Reader


def with_nearest(reader: Reader, rows: tuple[StanceRow, ...]) -> tuple[StanceRow, ...]:
    """The rows; where none is current, the one nearest to the person says so."""
    desk = reader.desk
    if desk is None or len(rows) < 2 or any(row.current for row in rows):
        return rows
    starts = {s.id: s.span.start for s in stances_in(desk, reader.face.visible_span())}
    nearest = min(range(len(rows)), key=lambda n: abs(starts[rows[n].id] - reader.origin))
    return (*rows[:nearest], replace(rows[nearest], near=True), *rows[nearest + 1 :])


def stance_rows(reader: Reader) -> tuple[StanceRow, ...]:
    """The stances whose evidence is in sight, by holder, with all that they say.

    Holders come in the order of their first stance, the stances of each in text order.
    """
    desk = reader.desk
    if desk is None:
        return ()
    current, prompt = reader.current, reader.prompt
    here = current.stance.id if current and current.kind is Kind.STANCE and current.stance else ""
    # While hints are shown, only their letters lead somewhere.
    keys = row_keys(reader) if prompt is None else prompt.row_letters()
    return tuple(
        replace(
            _stance_row(desk, stance, current=stance.id == here),
            hint="" if prompt is None else keys.get(stance.id, ""),
            number=keys.get(stance.id, "") if prompt is None else "",
            doubtful=stance.id in desk.picture.doubtful_stances,
        )
        for stance in by_holder(desk, stances_in(desk, reader.face.visible_span()))
    )


def row_keys(reader: Reader) -> dict[str, str]:
    """By id, the keys of the stances in sight that nobody decided on: the next ones from here on.

    What stands before the current item was passed and gets a key where some are left. The keys run
    down the list.
    """
    desk, current = reader.desk, reader.in_sight
    if desk is None:
        return {}
    rows = stances_in(desk, reader.face.visible_span())
    here = -1 if current is None else current.span.start
    own = current.stance.id if current is not None and current.stance is not None else ""
    after = [s for s in rows if s.span.start >= here]
    passed = [s for s in rows if s.span.start < here]
    opened = [s for s in (*after, *passed) if not is_decided(s) and s.id != own]
    keys = [key for key, act in reader.keymaps[Mode.READING].items() if act == ROW_ACTION]
    chosen = {stance.id for stance in opened[: len(keys)]}
    listed = [stance.id for stance in by_holder(desk, rows) if stance.id in chosen]
    return dict(zip(listed, keys, strict=False))


def stances_in(desk: Desk, visible: Span) -> list[Stance]:
    """The stances whose evidence begins in sight, in text order."""
    return [s for s in desk.picture.stances if visible.start <= s.span.start < visible.end]


def by_holder(desk: Desk, stances: Sequence[Stance]) -> list[Stance]:
    """Stances of one holder together, the holders in the order of their first stance."""
    groups: dict[str, list[Stance]] = {}
    for stance in stances:
        groups.setdefault(_holder(desk, stance), []).append(stance)
    return [stance for group in groups.values() for stance in group]


def _holder(desk: Desk, stance: Stance) -> str:
    """The holder by its canonical name."""
    mention = desk.ends(stance).get(stance.holder or "")
    if mention is None:
        return stance_wording.holder_name(None, stance.holder_kind)
    entity = desk.entity_of(mention)
    return mention.quote if entity is None else entity.name


def _stance_row(desk: Desk, stance: Stance, *, current: bool) -> StanceRow:
    text, ends = desk.article.text, desk.ends(stance)
    sentence = sentence_at(text, stance.span.start)

    def name(end: str | None) -> str | None:
        found = ends.get(end or "")
        return None if found is None else place_sign(text, sentence, found.span) + found.quote

    return StanceRow(
        stance.id,
        stance_wording.holder_name(name(stance.holder), stance.holder_kind),
        name(stance.target) or "",
        stance.label,
        stance_wording.short_voice(stance, name(stance.source)),
        stance.span.of(text),
        current=current,
        decided=is_decided(stance),
        group=_holder(desk, stance),
        start=stance.span.start,
    )
