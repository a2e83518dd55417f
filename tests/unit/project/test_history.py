import pytest

from annotator.domain import acts
from annotator.domain.edits import Act, ActorKind, apply_draft
from annotator.domain.items import Decision
from annotator.domain.layer import Author, Role
from annotator.errors import StaleLayerError, UndoRefusedError
from annotator.project import history
from annotator.project.history import Step
from annotator.project.propagating import preview_over_project, repeat_over_project
from annotator.storage import log
from annotator.storage.layers import find_layer, load_layer
from annotator.storage.log import append_edit


@pytest.fixture
def workspace(project):
    with project.open() as workspace:
        for name in ("a", "b"):
            project.suggest(workspace, project.add(workspace, name), ("Cardinal", "ORG", 0.9))
        yield workspace


@pytest.fixture
def desks(build, workspace):
    return {name: build.open_desk(workspace, name) for name in ("a", "b")}


def change_as_bea(project, workspace, item: str) -> None:
    """Another actor relabels an item of anna's layer, as the reviewer will be able to."""

    def job(session):
        row = find_layer(session, "a", Author(Role.ANNOTATOR, "anna"))
        layer = load_layer(session, row)
        draft = acts.relabel(layer, layer.mention(item), "LOC", None)
        append_edit(
            session, row, layer.version, draft, next_number=layer.next_number,
            actor_kind=ActorKind.PERSON, actor="béa", at=project.clock(),
        )  # fmt: skip

    workspace.write(job)


def test_there_is_nothing_to_undo_after_adoption(workspace, desks):
    assert history.undo(workspace, "a") == Step()
    assert history.redo(workspace, "a") == Step()


def test_undo_in_another_article_first_goes_there(build, workspace, desks):
    build.stored(desks["a"].reject(desks["a"].mentions[0]))
    before = build.stored_layer(workspace)
    first = history.undo(workspace, "b")

    assert (first.article, first.act, first.draft) == ("a", Act.REJECT, None)
    assert build.stored_layer(workspace) == before
    second = history.undo(workspace, "a")
    assert second.draft is not None
    assert build.stored_layer(workspace).mention("m1").decision is Decision.SUGGESTED


def test_undo_walks_back_over_articles_and_restarts(build, project, workspace, desks):
    build.stored(desks["a"].reject(desks["a"].mentions[0]))
    build.stored(desks["b"].reject(desks["b"].mentions[0]))
    workspace.close()

    with project.open() as again:
        assert [history.undo(again, None).article for _ in range(2)] == ["b", "a"]
        assert history.undo(again, None) == Step()
        assert [history.redo(again, None).article for _ in range(2)] == ["a", "b"]
        assert history.redo(again, None) == Step()


def test_undo_and_redo_name_the_act_they_are_about(build, workspace, desks):
    build.stored(desks["a"].reject(desks["a"].mentions[0]))

    acts_told = [move(workspace, "a").act for move in (history.undo, history.redo, history.undo)]
    assert acts_told == [Act.REJECT] * 3


def test_a_new_act_ends_what_could_be_redone(build, workspace, desks):
    desk = desks["a"]
    build.stored(desk.reject(desk.mentions[0]))
    desk.replay(history.undo(workspace, "a").draft)
    build.stored(desk.keep(desk.mentions[0]))

    assert history.redo(workspace, "a") == Step()
    assert history.undo(workspace, "a").act is Act.KEEP
    assert history.undo(workspace, "a") == Step()


def test_an_act_over_articles_is_undone_and_redone_as_one(build, workspace, desks):
    build.stored(desks["a"].relabel(desks["a"].mentions[0], "PER"))
    fix = desks["a"].fix
    before = {name: build.content(build.stored_layer(workspace, name)) for name in desks}
    assert preview_over_project(workspace, fix).places == {"a": 1, "b": 2}
    drafts = repeat_over_project(workspace, fix)
    after = {name: build.content(build.stored_layer(workspace, name)) for name in desks}
    step = history.undo(workspace, "b")

    assert set(drafts) == {"a", "b"}
    assert (step.article, step.act, step.articles) == ("b", Act.PROPAGATE, 2)
    assert {n: build.content(build.stored_layer(workspace, n)) for n in desks} == before
    assert history.redo(workspace, "a").articles == 2
    assert {n: build.content(build.stored_layer(workspace, n)) for n in desks} == after


def test_undo_is_refused_with_who_when_and_what(build, project, workspace, desks):
    build.stored(desks["a"].relabel(desks["a"].mentions[0], "PER"))
    change_as_bea(project, workspace, "m1")
    before = build.stored_layer(workspace)

    with pytest.raises(
        UndoRefusedError,
        match=r"béa changed m1 of article a since \(relabel, 2026-01-05 09:00 UTC\)",
    ):
        history.undo(workspace, "a")
    assert build.stored_layer(workspace) == before


def test_an_act_over_articles_is_undone_in_all_of_them_or_in_none(build, project, workspace, desks):
    build.stored(desks["a"].relabel(desks["a"].mentions[0], "PER"))
    repeat_over_project(workspace, desks["a"].fix)
    change_as_bea(project, workspace, "m2")
    before = {name: build.stored_layer(workspace, name) for name in desks}

    with pytest.raises(UndoRefusedError, match="béa changed m2"):
        history.undo(workspace, "b")
    assert {name: build.stored_layer(workspace, name) for name in desks} == before


def test_each_annotator_undoes_her_own_acts_alone(build, project, workspace, desks):
    build.stored(desks["a"].reject(desks["a"].mentions[0]))
    with project.open("béa") as bea:
        build.open_desk(bea)
        assert history.undo(bea, "a") == Step()


def test_an_undone_addition_leaves_its_id_used(build, workspace, desks):
    desk = desks["a"]
    text = desk.article.text
    build.stored(desk.add(build.span_of(text, "Paul Roche"), "PER"))
    desk.replay(history.undo(workspace, "a").draft)
    assert "m3" not in desk.layer.items
    build.stored(desk.add(build.span_of(text, "maire"), "PER"))

    assert desk.layer.mention("m4").quote == "maire"
    assert build.rebuilt_layer(workspace) == desk.layer == build.stored_layer(workspace)


def test_a_replayed_draft_is_what_was_stored(build, workspace, desks):
    layer = desks["a"].layer
    build.stored(desks["a"].finish())
    step = history.undo(workspace, "a")

    assert apply_draft(desks["a"].layer, step.draft) == build.stored_layer(workspace)
    assert build.content(build.stored_layer(workspace)) == build.content(layer)


@pytest.mark.parametrize("many", [2, 1000])
def test_a_long_edit_is_taken_back_part_by_part_into_the_values_that_are_there(
    build, project, monkeypatch, many
):
    monkeypatch.setattr(log, "PART", 2)
    monkeypatch.setattr(history, "_MANY", many)
    with project.open() as workspace:
        names = [(name, "ORG", 0.9) for name in ("Cardinal", "Valmure", "Paul Roche")]
        project.suggest(workspace, project.add(workspace, "a"), *names)
        desk = build.open_desk(workspace)
        before = desk.layer
        build.stored(desk.finish())
        finished = desk.layer
        assert len(finished.items) >= 3
        undone = history.undo(workspace, "a")
        desk.replay(undone.draft)
        assert build.content(desk.layer) == build.content(before)
        assert desk.layer == build.stored_layer(workspace)
        for key, item in desk.layer.items.items():
            was = finished.items[key]
            assert (item.revision, item.decision) == (was.revision + 1, Decision.SUGGESTED)
            assert item.quote is was.quote
            assert item.origin is was.origin
        desk.replay(history.redo(workspace, "a").draft)
        assert build.content(desk.layer) == build.content(finished)
        assert desk.layer == build.stored_layer(workspace)


def test_an_act_of_this_sitting_is_taken_back_at_once_and_stored_as_an_undo(
    build, workspace, desks
):
    desk = desks["a"]
    before = build.content(desk.layer)
    rejected = desk.reject(desk.mentions[0])
    taken = desk.take_back()

    assert build.content(desk.layer) == before  # whatever the writer is doing
    assert taken.draft.act is Act.REJECT
    build.stored(rejected)
    build.stored(taken.stored)
    assert build.stored_layer(workspace) == desk.layer
    assert desk.take_back() is None
    assert history.undo(workspace, "a") == Step()
    assert history.redo(workspace, "a").act is Act.REJECT


def test_what_was_done_in_another_window_since_is_not_taken_back_unseen(build, workspace, desks):
    build.stored(desks["a"].reject(desks["a"].mentions[0]))
    build.stored(desks["b"].reject(desks["b"].mentions[0]))
    taken = desks["a"].take_back()

    with pytest.raises(StaleLayerError, match="another window"):
        build.stored(taken.stored)
    desks["a"].reload()
    assert desks["a"].layer.mention("m1").decision is Decision.REJECTED
