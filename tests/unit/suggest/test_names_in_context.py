"""Names that only their context explains, and whole paragraphs of our own with their gold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.domain.evaluation import Comparison, evaluate_entities, named_spans
from annotator.domain.suggestion import FILLED_IN
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.judgement import surname_of
from tests.unit.suggest.conftest import ROOT, Rules
from tests.unit.suggest.marked_text import marked_texts

if TYPE_CHECKING:
    from annotator.suggest.engine import Engine

LABELS = ("PER", "ORG", "GPE", "LOC")


def labels(found: dict) -> dict[str, str]:
    return {quote: m.label for quote, m in found.items() if m.p >= FILLED_IN}


@pytest.mark.parametrize(
    ("text", "raw", "expected"),
    [
        ("Hier, le syndicat Zelbek a voté.", {}, {"Zelbek": "ORG"}),
        ("Hier, l'ONG « Mains vertes » a voté.", {}, {"Mains vertes": "ORG"}),
        ("Hier, l'association Tornel 45 a voté.", {"Tornel": "PER"}, {"Tornel 45": "ORG"}),
        ("Hier, le groupe Nouvel Essor a voté.", {"Essor": "LOC"}, {"Nouvel Essor": "ORG"}),
        ("Hier, l'Institut Zelbek a voté.", {"Institut Zelbek": "ORG"}, {"Institut Zelbek": "ORG"}),
        ("Hier, le maire de Zelbek a voté.", {"Zelbek": "PER"}, {"Zelbek": "GPE"}),
        ("Le porte-parole de Zelbek part.", {"Zelbek": "LOC"}, {"Zelbek": "ORG"}),
        ("Hier, Zelbek, une entreprise, part.", {"Zelbek": "PER"}, {"Zelbek": "ORG"}),
        ("L'axe Oslo-Pékin tient.", {"Oslo-Pékin": "LOC"}, {"Oslo": "GPE", "Pékin": "GPE"}),
        ("L'axe Oslo-Zelbek tient.", {"Oslo-Zelbek": "LOC"}, {"Oslo": "GPE", "Zelbek": "GPE"}),
        ("Il vit à Clermont-Ferrand.", {}, {"Clermont-Ferrand": "GPE"}),
        ("Hier, le Parlement suédois a voté.", {}, {"Parlement": "ORG"}),
        ("Hier, le Parlement a voté.", {}, {}),
        ("Selon L'Écho de Zelbek, rien.", {}, {"L'Écho de Zelbek": "ORG"}),
        ("La ministre des Sports part.", {"Sports": "ORG"}, {}),
        ("Hier, chez Orsel Médias, rien.", {"Orsel Médias": "PER"}, {"Orsel Médias": "ORG"}),
        ("TOUT LE MONDE EST VENU HIER", {}, {}),
        ("Hier, Anna", {"Anna": "PER"}, {"Anna": "PER"}),
        ("Hier, le syndicat Zelbek", {}, {"Zelbek": "ORG"}),
        ("Zelbek, un", {"Zelbek": "PER"}, {}),
    ],
)
def test_the_words_around_a_name_tell_its_label(
    text: str, raw: dict[str, str], expected: dict[str, str], rules: Rules
) -> None:
    assert labels(rules(text, raw)) == expected


def test_one_telling_labels_the_name_wherever_the_article_writes_it(rules: Rules) -> None:
    text = "Selon Zelbek, rien. Hier, la société Zelbek a ouvert. On a vu Zelbek mardi."
    assert {m.label for q, m in rules(text, {"Zelbek": "LOC"}).items() if q == "Zelbek"} == {"ORG"}


def test_a_longer_name_takes_the_place_of_the_shorter_inside_it(rules: Rules) -> None:
    text = "Oriane Le Goff a parlé. Puis Le Goff a ri."
    assert labels(rules(text, {"Oriane Le Goff": "PER"})) == {
        "Oriane Le Goff": "PER",
        "Le Goff": "PER",
    }


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Mark Rutte", "Rutte"),
        ("Oriane Le Goff", "Le Goff"),
        ("Han Su-jin", "Han"),
        ("Philippe de Macédoine", None),
        ("Rutte", None),
    ],
)
def test_the_surname_of_a_full_name(name: str, surname: str | None, gazetteer: Gazetteer) -> None:
    assert surname_of(name, gazetteer) == surname


@pytest.mark.model
@pytest.mark.parametrize(("file", "least"), [("practice-fr", 0.97), ("held-out-fr", 0.92)])
def test_paragraphs_of_our_own_keep_their_names(engine: Engine, file: str, least: float) -> None:
    # Rules were written with the practice paragraphs in view, and not with the held-out ones.
    pairs = []
    for marked in marked_texts(ROOT / "tests" / "data" / "names" / f"{file}.txt"):
        suggestions, _ = engine.suggest(marked.text, None, [], None)
        assert {(z.start, z.end) for z in suggestions.zones} == marked.zones, marked.name
        pairs.append(
            Comparison(marked.name, marked.gold, named_spans(suggestions.mentions, LABELS))
        )
    f1 = evaluate_entities(pairs, LABELS).overall.f1
    assert f1 is not None
    assert f1 >= least


@pytest.mark.model
@pytest.mark.parametrize(
    ("file", "least"),
    [
        ("unseen-1-fr", 0.97),
        ("unseen-2-fr", 0.91),
        ("unseen-3-fr", 0.91),
        ("unseen-4-fr", 0.91),
    ],
)
def test_articles_of_our_own_keep_their_names(engine: Engine, file: str, least: float) -> None:
    # What they were at first sight stands in README; general causes were mended since.
    pairs = []
    for marked in marked_texts(ROOT / "tests" / "data" / "names" / f"{file}.txt"):
        suggestions, _ = engine.suggest(marked.text, None, [], None)
        found = named_spans(suggestions.mentions, LABELS)
        pairs.append(Comparison(marked.name, marked.gold, found))
    f1 = evaluate_entities(pairs, LABELS).overall.f1
    assert f1 is not None
    assert f1 >= least
