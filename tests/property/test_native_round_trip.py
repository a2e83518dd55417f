from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

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
from annotator.exchange.native_jsonl import native_line
from annotator.exchange.native_reader import read_native
from annotator.exchange.native_record import NativeRecord

CHARACTERS = st.characters(codec="utf-8", exclude_characters="\0")
TEXTS = st.text(CHARACTERS, min_size=2, max_size=60).filter(
    lambda text: bool(text.strip()) and not text.startswith("\ufeff")
)
NAMES = st.text(CHARACTERS, min_size=1, max_size=12)
IDS = st.text("abcàé-_0123456789", min_size=1, max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@st.composite
def spans(draw: st.DrawFn, text: str) -> tuple[int, int, str]:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return start, end, text[start:end]


@st.composite
def layers(draw: st.DrawFn) -> tuple[Article, Layer, dict[int, str]]:
    text = draw(TEXTS)
    article = Article(
        draw(IDS),
        text,
        source=draw(st.none() | NAMES),
        language=draw(st.none() | NAMES),
        meta=draw(st.dictionaries(NAMES, JSON, max_size=3)),
    )
    names = dict(enumerate(draw(st.lists(NAMES, max_size=3, unique=True)), 1))
    items: dict[str, Mention | Stance | Zone] = {}
    decisions = st.sampled_from([Decision.ADDED, Decision.KEPT, Decision.REJECTED])
    for _ in range(draw(st.integers(0, 5))):
        start, end, quote = draw(spans(text))
        identifier = item_id(Mention, len(items) * 3 + 1)
        items[identifier] = Mention(
            id=identifier,
            start=start,
            end=end,
            quote=quote,
            label=draw(st.sampled_from(["PER", "ORG"])),
            kind=draw(st.sampled_from(MentionKind)),
            entity=draw(st.none() | st.sampled_from(sorted(names))) if names else None,
            decision=draw(decisions),
        )
    live = [i.id for i in items.values() if i.decision is not Decision.REJECTED]
    for _ in range(draw(st.integers(0, 3)) if live else 0):
        holder = draw(st.none() | st.sampled_from(live))
        identifier = item_id(Stance, len(items) * 3 + 1)
        parts = draw(st.lists(spans(text), min_size=1, max_size=2))
        nobody = st.sampled_from([HolderKind.UNSTATED, HolderKind.ARTICLE])
        items[identifier] = Stance(
            id=identifier,
            holder=holder,
            holder_kind=draw(nobody) if holder is None else HolderKind.MENTION,
            target=draw(st.sampled_from(live)),
            label=draw(st.sampled_from(["against", "favor", "neutral"])),
            evidence=tuple(Evidence(start=s, end=e, quote=q) for s, e, q in parts),
            attribution=draw(st.sampled_from(Attribution)),
            source=draw(st.none() | st.sampled_from(live)),
            certainty=draw(st.sampled_from(Certainty)),
            decision=Decision.ADDED,
        )
    for _ in range(draw(st.integers(0, 2))):
        start, end, _quote = draw(spans(text))
        identifier = item_id(Zone, len(items) * 3 + 1)
        items[identifier] = Zone(id=identifier, start=start, end=end, decision=Decision.ADDED)
    layer = Layer(
        article.id,
        Author(draw(st.sampled_from(Role)), draw(IDS)),
        items=MappingProxyType(items),
        assignment=Assignment(draw(st.sampled_from(State))),
    )
    return article, layer, names


def read_line(line: str) -> NativeRecord:
    with TemporaryDirectory() as folder:
        path = Path(folder, "in.jsonl")
        path.write_bytes(line.encode())
        (result,) = read_native(path)
    assert isinstance(result, NativeRecord), str(result)
    return result


@settings(deadline=None, derandomize=True, max_examples=150)
@given(layers(), st.none() | st.sampled_from(Split))
def test_what_was_written_is_read_and_written_to_the_same_byte(made, split):
    article, layer, names = made
    line = native_line(article, layer, names, scheme="news-fr", split=split)
    record = read_line(line)
    assert record.article == article
    assert record.ignored == ()
    again, found = record.to_layer()
    assert native_line(record.article, again, found, scheme="news-fr", split=record.split) == line
