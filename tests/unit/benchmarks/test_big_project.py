"""The project that benchmarks fill: its entities are whole, and are such as people name."""

import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from annotator.domain.entities import fold_names
from annotator.project.entering import enter
from annotator.project.workspace import open_workspace
from benchmarks.big_project import COMMON_NAMES, fill, settings_for
from benchmarks.synthetic import person_name

ARTICLES = 6


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    fill(folder, ARTICLES)
    return folder


def test_what_is_filled_breaks_no_reference(filled):
    with closing(sqlite3.connect(filled / "annotator.db")) as connection:
        count = connection.execute("SELECT count(*) FROM entity").fetchone()[0]
        assert count == COMMON_NAMES + ARTICLES
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_each_named_mention_has_an_entity_of_its_label_and_each_article_a_name_of_its_own(filled):
    spoken_of = []
    with open_workspace(settings_for(filled)) as workspace:
        for number in range(ARTICLES):
            desk = enter(workspace, f"a{number:07d}").desk
            for mention in desk.layer.mentions():
                if mention.kind == "named":
                    assert desk.entities.get(mention.entity).label == mention.label
                else:
                    assert mention.entity is None
            spoken_of.append({mention.entity for mention in desk.layer.mentions()} - {None})
    told = Counter(entity for entities in spoken_of for entity in entities)
    assert all(any(told[entity] == 1 for entity in entities) for entities in spoken_of)
    assert max(told.values()) > 1


def test_names_of_a_hundred_thousand_articles_differ_folded_and_share_few_words():
    names = fold_names([person_name(number) for number in range(COMMON_NAMES + 100_000)])
    assert len(set(names)) == len(names)
    assert {len(name.split()) for name in names} == {2, 3}
    words = [word for name in names for word in name.split()]
    assert len(set(words)) > len(names)
