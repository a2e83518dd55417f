"""The rules take the small words of names from the gazetteer, in whatever language it is."""

import ast
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pytest

from annotator.domain.article import Span
from annotator.errors import SchemeError
from annotator.suggest.called_names import press_names, town_bodies
from annotator.suggest.club_names import club_names
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import parse_gazetteer
from annotator.suggest.ministry_names import ministry_names
from annotator.suggest.tags import NO_TAGS

HOME = Path(__file__).parents[3]
MODULES = HOME / "annotator" / "suggest"
SHIPPED = HOME / "labels" / "news-fr.gazetteer.toml"
NAMES = """
[roles]
person = "PER"
organisation = "ORG"
polity = "GPE"
place = "LOC"

[[names]]
label = "GPE"
p = 0.9
reason = "a city"
list = ["Cádiz"]

[generic]
ministry = ["ministerio"]
town_bodies = ["universidad"]
press = ["El Correo"]

[extend]
connectors = ["de", "del"]

[cues]
articles = ["el", "la", "los", "las", "del"]

[elided]
"d" = "de"
"""
GRAMMAR = """
[grammar]
of = ["de"]
prepositions = ["de", "a"]
definite = ["el", "la", "los", "las"]
plural = ["los", "las"]
plural_endings = ["s"]
both = ["y"]

[grammar.contracted]
"del" = "de el"
"""
TEXT = (
    "El ministerio del Trabajo y de la Justicia felicita a los Corsarios de Cádiz en la portada "
    "del Correo de Zelbek. La universidad de Orvalle calla."
)


def found(text: str, source: str) -> list[str]:
    gazetteer, whole = parse_gazetteer(source, "names.toml", "es"), [Span(0, len(text))]
    drafts: Sequence[Draft] = [
        *ministry_names(text, whole, NO_TAGS, gazetteer),
        *club_names(text, whole, gazetteer),
        *press_names(text, whole, gazetteer),
        *town_bodies(text, whole, gazetteer),
    ]
    return [draft.span.of(text) for draft in drafts]


def test_another_language_has_its_own_small_words() -> None:
    assert found(TEXT, NAMES + GRAMMAR) == [
        "ministerio del Trabajo y de la Justicia",
        "Corsarios de Cádiz",
        "Correo de Zelbek",
        "universidad de Orvalle",
    ]


def test_no_small_word_is_known_to_the_rules_themselves() -> None:
    assert found(TEXT, NAMES) == []


def test_elided_and_contracted_forms_count_like_their_words() -> None:
    grammar = parse_gazetteer(NAMES + GRAMMAR, "names.toml", "es").grammar
    assert grammar.of == {"de", "d"}
    assert grammar.any_of == {"de", "d", "del"}
    assert grammar.prepositions == {"de", "d", "del", "a"}
    assert grammar.plain("del") == grammar.plain("de la") == "de"
    assert grammar.leads("El Correo")
    assert not grammar.leads("Elcorreo de Zelbek")


def test_a_contraction_of_one_word_is_refused_with_its_remedy() -> None:
    source = (NAMES + GRAMMAR).replace('"de el"', '"de"')
    with pytest.raises(
        SchemeError, match=r'\[grammar\].*"del".*write a preposition and an article'
    ):
        parse_gazetteer(source, "names.toml", "es")


def test_no_word_of_the_shipped_language_stands_in_the_code() -> None:
    shipped = parse_gazetteer(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name, "fr").grammar
    words = {
        word
        for field in fields(shipped)
        if isinstance(listed := getattr(shipped, field.name), frozenset)
        for word in listed
        if len(word) > 1
    }
    assert {"de", "du", "et", "le", "pour", "sans"} <= words
    found = {
        (module.name, constant.value)
        for module in MODULES.glob("*.py")
        for constant in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(constant, ast.Constant) and constant.value in words
    }
    assert found == set()
