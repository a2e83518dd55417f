from dataclasses import replace

from annotator.cli.evaluation import stance_table
from annotator.domain.article import Span
from annotator.domain.evaluation import Score
from annotator.domain.items import Attribution, Certainty, HolderKind
from annotator.domain.stance_evaluation import (
    Accuracy,
    CandidateScore,
    StanceError,
    StanceErrorKind,
    StanceEvaluation,
)
from annotator.domain.stance_view import Participant, StanceView

VIEW = StanceView(
    holder=None,
    holder_kind=HolderKind.UNSTATED,
    target=Participant(Span(0, 4)),
    paragraph=0,
    label="favor",
    attribution=Attribution.AUTHOR,
    certainty=Certainty.ASSERTED,
    evidence=(Span(5, 9),),
)
WORDS = "(unstated) → pont, favor: a\nvoté"


def evaluation(**changes: object) -> StanceEvaluation:
    values: dict[str, object] = {
        "pairs": Score(3, 1, 2),
        "candidates": CandidateScore(4, 5, 1, 2),
        "label": Accuracy(2, 3),
        "attribution": Accuracy(3, 3),
        "certainty": Accuracy(0, 3),
        "errors": (),
    }
    return StanceEvaluation(**{**values, **changes})  # type: ignore[arg-type]


def test_the_table_gives_every_measure_of_the_json() -> None:
    lines = stance_table(evaluation()).split("\n")
    assert lines[0].split() == ["stances", "precision", "recall", "F1", "n"]
    assert lines[1].split() == ["pairs", "0.750", "0.600", "0.667", "5"]
    assert lines[2] == "with candidates: recall 0.800, 2.000 wrong for each right one"
    assert lines[3:] == [
        "label right: 0.667 of 3 pairs",
        "attribution right: 1.000 of 3 pairs",
        "certainty right: 0.000 of 3 pairs",
    ]


def test_what_is_undefined_is_not_a_number() -> None:
    empty = evaluation(
        pairs=Score(0, 0, 0), candidates=CandidateScore(0, 0, 0, 0), label=Accuracy(0, 0)
    )
    table = stance_table(empty)
    assert "recall n/a, n/a wrong" in table
    assert "label right: n/a of 0 pairs" in table


def test_each_error_is_one_line_with_what_was_suggested_instead() -> None:
    wrong = replace(VIEW, label="against")
    errors = (
        StanceError("a1", StanceErrorKind.MISSED, VIEW, None, WORDS),
        StanceError("a1", StanceErrorKind.LABEL, VIEW, wrong, WORDS),
    )
    assert stance_table(evaluation(errors=errors)).split("\n")[6:] == [
        "missed      a1 (unstated) → pont, favor: a voté",
        "label       a1 (unstated) → pont, favor: a voté (suggested: against)",
    ]
