"""The foot of the screen: which keys matter now, less those that the person knows already. Pure.

A legend is made of parts; `{item.keep}` in a part stands for that act's first key, `{labels}` and
`{sides}` for those of the scheme's labels, so that it follows the person's own keys. A part fades
when every act in it was done often enough.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from annotator.domain.counted import agreeing, counted
from annotator.keys import LABEL_ACTION, STANCE_ACTION
from annotator.tui.key_names import KeyNames

KNOWN_AFTER: Final = 25
"""How often an act is done before its hint fades."""

_HELP = "{app.help} help"
_EDGES = "{edge.left_out}{edge.left_in} {edge.right_in}{edge.right_out} edges"
LEGENDS: Final[Mapping[str, tuple[str, ...]]] = {
    "cursor": (
        "{cursor.left}{cursor.right}{cursor.up}{cursor.down} move",
        "{cursor.next_word} {cursor.previous_word} word",
        "{cursor.select} select",
        "{labels} label",
        "{cursor.evidence} evidence",
        "{cursor.leave} back",
    ),
    "choice": ("A letter chooses the side; any other key goes back",),
    "stance": (
        "{item.keep} right",
        "{item.reject} wrong",
        "{sides} side",
        "{stance.swap} swap",
        "{stance.holder} {stance.target} ends",
        "{stance.evidence} {stance.attribution} {stance.certainty} {stance.source}",
        "{doubt.next} doubt",
        _HELP,
    ),
    "evidence": (
        _EDGES,
        "{item.reject} remove this one",
        "{stance.evidence} next",
        "{stance.add_evidence} add",
        "{view.back} the stance",
        _HELP,
    ),
    "hint": ("The letters choose; a plain letter brings up a second one; other keys go back",),
    "waiting": (
        "{cursor.enter} begin without suggestions",
        "{view.up}{view.down} scroll",
        "{view.back} queue",
        "{app.quit} quit",
    ),
    "none": (
        "{article.done} done",
        "{doubt.next} doubt",
        "{item.next} {item.previous} item",
        "{hint.go} word",
        "{edit.undo} undo",
        "{view.back} queue",
        _HELP,
    ),
    "pending": ("{labels} label", _EDGES, "{view.back} drop", _HELP),
    "mention": (
        "{item.keep} right",
        "{item.reject} wrong",
        "{labels} label",
        _EDGES,
        "{doubt.next} doubt",
        "{article.done} done",
        _HELP,
    ),
}
_PLACE = re.compile(r"\{([a-z_.]+)\}")
_LABELS: Final = {"labels": LABEL_ACTION, "sides": STANCE_ACTION}


def legend(kind: str, names: KeyNames, used: Mapping[str, int]) -> str:
    """The keys that matter now, on one line; `used` says how often each act was done."""
    parts = [part for part in LEGENDS[kind] if not _is_known(part, used)]
    return "  ".join(_PLACE.sub(lambda place: names[place.group(1)], part) for part in parts)


def _is_known(part: str, used: Mapping[str, int]) -> bool:
    acts = _acts_of(part)
    return bool(acts) and part != _HELP and all(_times(act, used) >= KNOWN_AFTER for act in acts)


@cache
def _acts_of(part: str) -> tuple[str, ...]:
    return tuple(_PLACE.findall(part))


def _times(act: str, used: Mapping[str, int]) -> int:
    prefix = _LABELS.get(act)
    if prefix is None:
        return used.get(act, 0)
    return sum(count for action, count in used.items() if action.startswith(prefix))


def queue_legend(names: KeyNames) -> str:
    """The keys of the queue."""
    opens, filters, back = (names[f"queue.{act}"] for act in ("open", "filter", "back"))
    return f"{opens} opens   {filters} filters   {back} goes back   {names['app.quit']} quits"


def nothing_offered(names: KeyNames, total: int) -> str:
    """What to do where the queue lists nothing: there are no articles, or others have them all."""
    if total == 0:
        there_are_none = "There are no articles yet: `annotator import PATH` brings them in."
        return f"{there_are_none}   {names['queue.back']} goes back"
    return (
        f"Other annotators have {_all(total)}: wait until one lets go of some, or "
        "`annotator config --overlap N` gives each article to more annotators."
    )


def _all(total: int) -> str:
    return agreeing(total, "the only article", f"all {total} articles")


def queue_matches(names: KeyNames, found: int, total: int) -> str:
    """How many articles a filter left, and the keys of their list."""
    opens, filters, back = (names[f"queue.{act}"] for act in ("open", "filter", "back"))
    keys = f"{opens} opens   {filters} changes the filter   {back} drops it"
    return f"{found} of {counted(total, 'article')}.   {keys}"


def filter_legend(names: KeyNames, found: int, total: int) -> str:
    """How many articles the filter leaves so far, and the keys while it is typed.

    `names` are those of the keys that work in a field.
    """
    keys = f"{names['queue.open']}: to the list   {names['queue.back']} drops it"
    return f"{found} of {counted(total, 'article')}.   {keys}"
