"""What capital letters do to the present end of a stance, while hints offer another one.

The stance stays current: an end's label, edges or kind cost two keys, and nothing is gone back to.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from annotator.domain.items import Mention
from annotator.domain.kinds import next_kind
from annotator.domain.words import Edge
from annotator.project.annotating import Desk
from annotator.tui import focus, wording
from annotator.tui.reader import Reader

_EDGES = {
    "S": (Edge.START, True),
    "D": (Edge.START, False),
    "J": (Edge.END, False),
    "K": (Edge.END, True),
}
KIND_KEY = "I"


def end_acts(reader: Reader, desk: Desk, end: Mention) -> dict[str, Callable[[], None]]:
    """Capital letter to act: the label, edge and kind keys of a mention, for this one."""

    def relabel(label: str) -> None:
        reader.stored(desk.relabel(end, label))
        reader.refocus()

    def kind() -> None:
        reader.stored(desk.set_kind(end, next_kind(end.kind)))
        reader.refocus()

    def move(edge: Edge, outward: bool) -> None:
        span = focus.moved_edge(desk.article.text, end.span, edge, outward=outward)
        if span is None:
            reader.face.notice(wording.edge_stuck())
            return
        reader.stored(desk.resize(end, span))
        reader.refocus()

    acts: dict[str, Callable[[], None]] = {
        label.key.upper(): partial(relabel, label.id) for label in desk.scheme.entities
    }
    acts |= {key: partial(move, edge, outward) for key, (edge, outward) in _EDGES.items()}
    return acts | {KIND_KEY: kind}
