"""What a row of the panel tells of a stance: its words, found again in the text on the screen.

Pure. A row names both ends, with a sign where the same words stand in a sentence twice, and the
first words of the evidence; which mention is meant is told by the marks in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.domain.article import Span
from annotator.domain.places import place_sign
from annotator.domain.stance_defaults import sentence_at
from benchmarks.keys_screen import GoldArticle, PanelRow, Screen, ScreenStance

NAMED_BY_NOBODY = ("somebody", "the article")
_SIGN = re.compile("^[↑↓]?[⁰¹²³⁴⁵⁶⁷⁸⁹]*")
_ATTRIBUTION = {"fact": "author"}


def stance_of_row(row: PanelRow, screen: Screen, text: str) -> ScreenStance | None:
    """The stance that a row shows; None where its words leave open which mentions are meant."""
    found = {
        stance
        for place in _places(row.evidence, screen.visible, text)
        if (stance := _read(row, place, screen, text)) is not None
    }
    return found.pop() if len(found) == 1 else None


def voice_of(row: PanelRow) -> tuple[str, str, str]:
    """Attribution, certainty and source's words of a row; no words where there is no source."""
    voice, _, source = row.voice.partition(" by ")
    words, _, certainty = voice.partition(" ")
    return _ATTRIBUTION.get(words, words), certainty or "asserted", source


def without_sign(words: str) -> str:
    """The words of a row without the sign that tells their place."""
    return _SIGN.sub("", words, count=1)


def same_words(shown: str, words: str) -> bool:
    """Whether the panel, which may cut them, shows these words."""
    flat = " ".join(words.split()).casefold()
    shown = " ".join(shown.split()).casefold()
    return flat.startswith(shown[:-1].rstrip()) if shown.endswith("…") else flat == shown


def is_called(shown: str, gold: GoldArticle) -> bool:
    """Whether some mention of the gold reads so."""
    words = without_sign(shown)
    return any(same_words(words, mention.span.of(gold.text)) for mention in gold.mentions)


def _places(evidence: str, visible: Span, text: str) -> Iterator[Span]:
    """Where the evidence may stand, as far as it is shown."""
    words = evidence.removesuffix("…").split()
    if words:
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        for match in pattern.finditer(text, visible.start, visible.end):
            yield Span(match.start(), match.end())


def _read(row: PanelRow, evidence: Span, screen: Screen, text: str) -> ScreenStance | None:
    sentence = sentence_at(text, evidence.start)
    named = row.holder not in NAMED_BY_NOBODY
    holder = _end(row.holder, sentence, screen, text) if named else None
    target = _end(row.target, sentence, screen, text)
    if target is None or (named and holder is None):
        return None
    attribution, certainty, source = voice_of(row)
    return ScreenStance(
        id=row.id,
        label=row.label,
        attribution=attribution,
        certainty=certainty,
        named_holder=named,
        holder=holder,
        target=target,
        evidence=(evidence,),
        source=_end(source, sentence, screen, text) if source else None,
    )


def _end(shown: str, sentence: Span, screen: Screen, text: str) -> Span | None:
    """The one mark that is called so; None where there is none, or several."""
    words = without_sign(shown)
    sign = shown.removesuffix(words)
    spans = {
        mark.span
        for mark in screen.marks
        if not mark.outlined
        and same_words(words, mark.span.of(text))
        and place_sign(text, sentence, mark.span) == sign
    }
    return spans.pop() if len(spans) == 1 else None
