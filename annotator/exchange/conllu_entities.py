"""The named entities in the MISC column of CoNLL-U, in the spellings that treebanks use.

Tags, one for each token, under a key of their own (`NER=B-PER`, `NE=PER`); or brackets over
tokens, `Entity=(e12-person-1` to `e12)`, as in GUM and CorefUD, whose fields a `# global.Entity`
comment names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.exchange.token_text import TagSpan, is_tag, tag_spans

_TAG_KEYS = ("ner", "name", "ne", "namedentity", "entity", "bio", "iob")
_PLAIN_KEYS = ("ner", "ne", "namedentity")
"""Keys whose value is a label also without the prefix of a tagging scheme (`NE=PER`)."""
_PLAIN = re.compile(r"[A-Za-z][\w.-]*\Z")
_ENTITY = "Entity"
_DEFAULT_FIELDS = ("eid", "etype", "head", "other")
_IDS, _TYPES = ("eid", "grp"), ("etype", "type")
_BRACKET = re.compile(r"\(([^()]*)(\)?)|([^()]+)\)")
_LONGEST = 2000
"""Characters of a bracketed value; no treebank comes near it."""
_PART = re.compile(r"\[\d+/\d+\]\Z")


@dataclass(frozen=True, slots=True)
class EntitySpan:
    """A span of tokens (both ends included), its label, and its entity's id in the file."""

    first: int
    last: int
    label: str
    entity: str | None = None


def entity_spans(
    misc: Sequence[Mapping[str, str]], fields: Sequence[str] = ()
) -> Iterator[EntitySpan]:
    """The entities of a sentence or document.

    Args:
        misc: The MISC pairs of each token.
        fields: The names in `# global.Entity`, where the file has it.
    """
    tags = [_tag(pairs) for pairs in misc]
    yield from (_plain(span) for span in tag_spans(tags))
    yield from _bracketed([pairs.get(_ENTITY, "") for pairs in misc], fields or _DEFAULT_FIELDS)


def _plain(span: TagSpan) -> EntitySpan:
    return EntitySpan(span.first, span.last, span.label)


def _tag(pairs: Mapping[str, str]) -> str:
    given = {key.casefold(): value for key, value in pairs.items()}
    values = (given[key] for key in _TAG_KEYS if key in given)
    plain = (given[key] for key in _PLAIN_KEYS if _PLAIN.match(given.get(key, "")))
    return next((value for value in values if is_tag(value)), next(plain, "O"))


def _bracketed(values: Sequence[str], fields: Sequence[str]) -> Iterator[EntitySpan]:
    names = [name.casefold() for name in fields]
    id_at = next((names.index(name) for name in _IDS if name in names), None)
    type_at = next((names.index(name) for name in _TYPES if name in names), 0)
    open_: dict[str, list[tuple[int, str]]] = {}
    for index, value in enumerate(values):
        for match in _BRACKET.finditer(value[:_LONGEST]):
            opened, closed_at_once, closed = match.groups()
            if opened is not None:
                parts = opened.split("-")
                entity = _PART.sub("", parts[id_at]) if id_at is not None else ""
                label = parts[type_at] if type_at < len(parts) else parts[0]
                open_.setdefault(entity or label, []).append((index, label))
                closed = entity or label if closed_at_once else None
            name = "" if closed is None else _PART.sub("", closed.partition("-")[0])
            if name and open_.get(name):
                begin, label = open_[name].pop()
                yield EntitySpan(begin, index, label, name if id_at is not None else None)
