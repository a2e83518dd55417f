"""Near-copies and splits of what is exported: drawn, or as they were frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.domain.near_duplicates import NearDuplicates
from annotator.domain.split_rules import (
    Known,
    Method,
    Place,
    SplitRule,
    check_frozen,
    day_of,
    draw_rule,
    plan_frozen,
    story_of,
)
from annotator.domain.splits import Ratios, SplitPlan
from annotator.errors import ExportError, InputError
from annotator.project.workspace import Workspace
from annotator.storage.engine import Session
from annotator.storage.finished_work import Work, named_labels_of, read_texts
from annotator.storage.splits import freeze, frozen_places, frozen_rule


@dataclass(frozen=True, slots=True)
class SplitWish:
    """How the user wants to split; None is the default, or what was frozen."""

    ratios: Ratios | None = None
    method: Method | None = None
    gold_to_test: bool = False


@dataclass(frozen=True, slots=True)
class Division:
    """Where articles go, the founder of each one's group, and the rule that says so.

    `undated` articles had no date where dates divide; `days` are the first and last of publication.
    """

    plan: SplitPlan
    founders: Mapping[str, str]
    rule: SplitRule
    undated: int = 0
    days: tuple[str, str] | None = None

    def places(self) -> dict[str, Place]:
        """Where each article that goes anywhere stands."""
        return {i: Place(split, self.founders[i]) for i, split in self.plan.splits.items()}


def divide(
    session: Session, works: Sequence[Work], wish: SplitWish, threshold: float, *, freezing: bool
) -> Division:
    """The splits of these articles; the frozen ones stay where they are.

    Raises:
        InputError: The wish contradicts what was frozen.
        ExportError: A frozen group is torn, or there is too little to freeze.
    """
    rule, frozen = frozen_rule(session), frozen_places(session)
    wanted = _wanted(wish, rule, threshold)
    check_frozen(frozen)
    index, dates = NearDuplicates(threshold), {}
    for article, work, dimmed in read_texts(session, works):
        # The id as `works` has it, so that no second copy of it stays.
        index.add(work.article, article.text, dimmed, story_of(article))
        day = day_of(article.published)
        if day is not None:
            dates[work.article] = day
    gold = frozenset(w.article for w in works if w.gold is not None and len(w.layers) > 1)
    if rule is not None:
        known = Known(named_labels_of(session, works), dates, gold)
        plan, founders = plan_frozen(index, wanted, frozen, known)
    else:
        groups = index.groups()
        # It keeps something of every article, and what follows does so too.
        del index
        known = Known(named_labels_of(session, works), dates, gold)
        wanted, plan = draw_rule(groups, known, wanted)
        founders = {member: group.founder for group in groups for member in group.members}
    if freezing and plan.train_only is not None:
        raise ExportError(f"Nothing was frozen. {plan.train_only}")
    if freezing:
        # The release that freezes and the next one say the same.
        plan = replace(plan, frozen=len(plan.splits))
    undated = len(works) - len(dates) if wanted.method is Method.TIME else 0
    days = (min(dates.values()), max(dates.values())) if dates else None
    return Division(plan, founders, wanted, undated, days)


def freeze_division(workspace: Workspace, division: Division) -> int:
    """Store the splits for ever; what was frozen before stays as it is.

    Returns:
        How many articles were frozen now.
    """
    at = workspace.clock()
    return workspace.write(lambda s: freeze(s, division.rule, division.places(), at))


def _wanted(wish: SplitWish, frozen: SplitRule | None, threshold: float) -> SplitRule:
    if frozen is None:
        return SplitRule(
            ratios=wish.ratios or Ratios(),
            method=wish.method or Method.HASH,
            gold_to_test=wish.gold_to_test,
            threshold=threshold,
        )
    parts = "/".join(f"{p:g}" for p in frozen.ratios.parts)
    if wish.ratios not in (None, frozen.ratios):
        raise InputError(f"The splits are frozen at {parts}; leave --splits away.")
    if wish.method not in (None, frozen.method):
        raise InputError(f"The splits are frozen by {frozen.method}; leave --by away.")
    if wish.gold_to_test and not frozen.gold_to_test:
        raise InputError("The splits are frozen without --gold-to-test; leave it away.")
    return replace(frozen, threshold=threshold)
