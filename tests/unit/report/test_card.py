from dataclasses import replace
from types import MappingProxyType

import pytest

from annotator.domain.export_counts import ExportCounts, SplitCounts
from annotator.domain.splits import Ratios, Split, SplitPlan
from annotator.domain.tokens import TagLosses
from annotator.report.card import CardFacts, card_text
from annotator.resources import load_scheme

COUNTS = ExportCounts(
    splits={
        Split.TRAIN: SplitCounts(80, 90, 700, {"ORG": 40, "PER": 9}, {"named": 49}, {"favor": 3}),
        Split.TEST: SplitCounts(10, 10, 95, {"ORG": 5}, {"named": 5}, {"against": 2}),
    },
    annotators=2,
    groups=88,
    unresolved=1,
    losses=TagLosses(overlapped=3, unaligned=1, dimmed=0),
)


@pytest.fixture
def facts() -> CardFacts:
    return CardFacts(
        title="Presse | régionale",
        scheme=load_scheme("news-fr"),
        counts=COUNTS,
        plan=SplitPlan(MappingProxyType({}), 7, 0.042),
        ratios=Ratios(),
        tool="annotator 0.1.0",
        suggesters=("rules 3",),
        sources={"La <b>Gazette</b>": 60, "": 30},
        edited=("2025-01-02", "2025-02-03"),
    )


def test_the_table_counts_every_split_and_the_sum(facts):
    text = card_text(facts)
    assert "|  | train | test | all |" in text
    assert "| articles | 80 | 10 | 90 |" in text
    assert "| mentions ORG | 40 | 5 | 45 |" in text
    assert "| stances against | 0 | 2 | 2 |" in text


def test_the_card_says_what_splits_promise_and_no_more(facts):
    text = " ".join(card_text(facts).split())
    assert "No near-copy crosses splits" in text
    assert "salt 7" in text
    assert "at most 4%" in text
    assert "Articles on the same event" in text


def test_training_data_alone_is_said(facts):
    plan = SplitPlan(MappingProxyType({}), None, 0.0, "Everything is training data.")
    text = card_text(replace(facts, plan=plan))
    assert "Everything is training data." in text
    assert "near-copy" not in text


def test_losses_unresolved_articles_and_small_splits_are_said(facts):
    text = card_text(facts)
    assert "4 named mentions" in text
    assert "1 article with several finished layers" in text
    assert "Fewer than 50 articles in test" in text


def test_rights_of_annotations_and_texts_are_apart(facts):
    text = card_text(replace(facts, annotation_rights="CC BY 4.0."))
    assert "Annotations: CC BY 4.0." in text
    assert "Texts: The texts belong to their publishers." in text


def test_foreign_words_can_not_break_the_card(facts):
    text = card_text(replace(facts, sources={"a|b\nc <script>": 1}))
    assert "| a\\|b c &lt;script> | 1 |" in text
    assert "| unknown | 30 |" in card_text(facts)


def test_the_card_of_the_same_facts_is_the_same(facts):
    assert card_text(facts) == card_text(replace(facts))
