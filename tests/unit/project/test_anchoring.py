"""A share of articles without suggestions: what is served, and what the figures say."""

import datetime as dt

import pytest

from annotator.domain.edits import Act, ActorKind, Change, Draft
from annotator.domain.layer import Author, Role
from annotator.domain.queue import Visit
from annotator.domain.sharing import is_plain
from annotator.project import history
from annotator.project.people import change_sharing
from annotator.project.queue import Queue
from annotator.project.status import done_today, project_status
from annotator.storage.layers import create_layer
from annotator.storage.log import append_edit

TEXTS = {f"a{n}": f"Texte {n}\n\nCardinal parle de Valmure." for n in range(12)}


@pytest.fixture
def half(project):
    """Twelve suggested articles, half of them to be served without."""
    with project.open() as workspace:
        for name, text in TEXTS.items():
            article = project.add(workspace, name, text)
            project.suggest(workspace, article, ("Cardinal", "ORG", 0.9), ("Valmure", "GPE", 0.3))
        change_sharing(workspace, plain_percent=50)
        yield workspace


def drawn(project_texts):
    from annotator.domain.article import text_digest

    return {name for name, text in project_texts.items() if is_plain(text_digest(text), 50)}


def put_gold(workspace, desk):
    """Gold that says what the desk's layer says."""

    def job(session):
        row = create_layer(session, desk.article.id, Author(Role.GOLD, "gold"))
        changes = tuple(Change(i.id, None, i) for i in desk.layer.items.values())
        append_edit(
            session, row, 0, Draft(Act.IMPORT, changes), next_number=9,
            actor_kind=ActorKind.IMPORT, actor="gold", at=workspace.clock(),
        )  # fmt: skip

    workspace.write(job)


def test_drawn_articles_begin_empty_and_stay_so(project, build, half):
    plain = drawn(TEXTS)
    assert 0 < len(plain) < len(TEXTS)
    for name in TEXTS:
        desk = build.open_desk(half, name)
        assert bool(desk.layer.items) == (name not in plain)
        assert bool(desk.candidates) == (name not in plain)
    name = min(plain)
    project.suggest(
        half, build.open_desk(half, name).article, ("Valmure", "GPE", 0.9), suggester="model 2"
    )
    desk = build.open_desk(half, name)
    desk.refresh_suggestions()
    assert not desk.newer_suggestions
    assert desk.take_newer() is None
    assert Queue(half).place(name).plain


def test_what_began_one_way_goes_on_that_way(build, half):
    plain = min(drawn(TEXTS))
    build.open_desk(half, plain)
    change_sharing(half, plain_percent=0)
    assert build.open_desk(half, plain).candidates == ()
    other = min(TEXTS.keys() - drawn(TEXTS))
    build.open_desk(half, other)
    change_sharing(half, plain_percent=100)
    assert build.open_desk(half, other).candidates != ()


def test_all_annotators_get_the_same_articles_without(project, build, half):
    with project.open("ben") as ben:
        assert {n for n in TEXTS if not build.open_desk(ben, n).layer.items} == drawn(TEXTS)


def test_status_compares_work_with_and_without(build, half):
    assert project_status(half).anchoring is None
    plain, suggested = min(drawn(TEXTS)), min(TEXTS.keys() - drawn(TEXTS))
    for name, minutes in ((plain, 6), (suggested, 2)):
        desk = build.open_desk(half, name)
        if name == plain:
            build.stored(desk.add(build.span_of(TEXTS[name], "Cardinal"), "ORG"))
            put_gold(half, desk)
            build.stored(desk.relabel(desk.mentions[0], "PER"))
        else:
            put_gold(half, desk)
        desk.remember(Visit(active_ms=minutes * 60_000)).result(30)
        build.stored(desk.finish())
    found = project_status(half).record()["suggestions"]
    without, with_ = found["without_suggestions"], found["with_suggestions"]
    assert (without["articles"], without["items"], without["items_per_hour"]) == (1, 1, 10.0)
    assert (with_["articles"], with_["items"], with_["items_per_hour"]) == (1, 1, 30.0)
    assert (without["mention_f1_with_gold"], with_["mention_f1_with_gold"]) == (0.0, 1.0)
    assert (without["decisions"], with_["decisions"]) == ({"added": 1}, {"kept_with_article": 1})
    assert without["stance_f1_with_gold"] is None


def test_today_begins_at_midnight_and_counts_each_item_that_stands_once(project, build, half):
    name = min(TEXTS.keys() - drawn(TEXTS))
    desk = build.open_desk(half, name)
    build.stored(desk.relabel(desk.mentions[0], "PER"))
    build.stored(desk.relabel(desk.mentions[0], "LOC"))
    build.stored(desk.finish())
    today = done_today(half)
    assert (today.articles, today.items) == (1, 1)
    other = build.open_desk(half, next(n for n in TEXTS if n not in {name, *drawn(TEXTS)}))
    build.stored(other.relabel(other.mentions[0], "PER"))
    assert done_today(half).items == 2
    history.undo(half, other.article.id)
    assert done_today(half).items == 1
    history.redo(half, other.article.id)
    assert done_today(half).items == 2
    later = half.clock() + dt.timedelta(days=1)
    half.clock = lambda: later
    assert done_today(half).items == done_today(half).articles == 0
