from dataclasses import replace
from types import MappingProxyType

import pytest

from annotator.domain.evaluation import Score
from annotator.domain.export_counts import ExportCounts, PairCounts, SplitCounts
from annotator.domain.item_agreement import PairwiseAgreement
from annotator.domain.split_rules import Method, SplitRule
from annotator.domain.splits import Split, SplitPlan
from annotator.domain.stance_pairs import PairLosses
from annotator.domain.tokens import TagLosses
from annotator.report.card import CardFacts, card_text
from annotator.report.data_statement import data_statement
from annotator.report.nearest import Nearest, NearPair
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
        rule=SplitRule(salt=7),
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


@pytest.fixture
def with_pairs(facts) -> CardFacts:
    train = PairCounts(3, 12, {"favor": 3}, {"author": 1, "quoted": 2}, {"hedged": 3})
    splits = {
        Split.TRAIN: replace(COUNTS.splits[Split.TRAIN], pairs=train),
        Split.TEST: replace(
            COUNTS.splits[Split.TEST],
            pairs=PairCounts(2, 10, {"against": 2}, {"author": 2}, {"asserted": 2}),
        ),
    }
    kinds = {"named → nominal": (4, 20), "unstated → named": (1, 2)}
    return replace(facts, counts=replace(COUNTS, splits=splits, pair_kinds=kinds))


def test_pairs_are_counted_by_what_they_say_and_as_drawn(with_pairs):
    text = card_text(with_pairs)
    assert "| with a stance (`explicit`) | 3 | 2 | 5 |" in text
    assert "| drawn, without one | 12 | 10 | 22 |" in text
    assert "| label against | 0 | 2 | 2 |" in text
    assert "| attribution author | 1 | 2 | 3 |" in text
    assert "| certainty hedged | 3 | 0 | 3 |" in text
    assert "| unstated → named | 1 | 2 |" in text
    assert 'load_dataset("PATH", "stance")' in text


def test_how_pairs_were_drawn_is_said(with_pairs):
    text = " ".join(card_text(with_pairs).split())
    assert "for each stance at most 5 of the same kind" in text
    assert "by hash and not by chance" in text
    assert "which is not `neutral`" in text
    assert "Left out" not in text


def test_stances_that_are_no_pair_are_said(with_pairs):
    counts = replace(with_pairs.counts, pair_losses=PairLosses(spread=1, dimmed=2))
    text = card_text(replace(with_pairs, counts=counts))
    assert "1 stance of `documents` not within one paragraph and 2 stances in dimmed" in text


def test_without_stances_no_pairs_are_promised(facts):
    text = card_text(facts)
    assert "There are none: no stance was recorded." in text
    assert 'load_dataset("PATH", "stance")' not in text


def test_of_gold_from_elsewhere_no_annotators_and_no_layers_are_promised(facts):
    splits = {split: replace(c, layers=0) for split, c in COUNTS.splits.items()}
    from_elsewhere = replace(facts, counts=replace(COUNTS, splits=splits, annotators=0))
    text = card_text(from_elsewhere)
    for said in (text, data_statement(from_elsewhere)):
        assert "brought in as gold" in said
        assert "0 annotators" not in said
    assert 'load_dataset("PATH", "layers")' not in text
    assert 'load_dataset("PATH", "layers")' in card_text(facts)


def test_agreement_is_said_with_its_base_or_said_to_be_unknown(facts):
    assert "nothing is known of how far they agree" in " ".join(card_text(facts).split())
    agreement = PairwiseAgreement(3, Score(8, 1, 1), Score(2, 1, 2), 1)
    text = card_text(replace(facts, counts=replace(COUNTS, agreement=agreement)))
    assert "On 3 articles that two or more finished" in text
    assert "| named mentions, exact span and label | 0.889 |" in text
    assert "| label of the 2 stances that both found | 0.500 |" in text


def test_quarantine_freeze_time_and_gold_are_said(facts):
    plan = SplitPlan(MappingProxyType({}), None, 0.0, quarantined=("x",), frozen=9)
    rule = SplitRule(
        method=Method.TIME, borders=((Split.TEST, "2025-03-01"),), gold_to_test=True, threshold=0.5
    )
    text = " ".join(card_text(replace(facts, plan=plan, rule=rule)).split())
    assert "at least 50%" in text
    assert "test from 2025-03-01" in text
    assert "Left out: 1 article that would tie two frozen splits" in text
    assert "never moves" in text
    assert "multiply annotated gold" in text


def test_the_nearest_pairs_across_splits_are_named(facts):
    nearest = Nearest((NearPair("a|1", "b", 0.71),), 10, 80)
    text = card_text(replace(facts, nearest=nearest, plot="labels.svg", forgotten=2))
    assert "| a\\|1 | b | 0.710 |" in text
    assert "10 test and 80 training articles" in text
    assert "![Labels by split](labels.svg)" in text
    assert "2 articles taken down" in text


def test_the_data_statement_guesses_nothing(facts):
    text = data_statement(facts)
    assert text.count("to be completed by the team") == 3
    assert "La &lt;b>Gazette&lt;/b> (60)" in text
    assert "rules 3" in text


def test_articles_that_came_by_the_order_of_doubt_are_flagged_with_their_number(facts):
    assert "no random sample" not in card_text(facts)
    counts = replace(facts.counts, chosen={"doubt": 12, "imported": 70, "random": 8})
    limits = card_text(replace(facts, counts=counts)).split("## Limits")[1]
    assert "12 by doubt of 90 articles came first (`chosen_by`)" in limits
    assert "diverse" not in limits
