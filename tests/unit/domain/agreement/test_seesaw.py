"""Real readings by several people (SEESAW, read in place) against figures counted from the files.

Annotators of an article are the names on at least one of its stances; a triplet is sentence,
subject, object and sentiment.
"""

import json
import os
from pathlib import Path
from types import MappingProxyType

import pytest

from annotator.domain.agreement.layout import Block
from annotator.domain.agreement.readings import ReadArticle, reading_of
from annotator.domain.agreement.stance_tally import StanceLevel
from annotator.domain.agreement.tally import tally
from annotator.domain.items import (
    Attribution,
    Decision,
    Evidence,
    HolderKind,
    Mention,
    Stance,
)
from annotator.domain.layer import Author, Layer, Role

ROOT = Path(__file__).parents[4]
WIDTH = 400
"""Each sentence is a line of this length; each name has a place of its own in the line."""


def annotations():
    home = Path(os.environ.get("ANNOTATOR_SHARED", ROOT.parent / "shared"))
    folder = home / "data" / "seesaw_en" / "annotations"
    if not folder.is_dir():
        reason = f"{folder} is missing; set ANNOTATOR_SHARED"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    for path in sorted(folder.rglob("*.json")):
        yield path.stem, json.loads(path.read_text(encoding="utf-8"))["sentence-level stances"]


class Sheet:
    """One annotator's layer in the making."""

    def __init__(self, names):
        self.items = {}
        self.names = names

    def mention(self, sentence, name):
        number = self.names.setdefault(name, len(self.names))
        assert number < WIDTH // 2 - 1
        start = sentence * WIDTH + 2 * number
        identifier = f"m{len(self.items) + 1}"
        self.items[identifier] = Mention(
            id=identifier, start=start, end=start + 1, quote="x", label="PER",
            entity=number, decision=Decision.ADDED,
        )  # fmt: skip
        return identifier

    def stance(self, sentence, stance):
        holder = self.mention(sentence, stance["subject"])
        target = self.mention(sentence, stance["object"])
        identifier = f"s{len(self.items) + 1}"
        begin = sentence * WIDTH
        self.items[identifier] = Stance(
            id=identifier, holder=holder, holder_kind=HolderKind.MENTION, target=target,
            label=stance["sentiment"], attribution=Attribution.REPORTED, decision=Decision.ADDED,
            evidence=(Evidence(start=begin, end=begin + 1, quote="x"),),
        )  # fmt: skip


def read_article(name, sentences):
    names, sheets = {}, {}
    for sentence, stances in sentences.items():
        for stance in stances:
            for who in stance["annotators"]:
                sheets.setdefault(who, Sheet(names)).stance(int(sentence), stance)
    last = max(map(int, sentences), default=0)
    text = ("x" * (WIDTH - 1) + "\n") * (last + 1)
    readings = {}
    for who, sheet in sheets.items():
        author = Author(Role.ANNOTATOR, who)
        layer = Layer(name, author, items=MappingProxyType(sheet.items))
        readings[author] = reading_of(text, layer, {n: entity for entity, n in names.items()})
    return ReadArticle(name, text, readings)


def test_seesaw_oracle():
    read = [read_article(*entry) for entry in annotations()]
    several = [article for article in read if len(article.readings) > 1]
    tallied = tally(several, ["PER"], ["NEG", "POS"])
    strict = tuple(StanceLevel).index(StanceLevel.STRICT)
    credit = items = matched = equal = 0
    scores = []
    for pair in tallied.pairs.values():
        blocks = tallied.layout.blocks(pair.rows)
        got = blocks[Block.STANCE_CREDIT][:, strict].sum((-1, -2))
        whole = blocks[Block.STANCES][:, strict].sum((-1, -2, -3))
        scores += (got / whole).tolist()
        credit, items = credit + got.sum(), items + whole.sum()
        labels = blocks[Block.STANCE_LABELS].sum((0, -1))
        matched, equal = matched + labels.sum(), equal + labels.trace()

    assert (len(several), len(scores)) == (12, 42)
    assert sum(scores) / len(scores) == pytest.approx(0.4750, abs=0.00005)
    assert credit / items == pytest.approx(0.5164, abs=0.00005)
    assert (equal, matched) == (426, 426)
