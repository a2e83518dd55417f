"""What is written in bulk is what single acts would have written."""

import json
from dataclasses import replace

import pytest

from annotator.domain.article import Article
from annotator.domain.edits import ASSIGNMENT_ID, Act, Change
from annotator.domain.entities import Entity, NameUse
from annotator.domain.items import Decision, Evidence, Mention
from annotator.domain.layer import Assignment, Author, Role, State
from annotator.project.checking import rebuilt
from annotator.storage.bulk_import import ImportBatch, NewLayer
from annotator.storage.entities import NameResolver, add_entity, resolve_names
from annotator.storage.finished_work import read_compared
from annotator.storage.layers import load_layer
from annotator.storage.log import edits_of_layer
from annotator.storage.records import added_text, changes_from_json, changes_text

ANNA = Author(Role.ANNOTATOR, "anna")


@pytest.fixture
def workspace(project):
    with project.open() as workspace:
        yield workspace


@pytest.fixture
def items(build):
    sketch = build.Sketch()
    roche = sketch.mention("Paul Roche", "PER", p=0.25)
    bridge = sketch.mention("le pont", "TOPIC")
    stance = sketch.stance(roche, bridge, "refuse", source=roche)
    sketch.zone("Lisez La Gazette de Valmure", p=1.0)
    sketch.items["m1"] = replace(roche, unsure=True, dimmed_by="z4", entity=None)
    sketch.items["m2"] = replace(bridge, entity=None)
    second = Evidence(start=0, end=7, quote="Valmure")
    sketch.items["s3"] = replace(stance, evidence=(*stance.evidence, second))
    return list(sketch.items.values())


def store(workspace, text, items, *authors, state=State.DONE):
    def job(session):
        batch = ImportBatch.of(session, ["x"], [])
        article = Article("x", text)
        if "x" not in batch.digests:
            batch.add_article(article, article.sha256, workspace.clock())
        for author in authors:
            batch.add_layer(NewLayer("x", author, items, state, workspace.clock()))
            assert batch.is_waiting("x", author)
        batch.flush()
        return [batch.layers["x", author] for author in authors]

    return workspace.write(job)


def test_a_layer_comes_back_with_the_edit_that_made_it(workspace, build, items):
    (row,) = store(workspace, build.Sketch().text, items, ANNA)
    layer = workspace.read(lambda session: load_layer(session, row))

    assert dict(layer.items) == {item.id: item for item in items}
    assert (layer.version, layer.next_number, layer.assignment.state) == (1, 5, State.DONE)
    assert workspace.read(lambda session: rebuilt(session, layer, row)) == layer
    (edit,) = workspace.read(lambda session: list(edits_of_layer(session, row)))
    assert (edit.draft.act, edit.actor, edit.parent) == (Act.IMPORT, "anna", 0)


def test_the_next_batch_knows_what_the_last_one_stored(workspace, build, items):
    store(workspace, build.Sketch().text, items, ANNA)
    digest = Article("x", build.Sketch().text).sha256
    batch = workspace.read(lambda session: ImportBatch.of(session, ["y"], [digest]))
    assert (batch.twins[digest], batch.layers) == (["x"], {})
    batch = workspace.read(lambda session: ImportBatch.of(session, ["x"], []))
    assert (batch.digests["x"], list(batch.layers)) == (digest, [("x", ANNA)])
    assert not batch.is_waiting("x", ANNA)


def test_changes_as_text_are_read_as_the_changes(items):
    changes = tuple(Change(item.id, None, item) for item in items)
    assert changes_from_json(json.loads(changes_text(changes))) == changes


def test_added_items_as_text_say_what_changes_as_values_say(items):
    assigned = Change(ASSIGNMENT_ID, Assignment(), Assignment(State.DONE))
    changes = [Change(item.id, None, item) for item in items]
    said = json.loads(added_text(items, {}, [assigned]))
    assert said == json.loads(changes_text([*changes, assigned]))
    named = [Change(items[0].id, None, replace(items[0], entity=7)), *changes[1:]]
    assert json.loads(added_text(items, {items[0].id: 7})) == json.loads(changes_text(named))


def test_more_items_than_one_statement_takes_come_back_whole(workspace, build):
    text = build.Sketch().text
    many = [
        Mention(id=f"m{n}", start=n, end=n + 1, quote=text[n], label="ORG", decision=Decision.ADDED)
        for n in range(123)
    ]
    (row,) = store(workspace, text, many, ANNA)
    stored = workspace.read(lambda session: load_layer(session, row))
    assert dict(stored.items) == {item.id: item for item in many}


def test_what_is_compared_comes_with_its_origins(workspace, build, items):
    suggester, gold = Author(Role.SUGGESTER, "rules 1"), Author(Role.GOLD, "gold")
    newer = Author(Role.SUGGESTER, "rules 2")
    rows = store(workspace, build.Sketch().text, items, ANNA, suggester, gold, newer)
    store(workspace, build.Sketch().text, items, Author(Role.ANNOTATOR, "ben"), state=State.OPEN)
    (found,) = workspace.read(lambda session: list(read_compared(session, ["x"])))

    stored = [workspace.read(lambda s, row=row: load_layer(s, row)) for row in rows]
    assert [layer.author for layer in found.annotators] == [ANNA]
    assert dict(found.annotators[0].items) == dict(stored[0].items)
    assert found.gold is not None
    assert dict(found.gold.items) == dict(stored[2].items)
    assert found.suggester is not None
    assert found.suggester.author == newer


def test_names_resolved_together_are_those_resolved_one_by_one(workspace):
    uses = [
        NameUse("Russie", "GPE", "le Kremlin"),
        NameUse("russie", "GPE", "Russie"),
        NameUse("Russie", "ORG", "Russie"),
        NameUse("Moscou", "GPE", "la Russie"),
    ]

    def job(session):
        add_entity(session, Entity(7, "Fédération de Russie", "GPE", aliases=("Moscou",)))
        numbers = iter(range(100, 200))
        resolver = NameResolver(session, uses, lambda: next(numbers))
        together = [resolver.resolve([use])[use] for use in uses]
        resolver.store()
        return together, [resolve_names(session, [use], lambda: 0)[use] for use in uses]

    together, alone = workspace.write(job)
    assert together == alone
    assert together[0] == together[1] != together[2]
    assert together[3] == 7


def test_an_item_that_is_decided_otherwise_stays_so(workspace, build, items):
    rejected = [replace(item, decision=Decision.REJECTED) for item in items]
    (row,) = store(workspace, build.Sketch().text, rejected, Author(Role.GOLD, "gold"))
    layer = workspace.read(lambda session: load_layer(session, row))
    assert {item.decision for item in layer.items.values()} == {Decision.REJECTED}
