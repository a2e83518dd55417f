"""Every sentence of the workbench about stances; what `wording` is for all the rest."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.domain.counted import counted
from annotator.domain.display import safe_line
from annotator.domain.items import Attribution, Certainty, Decision, HolderKind, MentionKind, Stance
from annotator.tui.key_names import KeyNames
from annotator.tui.wording import DECISIONS, quoted

STANCE_CELLS = 22
SHORT_NAME_CELLS = 16
SHORT_CELLS = 27
SHORT_SOURCE_CELLS = 10
SIDE_CELLS = 8
LABEL_CELLS = 8
CHOICE_CELLS = 36
EDGE_ACTS = ("left_out", "left_in", "right_in", "right_out")


def who_on_what(
    holder: str | None,
    target: str,
    kind: HolderKind,
    *,
    holder_label: str = "",
    target_label: str = "",
) -> str:
    """Who has a stance on what, plainly; the label of the end that label keys act on."""
    who = safe_line(holder_name(holder, kind), STANCE_CELLS) + _in_brackets(holder_label)
    return f"{who} → {safe_line(target, STANCE_CELLS)}{_in_brackets(target_label)}"


def _in_brackets(label: str) -> str:
    return f" ({safe_line(label, LABEL_CELLS)})" if label else ""


def holder_name(holder: str | None, kind: HolderKind) -> str:
    """A holder, or who stands in for one."""
    if holder is not None:
        return holder
    return "the article" if kind is HolderKind.ARTICLE else "somebody"


def voice(stance: Stance, source: str | None) -> str:
    """Whose words carry the stance, and how surely."""
    words = "stated as fact" if stance.attribution is Attribution.AUTHOR else stance.attribution
    by = "" if source is None else f" by {safe_line(source, STANCE_CELLS)}"
    return f"{words}{by} · {stance.certainty}"


def short_voice(stance: Stance, source: str | None) -> str:
    """The voice in a list: `asserted` is not said, and what the article states is `fact`."""
    words = "fact" if stance.attribution is Attribution.AUTHOR else stance.attribution.value
    hedged = "" if stance.certainty is Certainty.ASSERTED else f" {stance.certainty}"
    by = "" if source is None else f" by {safe_line(source, SHORT_SOURCE_CELLS)}"
    return f"{words}{hedged}{by}"


def kinds_of_ends(holder: MentionKind | None, target: MentionKind) -> str:
    """Of which kind the two ends of a stance are."""
    return f"target {target}" if holder is None else f"holder {holder} · target {target}"


def stance_line(
    words: str,
    stance: Stance,
    source: str | None,
    doubts: Sequence[str],
    *,
    candidate: bool,
    evidence: int | None = None,
) -> str:
    """A stance in words: who on what, side, voice, certainty, how it came about, and why.

    `evidence` is the place of the evidence that is current, where the person went to one.
    """
    parts = [] if evidence is None else [_which_evidence(stance, evidence)]
    # What it is comes before what may be cut off on a narrow screen.
    parts += [words, stance.label, *(["candidate"] if candidate else [])]
    parts.append(voice(stance, source))
    if stance.decision is not Decision.SUGGESTED and not candidate:
        parts.append(DECISIONS[stance.decision])
    if stance.unsure:
        parts.append("unsure")
    # A probability and its reason speak of what was suggested, not of what a person made of it.
    if stance.origin is not None and (candidate or stance.decision is Decision.SUGGESTED):
        parts.append(f"p .{round(stance.origin.p * 100):02d}")
        parts.append(stance.origin.reason)
    parts += [doubt for doubt in doubts if doubt not in parts]
    return " · ".join(parts)


def _which_evidence(stance: Stance, place: int) -> str:
    return f"evidence {place + 1} of {len(stance.evidence)} {quoted(stance.evidence[place].quote)}"


def stance_rejected(words: str, mentions: int) -> str:
    """A stance was rejected."""
    ends = counted(mentions, "mention")
    cascade = f" with {ends} that stood only for it" if mentions > 0 else ""
    return f"{safe_line(words, SHORT_CELLS)} rejected{cascade}."


def nothing_to_swap() -> str:
    """A stance without a named holder."""
    return "Nobody is named as holder, so there is nothing to swap."


def nobody_holds_it() -> str:
    """A stance without a named holder."""
    return "Nobody is named as holder."


def no_further_stance(keys: KeyNames, before: int) -> str:
    """Every stance from here on is decided; `before` here so many are not."""
    left = f"; {before} before here" if before else ""
    return f"No undecided stance further on{left}. {keys['article.done']} finishes the article."


def no_stance_of(keys: KeyNames, mention: str) -> str:
    """A mention that is no end of a stance."""
    held, aimed = keys["stance.held"], keys["stance.aimed"]
    return f"{quoted(mention)} has no stance yet: {held} or {aimed} makes one."


def evidence_is_current(keys: KeyNames, place: int, count: int) -> str:
    """An evidence is current."""
    edges = " ".join(keys[f"edge.{name}"] for name in EDGE_ACTS)
    removed = f" {keys['item.reject']} removes it," if count > 1 else ""
    adds = keys["stance.add_evidence"]
    return f"Evidence {place} of {count}: {edges} move its edges,{removed} {adds} adds another."


def evidence_removed(keys: KeyNames, text: str, left: int) -> str:
    """One of several evidence spans was removed."""
    return f"{quoted(text)} removed, {left} left. {keys['view.back']}: back to the stance."


def last_evidence(keys: KeyNames) -> str:
    """The last evidence can't be removed."""
    back = keys["view.back"]
    return f"A stance needs evidence: its last can't be removed. {back}: back to the stance."


def no_stance_for_evidence(keys: KeyNames) -> str:
    """Evidence was selected, but for no stance."""
    back, item, doubt = keys["cursor.leave"], keys["item.next"], keys["doubt.next"]
    return f"Evidence needs its stance: {back}, go to the stance ({item}, {doubt}), select again."


def stance_stays_open(keys: KeyNames) -> str:
    """An end of a stance became current."""
    return f"An end of the stance: its keys change it. {keys['view.back']}: back to the stance."


def hint_target(holder: str | None, small: str, capital: str) -> str:
    """What hints are for; small or capital letters choose the side."""
    who = "Somebody" if holder is None else safe_line(holder, SHORT_NAME_CELLS)
    return f"{who} on what? hint: {_sides(small, capital)} · Enter: nested"


def hint_holder(target: str, small: str, capital: str) -> str:
    """What hints are for; small or capital letters choose the side."""
    what = safe_line(target, SHORT_NAME_CELLS)
    return f"Who on {what}? hint: {_sides(small, capital)} · Space: unstated"


def _sides(small: str, capital: str) -> str:
    return f"{safe_line(small, SIDE_CELLS)} · CAPITALS: {safe_line(capital, SIDE_CELLS)}"


def hint_who() -> str:
    """What hints are for."""
    return "New stance, who has it? Type a hint · Space: unstated · Enter: nested · Esc"


def hint_row() -> str:
    """What hints are for."""
    return "Type the letter of a stance, in the text or in the list · Esc: back"


def no_such_number(keys: KeyNames) -> str:
    """No stance in sight has the number that was pressed."""
    return f"No stance of the list has this number: {keys['stance.go']} shows a letter on each."


def no_stance_in_sight(keys: KeyNames) -> str:
    """The list of stances is empty."""
    return f"There is no stance in sight: {keys['stance.new']} makes one."


def hint_new_holder() -> str:
    """What hints are for."""
    return "Another holder: hint · Space: unstated · Enter: go to it · capital: mend it"


def hint_new_target() -> str:
    """What hints are for."""
    return "Another target: hint · Enter: go to it · Tab: nested · capital: mend it"


def hint_source() -> str:
    """What hints are for."""
    return "Who reports it: hint · Space: nobody else · Tab: nested · Esc: back"


def hint_evidence() -> str:
    """What hints are for."""
    return "Further evidence: type the hint of its first word · Esc: back"


def hint_evidence_end() -> str:
    """What hints are for."""
    return "… and the hint of its last word · Esc: back"


def ask_stance_label(holder: str | None, target: str, choices: str) -> str:
    """Which side a new stance takes."""
    who = "somebody" if holder is None else safe_line(holder, SHORT_NAME_CELLS)
    where = safe_line(target, SHORT_NAME_CELLS)
    return f"{who} → {where}:  {safe_line(choices, CHOICE_CELLS)}"
