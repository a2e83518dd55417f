"""The card of what `annotator train` made: on what, how well beside no training, what it is not.

It holds no date, so that training again on the same export gives the same card where the figures
are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.domain.trained_scores import Duel
from annotator.report.learning_curve import CURVE, Curve, told

CARD = "README.md"


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the card says.

    Attributes:
        name: The suggester's name, that of its folder.
        scheme: The scheme whose labels it knows.
        tool: The program and its version.
        baseline: The untrained suggester it is compared with and builds on.
        articles: How many articles each split has.
        entities: The trained suggester's named mentions.
        extractor: Those of the spaCy model alone.
        sides: The pair classifier's sides; None where too few stances were there to learn from.
        is_better: Whether one of the two parts is better than the untrained suggester.
    """

    name: str
    scheme: Scheme
    tool: str
    baseline: str
    articles: Mapping[Split, int]
    entities: Duel
    extractor: Duel
    sides: Duel | None
    is_better: bool

    @property
    def rows(self) -> list[tuple[str, Duel]]:
        """What was measured, with its heading."""
        rows = [
            ("named mentions, trained suggester", self.entities),
            ("named mentions, extractor alone", self.extractor),
        ]
        return rows if self.sides is None else [*rows, ("stances by pair, classifier", self.sides)]

    @property
    def verdict(self) -> str:
        """One sentence: is it better, and is that certain."""
        if not self.entities.articles:
            return "There is no test split, so nothing is known of how good it is."
        if not self.is_better:
            return "It is not better than the untrained suggester on the test split."
        certain = self.entities.is_certain and self.entities.is_better
        certain |= self.sides is not None and self.sides.is_certain and self.sides.is_better
        if certain:
            return "It is better than the untrained suggester on the test split."
        return (
            "It is ahead of the untrained suggester on the test split, but the interval of the "
            "difference includes 0: it may be chance."
        )


def model_card(facts: ModelFacts, curve: Curve) -> str:
    """The card in Markdown."""
    sections = (
        _head(facts),
        _use(facts),
        _score_section(facts),
        _curve_section(curve),
        _limits(facts),
    )
    return "\n\n".join(sections) + "\n"


def _head(facts: ModelFacts) -> str:
    made = f"made by `annotator train` ({facts.tool})"
    return f"# {facts.name}\n\nA suggester for the scheme `{facts.scheme.name}`, {made}."


def _use(facts: ModelFacts) -> str:
    begun = f"tuned from `{facts.scheme.pipeline}`" if facts.scheme.pipeline else "from nothing"
    return f"""## Use

```
annotator suggest --suggester PATH
```

`extractor/` is a spaCy model of the labels {", ".join(facts.scheme.named_labels)}, {begun}:

```python
import spacy

names = spacy.load("PATH/extractor")("Some text.").ents
```"""


def _score_section(facts: ModelFacts) -> str:
    articles = ", ".join(f"{facts.articles.get(split, 0)} {split.value}" for split in Split)
    lines = ["| | n | trained | untrained | difference |", "|---|---|---|---|---|"]
    for name, one in facts.rows:
        values = " | ".join(told(part) for part in (one.trained, one.untrained, one.difference))
        lines.append(f"| {name} | {one.n} | {values} |")
    table = "\n".join(lines)
    return f"""## Scores

Articles: {articles}. F1 on the test split, with 95 % intervals over whole articles; untrained is \
`{facts.baseline}` on the same articles and rows.

{table}

{facts.verdict}"""


def _curve_section(curve: Curve) -> str:
    lines = ["## Learning curve", "", f"![F1 by training articles]({CURVE})", ""]
    lines += ["| training articles | names | F1 of the extractor alone |", "|---|---|---|"]
    lines += [f"| {p.articles} | {p.mentions} | {told(p.f1)} |" for p in curve.points]
    return "\n".join(lines)


def _limits(facts: ModelFacts) -> str:
    sides = (
        ""
        if facts.sides is not None
        else " No pair classifier was trained: there were too few stances to learn from."
    )
    return f"""## Limits

The scores are of articles like those that were annotated, and of annotators who began with the \
suggestions of a program: whoever keeps a suggestion agrees with it more easily. The validation \
split chose the model and the probabilities of names, the test split was used for the scores and \
for the verdict alone.{sides}"""
