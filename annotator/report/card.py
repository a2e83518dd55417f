"""The text of a data set's card: what it is, how it was made, what it must not be taken for.

Everything in it comes from `CardFacts`; it holds no date of its own, so that exporting unchanged
work gives the same card to the byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from annotator.domain.counted import counted
from annotator.domain.export_counts import ExportCounts, SplitCounts
from annotator.domain.item_agreement import PairwiseAgreement
from annotator.domain.ordering import ChosenBy
from annotator.domain.pair_draw import DRAWN_PER_STANCE
from annotator.domain.scheme import Scheme
from annotator.domain.split_rules import Method, SplitRule
from annotator.domain.splits import SplitPlan
from annotator.domain.stance_pairs import PairLosses
from annotator.domain.tokens import TagLosses
from annotator.report.card_training import training
from annotator.report.nearest import Nearest

UNSTATED_LICENCE = "The annotators have not stated a licence for the annotations."
PUBLISHERS_RIGHTS = (
    "The texts belong to their publishers. The licence of the annotations does not cover them: "
    "clear the rights before passing the texts on."
)


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What the card says beside the counts.

    Attributes:
        title: The data set's name.
        scheme: The label scheme in force.
        counts: What was exported.
        plan: How the articles were divided.
        rule: What they were divided by.
        tool: The program and its version.
        suggesters: The suggesters whose suggestions annotators began with.
        sources: How many articles come from each source; the unknown under an empty name.
        published: The earliest and latest date of publication, as the articles give them.
        edited: The dates of the first and last edit, ISO 8601.
        annotation_rights: The licence of the annotations, in a sentence.
        text_rights: Who holds the rights in the texts, in a sentence.
        forgotten: How many articles were taken down.
        nearest: The test articles most like a training article, where there are both.
        plot: The file with the plot of the labels.
        with_text: Whether the texts are in the data set.
    """

    title: str
    scheme: Scheme
    counts: ExportCounts
    plan: SplitPlan
    rule: SplitRule
    tool: str
    suggesters: tuple[str, ...] = ()
    sources: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    published: tuple[str, str] | None = None
    edited: tuple[str, str] | None = None
    annotation_rights: str = UNSTATED_LICENCE
    text_rights: str = PUBLISHERS_RIGHTS
    forgotten: int = 0
    nearest: Nearest | None = None
    plot: str | None = None
    with_text: bool = True


def card_text(facts: CardFacts) -> str:
    """The card in Markdown, without the YAML head."""
    sections = (
        _introduction(facts),
        _contents(facts),
        _labels(facts.scheme),
        _making(facts),
        _agreement(facts.counts.agreement),
        _splits(facts),
        *([] if facts.nearest is None else [_nearest(facts.nearest)]),
        _losses(facts.counts.losses),
        _pairs(facts.counts),
        training(facts.scheme, pairs=facts.counts.explicit_pairs > 0),
        _rights(facts),
        _provenance(facts),
        _limits(facts),
    )
    return "\n\n".join(sections) + "\n"


def _introduction(facts: CardFacts) -> str:
    more = ""
    if facts.counts.explicit_pairs:
        more += """
pairs = load_dataset("PATH", "stance")      # one row a holder and target in one paragraph"""
    if any(counts.layers for counts in facts.counts.splits.values()):
        more += """
everyone = load_dataset("PATH", "layers")   # one row an annotator and article, not aggregated"""
    join = "" if facts.with_text else _JOIN
    return f"""# {plain(facts.title)}

News articles ({facts.scheme.language}) annotated by hand with entities and with stances: who is \
against, for, or expressly undecided about what. Offsets are Unicode code points into `text`, \
half-open; every span's quote is the text at its offsets.

```python
from datasets import load_dataset

articles = load_dataset("PATH")             # one row an article: text, entities, stances
paragraphs = load_dataset("PATH", "ner")    # one row a paragraph: tokens and BIO tags{more}
```

`checksums.json` proves the files whole; the guidelines of the annotators, where there are any, \
are in `GUIDELINES.md`, the data statement in `DATA_STATEMENT.md`.{join}"""


_JOIN = """

**The texts are not included**: `text`, quotes and tokens are null or empty, names are hashes; \
offsets and the SHA-256 of each text are there. With your own copies of the articles, \
`python join_texts.py TEXTS OUT` (files `ID.txt`, or JSON Lines with `id` and `text`) writes the \
folder with its texts; load that one."""


def _contents(facts: CardFacts) -> str:
    counts = facts.counts
    splits = list(counts.splits.items())
    rows: list[tuple[str, list[int]]] = [
        ("articles", [c.documents for _, c in splits]),
        ("paragraphs in `ner`", [c.paragraphs for _, c in splits]),
        ("finished layers", [c.layers for _, c in splits]),
    ]
    rows += _by_name("mentions", [c.mentions for _, c in splits])
    rows += _by_name("mentions, by kind:", [c.kinds for _, c in splits])
    rows += _by_name("stances", [c.stances for _, c in splits])
    table = _counted(("", *(split.value for split, _ in splits), "all"), rows)
    left_out = ""
    if counts.unresolved:
        left_out = (
            f"\n\n{counted(counts.unresolved, 'article')} with several finished layers and no "
            "gold: in `layers` only."
        )
    if facts.forgotten:
        left_out += f"\n\n{counted(facts.forgotten, 'article')} taken down: not here any more."
    plot = "" if facts.plot is None else f"\n\n![Labels by split]({facts.plot})"
    return f"## Contents\n\n{table}{left_out}{plot}"


def _counted(header: Sequence[str], rows: Iterable[tuple[str, list[int]]]) -> str:
    """A table of numbers with their sums in the last column."""
    body = [(name, *map(str, numbers), str(sum(numbers))) for name, numbers in rows]
    return _table(header, body)


def _by_name(what: str, by_split: Sequence[Mapping[str, int]]) -> list[tuple[str, list[int]]]:
    names = sorted({name for counts in by_split for name in counts})
    return [(f"{what} {name}", [counts.get(name, 0) for counts in by_split]) for name in names]


def _labels(scheme: Scheme) -> str:
    entities = [
        (label.id, label.definition, "yes" if label.named else "no") for label in scheme.entities
    ]
    stances = [(label.id, label.definition) for label in scheme.stances]
    return (
        f"## Labels\n\nScheme {scheme.name}, version {plain(scheme.version)}. The ids of class "
        "labels follow its order; a label added later comes last.\n\n"
        f"{_table(('mention', 'meaning', 'in `ner`'), entities)}\n\n"
        f"{_table(('stance', 'meaning'), stances)}"
    )


def _making(facts: CardFacts) -> str:
    counts = facts.counts
    if not counts.annotators:
        return (
            "## How it was made\n\nThe annotations were brought in as gold: of who made them, and "
            "how, nothing is known here."
        )
    began = "Annotators began with the bare text."
    if facts.suggesters:
        names = ", ".join(f"`{plain(name)}`" for name in facts.suggesters)
        began = (
            f"Annotators began with the suggestions of {names} and corrected them; in `layers`, "
            "`decision` says for each item whether it was kept, changed, added or rejected."
        )
    return f"""## How it was made

{counted(counts.annotators, "annotator")} worked on whole articles under the guidelines; only \
articles that somebody declared finished are here. Annotators appear as A1, A2, ... Where \
`annotator` is `gold`, a reviewer decided between several layers; else the layer is that of the \
only annotator who finished the article. {began}"""


def _agreement(agreement: PairwiseAgreement) -> str:
    if not agreement.articles:
        return (
            "## Agreement\n\nNo article was finished by two annotators, so nothing is known of how "
            "far they agree; `agreement` is null throughout."
        )
    stances = agreement.stances
    labels = "n/a" if not stances.right else f"{agreement.labels / stances.right:.3f}"
    rows = [
        ("named mentions, exact span and label", _measure(agreement.mentions.f1)),
        ("stances, matched by holder, target and paragraph", _measure(stances.f1)),
        (f"label of the {counted(stances.right, 'stance')} that both found", labels),
    ]
    articles = counted(agreement.articles, "article")
    return (
        f"## Agreement\n\nOn {articles} that two or more finished, pairs of annotators counted "
        "together (F1 of one against the other; the last row is the share that agrees):\n\n"
        f"{_table(('what', 'agreement'), rows)}\n\n"
        "`n_annotators` says for each item how many finished its article, `agreement` the share of "
        "them who have the very same item (null with one), `decision` how it came about."
    )


def _nearest(nearest: Nearest) -> str:
    rows = [(pair.test, pair.train, f"{pair.likeness:.3f}") for pair in nearest.pairs]
    training = counted(nearest.train, "training article")
    return (
        "## Nearest across splits\n\nThe test articles most like a training article (cosine of "
        f"TF-IDF vectors; {nearest.test} test and {training} compared). "
        "They are no near-copies, but may tell the same event:\n\n"
        + _table(("test", "train", "cosine"), rows)
    )


def _measure(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


def _splits(facts: CardFacts) -> str:
    plan, rule = facts.plan, facts.rule
    if plan.train_only is not None:
        return f"## Splits\n\n{plan.train_only}"
    parts = "/".join(f"{part:g}" for part in rule.ratios.parts)
    by = f"by a hash of their smallest text digest (salt {plan.salt})"
    if rule.method is Method.TIME:
        days = ", ".join(f"{split} from {day}" for split, day in rule.borders)
        by = f"by the date of publication of their latest article ({days}; without a date: train)"
    told = f"""## Splits

No near-copy crosses splits: articles that share at least {rule.threshold:.0%} of the shorter \
one's word 5-grams, directly or through others, and articles that `meta.story` joins, stay \
together ({counted(facts.counts.groups, "group")}, column `split_group`). Groups are divided \
{parts} {by}. The share of articles with a label differs by at most {plan.gap:.0%} between a \
split and the whole. Articles on the same event, or naming the same people, may well be on both \
sides."""
    if rule.gold_to_test:
        told += " Test holds the groups with multiply annotated gold, and nothing else."
    if plan.frozen:
        told += " Splits are frozen: an article never moves from one release to the next."
    if plan.quarantined:
        told += (
            f" Left out: {counted(len(plan.quarantined), 'article')} that would tie two frozen "
            "splits together."
        )
    return told


def _losses(losses: TagLosses) -> str:
    if not losses.total:
        return "## What `ner` loses\n\nNothing: BIO tags show every named mention."
    return f"""## What `ner` loses

BIO tags can't show {counted(losses.total, "named mention")} of `documents`: {losses.overlapped} \
overlap a longer one, {losses.unaligned} begin or end inside a token, {losses.dimmed} stand in \
dimmed paragraphs. Nominal and pronominal mentions are not tagged."""


def _pairs(counts: ExportCounts) -> str:
    unpaired = _unpaired(counts.pair_losses)
    if not counts.explicit_pairs:
        return f"## Pairs in `stance`\n\nThere are none: no stance was recorded.{unpaired}"
    splits = [(split.value, c.pairs) for split, c in counts.splits.items()]
    rows: list[tuple[str, list[int]]] = [
        ("with a stance (`explicit`)", [pairs.explicit for _, pairs in splits]),
        ("drawn, without one", [pairs.drawn for _, pairs in splits]),
    ]
    rows += _by_name("label", [pairs.labels for _, pairs in splits])
    rows += _by_name("attribution", [pairs.attributions for _, pairs in splits])
    rows += _by_name("certainty", [pairs.certainties for _, pairs in splits])
    table = _counted(("", *(name for name, _ in splits), "all"), rows)
    kinds = [(kind, str(told), str(drawn)) for kind, (told, drawn) in counts.pair_kinds.items()]
    return f"""## Pairs in `stance`

A row is a possible holder and a target in one paragraph. Where a stance was recorded, `explicit` \
is true; a pair with two stances has two rows. Else `label`, `attribution` and `certainty` are \
null, which is not `neutral`.{unpaired}

{table}

Pairs without a stance are drawn per article, by hash and not by chance: for each stance at most \
{DRAWN_PER_STANCE} of the same kind (how holder and target are given), first those that annotators \
rejected. Their ends are mentions, further occurrences of nominal and pronoun mentions, and \
phrases that nobody marked, which stand under the label of topics, as `nominal`, with their own \
words as `canonical`. A pair like a recorded stance of its paragraph (the same target, and the \
same holder where it has one, by overlap or canonical name) is never drawn. Where a kind has few \
pairs, its kind alone tells much about the answer:

{_table(("holder → target", "with a stance", "drawn"), kinds)}"""


def _unpaired(losses: PairLosses) -> str:
    told = []
    if losses.spread:
        told.append(f"{counted(losses.spread, 'stance')} of `documents` not within one paragraph")
    if losses.dimmed:
        told.append(f"{counted(losses.dimmed, 'stance')} in dimmed paragraphs")
    return f" Left out: {' and '.join(told)}." if told else ""


def _rights(facts: CardFacts) -> str:
    return (
        "## Rights\n\n"
        f"Annotations: {plain(facts.annotation_rights)}\n\nTexts: {plain(facts.text_rights)}"
    )


def _provenance(facts: CardFacts) -> str:
    lines = [f"Exported with {plain(facts.tool)}."]
    if facts.edited is not None:
        lines.append(f"Annotated from {facts.edited[0]} to {facts.edited[1]}.")
    if facts.published is not None:
        first, last = (plain(date) for date in facts.published)
        lines.append(f"Articles published from {first} to {last}.")
    text = "## Provenance\n\n" + " ".join(lines)
    if facts.sources:
        rows = [(name or "unknown", str(n)) for name, n in sorted(facts.sources.items())]
        text += f"\n\n{_table(('source', 'articles'), rows)}"
    return text


def _limits(facts: CardFacts) -> str:
    limits = [
        "No stance recorded is not `neutral`, which is a side refused in words.",
        "Stances are what the text says, not what is true.",
    ]
    chosen = facts.counts.chosen
    told = [f"{chosen[by]} by {by}" for by in (ChosenBy.DOUBT, ChosenBy.DIVERSE) if chosen.get(by)]
    if told:
        limits.append(
            f"{' and '.join(told)} of {counted(facts.counts.documents, 'article')} came first "
            "(`chosen_by`): they are no random sample of what was imported, the others are."
        )
    small = [split.value for split, counts in facts.counts.splits.items() if _is_small(counts)]
    if small:
        limits.append(f"Fewer than 50 articles in {', '.join(small)}: scores there are rough.")
    if facts.suggesters:
        limits.append("Suggestions were shown first, which draws annotators towards them.")
    return "## Limits\n\n" + "\n".join(f"- {limit}" for limit in limits)


def _is_small(counts: SplitCounts) -> bool:
    return counts.documents < 50


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(plain(cell) for cell in line) + " |" for line in lines)


def plain(text: str) -> str:
    """The text on one line, without what would break a table or become markup from outside."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
