"""The policy that adjudicates: which reading gold has, and what an own version still needs."""

import json
import random

from annotator.domain.article import Span
from benchmarks.keys_review import own_keys, reading_key
from benchmarks.keys_screen import (
    CurrentItem,
    GoldArticle,
    GoldMention,
    GoldStance,
    Screen,
    ScreenMark,
    ScreenStance,
)
from benchmarks.readings import perturbed_lines, read_by

TEXT = "Valmure refuse le pont de Cardinal."
VALMURE, PONT = Span(0, 7), Span(18, 22)
STANCE = GoldStance(VALMURE, PONT, "against", "reported", "asserted", (Span(8, 14),))
GOLD = GoldArticle(
    "a",
    TEXT,
    (GoldMention(VALMURE, "GPE", entity="Valmure"), GoldMention(PONT, "TOPIC", "nominal")),
    (STANCE,),
)


def mention(start, end, label, **more):
    return {"label": label, "kind": "named", "spans": [[start, end]], **more}


def stance(label="against", target=(18, 22), attribution="reported"):
    return {
        "label": label, "holder": [0, 7], "holder_kind": "mention", "target": list(target),
        "attribution": attribution, "certainty": "asserted", "evidence": [[8, 14]],
    }  # fmt: skip


def key(*readings):
    return reading_key({"variants": [[reading] for reading in readings]}, GOLD)


def test_the_reading_that_gold_has_is_taken_wherever_it_stands():
    assert key(mention(0, 7, "PER"), mention(0, 7, "GPE")) == "j"
    assert key(mention(0, 7, "GPE"), mention(0, 7, "PER")) == "h"


def test_of_two_entities_the_one_of_gold_is_taken():
    others = (mention(0, 7, "GPE", entity="Valmont"), mention(0, 7, "GPE", entity="Valmure"))

    assert key(*others) == "j"


def test_none_where_gold_has_nothing_there():
    assert key(mention(26, 34, "ORG")) == "x"


def test_an_own_version_where_all_are_wrong_about_something_real():
    assert key(mention(0, 7, "PER")) == "enter"
    assert key(stance("favor"), stance("neutral")) == "enter"


def test_a_stance_is_taken_by_what_it_says_and_the_exact_ends_first():
    assert key(stance(target=(15, 22)), stance()) == "j"
    assert key(stance(attribution="quoted"), stance(target=(15, 22))) == "j"


def test_an_own_mention_gets_label_and_edge_then_space():
    current = CurrentItem("mention", (Span(0, 14),), "PER", "named")
    screen = Screen("a", current=current, marks=(ScreenMark("m1", Span(0, 14), "PER"),))

    assert list(own_keys(screen, GOLD)) == ["g", "j", "space"]


def test_an_own_stance_gets_its_side_and_voice_then_space():
    drawn = ScreenStance("s1", "favor", "author", "asserted", True, VALMURE, PONT, (Span(8, 14),))
    current = CurrentItem("stance", (Span(8, 14),), stance=drawn)

    assert list(own_keys(Screen("a", current=current), GOLD)) == ["c", "a", "a", "space"]


def test_simulated_annotators_keep_every_end_of_a_stance_and_are_told_by_their_seed():
    record = {
        "id": "a", "text": TEXT,
        "entities": [{"id": "e0", "start": 0, "end": 7, "label": "GPE", "text": "Valmure"},
                     {"id": "e1", "start": 18, "end": 22, "label": "TOPIC", "text": "pont"}],
        "stances": [{"id": "s0", "holder": "e0", "target": "e1", "label": "against",
                     "evidence": [{"start": 8, "end": 14}], "attribution": "reported",
                     "certainty": "asserted", "source": None}],
    }  # fmt: skip
    read = [read_by(record, "anna", random.Random(seed)) for seed in range(200)]  # noqa: S311

    for one in read:
        here = {e["id"] for e in one["entities"]}
        assert all({s["holder"], s["target"]} <= here for s in one["stances"])
        assert all(TEXT[e["start"] : e["end"]] == e["text"] for e in one["entities"])
    assert len({json.dumps(one) for one in read}) > 5
    assert perturbed_lines([record], ["anna"], 1) == perturbed_lines([record], ["anna"], 1)
