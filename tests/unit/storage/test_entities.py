"""Canonical names as stored, merges followed."""

import pytest
from sqlalchemy import text

from annotator.domain.entities import Entity
from annotator.domain.layer import Author, Role
from annotator.project.entering import enter
from annotator.project.opening import contents_of
from annotator.storage.entities import HAS_ALIASES, add_entity, entity_names, find_entity

ANNA = Author(Role.ANNOTATOR, "anna")


@pytest.mark.parametrize("asked", [(1, 2, 3), (2, 3), (3,)])
def test_a_merged_entity_goes_by_the_last_name_whoever_is_asked_for_beside_it(project, asked):
    with project.open() as workspace:

        def store(session):
            add_entity(session, Entity(1, "OTAN", "ORG"))
            add_entity(session, Entity(2, "Otan", "ORG", merged_into=1))
            add_entity(session, Entity(3, "Alliance", "ORG", merged_into=2))
            return entity_names(session, asked)

        assert workspace.write(store) == dict.fromkeys(asked, "OTAN")


@pytest.mark.parametrize(
    ("name", "label", "found"),
    [
        ("otan", "ORG", 4),
        ("Alliance-Atlantique", "ORG", 4),
        ("OTAN", "GPE", None),
        ("Otan bis", "ORG", None),
        ("inconnue", "ORG", None),
    ],
)
def test_a_name_or_alias_finds_the_first_entity_of_its_label(project, name, label, found):
    with project.open() as workspace:

        def store(session):
            add_entity(session, Entity(9, "OTAN", "ORG"))
            add_entity(session, Entity(4, "Otan", "ORG", aliases=("l’OTAN", "Alliance atlantique")))
            add_entity(session, Entity(2, "Otan bis", "ORG", merged_into=4))
            entity = find_entity(session, name, label)
            return entity and entity.id

        assert workspace.write(store) == found


def test_aliases_are_looked_for_without_reading_all_entities(project):
    with project.open() as workspace:
        select = f"EXPLAIN QUERY PLAN SELECT name FROM entity WHERE {HAS_ALIASES}"  # noqa: S608 (a constant)
        plan = workspace.read(lambda session: session.connection().execute(text(select)).all())
    assert "ix_entity_aliased" in plan[0][-1]


def test_an_article_is_opened_with_its_own_entities_and_finds_the_others(project):
    with project.open() as workspace:
        project.suggest(workspace, project.add(workspace), ("Paul Roche", "PER", 0.9))
        workspace.write(lambda session: add_entity(session, Entity(70, "Élise Morin", "PER")))
        entities = enter(workspace, "a").desk.entities
        (known,) = workspace.read(lambda s: contents_of(s, "a", ANNA)).entities.values()
        assert known.name == "Paul Roche"
        assert entities.find("elise  morin", "PER") == entities.get(70)
        entities.add(Entity(80, "Nouvelle", "PER"))
        begun = {"pa": "Paul Roche", "ÉLISE M": "Élise Morin", "nou": "Nouvelle", "roche": None}
        assert {begin: entities.completion(begin) for begin in begun} == begun
        assert entities.find("NOUVELLE", "PER").id == 80
        assert {e.id for e in entities.labelled("PER")} == {known.id, 70, 80}
        assert entities.get(99) is None
