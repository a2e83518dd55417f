"""An annotator's acts on the stances of the article on her desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from annotator.domain import acts, stance_acts
from annotator.domain.article import Span, paragraph_at
from annotator.domain.edits import Draft
from annotator.domain.entities import Entity
from annotator.domain.items import (
    Attribution,
    Certainty,
    HolderKind,
    Mention,
    Stance,
)
from annotator.domain.kinds import kind_of
from annotator.domain.layer import Layer
from annotator.domain.stance_acts import End, Holder, NewEnd, NewStance, StanceFix
from annotator.domain.stance_defaults import (
    default_evidence,
    has_quotation_mark,
    sentence_at,
)
from annotator.domain.words import Words
from annotator.project.annotating import Desk


@dataclass(frozen=True, slots=True)
class StanceDesk:
    """Stances of a desk: each act is one edit, new ends and orphans included."""

    desk: Desk

    # Ends

    def target_at(self, word: Span, *, nested: bool = False) -> End:
        """The target at a word: the mention over it, else a new one over its phrase.

        A `nested` one is this very word, whatever mention stands over it.
        """
        return self._end_at(word, self._target_label(), nested=nested)

    def holder_at(self, word: Span, *, nested: bool = False) -> End:
        """The holder at a word, as `target_at` gives the target."""
        return self._end_at(word, self._holder_label(), nested=nested)

    def speakers(self, stance: Stance) -> tuple[Mention, ...]:
        """Who may hold the stance, the likeliest first.

        Holders of the paragraph's other stances, then its mentions that may hold one, the nearest
        to the evidence first.
        """
        paragraph = paragraph_at(self.desk.article.text, stance.span.start) or stance.span
        holding = {
            other.holder
            for other in self.desk.picture.stances
            if other != stance and paragraph.overlaps(other.span)
        }
        holders = {label.id for label in self.desk.scheme.entities if label.holder}
        possible = [
            mention
            for mention in self.desk.layer.mentions_over(paragraph)
            if mention.id in holding or mention.label in holders
        ]
        return tuple(
            sorted(
                possible,
                key=lambda m: (m.id not in holding, abs(m.start - stance.span.start)),
            )
        )

    # Acts

    def add(self, holder: Holder, target: End, label: str) -> Future[int] | None:
        """A new stance, with evidence and attribution by default.

        Who has one on the very same words ("the two countries support each other") is one mention.
        """
        text = self.desk.article.text
        holder_span = None if isinstance(holder, HolderKind) else holder.span
        evidence = _evidence(self.desk.scheme.words, text, holder_span, target.span)
        holder, of_holder = self._named(holder)
        of_target: Entity | None = None
        if isinstance(holder, NewEnd) and holder.span == target.span:
            target = holder
        else:
            target, of_target = self._named_end(target)
        new = NewStance(
            holder=holder,
            target=target,
            label=label,
            evidence=(evidence,),
            attribution=self._voice_at(holder, evidence),
        )
        draft = stance_acts.add_stance(self.desk.layer, self.desk.article, new)
        return self.desk.perform(draft, None, of_holder, of_target)

    def take(self, candidate: Stance, label: str) -> Future[int] | None:
        """The candidate becomes a stance under this label."""
        if self.desk.taken is None:
            return None
        return self.desk.perform(
            stance_acts.take_stance(
                self.desk.layer, self.desk.article, candidate, self.desk.taken, label
            )
        )

    def reject_candidate(self, candidate: Stance) -> Future[int] | None:
        """The candidate is no stance."""
        if self.desk.taken is None:
            return None
        return self.desk.perform(
            stance_acts.reject_stance(
                self.desk.layer, self.desk.article, candidate, self.desk.taken, self.desk.named
            )
        )

    def reject(self, stance: Stance) -> Future[int] | None:
        """The stance is wrong; mentions that stood only for it go with it."""
        return self.desk.perform(acts.reject(self.desk.layer, [stance], self.desk.named))

    def swap(self, stance: Stance) -> Future[int] | None:
        """Holder and target change places."""
        article = self.desk.article
        return self._perform(stance, lambda on, s: stance_acts.swap_ends(on, article, s))

    def mark_unsure(self, stance: Stance) -> Future[int] | None:
        """The annotator can't tell; the reviewer sees it first."""
        return self._perform(stance, acts.mark_unsure)

    def set_label(self, stance: Stance, label: str) -> Future[int] | None:
        """The stance takes this side; the side that it has already is kept."""
        if stance.label == label:
            return self.desk.keep(stance)
        return self._change(stance, StanceFix(label=label))

    def set_holder(self, stance: Stance, holder: Holder) -> Future[int] | None:
        """Somebody else holds it, or nobody who is named."""
        named, entity = self._named(holder)
        return self._change(stance, StanceFix(holder=named), entity)

    def set_target(self, stance: Stance, target: End) -> Future[int] | None:
        """It is about something else."""
        named, entity = self._named_end(target)
        return self._change(stance, StanceFix(target=named), entity)

    def set_source(self, stance: Stance, source: End | None) -> Future[int] | None:
        """A third party reports it, or none."""
        if source is None:
            return self._change(stance, StanceFix(source=None))
        named, entity = self._named_end(source)
        return self._change(stance, StanceFix(source=named), entity)

    def set_evidence(self, stance: Stance, evidence: Sequence[Span]) -> Future[int] | None:
        """These words make a reader see the stance."""
        return self._change(stance, StanceFix(evidence=tuple(evidence)))

    def set_attribution(self, stance: Stance, attribution: Attribution) -> Future[int] | None:
        """These are somebody's words, or the article's."""
        return self._change(stance, StanceFix(attribution=attribution))

    def set_certainty(self, stance: Stance, certainty: Certainty) -> Future[int] | None:
        """The text asserts it, or hedges."""
        return self._change(stance, StanceFix(certainty=certainty))

    def _change(
        self, stance: Stance, fix: StanceFix, entity: Entity | None = None
    ) -> Future[int] | None:
        article, named = self.desk.article, self.desk.named
        return self._perform(
            stance, lambda on, s: stance_acts.change_stance(on, article, s, fix, named), entity
        )

    def _perform(
        self,
        stance: Stance,
        change: Callable[[Layer, Stance], Draft],
        entity: Entity | None = None,
    ) -> Future[int] | None:
        """Do the change; taking what is still a candidate is part of the same edit."""
        layer, taken = self.desk.layer, self.desk.taken
        if taken is None or stance not in self.desk.picture.stance_candidates:
            return self.desk.perform(change(layer, stance), None, entity)
        taking = stance_acts.take_stance(layer, self.desk.article, stance, taken, stance.label)
        draft = stance_acts.correct_candidate(layer, taking, change)
        return self.desk.perform(draft, None, entity)

    def _end_at(self, word: Span, label: str, *, nested: bool) -> End:
        text, words = self.desk.article.text, self.desk.scheme.words
        over = [m for m in self.desk.layer.mentions_over(word) if m.span.contains(word)]
        if nested:
            there = [m for m in over if m.span == word]
            kind = kind_of(word.of(text), words.pronouns, may_be_name=False)
            return there[0] if there else NewEnd(word, label, kind, None)
        if over:
            return min(over, key=lambda m: m.end - m.start)
        phrases = [p for p in self.desk.phrases.overlapping(word) if p.contains(word)]
        extent = min(phrases, key=lambda p: (p.end - p.start, p), default=None)
        span = extent or words.name_extent(text, word)
        kind = kind_of(span.of(text), words.pronouns, may_be_name=False)
        return NewEnd(span, label, kind, None)

    def _voice_at(self, holder: Holder, evidence: Span) -> Attribution:
        """The attribution of the holder's other stance in the evidence's sentence.

        Without one: quoted where the sentence has a quotation mark, else that of the nearest other
        stance in it, else reported.
        """
        text = self.desk.article.text
        sentence = sentence_at(text, evidence.start)
        there = [s for s in self.desk.picture.stances if sentence.contains(s.span)]
        near = sorted(there, key=lambda s: abs(s.span.start - evidence.start))
        its = [s for s in near if isinstance(holder, Mention) and s.holder == holder.id]
        if not its and has_quotation_mark(text, evidence):
            return Attribution.QUOTED
        return next((s.attribution for s in (*its, *near)), Attribution.REPORTED)

    def _target_label(self) -> str:
        """The label of what can only be a target, else of what can be one."""
        labels = [label for label in self.desk.scheme.entities if label.target]
        return min(labels, key=lambda label: (label.named, label.holder)).id

    def _holder_label(self) -> str:
        return next(label.id for label in self.desk.scheme.entities if label.holder)

    def _named(self, holder: Holder) -> tuple[Holder, Entity | None]:
        return (holder, None) if isinstance(holder, HolderKind) else self._named_end(holder)

    def _named_end(self, end: End) -> tuple[End, Entity | None]:
        """A new end with the entity of its words, and that entity where it had to be made."""
        if isinstance(end, Mention):
            return end, None
        entity, made = self.desk.entity_named(end.span.of(self.desk.article.text), end.label)
        return NewEnd(end.span, end.label, end.kind, entity.id), made


def _evidence(words: Words, text: str, holder: Span | None, target: Span) -> Span:
    """The words around both ends; of the holder's sentence where the two stand apart.

    What shows the side is then said of the holder more often than of the target.
    """
    apart = holder is not None and sentence_at(text, holder.start) != sentence_at(
        text, target.start
    )
    if holder is not None and apart:
        return default_evidence(words, text, None, holder)
    return default_evidence(words, text, holder, target)
