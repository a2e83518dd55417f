"""From a finished layer to the lines of a brat file.

A stance with a holder is a relation named by its side, from holder to target; one without is an
event, its trigger the evidence, because a brat relation has two ends. Attribution, certainty and
kind are attributes, the entity's name is a normalization, evidence and source are notes, and a
dimmed paragraph is a span labelled `Boilerplate`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from annotator.domain.items import Certainty, HolderKind, Mention, MentionKind, Stance
from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.exchange.brat_reading import (
    ATTRIBUTION,
    BOILERPLATE,
    CERTAINTY,
    EVIDENCE_NOTE,
    HOLDER,
    KIND,
    SOURCE_NOTE,
)
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.integrity import check_quotes, check_references, entity_name

# What would end the line or the field.
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def brat_lines(document: AgreedDocument) -> tuple[str, Losses]:
    """The text of the `.ann` file, and what of the document it does not hold.

    Raises:
        ExportError: A quote or reference does not hold.
    """
    writing = _Writing(document)
    return "".join(writing.lines()), +writing.losses


class _Writing:
    """One document while it is written."""

    def __init__(self, document: AgreedDocument) -> None:
        self._document = document
        self._text = document.article.text
        self._numbers: Counter[str] = Counter()
        self._ids: dict[str, str] = {}
        self.losses: Losses = Counter()

    def lines(self) -> Iterator[str]:
        article, layer = self._document.article, self._document.layer
        mentions = list(layer.mentions())
        for mention in mentions:
            check_quotes(article, mention)
            yield from self._mention(mention)
        for stance in layer.stances():
            check_quotes(article, stance)
            check_references(article, stance, self._ids)
            yield from self._stance(stance)
        for zone in layer.zones():
            yield self._span(self._next("T"), BOILERPLATE, zone.start, zone.end)

    def _next(self, kind: str) -> str:
        self._numbers[kind] += 1
        return f"{kind}{self._numbers[kind]}"

    def _span(self, identifier: str, label: str, start: int, end: int) -> str:
        words = _BREAKS.sub(" ", self._text[start:end])
        return f"{identifier}\t{label} {start} {end}\t{words}\n"

    def _attribute(self, name: str, target: str, value: str) -> str:
        return f"{self._next('A')}\t{name} {target} {value}\n"

    def _note(self, name: str, target: str, value: str) -> str:
        return f"{self._next('#')}\t{name} {target}\t{value}\n"

    def _mention(self, mention: Mention) -> Iterator[str]:
        identifier = self._ids[mention.id] = self._next("T")
        yield self._span(identifier, mention.label, mention.start, mention.end)
        if mention.kind is not MentionKind.NAMED:
            yield self._attribute(KIND, identifier, mention.kind.value)
        name = entity_name(self._document.article, mention, self._document.names)
        if name is not None:
            shown = _BREAKS.sub(" ", name).strip()
            self.losses["white space in names of entities"] += shown != name
            if shown:
                entry = f"Entity:{mention.entity}"
                yield f"{self._next('N')}\tReference {identifier} {entry}\t{shown}\n"

    def _stance(self, stance: Stance) -> Iterator[str]:
        first = stance.evidence[0]
        if stance.holder is not None:
            told = self._next("R")
            ends = f"Arg1:{self._ids[stance.holder]} Arg2:{self._ids[stance.target]}"
            yield f"{told}\t{stance.label} {ends}\n"
        else:
            trigger, told = self._next("T"), self._next("E")
            yield self._span(trigger, stance.label, first.start, first.end)
            yield f"{told}\t{stance.label}:{trigger} Target:{self._ids[stance.target]}\n"
        yield self._attribute(ATTRIBUTION, told, stance.attribution.value)
        if stance.certainty is not Certainty.ASSERTED:
            yield self._attribute(CERTAINTY, told, stance.certainty.value)
        if stance.holder_kind is HolderKind.ARTICLE:
            yield self._attribute(HOLDER, told, stance.holder_kind.value)
        if stance.source is not None:
            yield self._note(SOURCE_NOTE, told, self._ids[stance.source])
        ranges = ";".join(f"{part.start} {part.end}" for part in stance.evidence)
        yield self._note(EVIDENCE_NOTE, told, ranges)


def configuration(scheme: Scheme) -> str:
    """The `annotation.conf` that brat needs to show the files."""
    sides = [label.id for label in scheme.stances]
    sections = {
        "entities": [*scheme.entity_labels, BOILERPLATE],
        "relations": [f"{side}\tArg1:<ENTITY>, Arg2:<ENTITY>" for side in sides],
        "events": [f"{side}\tTarget:<ENTITY>" for side in sides],
        "attributes": [
            f"{KIND}\tArg:<ENTITY>, Value:nominal|pronoun",
            f"{ATTRIBUTION}\tArg:<ANY>, Value:author|quoted|reported",
            f"{CERTAINTY}\tArg:<ANY>, Value:asserted|hedged",
            f"{HOLDER}\tArg:<EVENT>, Value:article",
        ],
    }
    return "\n".join("\n".join([f"[{name}]", *lines, ""]) for name, lines in sections.items())
