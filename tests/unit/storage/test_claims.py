import datetime as dt
import sqlite3
import threading
from contextlib import closing

import pytest

from annotator.domain.layer import State
from annotator.domain.sharing import Seat, Sharing, is_plain
from annotator.errors import InputError
from annotator.project.people import change_sharing
from annotator.project.queue import Queue
from annotator.storage import claims
from annotator.storage.engine import open_database
from annotator.storage.people import people, sharing_rules
from annotator.storage.queue import take_next

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=31)
ANNA, BEN, CLEO = (
    Seat(name, f"host:{number}") for number, name in enumerate(("anna", "ben", "cleo"))
)


@pytest.fixture
def workspace(project):
    with project.open() as workspace:
        for name in "abcd":
            project.add(workspace, name, f"Titre {name}\n\nCardinal écrit {name}.")
        yield workspace


@pytest.fixture
def take(workspace):
    """Claim an article; gives who has it where it is refused."""

    def take(seat, article="a", now=NOW):
        return workspace.write(lambda s: claims.claim(s, article, seat, now)).holders

    return take


@pytest.fixture
def next_of(workspace):
    def next_of(seat, after=None, now=NOW):
        return workspace.write(lambda s: take_next(s, seat, after, now))

    return next_of


def finish(build, project, article, name):
    with project.open(name) as workspace:
        build.stored(build.open_desk(workspace, article).finish())


def test_one_slot_is_held_by_one_person_until_her_lease_ends(take):
    assert take(ANNA) == ()
    assert take(BEN) == ("anna",)
    assert take(ANNA, now=NOW + dt.timedelta(minutes=20)) == ()
    assert take(BEN, now=LATER) == ("anna",)
    assert take(BEN, now=LATER + dt.timedelta(minutes=20)) == ()
    assert take(ANNA, now=LATER + dt.timedelta(minutes=21)) == ("ben",)


def test_an_article_has_as_many_slots_as_the_overlap(workspace, take):
    change_sharing(workspace, overlap=2)
    assert [take(seat) for seat in (ANNA, BEN, CLEO)] == [(), (), ("anna", "ben")]


def test_a_window_has_one_article_and_an_article_one_window_of_hers(workspace, take):
    other = Seat("anna", "host:9")

    def window(article):
        return workspace.read(lambda s: claims.window_of(s, article, "anna", NOW))

    take(ANNA, "a")
    take(ANNA, "b")
    assert (window("a"), window("b")) == (None, ANNA.window)
    take(other, "b")
    assert window("b") == other.window


def test_what_another_window_of_hers_shows_is_not_next(take, next_of):
    assert next_of(ANNA) == "a"
    assert next_of(Seat("anna", "host:9")) == "b"
    assert next_of(BEN) == "c"


def test_what_others_left_alone_comes_when_nothing_else_is_left(project, build, next_of):
    with project.open("anna") as anna:
        build.open_desk(anna, "a")
        Queue(anna).take_first()
    assert [next_of(BEN, now=NOW) for _ in range(2)] == ["b", "b"]
    for article in "bcd":
        finish(build, project, article, "ben")
    later = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    assert next_of(BEN, now=later) == "a"
    assert next_of(ANNA, now=later) is None


def test_finished_work_fills_a_slot_for_ever(project, build, take, workspace):
    finish(build, project, "a", "anna")
    assert take(BEN, now=dt.datetime(2040, 1, 1, tzinfo=dt.UTC)) == ("anna",)
    assert take(ANNA, now=NOW) == ()
    change_sharing(workspace, overlap=2)
    assert take(BEN) == ()


def test_reopened_work_keeps_its_slot(build, project, take):
    with project.open("anna") as anna:
        desk = build.open_desk(anna, "a")
        build.stored(desk.finish())
        assert desk.take_back().stored.result(30)
        assert desk.state is State.OPEN
    assert take(BEN, now=dt.datetime(2040, 1, 1, tzinfo=dt.UTC)) == ("anna",)


def test_what_is_asked_for_ahead_is_offered_and_without_suggestions(project, build, workspace):
    queue = Queue(workspace)
    finish(build, project, "b", "ben")
    article = project.add(workspace, "e", "Cardinal attend.")
    project.suggest(workspace, article, ("Cardinal", "ORG", 0.9))
    assert queue.ahead("a", 3) == ["a", "c", "d"]
    assert queue.ahead("c", 3) == ["c", "d"]
    assert queue.ahead("gone", 2) == ["a", "c"]


def test_imported_work_of_nobody_fills_no_slot(build, project, take):
    finish(build, project, "a", claims.NOBODY)
    assert take(BEN) == ()


def test_the_queue_offers_what_is_hers_or_free(build, project, workspace):
    finish(build, project, "a", "ben")
    queue = Queue(workspace)
    assert queue.find("") == ["b", "c", "d"]
    assert (queue.neighbour("b", -1), queue.neighbour("b", +1)) == (None, "c")
    assert [entry.article for entry in queue.everything()] == ["b", "c", "d"]
    assert queue.ahead("b", 3) == ["b", "c", "d"]
    assert (queue.counts().states[State.NEW], queue.counts().elsewhere) == (4, 1)


def test_alone_everything_is_offered_whatever_the_leases(workspace, take, next_of):
    assert Queue(workspace).find("") == list("abcd")
    take(Seat("anna", "elsewhere:1"), "a")
    assert Queue(workspace).find("") == list("abcd")


def test_an_assigned_article_is_hers_alone_and_a_mere_claim_gives_way(workspace, take):
    take(ANNA)
    given = workspace.write(lambda s: claims.reserve(s, "a", "ben", NOW))
    assert given.granted
    assert take(ANNA) == ("ben",)
    assert take(BEN, now=dt.datetime(2040, 1, 1, tzinfo=dt.UTC)) == ()
    refused = workspace.write(lambda s: claims.reserve(s, "a", "cleo", NOW))
    assert refused.holders == ("ben",)
    assert workspace.write(lambda s: claims.unreserve(s, "a", None)) == ["ben"]
    assert take(ANNA) == ()


def test_of_many_threads_one_gets_the_slot(project, workspace):
    granted, barrier = [], threading.Barrier(8)
    database = open_database(str(project.file))

    def compete(number):
        barrier.wait()
        with database.writing() as session:
            if claims.claim(session, "a", Seat(f"p{number}", f"h:{number}"), NOW).granted:
                granted.append(number)

    threads = [threading.Thread(target=compete, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.close()
    assert len(granted) == 1


def test_rules_out_of_range_are_refused_and_none_is_stored(workspace):
    with pytest.raises(InputError, match="--overlap is 0"):
        change_sharing(workspace, overlap=0, plain_percent=10)
    assert workspace.read(sharing_rules) == Sharing()
    assert change_sharing(workspace, plain_percent=10) == Sharing(plain_percent=10)


def test_the_share_without_suggestions_is_stable_and_only_grows():
    digests = [f"{number:064x}" for number in range(4000)]
    drawn = {p: {d for d in digests if is_plain(d, p)} for p in (0, 10, 25, 100)}
    assert drawn[0] == set()
    assert drawn[10] < drawn[25] < drawn[100] == set(digests)
    assert 320 <= len(drawn[10]) <= 480


def test_who_worked_before_the_migration_is_a_person_after_it(project, build, workspace):
    build.open_desk(workspace, "a")
    finish(build, project, "b", claims.NOBODY)
    workspace.close()
    with closing(sqlite3.connect(project.file)) as connection:
        connection.executescript(
            "DROP TABLE person; DROP TABLE setting; DROP INDEX ix_assignment_annotator_state;"
            "DROP INDEX ix_assignment_slot; DROP INDEX ix_assignment_window;"
            "ALTER TABLE assignment DROP COLUMN reserved;"
            "ALTER TABLE assignment DROP COLUMN window;"
            "ALTER TABLE assignment DROP COLUMN lease_until;"
            "ALTER TABLE assignment DROP COLUMN plain;"
            "DROP TABLE gold; DROP TABLE ruling; DROP TABLE question; DROP TABLE edit_part;"
            "DROP INDEX ix_article_place; DROP INDEX ix_entity_aliased;"
            "UPDATE alembic_version SET version_num = '0003'"
        )
    with project.open() as again:
        assert [person.name for person in again.read(people)] == ["anna"]
        assert build.stored_layer(again, "a").assignment.state is State.OPEN


@pytest.mark.parametrize(
    "ask", [claims.release, lambda s, seat: claims.windows_of(s, seat.annotator)]
)
def test_letting_go_reads_no_article_that_is_in_no_window(workspace, ask):
    asked = []

    def plans(session):
        connection = session.connection().connection
        connection.set_trace_callback(asked.append)
        ask(session, ANNA)
        connection.set_trace_callback(None)
        assert asked
        return [connection.execute(f"EXPLAIN QUERY PLAN {x}").fetchall()[0][-1] for x in asked]

    assert all("ix_assignment_window" in plan for plan in workspace.write(plans))
