from dataclasses import replace

import pytest

from annotator.domain.edits import Act, ActorKind, Change, Draft
from annotator.domain.entities import Entity
from annotator.domain.items import Certainty, Decision, Evidence
from annotator.domain.layer import Author, Role, State
from annotator.errors import StaleLayerError, StorageError
from annotator.storage import log
from annotator.storage.entities import add_entity
from annotator.storage.feedback import items_since
from annotator.storage.finished import gold_layer
from annotator.storage.layers import create_layer, find_layer, load_layer
from annotator.storage.log import append_edit, edits_of_layer, last_edit_of_item, log_lines


@pytest.fixture
def workspace(project):
    with project.open() as workspace:
        project.add(workspace)
        yield workspace


@pytest.fixture
def sketch(build):
    """A layer with one item of each kind and every field set to what is not its default."""
    sketch = build.Sketch()
    roche = sketch.mention("Paul Roche", "PER", p=0.25)
    bridge = sketch.mention("le pont", "TOPIC")
    stance = sketch.stance(roche, bridge, "refuse", source=roche)
    sketch.zone("Lisez La Gazette de Valmure", p=1.0)
    second = Evidence(start=0, end=7, quote="Valmure")
    sketch.items["m1"] = replace(roche, unsure=True, dimmed_by="z4", revision=3)
    sketch.items["s3"] = replace(stance, evidence=(*stance.evidence, second), dimmed_by="z4")
    return sketch


def write(project, workspace, draft, parent=0, role=Role.ANNOTATOR, number=9):
    def job(session):
        for entity in (1, 2):
            add_entity(session, Entity(entity, "Nom", "PER"))
        author = Author(role, "anna")
        row = find_layer(session, "a", author) or create_layer(session, "a", author)
        append_edit(
            session, row, parent, draft, next_number=number,
            actor_kind=ActorKind.PERSON, actor="anna", at=project.clock(),
        )  # fmt: skip
        return row

    return workspace.write(job)


def everything(sketch):
    return Draft(Act.IMPORT, tuple(Change(i.id, None, i) for i in sketch.items.values()))


def test_a_layer_comes_back_as_it_was_written(project, workspace, sketch):
    row = write(project, workspace, everything(sketch))
    layer = workspace.read(lambda session: load_layer(session, row))

    assert dict(layer.items) == sketch.items
    assert (layer.version, layer.next_number, layer.assignment.state) == (1, 9, State.NEW)


def test_the_log_holds_the_full_values_before_and_after(project, workspace, sketch):
    row = write(project, workspace, everything(sketch))
    stance = sketch.items["s3"]
    change = Change("s3", stance, replace(stance, decision=Decision.REJECTED, revision=2))
    write(project, workspace, Draft(Act.REJECT, (change,)), parent=1)
    edits = workspace.read(lambda session: list(edits_of_layer(session, row)))

    assert edits[0].draft == everything(sketch)
    assert edits[1].draft.changes == (change,)
    assert [edit.parent for edit in edits] == [0, 1]
    last = workspace.read(lambda session: last_edit_of_item(session, row, "s3"))
    assert last == edits[1]
    assert workspace.read(lambda session: last_edit_of_item(session, row, "m99")) is None


def test_items_of_which_an_edit_changes_different_fields_come_back_as_it_made_them(
    project, workspace, sketch
):
    row = write(project, workspace, everything(sketch))
    roche, bridge, stance = (sketch.items[i] for i in ("m1", "m2", "s3"))
    after = {
        "m1": replace(roche, label="ORG", unsure=False, dimmed_by=None),
        "m2": replace(bridge, origin=None, entity=2, decision=Decision.REJECTED),
        "s3": replace(stance, evidence=stance.evidence[1:], certainty=Certainty.HEDGED),
    }
    changes = tuple(Change(i, sketch.items[i], after[i]) for i in after)
    write(project, workspace, Draft(Act.RELABEL, changes), parent=1)
    layer = workspace.read(lambda session: load_layer(session, row))

    assert sketch.items["s3"].certainty is not Certainty.HEDGED
    assert dict(layer.items) == sketch.items | after


def test_an_edit_of_many_items_is_one_edit_in_parts(project, workspace, sketch, monkeypatch):
    monkeypatch.setattr(log, "PART", 2)
    draft = everything(sketch)
    row = write(project, workspace, draft)
    (edit,) = workspace.read(lambda session: list(edits_of_layer(session, row)))
    (line,) = workspace.read(lambda session: log_lines(session, "a", 9))

    assert len(draft.changes) > 2 * log.PART - 1
    assert edit.draft == draft
    assert line.items == len(draft.changes)
    assert workspace.read(lambda session: items_since(session, "anna", line.at)) == line.items


def test_items_can_be_removed_in_any_order(project, workspace, sketch):
    row = write(project, workspace, everything(sketch))
    gone = Draft(Act.UNDO, tuple(Change(i.id, i, None) for i in sketch.items.values()))
    write(project, workspace, gone, parent=1)

    assert not workspace.read(lambda session: load_layer(session, row)).items


def test_a_stance_on_a_mention_that_is_not_there_is_refused(project, workspace, sketch):
    del sketch.items["m2"]

    with pytest.raises(StorageError, match="nothing was stored"):
        write(project, workspace, everything(sketch))


def test_an_edit_on_an_older_version_is_refused_and_leaves_no_trace(project, workspace, sketch):
    row = write(project, workspace, everything(sketch))
    before = workspace.read(lambda session: load_layer(session, row))

    with pytest.raises(StaleLayerError, match="Article a was changed by another window"):
        write(project, workspace, Draft(Act.REJECT, (Change("m2", sketch.items["m2"], None),)))
    assert workspace.read(lambda session: load_layer(session, row)) == before
    assert len(workspace.read(lambda session: list(edits_of_layer(session, row)))) == 1


def test_an_article_has_one_layer_of_each_author(project, workspace):
    author = Author(Role.ANNOTATOR, "anna")
    workspace.write(lambda session: create_layer(session, "a", author))

    with pytest.raises(StorageError, match="UNIQUE"):
        workspace.write(lambda session: create_layer(session, "a", author))


def test_gold_is_read_apart_from_what_annotators_made(project, workspace, sketch):
    write(project, workspace, everything(sketch))
    row = write(project, workspace, everything(sketch), role=Role.GOLD)

    gold = workspace.read(lambda session: gold_layer(session, "a"))
    assert gold == workspace.read(lambda session: load_layer(session, row))
