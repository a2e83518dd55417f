from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.plain import begins_sentence, is_capitals, lowered, plain


@given(st.text())
def test_plain_and_lowered_keep_every_offset(text: str) -> None:
    assert len(plain(text)) == len(lowered(text)) == len(text)


def test_typographic_quotes_and_spaces_become_plain() -> None:
    assert plain("«\u00a0L’été\u202f»") == '" L\'été "'


def test_a_line_in_capitals_is_told_from_an_acronym() -> None:
    assert is_capitals("LE MAIRE DE LYON DÉMISSIONNE")
    assert not is_capitals("ONU")
    assert not is_capitals("Le maire de Lyon")


def test_a_sentence_begins_at_the_line_after_a_full_stop_and_in_an_opening_quote() -> None:
    text = 'Il part. Demain, dit-il, "Rome" attend l\'Italie.'
    assert begins_sentence(text, 0)
    assert begins_sentence(text, text.index("Demain"))
    assert begins_sentence(text, text.index("Rome"))
    assert not begins_sentence(text, text.index("Italie"))
    assert not begins_sentence(text, text.index("part"))
