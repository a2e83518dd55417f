import unicodedata

import pytest

from annotator.domain.finding import hits_in, pattern_of

TEXT = "L'État refuse. À l'E\u0301TAT, Quai\u00a0 d'Orsay\nrépond : (a+b)."


@pytest.mark.parametrize("words", ["état", unicodedata.normalize("NFD", "état"), "ÉTAT"])
def test_words_are_found_in_any_case_and_composition(words):
    found = [hit.words for hit in hits_in("a", TEXT, pattern_of(words))]
    assert found == ["État", "E\u0301TAT"]


def test_any_white_space_stands_for_any_other():
    (hit,) = hits_in("a", TEXT, pattern_of("quai d'orsay RÉPOND"))
    assert TEXT[hit.span.start : hit.span.end] == hit.words == "Quai\u00a0 d'Orsay\nrépond"
    assert (hit.before[-2:], hit.after[:2]) == (", ", " :")


def test_signs_are_no_patterns_and_no_words_match_nothing():
    assert [hit.words for hit in hits_in("a", TEXT, pattern_of("(a+b)"))] == ["(a+b)"]
    assert not list(hits_in("a", TEXT, pattern_of("  ")))
