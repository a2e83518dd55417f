"""Writes the native JSONL: one article with one layer a line, nothing lost.

`native_reader` reads it back.
Ids in the file are its own: `e0`, `e1`, ... in text order, `s0`, `s1`, ... in the order in which
the stances were made, which import keeps. `holder_kind` is written only where the holder
alone does not tell it, and what is known of the article (title, source, published, language) only
where it is known.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from annotator.domain.article import Article, JsonValue
from annotator.domain.items import HolderKind, Mention, Stance
from annotator.domain.layer import Layer
from annotator.domain.splits import Split
from annotator.exchange.integrity import check_quotes, check_references, entity_name

# Legal inside a JSON string, but taken for line ends by readers that split with `splitlines`.
_LINE_ENDS = {char: f"\\u{char:04x}" for char in (0x85, 0x2028, 0x2029)}


def native_line(
    article: Article,
    layer: Layer,
    names: Mapping[int, str],
    *,
    scheme: str | None = None,
    split: Split | None = None,
) -> str:
    r"""The record as one line of JSON, with its `\n`. Rejected items are left out.

    Args:
        article: The article.
        layer: What was annotated in it.
        names: The canonical name of each entity that a mention points to, by entity id.
        scheme: The name of the label scheme.
        split: The article's split, where it has one.

    Raises:
        ExportError: A quote is not the text at its offsets, or a stance or mention points to what
            is not there.
    """
    record = native_record(article, layer, names, scheme=scheme, split=split)
    return json.dumps(record, ensure_ascii=False).translate(_LINE_ENDS) + "\n"


def native_record(
    article: Article,
    layer: Layer,
    names: Mapping[int, str],
    *,
    scheme: str | None = None,
    split: Split | None = None,
) -> dict[str, JsonValue]:
    """The record that `native_line` writes, as JSON values in the order of the file."""
    mentions = list(layer.mentions())
    ids = {mention.id: f"e{number}" for number, mention in enumerate(mentions)}
    title = article.title
    known: dict[str, JsonValue] = {
        "title": None if title is None else {"start": title.start, "end": title.end},
        "source": article.source,
        "published": article.published,
        "language": article.language,
    }
    return {
        "id": article.id,
        "text": article.text,
        "sha256": article.sha256,
        **{key: value for key, value in known.items() if value is not None},
        "meta": dict(article.meta),
        "entities": [_entity(article, m, ids[m.id], names) for m in mentions],
        "stances": [_stance(article, s, f"s{n}", ids) for n, s in enumerate(layer.stances())],
        "boilerplate": [[zone.start, zone.end] for zone in layer.zones()],
        "layer": {
            "role": layer.author.role.value,
            "name": layer.author.name,
            "state": layer.assignment.state.value,
            "scheme": scheme,
        },
        "split": None if split is None else split.value,
    }


def _entity(
    article: Article, mention: Mention, identifier: str, names: Mapping[int, str]
) -> dict[str, JsonValue]:
    check_quotes(article, mention)
    return {
        "id": identifier,
        "start": mention.start,
        "end": mention.end,
        "label": mention.label,
        "text": mention.quote,
        "canonical": entity_name(article, mention, names),
        "kind": mention.kind.value,
    }


def _stance(
    article: Article, stance: Stance, identifier: str, ids: Mapping[str, str]
) -> dict[str, JsonValue]:
    check_quotes(article, stance)
    check_references(article, stance, ids)
    record: dict[str, JsonValue] = {
        "id": identifier,
        "holder": None if stance.holder is None else ids[stance.holder],
        "target": ids[stance.target],
        "label": stance.label,
        "evidence": [{"start": e.start, "end": e.end} for e in stance.evidence],
        "attribution": stance.attribution.value,
        "source": None if stance.source is None else ids[stance.source],
        "certainty": stance.certainty.value,
    }
    if stance.holder_kind is HolderKind.ARTICLE:
        record["holder_kind"] = stance.holder_kind.value
    return record
