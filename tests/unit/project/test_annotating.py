import threading

import pytest

from annotator.domain.items import Decision, MentionKind
from annotator.domain.layer import State
from annotator.domain.queue import Visit
from annotator.errors import InputError, StaleLayerError
from annotator.project import history
from annotator.project.entering import enter

MARKS = (("Paul Roche", "PER", 0.9), ("Cardinal", "ORG", 0.6), ("conseil", "ORG", 0.3))


@pytest.fixture
def workspace(project):
    with project.open() as workspace:
        project.suggest(workspace, project.add(workspace), *MARKS)
        yield workspace


@pytest.fixture
def desk(build, workspace):
    return build.open_desk(workspace)


def test_the_first_opening_adopts_what_is_filled_in(desk):
    assert [m.quote for m in desk.mentions] == ["Paul Roche"] * 2 + ["Cardinal"] * 2
    assert [c.quote for c in desk.candidates] == ["conseil"]
    assert [d.item.quote for d in desk.doubts] == ["Cardinal", "Cardinal", "conseil"]


def test_an_act_changes_the_picture_at_once_and_the_file_soon(build, workspace, desk):
    future = desk.relabel(desk.mentions[0], "ORG")

    assert desk.layer.mention("m1").label == "ORG"
    build.stored(future)
    assert build.stored_layer(workspace) == desk.layer


def test_edits_are_stored_in_the_order_they_were_made(build, workspace, desk):
    gate = threading.Event()
    workspace.submit(lambda _session: gate.wait(30))
    futures = [
        desk.relabel(desk.mentions[0], "ORG"),
        desk.relabel(desk.mentions[0], "GPE"),
        desk.reject(desk.mentions[1]),
        desk.finish(),
    ]
    assert not any(future.done() for future in futures)
    gate.set()

    assert [build.stored(f) for f in futures] == sorted(build.stored(f) for f in futures)
    assert build.stored_layer(workspace) == desk.layer


def test_closing_waits_for_every_queued_edit(build, project, workspace, desk):
    for mention in desk.mentions:
        desk.keep(mention)
    workspace.close()

    with project.open() as again:
        assert build.stored_layer(again) == desk.layer


def test_an_edit_on_an_older_layer_is_refused_and_the_picture_can_be_reloaded(build, project, desk):
    with project.open() as window:
        other = build.open_desk(window)
        build.stored(other.relabel(other.mentions[0], "GPE"))
        with pytest.raises(StaleLayerError, match="another window"):
            build.stored(desk.reject(desk.mentions[0]))
        desk.reload()

        assert desk.layer == other.layer == build.stored_layer(window)
        build.stored(desk.reject(desk.mentions[0]))


def test_all_that_was_queued_behind_a_refused_edit_is_refused_too(build, project, desk):
    with project.open() as window:
        other = build.open_desk(window)
        build.stored(other.keep(other.mentions[0]))
        futures = [desk.reject(desk.mentions[0]), desk.reject(desk.mentions[0])]
        for future in futures:
            with pytest.raises(StaleLayerError):
                build.stored(future)

        assert build.stored_layer(window) == other.layer


def test_undo_of_another_windows_act_shows_what_is_stored(build, project, workspace, desk):
    with project.open() as window:
        other = build.open_desk(window)
        build.stored(other.relabel(other.mentions[0], "GPE"))
    step = history.undo(workspace, "a")
    desk.replay(step.draft)

    assert desk.layer == build.stored_layer(workspace)


def test_two_windows_that_open_an_article_at_once_share_one_layer(build, project, workspace):
    with project.open() as window:
        gate = threading.Barrier(2)
        desks = []

        def open_together(workspace):
            gate.wait(30)
            desks.append(build.open_desk(workspace))

        threads = [threading.Thread(target=open_together, args=(w,)) for w in (workspace, window)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        assert len(desks) == 2
        assert desks[0].layer == desks[1].layer


def test_a_mention_gets_the_entity_of_its_name_under_its_label(build, desk):
    build.stored(desk.add(build.span_of(desk.article.text, "Valmure"), "GPE"))
    build.stored(desk.add(build.span_of(desk.article.text, "Valmure", 2), "GPE"))
    first, second = (m for m in desk.mentions if m.quote == "Valmure")

    assert first.entity == second.entity
    assert desk.entity_of(first).name == "Valmure"
    build.stored(desk.relabel(first, "ORG"))
    assert desk.layer.mention(first.id).entity != second.entity


def test_naming_an_entity_finds_the_known_one_whatever_its_spelling(build, desk):
    roche, again = desk.mentions[:2]
    build.stored(desk.name_entity(roche, "Hélène Arc"))
    build.stored(desk.name_entity(again, "  HELENE ARC "))

    assert len({m.entity for m in desk.mentions[:2]}) == 1
    with pytest.raises(InputError, match="needs a name"):
        desk.name_entity(roche, "  ")


def test_dimming_at_the_first_character_dims_this_paragraph_and_no_other(build, desk):
    text = desk.article.text
    start = text.index("Cardinal attend")
    build.stored(desk.toggle_dim(start - 1))
    build.stored(desk.toggle_dim(start))

    assert [z.start for z in desk.layer.zones()] == [text.index("Le maire"), start]
    build.stored(desk.toggle_dim(start + 3))
    assert [z.start for z in desk.layer.zones()] == [text.index("Le maire")]
    assert desk.toggle_dim(text.index("\n\n") + 1) is None


def test_after_a_fix_the_same_is_proposed_and_taken_by_one_act(build, desk):
    build.stored(desk.relabel(desk.mentions[0], "ORG"))
    assert len(desk.proposal.changes) == 1
    build.stored(desk.take_proposal())

    assert [m.label for m in desk.mentions[:2]] == ["ORG", "ORG"]
    assert not desk.proposal


def test_a_done_article_has_no_doubts_and_opens_again_with_an_edit(build, desk):
    build.stored(desk.finish())
    assert (desk.state, desk.doubts, desk.finish()) == (State.DONE, (), None)
    assert {m.decision for m in desk.mentions} == {Decision.KEPT_WITH_ARTICLE}
    build.stored(desk.set_kind(desk.mentions[0], MentionKind.NOMINAL))

    assert desk.state is State.OPEN


def test_a_done_article_opens_again_with_an_undo(build, workspace, desk):
    build.stored(desk.finish())
    desk.replay(history.undo(workspace, "a").draft)

    assert desk.state is State.OPEN
    assert {m.decision for m in desk.mentions} == {Decision.SUGGESTED}


def test_the_second_annotator_adopts_the_version_of_the_first(build, project, workspace, desk):
    project.suggest(workspace, desk.article, ("Valmure", "GPE", 0.9), suggester="model 2")
    with project.open("béa") as bea:
        second = build.open_desk(bea)

        assert build.content(second.layer)[0] == build.content(desk.layer)[0]
        assert second.newer_suggestions


def test_newer_suggestions_wait_are_taken_once_and_undone_whole(build, project, workspace, desk):
    build.stored(desk.reject(desk.mentions[0]))
    project.suggest(workspace, desk.article, ("Paul Roche", "PER", 0.9), suggester="model 2")
    assert not desk.newer_suggestions
    desk.refresh_suggestions()
    assert desk.newer_suggestions
    before = desk.layer
    build.stored(desk.take_newer())

    assert [m.quote for m in desk.mentions] == ["Paul Roche"]
    assert not desk.newer_suggestions
    desk.replay(history.undo(workspace, "a").draft)
    assert build.content(desk.layer) == build.content(before)
    assert desk.newer_suggestions


def test_the_candidates_of_taken_suggestions_are_there_after_a_restart(build, project, workspace):
    article = project.add(workspace, "b")
    desk = build.open_desk(workspace, "b")
    assert not desk.mentions
    assert not desk.candidates
    project.suggest(workspace, article, ("Cardinal", "ORG", 0.9), ("conseil", "ORG", 0.3))
    desk.refresh_suggestions()
    assert desk.candidates == ()
    build.stored(desk.take_newer())
    assert [c.quote for c in desk.candidates] == ["conseil"]

    again = build.open_desk(workspace, "b")
    assert again.candidates == desk.candidates
    assert not again.newer_suggestions


def test_who_began_without_can_take_what_another_adopted(build, project, workspace):
    article = project.add(workspace, "b")
    build.open_desk(workspace, "b")
    project.suggest(workspace, article, ("Cardinal", "ORG", 0.9))
    with project.open("béa") as bea:
        build.open_desk(bea, "b")

    assert build.open_desk(workspace, "b").newer_suggestions


def test_the_annotator_comes_back_to_where_she_was(build, workspace, desk):
    desk.remember(Visit("m2", 40, 90_000)).result(30)

    assert build.open_desk(workspace).visit == Visit("m2", 40, 90_000)


def test_an_unknown_article_is_told(workspace):
    with pytest.raises(InputError, match="There is no article nowhere"):
        enter(workspace, "nowhere")
