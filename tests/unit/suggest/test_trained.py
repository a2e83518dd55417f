"""What a trained suggester makes of the rules' suggestions; no model is needed for it."""

from pathlib import Path

import pytest

from annotator.domain.article import Span
from annotator.domain.suggestion import FILLED_IN, SuggestedMention, Suggestions
from annotator.suggest.reading import RawSpan
from annotator.suggest.stance_pairs_model import Pair, fit_pairs, load_pairs_model
from annotator.suggest.trained import (
    PRIORS,
    Finders,
    counted_shares,
    found_names,
    with_names,
)

TEXT = "Ana Roche va à Orval avec Cardinal."


def rules(*marks: tuple[str, str, float]) -> Suggestions:
    mentions = []
    for words, label, p in marks:
        start = TEXT.index(words)
        mentions.append(
            SuggestedMention(
                start=start,
                end=start + len(words),
                label=label,
                canonical=words,
                p=p,
                rule="rule",
                reason="a reason",
            )
        )
    return Suggestions("rules", tuple(mentions), ())


def raw(words: str, label: str) -> RawSpan:
    start = TEXT.index(words)
    return RawSpan(start, start + len(words), label)


def test_names_are_told_by_who_found_them():
    found = rules(("Ana Roche", "PER", 0.9), ("Orval", "GPE", 0.3), ("Cardinal", "ORG", 0.6))
    names = [raw("Ana Roche", "PER"), raw("Orval", "GPE"), raw("Cardinal", "PER")]
    assert [one.finders for one in found_names(found, names)] == [
        Finders.BOTH,
        Finders.BOTH_HINT,
        Finders.RULES,
        Finders.EXTRACTOR,
    ]


def test_of_two_names_that_cross_the_likelier_is_filled_in():
    found = rules(("Cardinal", "ORG", 0.6))
    shares = {**PRIORS, Finders.RULES: 0.3, Finders.EXTRACTOR: 0.9}
    better = with_names(TEXT, found, [raw("Cardinal", "PER")], shares)
    assert [(m.label, m.p >= FILLED_IN) for m in better.mentions] == [("PER", True), ("ORG", False)]

    # In the place of the rules' mention, so that stances on it follow.
    assert better.mentions[0].canonical == "Cardinal"

    shares = {**PRIORS, Finders.RULES: 0.9, Finders.EXTRACTOR: 0.8}
    better = with_names(TEXT, found, [raw("Cardinal", "PER")], shares)
    assert [(m.label, m.p >= FILLED_IN) for m in better.mentions] == [("ORG", True), ("PER", False)]


def test_the_rules_mentions_keep_their_places():
    found = rules(("Orval", "GPE", 0.9), ("Ana Roche", "PER", 0.9))
    better = with_names(TEXT, found, [raw("Cardinal", "ORG")], PRIORS)
    assert [m.canonical for m in better.mentions] == ["Orval", "Ana Roche", "Cardinal"]


def test_shares_go_from_the_prior_to_what_was_counted():
    assert counted_shares([]) == pytest.approx(dict(PRIORS))
    many = counted_shares([(Finders.EXTRACTOR, n % 10 < 9) for n in range(1000)])
    assert many[Finders.EXTRACTOR] == pytest.approx(0.9, abs=0.01)


def pair(verb: str, holder: str, target: str) -> Pair:
    text = f"{holder} {verb} {target} ce mardi."
    at = text.index(target)
    return Pair(text, Span(0, len(holder)), "mention", Span(at, at + len(target)), ("PER", "ORG"))


def test_the_classifier_learns_the_verb_and_not_who(tmp_path: Path):
    verbs = {"refuse": "against", "soutient": "favor", "rencontre": "none"}
    known = [
        (pair(verb, f"Nom{n}", f"But{n}"), label)
        for n in range(12)
        for verb, label in verbs.items()
    ]
    model = fit_pairs([one for one, _ in known], [label for _, label in known])
    assert model is not None
    new = [pair(verb, "Ana Roche", "Cardinal") for verb in verbs]
    assert model.predicted(new) == list(verbs.values())

    model.save(tmp_path / "pairs.npz")
    again = load_pairs_model(tmp_path / "pairs.npz")
    for first, second in zip(model.probabilities(new), again.probabilities(new), strict=True):
        assert second == pytest.approx(first)
        assert sum(second.values()) == pytest.approx(1)


def test_with_two_classes_the_probabilities_are_those_of_scikit_learn():
    from sklearn.linear_model import LogisticRegression

    from annotator.suggest.stance_pairs_model import hashed

    pairs = [pair(v, f"A{n}", f"B{n}") for n in range(6) for v in ("refuse", "voit")]
    labels = ["against", "none"] * 6
    oracle = LogisticRegression(class_weight="balanced", max_iter=1000).fit(hashed(pairs), labels)
    model = fit_pairs(pairs, labels)
    assert model is not None
    ours = [[row["against"], row["none"]] for row in model.probabilities(pairs)]
    assert ours == pytest.approx(oracle.predict_proba(hashed(pairs)), abs=1e-9)


def test_one_class_is_nothing_to_learn():
    assert fit_pairs([pair("refuse", "Ana", "Cardinal")], ["against"]) is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken"])
def test_a_broken_file_of_weights_is_an_error(tmp_path: Path, content: bytes):
    (tmp_path / "pairs.npz").write_bytes(content)
    with pytest.raises(ValueError):  # noqa: PT011 - numpy's own words
        load_pairs_model(tmp_path / "pairs.npz")
