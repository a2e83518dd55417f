"""The review of a project: what is stored, taken back, sent back, decided alike, exported."""

import json

import pytest

from annotator.domain.conflicts import Disagreement
from annotator.domain.layer import Author, Role, State
from annotator.domain.rulings import How, Reason, Remark
from annotator.errors import InputError
from annotator.project import history
from annotator.project.checking import check_project
from annotator.project.disagreements import NOTHING, Docket, Order, Wanted, kind_counts
from annotator.project.exporting import ExportFormat, ExportWish, export
from annotator.project.gold_desk import GoldDesk
from annotator.project.importing import import_paths
from annotator.project.mine import compared_articles, my_feedback
from annotator.project.place_list import PlaceList
from annotator.project.reviewing import open_review
from annotator.storage.finished import finished_articles, gold_layer
from annotator.storage.finished_work import read_compared
from annotator.storage.layers import layers_of

TEXT = "Paul Roche refuse le pont.\n\nCardinal attend Paul Roche.\n"
ANNA, BEN, CARO = (Author(Role.ANNOTATOR, name) for name in ("anna", "ben", "caro"))
LABELS = {"anna": "PER", "ben": "ORG", "caro": "PER"}


def record(article, name, label, text=TEXT, **layer):
    first = text.index("Paul Roche")
    entities = [
        {"id": f"e{n}", "start": start, "end": start + 10, "label": label, "text": "Paul Roche"}
        for n, start in enumerate((first, text.index("Paul Roche", first + 1)))
    ]
    at = text.index("Cardinal")
    firm = {"id": "c", "start": at, "end": at + 8, "label": "ORG", "text": "Cardinal"}
    said = {"role": "annotator", "name": name, "state": "done"} | layer
    return {"id": article, "text": text, "entities": [*entities, firm], "layer": said}


@pytest.fixture
def contested(project, tmp_path):
    """Two articles of three annotators: they differ twice on each in Paul Roche's label."""

    def put(*records):
        file = tmp_path / "r.jsonl"
        chosen = records or [
            record(article, name, label, text)
            for article, text in (("a", TEXT), ("b", f"Suite\n\n{TEXT}"))
            for name, label in LABELS.items()
        ]
        file.write_text("".join(json.dumps(r) + "\n" for r in chosen), encoding="utf-8")
        workspace = project.open("rita")
        opened.append(workspace)
        list(import_paths(workspace, [file]))
        return workspace

    opened = []
    put.project = project
    yield put
    for workspace in opened:
        workspace.close()


def gold(workspace, article="a"):
    found = workspace.read(lambda session: gold_layer(session, article))
    return None if found is None else [(m.quote, m.label) for m in found.mentions()]


def gold_compared(workspace):
    (compared,) = workspace.read(lambda session: list(read_compared(session, ["a"])))
    return compared.gold


def decide_all(desk):
    for conflict in desk.review.undecided():
        desk.take(conflict, conflict.variants[0])


def test_gold_counts_only_when_its_review_is_done(contested):
    workspace = contested()
    desk = open_review(workspace, "a")
    assert gold(workspace) is None
    assert gold_compared(workspace) is None
    decide_all(desk)

    assert gold_compared(workspace) is not None
    assert gold(workspace) == [("Paul Roche", "PER"), ("Cardinal", "ORG"), ("Paul Roche", "PER")]
    assert open_review(workspace, "a").review.gold == desk.review.gold
    assert list(check_project(workspace)) == []


def test_undo_walks_over_articles_and_restarts_and_leaves_what_is_unanimous(contested, project):
    workspace = contested()
    for article in ("a", "b"):
        decide_all(open_review(workspace, article))
    workspace.close()
    with project.open("rita") as again:
        first = history.queue_undo(again, "a", review=True).result()
        assert (first.article, first.draft) == ("b", None)
        for article in "bbaa":
            assert history.queue_undo(again, article, review=True).result().touched == (article,)
        assert history.queue_undo(again, None, review=True).result().article is None
        desk = open_review(again, "a")

        assert len(desk.review.undecided()) == 2
        assert [m.quote for m in desk.review.gold.mentions()] == ["Cardinal"]
        history.queue_redo(again, "a", review=True).result()
        desk.reload()
        assert len(desk.review.undecided()) == 1


def test_the_work_of_an_annotator_and_of_a_reviewer_are_taken_back_apart(contested, build):
    workspace = contested()
    desk = build.open_desk(workspace)
    build.stored(desk.toggle_flag())
    decide_all(open_review(workspace, "a"))

    assert history.undo(workspace, "a").draft.changes[0].before.flagged
    assert history.undo(workspace, "a").article is None
    assert history.queue_undo(workspace, "a", review=True).result().article == "a"


def test_identical_conflicts_are_decided_alike_over_articles_and_taken_back_together(contested):
    workspace = contested()
    docket = Docket(workspace)
    docket.load()
    place = docket.places()[0]
    assert len(docket.alike(place)) == 3
    desk = docket.reread(place.article)
    conflict = desk.conflicts[place.number]
    desk.take(conflict, conflict.variants[1])
    docket.follow(place.article, desk)
    place = docket.current(place)
    assert place.how is How.TAKEN

    assert docket.decide_alike(desk, place) == 3
    assert not docket.places(Wanted(undecided=True))
    assert {label for _, label in gold(workspace, "b")} == {"ORG"}
    step = history.queue_undo(workspace, None, review=True).result()
    assert sorted(step.touched) == ["a", "b"]
    for article in ("a", "b"):
        docket.reread(article)
    assert len(docket.places(Wanted(undecided=True))) == 3


def test_only_a_reading_or_none_can_be_repeated(contested):
    docket = Docket(contested())
    docket.load()
    place = docket.places()[0]

    with pytest.raises(InputError, match="decide for one first"):
        docket.decide_alike(docket.reread(place.article), place)


def test_what_is_sent_back_opens_the_article_for_every_annotator_with_words(contested, build):
    workspace = contested()
    desk = open_review(workspace, "a")
    desk.send_back(desk.conflicts[0], "review: “Paul Roche” — which?")
    for name in LABELS:
        layer = build.stored_layer(workspace, "a", name)
        assert layer.assignment.state is State.OPEN
        assert layer.assignment.comment == "review: “Paul Roche” — which?"
    assert gold(workspace) is None
    assert len(open_review(workspace, "a").conflicts) == 2
    history.queue_undo(workspace, "a", review=True).result()

    assert build.stored_layer(workspace, "a", "ben").assignment.state is State.DONE
    assert len(open_review(workspace, "a").review.undecided()) == 2


def test_what_went_back_is_listed_again_and_the_other_decisions_stay(contested, build):
    workspace = contested()
    desk = open_review(workspace, "a")
    first, second = desk.conflicts
    desk.take(first, first.variants[0], Remark(Reason.EDGE_CASE, "reste"))
    kept = desk.review.ruling(first)
    desk.send_back(second, "look")
    for name, label in (("anna", None), ("ben", "LOC"), ("caro", None)):
        with contested.project.open(name) as again:
            own = build.open_desk(again, "a")
            if label is not None:
                build.stored(own.relabel(own.mentions[-1], label))
            build.stored(own.finish())

    desk = open_review(workspace, "a")
    assert desk.review.ruling(first) == kept
    (listed,) = desk.review.undecided()
    assert listed.span == second.span
    assert {i.label for v in listed.variants for i in v.items} == {"PER", "LOC"}
    assert list(check_project(workspace)) == []


def test_what_all_agree_on_once_it_went_back_needs_no_decision(contested, build):
    workspace = contested()
    desk = open_review(workspace, "a")
    first, second = desk.conflicts
    desk.take(first, first.variants[0])
    desk.send_back(second, "look")
    for name in LABELS:
        with contested.project.open(name) as again:
            own = build.open_desk(again, "a")
            if name == "ben":
                build.stored(own.relabel(own.mentions[-1], "PER"))
            build.stored(own.finish())

    desk = open_review(workspace, "a")
    assert desk.review.is_complete
    hows = sorted(r.how for r in desk.review.gold.rulings.values())
    assert hows == [How.TAKEN, How.UNANIMOUS, How.UNANIMOUS]


def test_an_annotator_who_changes_her_work_brings_back_only_what_she_changed(contested, build):
    workspace = contested()
    decide_all(open_review(workspace, "a"))
    before = open_review(workspace, "a").review.rulings()
    with contested.project.open("ben") as ben:
        own = build.open_desk(ben, "a")
        build.stored(own.relabel(own.mentions[0], "GPE"))
        build.stored(own.finish())

    docket = Docket(workspace)
    docket.load()
    assert [(p.article, p.number) for p in docket.places(Wanted(undecided=True)) if
            p.article == "a"] == [("a", 0)]  # fmt: skip
    after = docket.reread("a").review.rulings()
    assert len(before.items() & after.items()) == len(before) - 1


def test_an_own_version_is_stored_with_its_new_entity_in_one_edit(contested):
    workspace = contested()
    desk = open_review(workspace, "a")
    conflict = desk.conflicts[0]
    own = GoldDesk(workspace, desk, conflict)
    own.relabel(own.begin_with(), "GPE")
    own.take_back()
    own.relabel(own.begin_with(), "LOC")
    own.decide()

    assert desk.review.ruling(conflict).how is How.EDITED
    (item,) = desk.review.ruling(conflict).items
    assert desk.review.gold.mention(item).label == "LOC"
    assert list(check_project(workspace)) == []
    history.queue_undo(workspace, "a", review=True).result()
    desk.reload()
    assert desk.review.ruling(conflict) is None


def test_one_finisher_needs_no_review_and_imported_gold_is_left_alone(contested):
    workspace = contested(
        record("a", "anna", "PER"),
        record("b", "anna", "PER", f"Suite\n\n{TEXT}"),
        record("b", "ben", "ORG", f"Suite\n\n{TEXT}"),
        record("b", "gold", "GPE", f"Suite\n\n{TEXT}", role="gold"),
    )

    assert open_review(workspace, "a") is None
    assert open_review(workspace, "b") is None
    assert [label for _, label in gold(workspace, "b")] == ["GPE", "ORG", "GPE"]


def test_exports_hold_the_gold_of_finished_reviews_and_count_the_others(contested, tmp_path):
    workspace = contested()
    decide_all(open_review(workspace, "a"))
    open_review(workspace, "b")
    report = export(workspace, tmp_path / "out", ExportWish(ExportFormat.JSONL))

    assert (report.documents, report.unresolved) == (1, 1)
    assert workspace.read(finished_articles) == ["a", "b"]


def test_work_that_went_back_is_not_the_agreed_work_of_who_is_done_first(
    contested, build, tmp_path
):
    workspace = contested(
        record("a", "anna", "PER"), record("a", "ben", "ORG"),
        record("b", "anna", "PER", f"Suite\n\n{TEXT}"),
    )  # fmt: skip
    desk = open_review(workspace, "a")
    desk.send_back(desk.conflicts[0], "look")
    workspace.close()
    with contested.project.open("anna") as again:
        build.stored(build.open_desk(again, "a").finish())
        report = export(again, tmp_path / "out", ExportWish(ExportFormat.JSONL))

    assert (report.documents, report.unresolved) == (1, 1)


def test_articles_are_counted_first_and_read_one_by_one(contested):
    workspace = contested()
    docket = Docket(workspace)
    docket.find()
    assert (docket.contested, docket.unread, docket.places()) == (2, 2, [])
    assert docket.pairs() == {(ANNA, BEN): 2, (ANNA, CARO): 2, (BEN, CARO): 2}
    assert workspace.read(lambda s: layers_of(s, "a", Role.GOLD)) == []

    assert docket.read_next()
    assert (docket.unread, docket.articles, docket.count(Wanted())) == (1, ("a",), (2, 2))
    assert workspace.read(lambda s: layers_of(s, "b", Role.GOLD)) == []
    assert docket.read_next()
    assert not docket.read_next()
    assert docket.count(Wanted(pair=(ANNA, CARO))) == (0, 0)


def test_what_the_reviewer_decided_meanwhile_is_not_read_over(contested):
    workspace = contested()
    docket = Docket(workspace)
    docket.find()
    desk = docket.reread("a")
    decide_all(desk)
    docket.follow("a", desk)
    docket.read_next()

    assert docket.count(Wanted()) == (2, 0)


def test_an_article_with_finished_gold_is_read_last(contested):
    workspace = contested()
    decide_all(open_review(workspace, "a"))
    docket = Docket(workspace)
    docket.find()
    docket.read_next()
    assert docket.articles == ("b",)


def test_places_that_are_read_later_stand_behind_and_numbers_stay(contested):
    docket = Docket(contested())
    docket.find()
    docket.read_next()
    listed = PlaceList(docket, Wanted(), Order.WORDS, docket.places())
    before = list(listed.places)
    docket.read_next()
    listed.grow()
    listed.grow()
    assert listed.places[: len(before)] == before
    assert [(p.article, listed.first_of(p.article)) for p in listed.places] == [
        ("a", 0), ("a", 0), ("b", 2), ("b", 2),
    ]  # fmt: skip
    desk = docket.reread("b")
    decide_all(desk)
    docket.follow("b", desk)
    listed.follow(["b"])
    assert [p.how for p in listed.places] == [None, None, How.TAKEN, How.TAKEN]


def test_disagreements_are_filtered_by_pair_cell_kind_and_words(contested):
    docket = Docket(contested())
    docket.load()
    every = docket.places()

    assert len(every) == 4
    assert kind_counts(every)[Disagreement.LABEL] == 4
    assert docket.places(Wanted(pair=(ANNA, CARO))) == []
    assert len(docket.places(Wanted(pair=(ANNA, BEN), cell=("PER", "ORG")))) == 4
    assert docket.places(Wanted(pair=(BEN, ANNA), cell=("PER", NOTHING))) == []
    assert docket.places(Wanted(stances=True)) == []
    assert len(docket.places(Wanted().typed("kind:label roche open"))) == 4
    assert docket.places(Wanted().typed("cardinal")) == []
    with pytest.raises(InputError, match="There is no kind 'colour'"):
        Wanted().typed("kind:colour")


def test_the_order_of_disagreements_brings_together_what_one_policy_settles(contested):
    docket = Docket(contested())
    docket.load()

    for order in Order:
        assert len(docket.places(order=order)) == 4
    by_place = docket.places(order=Order.ARTICLE)
    assert [(p.article, p.number) for p in by_place] == [("a", 0), ("a", 1), ("b", 0), ("b", 1)]


def test_an_annotator_is_told_what_the_reviewer_noted_once_the_review_is_done(contested):
    workspace = contested()
    desk = open_review(workspace, "a")
    note = Remark(Reason.ERROR, "Roche est une personne", guideline_gap=True)
    desk.take(desk.conflicts[0], desk.conflicts[0].variants[0], note)
    workspace.close()
    with contested.project.open("ben") as ben:
        assert (compared_articles(ben), my_feedback(ben)) == (0, [])
    with contested.project.open("rita") as rita:
        desk = open_review(rita, "a")
        desk.reject(desk.conflicts[1], Remark(note="sans objet"))
    with contested.project.open("ben") as ben:
        assert compared_articles(ben) == 1
        assert [(p.kinds, p.gold != NOTHING, p.note) for p in my_feedback(ben)] == [
            (("label",), True,
             "annotator error; the guidelines do not say; Roche est une personne"),
            (("not in gold",), False, "sans objet"),
        ]  # fmt: skip
