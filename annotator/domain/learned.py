"""What a project learned from its annotators, and how it changes suggestions.

Names that somebody said, names that were rejected, and how often each rule was right. The last as
a Beta posterior (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.4) in two steps: the
family of rules around the shipped probability, each rule or frame around its family.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from annotator.domain.entities import fold_name
from annotator.domain.items import MentionKind
from annotator.domain.names import KnownName, folded_words
from annotator.domain.ranker import Ranker
from annotator.domain.stance_features import Features, family_of, suggested_features
from annotator.domain.suggestion import (
    FILLED_IN,
    SuggestedMention,
    SuggestedStance,
    Suggestions,
)
from annotator.domain.verdicts import Judgements, Kind, NameVerdict, Verdict, mention_rule

MARK = "+learned-"
"""Between the name of a suggester and the revision of what was learned."""
FAMILY_WEIGHT, RULE_WEIGHT = 30.0, 10.0
"""Judged suggestions that the prior of a family, and of a rule in it, is worth."""
_STEP = 0.1
_LEAST, _MOST = 0.01, 0.99
_REVISION_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Learned:
    """One state of what was learned; empty at the beginning.

    `names` are to be found in other articles, `never` (folded name, label) are not to be suggested
    there. `shifts` move the log-odds of suggestions, by kind and then rule or family.
    """

    names: tuple[KnownName, ...] = ()
    never: frozenset[tuple[str, str]] = frozenset()
    shifts: Mapping[tuple[Kind, str], float] = field(default_factory=lambda: MappingProxyType({}))
    ranker: Ranker | None = None

    @property
    def revision(self) -> str:
        """A name for this state: equal for equal states, empty for the empty one."""
        if not (self.names or self.never or self.shifts or self.ranker):
            return ""
        source = json.dumps(self.record(), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(source.encode()).hexdigest()[:_REVISION_LETTERS]

    def record(self) -> dict[str, object]:
        """The state as JSON values, in an order without chance."""
        return {
            "names": [[n.name, n.label, n.canonical] for n in self.names],
            "never": sorted([name, label] for name, label in self.never),
            "shifts": sorted([k.value, rule, x] for (k, rule), x in self.shifts.items()),
            "ranker": None if self.ranker is None else self.ranker.record(),
        }

    def suggester(self, base: str) -> str:
        """The version of the suggester `base` that has learned this."""
        return f"{base}{MARK}{self.revision}" if self.revision else base

    def applied(self, found: Suggestions, text: str) -> Suggestions:
        """The suggestions as they are after what was learned.

        Args:
            found: What the suggester said, knowing `names` already.
            text: The article's text.
        """
        if not self.revision:
            return found
        stays = [place for place, m in enumerate(found.mentions) if not self._is_refused(m, text)]
        moved = {place: new for new, place in enumerate(stays)}
        stances = [
            _on(self._judged_stance(stance, found, text), moved)
            for stance in found.stances
            if {stance.holder, stance.target, stance.source} - {None} <= moved.keys()
        ]
        return Suggestions(
            self.suggester(found.suggester),
            tuple(self._judged_mention(found.mentions[place]) for place in stays),
            found.zones,
            tuple(stances),
            found.phrases,
        )

    def _is_refused(self, mention: SuggestedMention, text: str) -> bool:
        if mention.kind is not MentionKind.NAMED:
            return False
        return (fold_name(text[mention.start : mention.end]), mention.label) in self.never

    def _judged_mention(self, mention: SuggestedMention) -> SuggestedMention:
        p = self.moved(Kind.MENTION, mention_rule(mention.rule, mention.label), mention.p)
        return mention if p == mention.p else replace(mention, p=p, shipped=mention.p)

    def _judged_stance(
        self, stance: SuggestedStance, found: Suggestions, text: str
    ) -> SuggestedStance:
        features = suggested_features(text, found, stance) if self.ranker else ()
        p = self.judged(Kind.STANCE, stance.rule, stance.p, features)
        return stance if p == stance.p else replace(stance, p=p, shipped=stance.p)

    def judged(self, kind: Kind, rule: str, p: float, features: Features) -> float:
        """The probability of a suggestion that was shipped with `p`, after all that was learned."""
        moved = self.moved(kind, rule, p)
        if self.ranker is None or kind is not Kind.STANCE:
            return moved
        return self.ranker.probability(moved, features)

    def moved(self, kind: Kind, rule: str, p: float) -> float:
        """The probability after the counts alone of a suggestion that was shipped with `p`."""
        shift = self.shifts.get((kind, rule), self.shifts.get((kind, family_of(rule)), 0.0))
        if not shift:
            return p
        # A rule that errs makes its names doubts, not candidates: which of them are wrong it can't
        # tell, and adding a name costs more keys than rejecting one.
        least = FILLED_IN if kind is Kind.MENTION and p >= FILLED_IN else _LEAST
        return round(min(_MOST, max(least, _chance(_odds(p) + shift))), 2)


NOTHING = Learned()
"""The state before anything was learned."""


def base_of(suggester: str) -> str:
    """The suggester without what it learned."""
    return suggester.partition(MARK)[0]


def is_outdated(versions: Sequence[str], wanted: str) -> bool:
    """Whether an article that nobody has begun needs the suggester version `wanted`.

    Args:
        versions: The suggester versions that have a layer there, oldest first.
        wanted: Today's version, with what it has learned.
    """
    if not any(base_of(version) == base_of(wanted) for version in versions):
        return True
    # Newer suggestions of another engine were brought in to be used: they stay the newest.
    return base_of(versions[-1]) == base_of(wanted) and versions[-1] != wanted


@dataclass(slots=True)
class _Count:
    judged: int = 0
    right: int = 0
    expected: float = 0.0

    def add(self, verdict: Verdict, sign: int) -> None:
        self.judged += sign
        self.right += sign * verdict.is_right
        self.expected += sign * verdict.p


class Tally:
    """Judgements counted: what they add up to, article by article, whoever made them."""

    def __init__(self) -> None:
        self._counts: dict[tuple[Kind, str], _Count] = {}
        self._balance: Counter[tuple[str, str]] = Counter()
        self._rejected: Counter[tuple[str, str]] = Counter()
        self._taught: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
        self.stances = 0

    def add(self, found: Judgements, sign: int = 1) -> None:
        """Count judgements; with `sign` -1, no longer."""
        for verdict in found.suggestions:
            rules = {verdict.rule, family_of(verdict.rule)}
            for key in ((verdict.kind, rule) for rule in rules):
                self._counts.setdefault(key, _Count()).add(verdict, sign)
            self.stances += sign * (verdict.kind is Kind.STANCE)
        for name in found.names:
            self._add_name(name, sign)

    def learned(self, without: Sequence[Judgements] = (), ranker: Ranker | None = None) -> Learned:
        """What the judgements add up to.

        Args:
            without: Judgements that were added and must not count: those of the article itself.
            ranker: The re-ranker in force.
        """
        for judged in without:
            self.add(judged, -1)
        try:
            return Learned(self._names(), self._never(), MappingProxyType(self._shifts()), ranker)
        finally:
            for judged in without:
                self.add(judged)

    def _add_name(self, name: NameVerdict, sign: int) -> None:
        key = (fold_name(name.surface), name.label)
        self._balance[key] += sign if name.is_right else -sign
        self._rejected[key] += 0 if name.is_right else sign
        if name.teaches and folded_words(name.surface) and name.surface[0].isupper():
            spellings = self._taught.setdefault(key, Counter())
            spellings[name.surface, name.canonical] += sign

    def _names(self) -> tuple[KnownName, ...]:
        best: dict[str, tuple[int, str]] = {}
        for folded, label in sorted(self._taught):
            said = self._taught[folded, label]
            if self._balance[folded, label] > 0 and said.total() > 0:
                best[folded] = max(best.get(folded, (0, "")), (self._balance[folded, label], label))
        found = []
        for folded, (_, label) in sorted(best.items()):
            spellings = self._taught[folded, label]
            surface, canonical = max(spellings, key=lambda s: (spellings[s], s))
            found.append(KnownName(surface, label, canonical))
        return (*found, *self._joined_to(found))

    def _joined_to(self, found: Sequence[KnownName]) -> Iterator[KnownName]:
        """Names of the entities that other names were joined to, as far as they were seen right.

        Under the label of the mentions that say them: a seat of power is joined to a state.
        """
        said = {fold_name(name.name) for name in found}
        wanted = {
            folded: name.canonical
            for name in reversed(found)
            if (folded := fold_name(name.canonical)) not in said and name.canonical[:1].isupper()
        }
        best: dict[str, tuple[int, str]] = {}
        for (folded, label), balance in self._balance.items():
            if folded in wanted and balance > 0:
                best[folded] = max(best.get(folded, (0, "")), (balance, label))
        for folded, (_, label) in sorted(best.items()):
            yield KnownName(wanted[folded], label, wanted[folded])

    def _never(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            key for key, n in self._rejected.items() if n > 0 and self._balance[key] <= 0
        )

    def _shifts(self) -> dict[tuple[Kind, str], float]:
        shifts: dict[tuple[Kind, str], float] = {}
        for (kind, rule), count in sorted(self._counts.items()):
            if count.judged <= 0:
                continue
            family = self._counts[kind, family_of(rule)]
            shift = _posterior(family, 0.0, FAMILY_WEIGHT)
            if rule != family_of(rule):
                shift = _posterior(count, shift, RULE_WEIGHT)
            shift = round(round(shift / _STEP) * _STEP, 1)
            # A rule that stays where it was stands against a family that moved.
            if shift or (kind, family_of(rule)) in shifts:
                shifts[kind, rule] = shift
        return shifts


def _posterior(count: _Count, prior_shift: float, weight: float) -> float:
    """How far the log-odds of a rule's mean probability move, the prior's shift included."""
    mean = min(_MOST, max(_LEAST, count.expected / count.judged))
    prior = _chance(_odds(mean) + prior_shift)
    posterior = (weight * prior + count.right) / (weight + count.judged)
    return _odds(posterior) - _odds(mean)


def _odds(p: float) -> float:
    """Log-odds of a probability, which is kept away from 0 and 1."""
    held = min(0.999, max(0.001, p))
    return math.log(held / (1 - held))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _on(stance: SuggestedStance, moved: Mapping[int, int]) -> SuggestedStance:
    """The stance with its mentions at their new places."""
    return replace(
        stance,
        holder=None if stance.holder is None else moved[stance.holder],
        target=moved[stance.target],
        source=None if stance.source is None else moved[stance.source],
    )
