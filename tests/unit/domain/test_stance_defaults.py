import pytest

from annotator.domain.items import Attribution
from annotator.domain.stance_defaults import (
    default_attribution,
    default_evidence,
    next_attribution,
    sentence_at,
)
from annotator.resources import load_scheme

WORDS = load_scheme().words
TEXT = (
    "Zoé Arc refuse net le pont. M. Garrel, lui, « veut ce pont » depuis 2.5 ans ! "
    "Le conseil votera.\nCardinal attend."
)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("refuse", "Zoé Arc refuse net le pont."),
        ("depuis", "M. Garrel, lui, « veut ce pont » depuis 2.5 ans !"),
        ("votera", "Le conseil votera."),
        ("Cardinal", "Cardinal attend."),
    ],
)
def test_a_sentence_ends_with_its_mark_or_its_paragraph(words, sentence):
    assert sentence_at(TEXT, TEXT.index(words)).of(TEXT) == sentence


def test_evidence_is_the_sentence_around_both_ends(build):
    holder, target = build.span_of(TEXT, "Zoé Arc"), build.span_of(TEXT, "le pont")

    assert default_evidence(WORDS, TEXT, holder, target).of(TEXT) == "Zoé Arc refuse net le pont"
    assert default_evidence(WORDS, TEXT, target, holder).of(TEXT) == "Zoé Arc refuse net le pont"


def test_evidence_is_the_targets_sentence_where_the_holder_is_elsewhere_or_nobody(build):
    target = build.span_of(TEXT, "Cardinal")

    for holder in (build.span_of(TEXT, "Zoé Arc"), None):
        assert default_evidence(WORDS, TEXT, holder, target).of(TEXT) == "Cardinal attend"


def turns(text, evidence, first):
    """What three steps give."""
    steps, now = [], first
    for _ in range(3):
        now = next_attribution(text, evidence, first, now)
        steps.append(now)
    return steps


def test_the_next_attribution_is_the_likeliest_correction_and_three_come_round(build):
    author, quoted, reported = Attribution.AUTHOR, Attribution.QUOTED, Attribution.REPORTED
    marked, plain = build.span_of(TEXT, "veut ce pont"), build.span_of(TEXT, "refuse")

    assert turns(TEXT, marked, reported) == [quoted, author, reported]
    assert turns(TEXT, plain, reported) == [author, quoted, reported]
    assert turns(TEXT, marked, author) == [quoted, reported, author]
    assert turns(TEXT, plain, author) == [reported, quoted, author]
    for evidence in (marked, plain):
        assert turns(TEXT, evidence, quoted) == [reported, author, quoted]


def test_evidence_of_a_long_sentence_begins_with_the_first_end_and_stays_in_the_sentence(build):
    text = "Vu " + "si " * 20 + "Zoé aime le pont neuf."
    ends = build.span_of(text, "Zoé"), build.span_of(text, "pont")
    assert default_evidence(WORDS, text, *ends).of(text) == "si " * 10 + "Zoé aime le pont neuf"
    text = "Zoé aime le pont " + "si " * 20
    ends = build.span_of(text, "Zoé"), build.span_of(text, "pont")
    assert default_evidence(WORDS, text, *ends).of(text).startswith("Zoé aime le pont si")
    text = "si " * 20 + "pont " + "si " * 20
    found = default_evidence(WORDS, text, None, build.span_of(text, "pont")).of(text)
    assert found == "si " * 7 + "pont" + " si" * 7


def test_evidence_has_at_most_fifteen_words(build):
    text = "Zoé " + "très " * 30 + "pont"
    found = default_evidence(WORDS, text, build.span_of(text, "Zoé"), build.span_of(text, "pont"))

    assert len(found.of(text).split()) == 15


def test_a_target_in_quotation_marks_is_quoted(build):
    assert default_attribution(TEXT, build.span_of(TEXT, "ce pont")) is Attribution.QUOTED
    assert default_attribution(TEXT, build.span_of(TEXT, "conseil")) is Attribution.REPORTED
    assert default_attribution('Il "aime Zoé"', build.span_of('Il "aime Zoé"', "Zoé")) is (
        Attribution.QUOTED
    )
