"""GLiNER's training data, written: a list of tokenised paragraphs with spans by token.

`ner` holds [first token, last token, label], both ends included, as its documentation says; spans
may nest there, but must begin and end with a token.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.article import JsonValue, paragraphs
from annotator.domain.items import MentionKind
from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.domain.tokens import tokenize
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.format import Format, SplitFiles
from annotator.exchange.integrity import check_quotes
from annotator.exchange.losses import Part, unheld

# Mentions that are no names are left out whole, so their kind is no loss of its own.
HOLDS = Part.KIND


def write(documents: Iterable[AgreedDocument], target: Path, scheme: Scheme) -> Losses:
    """`{split}.json`; only named mentions are what the model is trained on."""
    losses: Losses = Counter()
    begun: set[Split] = set()
    named = frozenset(scheme.named_labels)
    with SplitFiles(target, ".json") as files:
        for document in documents:
            found = _examples(document, named)
            for example in found.examples:
                line = json.dumps(example, ensure_ascii=False)
                files.of(document.split).write(f"{',' if document.split in begun else '['}\n{line}")
                begun.add(document.split)
            losses += found.losses
        for split in sorted(begun):
            files.of(split).write("\n]\n")
    return losses


@dataclass(frozen=True, slots=True)
class _Examples:
    """The examples of a document, and what they can't show."""

    examples: tuple[dict[str, JsonValue], ...]
    losses: Losses


def _examples(document: AgreedDocument, named: frozenset[str]) -> _Examples:
    article, layer = document.article, document.layer
    losses = unheld(document, HOLDS)
    zones = [zone.span for zone in layer.zones()]
    names = []
    for mention in layer.mentions():
        check_quotes(article, mention)
        if mention.kind is MentionKind.NAMED and mention.label in named:
            names.append(mention)
        else:
            losses["mentions that are no names"] += 1
    examples: list[dict[str, JsonValue]] = []
    for paragraph in paragraphs(article.text):
        inside = [m for m in names if paragraph.start <= m.start < paragraph.end]
        if any(zone.overlaps(paragraph) for zone in zones):
            losses["mentions in dimmed paragraphs"] += len(inside)
            continue
        tokens = tokenize(paragraph.of(article.text))
        first = {paragraph.start + token.start: n for n, token in enumerate(tokens)}
        last = {paragraph.start + token.end: n for n, token in enumerate(tokens)}
        spans: list[JsonValue] = [
            [first[m.start], last[m.end], m.label]
            for m in inside
            if m.start in first and m.end in last
        ]
        losses["mentions that don't begin and end with a token"] += len(inside) - len(spans)
        examples.append({"tokenized_text": [token.text for token in tokens], "ner": spans})
    return _Examples(tuple(examples), +losses)


GLINER = Format(
    "gliner",
    (".json",),
    "GLiNER training data: tokenised paragraphs with spans",
    lambda _path, _head: False,
    None,
    write,
)
