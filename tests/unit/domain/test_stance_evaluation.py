import os
import random
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from annotator.domain.article import Span
from annotator.domain.items import Attribution, Certainty, HolderKind
from annotator.domain.stance_evaluation import (
    StanceComparison,
    StanceErrorKind,
    StanceEvaluation,
    evaluate_stances,
    match_stances,
    stance_record,
)
from annotator.domain.stance_view import Participant, StanceView, stance_views
from annotator.exchange.native_reader import read_native
from annotator.exchange.native_record import NativeRecord

ROOT = Path(__file__).parents[3]
TEXT = "Le maire refuse le pont que le préfet et la région approuvent."


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def view(
    holder: str | None, target: str, evidence: str = "refuse", **changes: object
) -> StanceView:
    values: dict[str, object] = {
        "holder": None if holder is None else Participant(at(holder), holder),
        "holder_kind": HolderKind.UNSTATED if holder is None else HolderKind.MENTION,
        "target": Participant(at(target), target),
        "paragraph": 0,
        "label": "against",
        "attribution": Attribution.REPORTED,
        "certainty": Certainty.ASSERTED,
        "evidence": (at(evidence),),
    }
    return StanceView(**{**values, **changes})  # type: ignore[arg-type]


def evaluate(gold: list[StanceView], predicted: list[StanceView]) -> StanceEvaluation:
    return evaluate_stances([StanceComparison("a", TEXT, tuple(gold), tuple(predicted))])


MAYOR, PREFECT = view("maire", "pont"), view("préfet", "pont", "approuvent", label="favor")
REGION = view("région", "pont", "approuvent", label="favor")


def test_pairs_and_what_they_agree_in_are_counted() -> None:
    wrong = replace(PREFECT, label="neutral", certainty=Certainty.HEDGED)
    result = evaluate([MAYOR, PREFECT, REGION], [MAYOR, wrong, view("préfet", "maire")])
    assert (result.pairs.right, result.pairs.spurious, result.pairs.missed) == (2, 1, 1)
    assert (result.label.accuracy, result.label.n) == (1 / 2, 2)
    assert (result.attribution.accuracy, result.certainty.accuracy) == (1.0, 1 / 2)


def test_one_prediction_finds_one_gold_stance_only() -> None:
    twice = [MAYOR, replace(MAYOR, evidence=(at("approuvent"),))]
    assert evaluate(twice, [MAYOR]).pairs.missed == 1
    assert evaluate([MAYOR], twice).pairs.spurious == 1
    assert evaluate(twice, twice).pairs.f1 == 1.0


def test_the_greatest_number_of_pairs_is_found_where_greed_would_lose_one() -> None:
    wide = replace(MAYOR, holder=Participant(Span(at("maire").start, at("préfet").end)))
    # `wide` is the same as either; taking it for the mayor, who agrees better, would lose a pair.
    pairs = match_stances([MAYOR, PREFECT], [wide, replace(MAYOR, label="neutral")])
    assert len(pairs) == 2


def test_of_equally_many_pairs_those_that_agree_are_taken() -> None:
    against, favor = MAYOR, replace(MAYOR, label="favor")
    for predicted in ([against, favor], [favor, against]):
        result = evaluate([favor, against], predicted)
        assert result.label.accuracy == 1.0
        assert result.errors == ()


def test_labels_are_worth_more_than_all_else() -> None:
    gold = replace(MAYOR, attribution=Attribution.QUOTED, certainty=Certainty.HEDGED)
    label_only = MAYOR
    rest_only = replace(gold, label="favor")
    ((_, taken),) = match_stances([gold], [rest_only, label_only])
    assert taken == label_only


def mixed(seed: int, count: int) -> list[StanceView]:
    draw = random.Random(seed)  # noqa: S311  # no secret
    words = ("maire", "pont", "préfet", "région")
    return [
        view(
            draw.choice((*words, None)),
            draw.choice(words),
            draw.choice(("refuse", "approuvent")),
            label=draw.choice(("against", "favor")),
            attribution=draw.choice(tuple(Attribution)),
            certainty=draw.choice(tuple(Certainty)),
            p=draw.choice((0.3, 0.9)),
        )
        for _ in range(count)
    ]


def by_hand(gold: list[StanceView], predicted: list[StanceView]) -> tuple[int, ...]:
    """The best (pairs, filled in, labels, attributions, certainties) by trying every matching."""
    best: tuple[int, ...] = (0, 0, 0, 0, 0)
    padded = [*predicted, *([None] * len(gold))]
    for chosen in permutations(padded, len(gold)):
        pairs = [(g, p) for g, p in zip(gold, chosen, strict=True) if p and g.is_same(p)]
        best = max(
            best,
            (
                len(pairs),
                sum(p.p >= 0.5 for _, p in pairs),
                sum(g.label == p.label for g, p in pairs),
                sum(g.attribution == p.attribution for g, p in pairs),
                sum(g.certainty == p.certainty for g, p in pairs),
            ),
        )
    return best


@pytest.mark.parametrize("seed", range(12))
def test_no_other_matching_is_better(seed: int) -> None:
    gold, predicted = mixed(seed, 4), mixed(seed + 100, 5)
    pairs = match_stances(gold, predicted)
    assert by_hand(gold, predicted) == (
        len(pairs),
        sum(p.p >= 0.5 for _, p in pairs),
        sum(g.label == p.label for g, p in pairs),
        sum(g.attribution == p.attribution for g, p in pairs),
        sum(g.certainty == p.certainty for g, p in pairs),
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_the_stances_changes_nothing(seed: int) -> None:
    gold, predicted = mixed(seed, 9), mixed(seed + 100, 12)
    first = evaluate(gold, predicted)
    draw = random.Random(seed)  # noqa: S311  # no secret
    draw.shuffle(gold)
    draw.shuffle(predicted)
    assert evaluate(gold, predicted) == first


def test_candidates_count_where_nothing_filled_in_finds_the_stance() -> None:
    result = evaluate(
        [MAYOR, PREFECT, REGION],
        [
            MAYOR,
            replace(MAYOR, p=0.4),  # found already
            replace(PREFECT, p=0.2),
            view("pont", "maire", p=0.3),
            replace(REGION, p=0.19),  # never shown
        ],
    )
    assert result.pairs.recall == 1 / 3
    assert result.candidates.recall == 2 / 3
    assert (result.candidates.right, result.candidates.wrong) == (1, 2)
    assert result.candidates.wrong_per_right == 2.0


def test_a_candidate_can_free_what_is_filled_in_for_another_stance() -> None:
    wide = replace(MAYOR, holder=Participant(Span(at("maire").start, at("préfet").end)))
    result = evaluate([MAYOR, PREFECT], [wide, replace(MAYOR, p=0.3)])
    assert result.pairs.right == 1
    assert (result.candidates.right, result.candidates.wrong, result.candidates.recall) == (1, 0, 1)


def test_what_has_no_denominator_is_undefined() -> None:
    nothing = stance_record(evaluate([], []))["stances"]
    assert nothing == {
        "pairs": {"precision": None, "recall": None, "f1": None, "n": 0},
        "candidates": {"recall": None, "wrong_per_right": None},
        "label": {"accuracy": None, "n": 0},
        "attribution": {"accuracy": None, "n": 0},
        "certainty": {"accuracy": None, "n": 0},
    }
    wrong = evaluate([MAYOR], [view("pont", "maire", p=0.3)])
    assert (wrong.candidates.recall, wrong.candidates.wrong_per_right) == (0.0, None)
    assert wrong.pairs.f1 == 0.0


def test_each_error_is_told_with_its_words_in_text_order() -> None:
    wrong = replace(PREFECT, label="neutral", attribution=Attribution.QUOTED)
    hedged = replace(REGION, certainty=Certainty.HEDGED, evidence=(at("approuvent."),))
    result = evaluate([MAYOR, PREFECT, REGION], [wrong, hedged, view(None, "pont", "que")])
    assert [(error.kind, error.words) for error in result.errors] == [
        (StanceErrorKind.MISSED, "maire → pont, against: refuse"),
        (StanceErrorKind.SPURIOUS, "(unstated) → pont, against: que"),
        (StanceErrorKind.ATTRIBUTION, "préfet → pont, favor: approuvent"),
        (StanceErrorKind.CERTAINTY, "région → pont, favor: approuvent"),
        (StanceErrorKind.LABEL, "préfet → pont, favor: approuvent"),
    ]
    assert [e.instead for e in result.errors] == [None, None, "quoted", "hedged", "neutral"]
    assert {error.article for error in result.errors} == {"a"}
    assert result.errors[0].predicted is None
    assert result.errors[1].gold is None


def test_articles_are_counted_together() -> None:
    one = StanceComparison("a", TEXT, (MAYOR,), (MAYOR,))
    two = StanceComparison("b", TEXT, (PREFECT, REGION), ())
    assert evaluate_stances([one, two]).pairs.recall == 1 / 3


def reading(number: int) -> dict[str, tuple[str, tuple[StanceView, ...]]]:
    home = Path(os.environ.get("ANNOTATOR_SHARED", ROOT.parent / "shared"))
    path = home / "articles" / f"gold.reading{number}.jsonl"
    if not path.is_file():
        reason = f"{path} is missing; set ANNOTATOR_SHARED"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    views = {}
    for record in read_native(path):
        assert isinstance(record, NativeRecord)
        layer, names = record.to_layer()
        views[record.article.id] = (
            record.article.text,
            stance_views(record.article.text, layer, names),
        )
    return views


def test_two_careful_readings_agree_in_what_they_both_found() -> None:
    one, two = reading(1), reading(2)

    def compared(gold: dict, predicted: dict) -> StanceEvaluation:
        return evaluate_stances(
            StanceComparison(article, text, views, predicted[article][1])
            for article, (text, views) in gold.items()
        )

    there, back = compared(one, two), compared(two, one)
    assert (there.pairs.right, there.pairs.spurious, there.pairs.missed) == (31, 24, 6)
    assert there.pairs.f1 == back.pairs.f1 == pytest.approx(0.674, abs=0.0005)
    assert (there.pairs.precision, there.pairs.recall) == (back.pairs.recall, back.pairs.precision)
    assert [(a.right, a.n) for a in (there.label, there.attribution, there.certainty)] == [
        (31, 31),
        (30, 31),
        (31, 31),
    ]
