import dataclasses
from pathlib import Path

import pytest

from annotator.domain.items import Attribution
from annotator.errors import InputError, SchemeError
from annotator.exchange.foreign import (
    ForeignDocument,
    ForeignMention,
    ForeignRelation,
    ReadOptions,
    records,
    to_record,
)
from annotator.exchange.foreign_labels import label_map, parse_labels
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.resources import companion_text

TEXT = "Paul Roche refuse le pont. « Valmure paiera », dit Cardinal."
FILE = Path("export.json")
COMMON = companion_text("common-labels.toml")


def options(scheme, labels=""):
    return ReadOptions(label_map(scheme, COMMON, parse_labels(labels), "common"))


def mention(words, label, identifier=None):
    start = TEXT.index(words)
    return ForeignMention(
        id=identifier or words, start=start, end=start + len(words), label=label, quote=words
    )


def document(*mentions, relations=(), **fields):
    return ForeignDocument(line=3, text=TEXT, mentions=mentions, relations=relations, **fields)


def record(scheme, made, labels=""):
    found = to_record(FILE, made, scheme, options(scheme, labels))
    assert isinstance(found, NativeRecord), str(found)
    return found


def problem(scheme, made, labels=""):
    found = to_record(FILE, made, scheme, options(scheme, labels))
    assert isinstance(found, Problem)
    return found


@pytest.mark.parametrize(
    ("label", "folded"),
    [("PER", "PER"), ("Person", "PER"), ("B-PERSON", "PER"), ("Personne", "PER"), ("per", "PER"),
     ("Organization", "ORG"), ("I-ORG", "ORG"), ("COUNTRY", "GPE"), ("Lieu", "LOC"),
     ("geo-political_entity", "GPE"), ("FAC", "LOC")],
)  # fmt: skip
def test_the_labels_of_the_field_are_folded_into_the_scheme(news, label, folded):
    made = record(news, document(mention("Roche", label)))
    assert [m.label for m in made.mentions] == [folded]
    assert made.losses == {}


def test_values_are_left_out_and_counted(news):
    made = record(news, document(mention("Roche", "PER"), mention("pont", "MONEY")))
    assert [m.quote for m in made.mentions] == ["Roche"]
    assert made.losses == {"mentions labelled MONEY": 1}


def test_an_unknown_label_is_told_with_the_option_that_mends_it(news):
    made = document(mention("Roche", "GGP"), mention("pont", "Xyz"))
    found = problem(news, made)
    assert str(found) == (
        "export.json:3: labels that the scheme does not know: GGP, Xyz; say what each stands for "
        "(`--labels GGP=PER`) or that it is left out (`--labels GGP=`)."
    )
    assert [m.label for m in record(news, made, "GGP=PER, Xyz=TOPIC").mentions] == ["PER", "TOPIC"]
    assert record(news, made, "GGP=PER,*=").losses == {"mentions labelled Xyz": 1}


def test_the_users_map_wins_over_every_folding(news):
    assert record(news, document(mention("Roche", "PER")), "PER=ORG").mentions[0].label == "ORG"
    assert record(news, document(mention("pont", "B-MISC")), "MISC=TOPIC").mentions[0].label == (
        "TOPIC"
    )


def test_a_map_to_a_label_that_is_not_there_is_refused(news):
    with pytest.raises(InputError, match="'PERS', which the scheme does not have"):
        options(news, "Person=PERS")
    with pytest.raises(InputError, match="no pair"):
        parse_labels("Person")


@pytest.mark.parametrize("text", ["[[mention]\n", "[[mention]]\nto = 1\n", "mention = 3\n"])
def test_a_malformed_file_of_common_names_is_told(news, text):
    with pytest.raises(SchemeError, match="common"):
        label_map(news, text, {}, "common")


def test_a_relation_that_names_a_side_is_a_stance_filled_in_by_rule(news):
    made = record(
        news,
        document(
            mention("Roche", "PER"),
            mention("Valmure", "GPE"),
            mention("Cardinal", "ORG"),
            relations=(
                ForeignRelation(label="opposes", holder="Roche", target="Valmure"),
                ForeignRelation(label="foundedBy", holder="Cardinal", target="Roche"),
            ),
        ),
    )
    (stance,) = made.stances
    assert (stance.label, stance.holder, stance.target) == ("against", "m1", "m2")
    # The target stands in quotation marks; the evidence is its sentence.
    assert stance.attribution is Attribution.QUOTED
    assert stance.evidence[0].quote.startswith("Valmure paiera")
    assert made.losses == {
        "relations labelled foundedBy, no stance": 1,
        "evidence spans that the file does not give, filled in by rule": 1,
    }


def test_a_relation_can_be_mapped_and_needs_its_mentions(news):
    ends = mention("Roche", "PER"), mention("Cardinal", "MONEY")
    relations = (ForeignRelation(label="Neg-Reg", holder="Roche", target="Cardinal"),)
    made = record(news, document(*ends, relations=relations), "Neg-Reg=against")
    assert made.stances == ()
    assert made.losses["stances whose mention is left out"] == 1
    nowhere = (ForeignRelation(label="against", holder="Roche", target="T9"),)
    found = problem(news, document(ends[0], relations=nowhere))
    assert "`stances[0].target` is 'T9', which is not among the entities" in str(found)


def test_the_same_mention_twice_is_one_and_keeps_both_their_stances(news):
    made = record(
        news,
        document(
            mention("Roche", "PER", "T1"),
            mention("Roche", "Person", "T2"),
            mention("pont", "TOPIC", "T3"),
            relations=(ForeignRelation(label="against", holder="T2", target="T3"),),
        ),
    )
    assert len(made.mentions) == 2
    assert made.stances[0].holder == "m1"
    assert made.losses["mentions that are there twice"] == 1


@pytest.mark.parametrize(
    ("start", "end", "quote", "what"),
    [(0, 999, None, "is no range"), (5, 5, None, "is no range"), (-1, 4, None, "is no range"),
     (0, 4, "Jean", "is 'Jean', but the text at 0..4 is 'Paul'")],
)  # fmt: skip
def test_a_wrong_span_is_a_problem_that_carries_its_record(news, start, end, quote, what):
    wrong = ForeignMention(id="T1", start=start, end=end, label="PER", quote=quote)
    found = problem(news, document(wrong, mention("pont", "TOPIC")))
    assert what in found.what
    assert found.remedy
    assert found.record["text"] == TEXT
    assert [e["label"] for e in found.record["entities"]] == ["PER", "TOPIC"]


def test_ids_come_from_the_file_where_the_record_has_none(news):
    assert record(news, document()).article.id == "export-3"
    assert record(news, document(key="17")).article.id == "export-17"
    assert record(news, document(id="mine")).article.id == "mine"
    moved = dataclasses.replace(options(news), stem="first", lines_before=4)
    assert to_record(FILE, document(), news, moved).article.id == "first-7"


def test_one_text_stands_once_for_each_author(news):
    mine, other = document(id="a", author="anna"), document(id="a", author="béa")
    again = ForeignDocument(line=9, id="a", text=TEXT, author="anna")
    changed = ForeignDocument(line=10, id="a", text=f"{TEXT} Oui.")
    found = list(records(FILE, [mine, other, again, changed], news, options(news)))
    assert [type(f) for f in found] == [NativeRecord, NativeRecord, Problem, Problem]
    assert "by the same author" in found[2].what
    assert "with another text" in found[3].what
    assert found[3].record["text"] == changed.text


def test_boilerplate_comes_as_a_span_with_that_label(news):
    made = record(news, document(mention("dit Cardinal.", "BOILERPLATE")))
    assert made.mentions == ()
    assert [TEXT[z.start : z.end] for z in made.zones] == ["dit Cardinal."]


@pytest.mark.parametrize("text", ["", " \n", "a\0b"])
def test_a_text_that_cannot_be_stored_is_a_problem(news, text):
    found = problem(news, ForeignDocument(line=1, text=text))
    assert found.record["text"] == text
