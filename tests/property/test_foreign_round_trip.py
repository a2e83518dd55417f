"""Layers through the formats of other tools and back: what a format can hold comes back."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.article import Article
from annotator.domain.items import (
    Attribution,
    Certainty,
    Decision,
    Evidence,
    HolderKind,
    Mention,
    MentionKind,
    Stance,
    Zone,
    item_id,
)
from annotator.domain.layer import Assignment, Author, Layer, Role, State
from annotator.domain.splits import Split
from annotator.exchange.doccano import DOCCANO
from annotator.exchange.doccano import HOLDS as DOCCANO_HOLDS
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map
from annotator.exchange.formats import detect
from annotator.exchange.label_studio_writer import HOLDS as LABEL_STUDIO_HOLDS
from annotator.exchange.label_studio_writer import LABEL_STUDIO
from annotator.exchange.losses import Part, unheld
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.prodigy import HOLDS as PRODIGY_HOLDS
from annotator.exchange.prodigy import PRODIGY
from annotator.resources import load_scheme

SCHEME = load_scheme("news-fr")
OPTIONS = ReadOptions(label_map(SCHEME, "", {}, "none"))
PIECES = (
    "Valmure", "l’OTAN", "refuse", " ", " ", "\r\n", "\n", "\t", "👩‍👩‍👧‍👦", "🇫🇷", "😀",
    "e\u0301te\u0301", "é", "« ", " »", "\u2028", "\u00a0", "日本", ".", "\u200d", "\ufe0f",
)  # fmt: skip
TEXTS = (
    st.lists(st.sampled_from(PIECES), min_size=2, max_size=14)
    .map("".join)
    .filter(lambda text: len(text.strip()) > 1)
)
NAMES = st.text("abcàé -’😀", min_size=1, max_size=8).filter(lambda name: bool(name.strip()))


@st.composite
def spans(draw, text):
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(start + 1, len(text)))


@st.composite
def documents(draw):
    """A document with overlapping mentions, stances of every kind and dimmed paragraphs."""
    text = draw(TEXTS)
    facts = {"source": draw(st.none() | NAMES), "language": draw(st.none() | st.just("fr"))}
    meta = draw(st.dictionaries(st.sampled_from(["rubrique", "story"]), NAMES, max_size=2))
    article = Article(draw(st.sampled_from(["a", "é/1", "b.c"])), text, **facts, meta=meta)
    names = dict(enumerate(draw(st.lists(NAMES, min_size=1, max_size=3, unique=True)), 1))
    items = {}
    places = draw(
        st.lists(
            st.tuples(spans(text), st.sampled_from(["PER", "ORG", "TOPIC"])),
            max_size=5,
            unique=True,
        )
    )
    for (start, end), label in places:
        identifier = item_id(Mention, len(items) + 1)
        items[identifier] = Mention(
            id=identifier, start=start, end=end, quote=text[start:end], label=label,
            kind=draw(st.sampled_from(MentionKind)),
            entity=draw(st.none() | st.sampled_from(sorted(names))), decision=Decision.ADDED,
        )  # fmt: skip
    mentions = list(items)
    for _ in range(draw(st.integers(0, 3)) if mentions else 0):
        holder = draw(st.none() | st.sampled_from(mentions))
        nobody = st.sampled_from([HolderKind.UNSTATED, HolderKind.ARTICLE])
        identifier = item_id(Stance, len(items) + 1)
        parts = draw(st.lists(spans(text), min_size=1, max_size=2))
        items[identifier] = Stance(
            id=identifier, holder=holder,
            holder_kind=draw(nobody) if holder is None else HolderKind.MENTION,
            target=draw(st.sampled_from(mentions)),
            label=draw(st.sampled_from(["against", "favor", "neutral"])),
            evidence=tuple(Evidence(start=s, end=e, quote=text[s:e]) for s, e in parts),
            attribution=draw(st.sampled_from(Attribution)),
            source=draw(st.none() | st.sampled_from(mentions)),
            certainty=draw(st.sampled_from(Certainty)), decision=Decision.ADDED,
        )  # fmt: skip
    for start, end in draw(st.lists(spans(text), max_size=2, unique=True)):
        identifier = item_id(Zone, len(items) + 1)
        items[identifier] = Zone(id=identifier, start=start, end=end, decision=Decision.ADDED)
    layer = Layer(
        article.id,
        Author(Role.ANNOTATOR, "anna"),
        items=MappingProxyType(items),
        assignment=Assignment(State.DONE),
    )
    return AgreedDocument(article, layer, names, draw(st.sampled_from(Split)))


def through(known, document):
    """The document written and read again, with what the writer says it lost."""
    with TemporaryDirectory() as folder:
        losses = known.write([document], Path(folder), SCHEME)
        (path,) = [p for p in Path(folder).iterdir() if p.suffix != ".xml"]
        assert path.stem == document.split
        assert detect(path) is known
        results = list(known.read(path, SCHEME, OPTIONS))
    for result in results:
        assert isinstance(result, NativeRecord), str(result)
    (record,) = results
    assert record.layer.state is State.DONE
    layer, names = record.to_layer()
    return AgreedDocument(record.article, layer, names, document.split), losses


def said(document, holds):
    """What a layer says of what a format holds, whatever its ids and order."""
    text, layer = document.article.text, document.layer
    mentions = {m.id: m for m in layer.mentions()}

    def place(identifier):
        mention = mentions.get(identifier)
        return None if mention is None else (mention.start, mention.end, mention.label)

    def name(mention):
        given = document.names.get(mention.entity)
        return given if given is not None and Part.CANONICAL in holds else None

    stances = [
        (
            place(s.holder), place(s.target), s.label,
            tuple((e.start, e.end) for e in s.evidence) if Part.EVIDENCE in holds else None,
            s.attribution if Part.ATTRIBUTION in holds else None,
            s.certainty if Part.CERTAINTY in holds else None,
            place(s.source) if Part.SOURCE in holds else None,
        )
        for s in layer.stances()
        if Part.STANCES in holds and (s.holder or Part.UNSTATED_HOLDER in holds)
    ]  # fmt: skip
    found = [
        (place(m.id), text[m.start : m.end], name(m), m.kind if Part.KIND in holds else None)
        for m in mentions.values()
    ]
    zones = [(z.start, z.end) for z in layer.zones()] if Part.ZONES in holds else []
    return Counter(found), Counter(stances), Counter(zones)


@pytest.mark.parametrize(
    ("known", "holds"),
    [(DOCCANO, DOCCANO_HOLDS), (PRODIGY, PRODIGY_HOLDS), (LABEL_STUDIO, LABEL_STUDIO_HOLDS)],
    ids=lambda value: getattr(value, "name", ""),
)
@settings(deadline=None, derandomize=True, max_examples=120)
@given(document=documents())
def test_what_a_format_holds_comes_back_and_the_rest_is_counted(known, holds, document):
    again, losses = through(known, document)
    assert again.article == document.article
    assert said(again, holds) == said(document, holds)
    assert losses == unheld(document, holds)
    if not losses:
        complete = Part.EVERYTHING
        assert said(again, complete)[1:] == said(document, complete)[1:]
    once_more, _ = through(known, again)
    assert said(once_more, Part.EVERYTHING) == said(again, Part.EVERYTHING)
    assert once_more.article == again.article
