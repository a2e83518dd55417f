"""How near-duplicate groups are divided: drawn once, and kept once it is frozen.

A rule is drawn from the first articles and from then on tells the side of every group by the group
alone. Frozen articles never move; a newcomer joins the side of its near-copies, and one that would
bring two sides together is put into quarantine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from annotator.domain.article import Article
from annotator.domain.near_duplicates import CONTAINMENT, DuplicateGroup, NearDuplicates
from annotator.domain.splits import Ratios, Split, SplitPlan, plan_splits, prevalence_gap, split_of
from annotator.errors import ExportError


class Method(StrEnum):
    """What divides the groups: the hash of their founder, or their date of publication."""

    HASH = "hash"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class SplitRule:
    """What tells a group's side.

    Attributes:
        ratios: What each split was to get.
        method: By hash or by time.
        salt: What founders are hashed with; None where the method is time.
        borders: By time, the first day (ISO 8601) of each split after train that is wanted.
        gold_to_test: Whether groups with multiply annotated gold are test, the others are not.
        threshold: The containment (0..1) by which the groups were found.
    """

    ratios: Ratios = field(default_factory=Ratios)
    method: Method = Method.HASH
    salt: int | None = None
    borders: tuple[tuple[Split, str], ...] = ()
    gold_to_test: bool = False
    threshold: float = CONTAINMENT


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the articles to divide, by their ids.

    `labels` are those that occur in an article, `dates` its day of publication (ISO 8601) where it
    has one, `gold` the articles whose gold was made of several finished layers.
    """

    labels: Mapping[str, Collection[str]] = field(default_factory=lambda: MappingProxyType({}))
    dates: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    gold: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article was frozen: its split, and the founder of its group at that time."""

    split: Split
    founder: str


def day_of(published: str | None) -> str | None:
    """The day (ISO 8601) that a date of publication begins with, None where it is no such date."""
    try:
        return dt.date.fromisoformat((published or "")[:10]).isoformat()
    except ValueError:
        return None


def story_of(article: Article) -> str | None:
    """The story (`meta.story`) that somebody assigned the article to, None where nobody did."""
    story = article.meta.get("story")
    return None if story in (None, "") else str(story)


def draw_rule(
    groups: Sequence[DuplicateGroup], known: Known, wanted: SplitRule
) -> tuple[SplitRule, SplitPlan]:
    """The rule with its salt or borders chosen, and what it makes of the groups.

    By time, a group counts as of its latest article, later ones go to validation and test, and
    articles without a date are training data. Where nothing is multiply annotated gold,
    `gold_to_test` is given up.
    """
    gold = {g.founder: Split.TEST for g in groups if known.gold.intersection(g.members)}
    wanted = replace(wanted, gold_to_test=wanted.gold_to_test and bool(gold))
    fixed = gold if wanted.gold_to_test else {}
    if wanted.method is Method.HASH:
        plan = plan_splits(groups, known.labels, wanted.ratios, fixed=fixed)
        return replace(wanted, salt=plan.salt), plan
    borders = _borders([g for g in groups if g.founder not in fixed], known, wanted)
    rule = replace(wanted, borders=tuple(borders.items()))
    splits = {i: side_of(g, rule, known) for g in groups for i in g.members}
    if set(splits.values()) == set(wanted.ratios.wanted):
        ordered = MappingProxyType(dict(sorted(splits.items())))
        return rule, SplitPlan(ordered, None, prevalence_gap(ordered, known.labels))
    reason = (
        "The dates of publication (ISO 8601) are too few for splits by time, so all articles are "
        "training data."
    )
    everything = MappingProxyType(dict.fromkeys(sorted(splits), Split.TRAIN))
    return rule, SplitPlan(everything, None, 0.0, reason)


def side_of(group: DuplicateGroup, rule: SplitRule, known: Known) -> Split:
    """The side of a group under a drawn rule."""
    if rule.gold_to_test and known.gold.intersection(group.members):
        return Split.TEST
    if rule.method is Method.TIME:
        day = _day(group, known)
        late = [split for split, border in rule.borders if day >= border]
        return max(late, key=tuple(Split).index, default=Split.TRAIN)
    ratios = rule.ratios.without_test if rule.gold_to_test else rule.ratios
    return split_of(group.founder, rule.salt or 0, ratios)


def plan_frozen(
    index: NearDuplicates, rule: SplitRule, frozen: Mapping[str, Place], known: Known
) -> tuple[SplitPlan, dict[str, str]]:
    """Where every article of `index` goes when some are frozen, and the founder of its group.

    Args:
        index: The articles to export.
        rule: What the frozen ones were divided by.
        frozen: Where articles were frozen; some may not be in `index`.
        known: What is known of all articles.

    Raises:
        ExportError: Near-copies are frozen on two sides.
    """
    splits: dict[str, Split] = {}
    founders: dict[str, str] = {}
    quarantined: set[str] = set()
    for group in index.groups():
        for part in _parts(index, group, frozen, quarantined):
            old = [frozen[i] for i in part.members if i in frozen]
            split = old[0].split if old else side_of(part, rule, known)
            founder = min((place.founder for place in old), default=part.founder)
            for identifier in part.members:
                splits[identifier] = split
                place = frozen.get(identifier)
                founders[identifier] = founder if place is None else place.founder
    ordered = MappingProxyType(dict(sorted(splits.items())))
    gap = prevalence_gap(ordered, known.labels)
    plan = SplitPlan(ordered, rule.salt, gap, None, tuple(sorted(quarantined)), len(frozen))
    return plan, founders


def check_frozen(frozen: Mapping[str, Place]) -> None:
    """Make sure that no group was frozen on two sides.

    Raises:
        ExportError: One was.
    """
    first: dict[str, str] = {}
    for identifier, place in sorted(frozen.items()):
        other = first.setdefault(place.founder, identifier)
        if frozen[other].split is not place.split:
            raise _torn(other, identifier, frozen)


def _parts(
    index: NearDuplicates,
    group: DuplicateGroup,
    frozen: Mapping[str, Place],
    quarantined: set[str],
) -> Iterable[DuplicateGroup]:
    """The group itself, or what is left of it where newcomers tie two sides together."""
    if len(_sides(group.members, frozen)) < 2:
        return [group]
    old = [i for i in group.members if i in frozen]
    for part in index.groups_among(old):
        if len(_sides(part.members, frozen)) > 1:
            one = part.members[0]
            other = next(i for i in part.members if frozen[i].split is not frozen[one].split)
            raise _torn(one, other, frozen)
    new = [i for i in group.members if i not in frozen]
    bridges = {i for i in new if len(_sides([o for o in old if index.linked(i, o)], frozen)) > 1}
    quarantined |= bridges
    parts = []
    for part in index.groups_among([*old, *(i for i in new if i not in bridges)]):
        if len(_sides(part.members, frozen)) < 2:
            parts.append(part)
            continue
        # A chain of newcomers from side to side: which link to cut, nothing tells.
        quarantined |= {i for i in part.members if i not in frozen}
        parts += index.groups_among([i for i in part.members if i in frozen])
    return parts


def _sides(members: Iterable[str], frozen: Mapping[str, Place]) -> set[Split]:
    return {frozen[i].split for i in members if i in frozen}


def _torn(one: str, other: str, frozen: Mapping[str, Place]) -> ExportError:
    return ExportError(
        f"Articles {one} ({frozen[one].split}) and {other} ({frozen[other].split}) are one group "
        "but frozen on two sides, so nothing was exported; dim the paragraphs they share, reopen "
        "one of the two so that it stays out, or go back to the database's backup."
    )


def _day(group: DuplicateGroup, known: Known) -> str:
    """The group's latest day, empty where no member has a date."""
    return max((known.dates.get(member, "") for member in group.members), default="")


def _borders(groups: Sequence[DuplicateGroup], known: Known, wanted: SplitRule) -> dict[Split, str]:
    """The days at which the shares of earlier articles come nearest to the ratios."""
    total = sum(len(group.members) for group in groups)
    sizes: dict[str, int] = {}
    for group in groups:
        day = _day(group, known)
        sizes[day] = sizes.get(day, 0) + len(group.members)
    days, before = sorted(sizes), 0
    shares: dict[str, float] = {}
    for day in days:
        shares[day] = before / total
        before += sizes[day]
    ratios = wanted.ratios.without_test if wanted.gold_to_test else wanted.ratios
    borders: dict[Split, str] = {}
    # The first day of all stays in train, and each later split leaves a day to those after it.
    open_days, share = days[1:], 0.0
    for place, split in enumerate(ratios.wanted[1:], 1):
        share += ratios.share(ratios.wanted[place - 1])
        reserved = len(ratios.wanted) - 1 - place
        choice = open_days[: len(open_days) - reserved]
        if not choice:
            break
        aim = share
        borders[split] = min(choice, key=lambda day: (abs(shares[day] - aim), day))
        open_days = open_days[open_days.index(borders[split]) + 1 :]
    return borders
