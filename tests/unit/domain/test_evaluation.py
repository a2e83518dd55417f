from annotator.domain.evaluation import (
    Comparison,
    ErrorKind,
    LabelledSpan,
    entity_record,
    evaluate_entities,
    named_spans,
)
from annotator.domain.items import Decision, Mention, MentionKind
from annotator.domain.suggestion import SuggestedMention

LABELS = ("PER", "ORG")


def spans(*items: tuple[int, int, str]) -> frozenset[LabelledSpan]:
    return frozenset(LabelledSpan(*item) for item in items)


def test_overall_and_label_scores_count_exact_spans_and_labels() -> None:
    gold = spans((0, 4, "PER"), (10, 14, "ORG"), (20, 24, "ORG"))
    predicted = spans((0, 4, "PER"), (10, 14, "ORG"), (30, 34, "PER"))
    result = evaluate_entities([Comparison("a", gold, predicted)], LABELS)
    assert (result.overall.precision, result.overall.recall) == (2 / 3, 2 / 3)
    assert result.overall.f1 == 2 / 3
    assert result.overall.n == 3
    assert result.labels["ORG"].recall == 1 / 2
    assert result.labels["PER"].precision == 1 / 2


def test_what_has_no_denominator_is_undefined_rather_than_zero_or_one() -> None:
    empty = evaluate_entities([Comparison("a", spans(), spans())], LABELS).overall
    assert (empty.precision, empty.recall, empty.f1) == (None, None, None)
    unanswered = evaluate_entities([Comparison("a", spans((0, 1, "PER")), spans())], LABELS).overall
    assert (unanswered.precision, unanswered.recall, unanswered.f1) == (None, 0.0, 0.0)


def test_each_error_is_told_once_with_its_kind() -> None:
    gold = spans((0, 4, "PER"), (10, 14, "ORG"), (20, 24, "ORG"))
    predicted = spans((0, 4, "ORG"), (9, 14, "ORG"), (40, 44, "PER"))
    errors = evaluate_entities([Comparison("a", gold, predicted)], LABELS).errors
    assert [error.kind for error in errors] == [
        ErrorKind.LABEL,
        ErrorKind.BOUNDARY,
        ErrorKind.MISSED,
        ErrorKind.SPURIOUS,
    ]
    assert errors[1].gold == LabelledSpan(10, 14, "ORG")
    assert errors[1].predicted == LabelledSpan(9, 14, "ORG")


def test_the_record_has_the_keys_of_the_command() -> None:
    record = entity_record(evaluate_entities([Comparison("a", spans(), spans())], LABELS))
    scores = {"precision": None, "recall": None, "f1": None, "n": 0}
    assert record == {"entities": {"overall": scores, "labels": {"PER": scores, "ORG": scores}}}


def test_only_live_named_filled_in_mentions_of_the_labels_count() -> None:
    def mention(number: int, **changes: object) -> Mention:
        values: dict[str, object] = {
            "id": f"m{number}",
            "start": number,
            "end": number + 1,
            "quote": "x",
            "label": "PER",
            "decision": Decision.KEPT,
        }
        return Mention(**{**values, **changes})  # type: ignore[arg-type]

    def suggested(start: int, p: float) -> SuggestedMention:
        return SuggestedMention(
            start=start, end=start + 1, label="ORG", canonical="x", p=p, rule="r", reason="why"
        )

    counted = named_spans(
        [
            mention(1),
            mention(2, kind=MentionKind.NOMINAL),
            mention(3, label="TOPIC"),
            mention(4, decision=Decision.REJECTED),
            suggested(5, 0.9),
            suggested(6, 0.4),
        ],
        LABELS,
    )
    assert counted == spans((1, 2, "PER"), (5, 6, "ORG"))
