"""The rules on stances of the keys benchmark's table: mend the current one, add what is missing.

Pure, as `keys_policy` is. What is filled in and doubtful is met on the ring; what is missing is
added once no doubt is left, from whichever end is nearest.
"""

from __future__ import annotations

from dataclasses import replace

from annotator.domain.article import Span
from benchmarks.keys_edges import at_edge, edge_key, edge_meant, words
from benchmarks.keys_faults import Fault, Finding, is_whole
from benchmarks.keys_memory import Move, Plan
from benchmarks.keys_screen import GoldStance, ScreenStance
from benchmarks.keys_stances import StanceFault, faults_of, sentence_of
from benchmarks.keys_view import STANCE_KEYS, View
from benchmarks.keys_way import choose_edge, innermost, word_for

_PROMPTS = {
    "on what?": "target",
    "Another target": "target",
    "Who on": "holder",
    "who has it?": "holder",
    "Another holder": "holder",
    "Who reports it": "source",
}
"""Which end the hints on the screen are for, by what the item line says."""
_SIDE_ASKED = "CAPITALS"
"""The item line says so where the letters of the hint choose the side, and make the stance."""
_ROWS_ASKED = "letter of a stance"
_CAPITAL_SIDE = "against"
_NESTED_KEYS = {True: "enter", False: "tab"}
"""What turns hints to nested ends: of a new stance, of another end."""
_END_KEYS = {
    StanceFault.HOLDER: ("H", "holder"),
    StanceFault.TARGET: ("T", "target"),
    StanceFault.SOURCE: ("q", "source"),
}


def choose_end(view: View) -> Move | None:
    """Hints for an end of a stance are shown, or its label is asked for."""
    hints, plan = view.screen.hints, view.seen.plan
    role = next((r for words, r in _PROMPTS.items() if words in view.screen.item), None)
    if hints is None or plan is None or edge_meant(view.screen):
        return None
    gold = view.gold.stances[plan.stance]
    if not hints:
        key = STANCE_KEYS[gold.label]
        return Move((key,), plan.cause, gold.unit, plan=replace(plan, made=True))
    if role is None:
        return None
    wanted, unit = _end_of(gold, role), _unit(view, plan)
    if wanted is None:
        return Move(("space",), plan.cause, unit, plan=plan)
    nested = "(nested)" in view.screen.item
    word = _end_word(view, wanted, nested=nested)
    if word is None:
        return Move(("escape" if nested else _NESTED_KEYS[plan.adds],), plan.cause, unit, plan=plan)
    sign = hints[word]
    if _SIDE_ASKED not in view.screen.item:
        return Move((sign[0],), plan.cause, unit, plan=plan)
    letter = sign[0].upper() if gold.label == _CAPITAL_SIDE else sign[0]
    return Move((letter,), plan.cause, unit, plan=replace(plan, made=len(sign) == 1))


def choose_row(view: View) -> Move | None:
    """The letters of the panel's rows are shown: type those of the stance that is meant."""
    way, hints = view.seen.way, view.screen.hints
    if way is None or not hints:
        return None
    row = next((r for r in view.screen.rows if r.hint and r.id == way.mark), None)
    if row is not None:
        return Move((row.hint[0],), way.cause, way.unit, way=way)
    known = view.seen.stances.get(way.mark)
    if known is None or _ROWS_ASKED not in view.screen.item:
        return None
    spans = (*known.evidence, known.holder, known.target)
    codes = (c for s in spans if s for word, c in hints.items() if s.contains(word))
    code = next(codes, "")
    return Move((code[0] if code else "escape",), way.cause, way.unit, way=way)


def choose_evidence_edge(view: View) -> Move | None:
    """Hints for an edge of a stance's evidence are shown."""
    hints, edge, current = view.screen.hints, edge_meant(view.screen), view.screen.current
    if hints is None or edge is None or current is None or "stance" not in current.kind:
        return None
    if view.seen.way is not None:
        return choose_edge(view, view.seen.way, hints, edge)
    stance = view.seen.stances.get(view.seen.here or "")
    gold = None if stance is None else partner_of(view, stance)
    if stance is None or gold is None or view.here is None:
        return Move(("escape",), StanceFault.EVIDENCE)
    cause, unit = counted(view, stance, StanceFault.EVIDENCE)
    away = _away(view, view.here, gold)
    if away is not None:
        inside = sorted((len(sign), sign) for word, sign in hints.items() if away.contains(word))
        fits = [sign for _, sign in inside]
    else:
        goal = _evidence_goal(view, view.here, gold)
        fits = [sign for word, sign in hints.items() if at_edge(word, goal, edge)]
    return Move((fits[0][0],) if fits else ("escape",), cause, unit)


def mend_stance(view: View) -> Move | None:
    """The current stance is wrong: one of its parts, or all of it."""
    current = view.screen.current
    stance = None if current is None else current.stance
    if stance is None:
        return None
    gold = partner_of(view, stance)
    if gold is None:
        cause = StanceFault.CANDIDATE if stance.is_candidate else StanceFault.SPURIOUS
        return Move(("x",), cause, stance.id, decides=stance.id, drops=stance.id)
    for fault in faults_of(stance, gold, view.gold):
        move = mended(view, stance, gold, fault)
        if move is not None:
            # What a candidate becomes has another id.
            return replace(move, drops=stance.id) if stance.is_candidate else move
    return None


def confirm_stance(view: View) -> Move | None:
    """The current stance is right, and nobody has said so yet."""
    stance = _undecided(view)
    if stance is None:
        return None
    cause = StanceFault.TAKEN if stance.is_candidate else StanceFault.CONFIRMED
    return Move(("y",), cause, stance.id, decides=stance.id)


def pass_stance(view: View) -> Move | None:
    """The current stance is right, and some doubt is left: `y` says so and goes there."""
    return confirm_stance(view) if view.screen.doubts else None


def add_stance(view: View) -> Move | None:
    """A stance of the gold is missing, and all of it is in sight: begin it at its nearest end."""
    missing = [n for n in view.standing.missing if _in_sight(view, view.gold.stances[n])]
    origin = view.here.start if view.here else view.screen.visible.start
    options: list[tuple[int, int, Move]] = []
    for place in missing:
        gold = view.gold.stances[place]
        ends = [(end, view.mark_over(end)) for end in gold.ends]
        whole = all(mark is not None for _, mark in ends)
        found = StanceFault.MISSED if whole else StanceFault.MISSED_END
        cause = dict(view.seen.begun).get(place, found)
        lacking = next((e for e, m in ends if m is None and not _is_hinted(view, e)), None)
        if lacking is not None:
            plan = Plan(place, cause, lacking, adds=True)
            way = Move(("h",), cause, gold.unit, plan=plan)
            options.append((abs(lacking.start - origin), place, way))
            continue
        plan = Plan(place, cause, gold.target, adds=True)
        key = "V"
        if gold.holder is not None and gold.holder in _current_ends(view, as_holder=True):
            key = "r"
        elif gold.target in _current_ends(view, as_holder=False):
            key = "R"
        near = -1 if key != "V" else abs(gold.target.start - origin)
        options.append((near, place, Move((key,), cause, gold.unit, plan=plan)))
    if options:
        return min(options, key=lambda option: option[:2])[2]
    if missing:
        gold = view.gold.stances[missing[0]]
        plan = Plan(missing[0], StanceFault.MISSED_END, gold.target, adds=True)
        return Move(("h",), StanceFault.MISSED_END, gold.unit, plan=plan)
    return None


def _current_ends(view: View, *, as_holder: bool) -> tuple[Span | None, ...]:
    """Of what a new stance can be begun without going anywhere: a mention, or a stance's end."""
    current = view.screen.current
    stance = None if current is None else current.stance
    if stance is None or stance.is_candidate:
        return () if view.mark is None else (view.mark.span,)
    return (stance.holder,) if as_holder else (stance.target,)


def missing_out_of_sight(view: View) -> Span | None:
    """Where a missing stance stands that can't be added from here."""
    missing = view.standing.missing
    return view.gold.stances[missing[0]].target if missing else None


def partner_of(view: View, stance: ScreenStance) -> GoldStance | None:
    """The stance of the gold that this one is, or is to become."""
    place = view.standing.partner.get(stance.id)
    return None if place is None else view.gold.stances[place]


def planned_way(view: View) -> Finding | None:
    """Where hints are to lead, where a mark or an end of a planned stance is meant."""
    plan = view.seen.plan
    towards = next(
        (m for m in view.screen.marks if view.seen.way and m.id == view.seen.way.mark), None
    )
    if towards is not None:
        return Finding(Fault.UNCONFIRMED, towards.span, towards)
    if plan is None or plan.end is None:
        return None
    mark = view.mark_over(plan.end)
    gold = view.gold.end(plan.end)
    return Finding(Fault.MISSED, plan.end, mark, gold)


def _undecided(view: View) -> ScreenStance | None:
    current = view.screen.current
    stance = None if current is None else current.stance
    if stance is None or stance.id in view.seen.decided or stance.id in view.seen.made:
        return None
    return stance


def mended(view: View, stance: ScreenStance, gold: GoldStance, fault: StanceFault) -> Move | None:
    """The next key against one fault; None where it is mended at the end itself."""
    cause, unit = counted(view, stance, fault)
    if fault in _END_KEYS:
        return _mended_end(view, stance, gold, fault)
    if fault is StanceFault.EVIDENCE:
        if view.here is None:
            return None
        key = _evidence_key(view, view.here, gold)
        if key in ("S", "K") and _would_miss(view, stance, _evidence_goal(view, view.here, gold)):
            key = "w"
    elif fault is StanceFault.ATTRIBUTION:
        key = "a"
    elif fault is StanceFault.CERTAINTY:
        key = "i"
    else:
        key = STANCE_KEYS[gold.label]
    return Move((key,), cause, unit, decides=stance.id)


def _mended_end(
    view: View, stance: ScreenStance, gold: GoldStance, fault: StanceFault
) -> Move | None:
    cause, unit = counted(view, stance, fault)
    if stance.holder == gold.target and stance.target == gold.holder:
        return Move(("v",), cause, unit, decides=stance.id)
    key, role = _END_KEYS[fault]
    shown, wanted = _end_of(stance, role), _end_of(gold, role)
    if shown is not None and wanted is not None and shown.overlaps(wanted):
        mark = view.mark_over(shown)
        finding = None if mark is None else view.findings.of_mark(mark)
        if finding is not None and finding.gold is not None and finding.gold.span == wanted:
            return None
    if wanted is not None and _end_is_out_of_reach(view, wanted):
        return None
    plan = Plan(view.gold.stances.index(gold), cause, wanted)
    if wanted is not None and not _is_hinted(view, wanted):
        return Move(("h",), cause, unit, decides=stance.id, plan=plan)
    return Move((key,), cause, unit, decides=stance.id, plan=plan)


def _would_miss(view: View, stance: ScreenStance, goal: Span) -> bool:
    """Whether an edge key would take a hint for an end's edge: the evidence is not gone to yet."""
    if view.screen.item.startswith("evidence "):
        return False
    ends = [end for end in (stance.holder, stance.target, stance.source) if end is not None]
    return view.mark_at_hand is not None or any(end.overlaps(goal) for end in ends)


def _end_is_out_of_reach(view: View, wanted: Span) -> bool:
    return not is_whole(wanted, view.screen.visible, view.gold)


def _end_of(stance: GoldStance | ScreenStance, role: str) -> Span | None:
    if role == "source":
        return stance.source
    return stance.holder if role == "holder" else stance.target


def _is_hinted(view: View, end: Span) -> bool:
    """Whether a hint can give a stance this end: it is a mention, or has a word of its own."""
    if view.mark_over(end) is not None:
        return True
    found = words().content_words(view.gold.text, end.start, end.end)
    return any(innermost(view, word.start) is None for word in found)


def _end_word(view: View, wanted: Span, *, nested: bool) -> Span | None:
    """The word whose hint gives a stance this end: its mention, or one to be made of it."""
    if nested:
        words = (w for w in (view.screen.hints or {}) if wanted.overlaps(w))
        return min(words, default=None)
    word, over = word_for(view, Finding(Fault.MISSED, wanted, view.mark_over(wanted)))
    if word is None or over:
        return None
    return word


def _away(view: View, here: Span, gold: GoldStance) -> Span | None:
    """The gold's evidence where it stands in another sentence than the current one."""
    theirs = min(gold.evidence, key=lambda e: abs(e.start - here.start))
    if here.overlaps(theirs) or sentence_of(view.gold.text, theirs).contains(here):
        return None
    return theirs


def _evidence_key(view: View, here: Span, gold: GoldStance) -> str:
    away = _away(view, here, gold)
    if away is not None:  # an edge that passes the other one takes the evidence along
        return "S" if here.end <= away.start else "K"
    return edge_key(view.gold.text, here, _evidence_goal(view, here, gold))


def _evidence_goal(view: View, here: Span, gold: GoldStance) -> Span:
    """Where evidence of the same sentence is to reach: the words of the gold."""
    text = view.gold.text
    theirs = min(gold.evidence, key=lambda e: abs(e.start - here.start))
    sentence = sentence_of(text, theirs)
    start = here.start if sentence.start <= here.start < theirs.end else theirs.start
    end = here.end if theirs.start < here.end <= sentence.end else theirs.end
    return Span(start, end)


def _in_sight(view: View, gold: GoldStance) -> bool:
    """Whether its ends are in sight and its evidence was: before, it may be in the list below."""
    start = gold.evidence[0].start
    if not any(read.start <= start < read.end for read in view.seen.read):
        return False
    return all(is_whole(end, view.screen.visible, view.gold) for end in gold.ends)


def counted(view: View, stance: ScreenStance, cause: str) -> tuple[str, str]:
    """Cause and unit of a fix to a stance: those of its making, where it was added."""
    place = view.seen.made.get(stance.id)
    if place is None:
        return cause, stance.id
    return dict(view.seen.begun)[place], view.gold.stances[place].unit


def _unit(view: View, plan: Plan) -> str:
    """What the hints of a plan count for: the new stance, or the one that gets another end."""
    if plan.adds:
        return view.gold.stances[plan.stance].unit
    return view.seen.here or ""
