import sqlite3
from contextlib import closing

import pytest

from annotator.domain.article import Article
from annotator.domain.layer import State
from annotator.errors import InputError
from annotator.project import history
from annotator.project.checking import check_project
from annotator.project.exporting import ExportFormat, ExportWish, export
from annotator.project.importing import Outcome, import_paths
from annotator.project.keeping import back_up, forget, read_log
from annotator.project.near_copies import refresh_near_copies
from annotator.project.queue import Queue
from annotator.storage.articles import add_article, stored_digest
from annotator.storage.splits import frozen_places

NAME = "Zéphyrine Quatrelivres"
COMMON = "Cardinal attend Paul Roche depuis mardi, dit le conseil de Valmure dans une lettre."
TEXT = f"{NAME} refuse le pont.\r\nLe pont attend {NAME} à Cardinal.\n"


@pytest.fixture
def workspace(build, project, tmp_path):
    """Three finished articles; the first has suggestions, stances, an undone edit, a comment."""
    with project.open() as workspace:
        known = {"meta": {"url": f"https://example.org/{NAME}"}}
        first = Article("a", TEXT, **known)
        workspace.write(lambda session: add_article(session, first, project.clock()))
        project.suggest(workspace, first, (NAME, "PER", 0.9), ("Cardinal", "ORG", 0.9))
        desk = build.open_desk(workspace, "a")
        build.stored(desk.add(build.span_of(TEXT, "pont"), "TOPIC"))
        build.stored(desk.reject(desk.mentions[0]))
        desk.replay(history.undo(workspace, "a").draft)
        build.stored(desk.set_comment(f"voir {NAME}"))
        build.stored(desk.finish())
        for name in ("b", "c"):
            project.add(workspace, name, f"{COMMON}\nPar {name}.\n")
            build.stored(build.open_desk(workspace, name).finish())
        yield workspace


def words_in(path):
    return any(
        NAME.encode() in file.read_bytes() or b"Quatrelivres" in file.read_bytes()
        for file in path.parent.glob(f"{path.name}*")
    )


def counts(path):
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
            for name in ("article", "mention", "edit", "layer", "assignment")
        }


def test_no_word_of_a_forgotten_article_is_left_in_the_file(workspace, project):
    before, digest = counts(project.file), workspace.read(lambda s: stored_digest(s, "a"))
    assert words_in(project.file)
    assert forget(workspace, "a")

    assert not words_in(project.file)
    assert counts(project.file) == before
    assert workspace.read(lambda s: stored_digest(s, "a")) == digest
    assert list(check_project(workspace)) == []


def test_a_forgotten_article_is_nothing_to_do_for_who_never_worked_on_it(workspace, project):
    forget(workspace, "a")
    with project.open("bea") as hers:
        counts = Queue(hers).counts()

    assert (counts.total, counts.states[State.NEW]) == (2, 2)


def test_export_leaves_a_forgotten_article_out_and_counts_it(workspace, tmp_path):
    forget(workspace, "a")
    queue = Queue(workspace)
    assert queue.find("") == ["b", "c"]
    assert queue.neighbour("b", -1) is None
    assert queue.counts().total == 3
    report = export(workspace, tmp_path / "out", ExportWish(ExportFormat.JSONL))

    assert (report.documents, report.forgotten) == (2, 1)
    assert [entry.article for entry in Queue(workspace).everything()] == ["b", "c"]


def test_a_forgotten_article_keeps_its_split(build, workspace, project, tmp_path):
    for n in range(6):
        project.add(
            workspace, f"n{n}", f"Article {n} : " + " ".join(f"mot{n}x{m}" for m in range(30))
        )
        build.stored(build.open_desk(workspace, f"n{n}").finish())
    export(workspace, tmp_path / "out", ExportWish(freeze=True))
    place = workspace.read(frozen_places)["a"]
    forget(workspace, "a")

    assert workspace.read(frozen_places)["a"] == place
    export(workspace, tmp_path / "out")
    assert "1 article taken down" in (tmp_path / "out" / "README.md").read_text("utf-8")


def test_a_forgotten_text_does_not_come_back_by_import(workspace, tmp_path):
    forget(workspace, "a")
    for name in ("a", "other"):
        (tmp_path / f"{name}.txt").write_bytes(TEXT.encode())
        (report,) = import_paths(workspace, [tmp_path / f"{name}.txt"])
        assert report.outcome is Outcome.REFUSED
        assert "taken down" in report.note


def test_forgetting_twice_changes_nothing_and_an_unknown_article_is_refused(workspace):
    assert forget(workspace, "a")
    assert not forget(workspace, "a")
    with pytest.raises(InputError, match="no article x"):
        forget(workspace, "x")


def test_names_that_other_articles_use_stay(build, workspace):
    desk = build.open_desk(workspace, "b")
    build.stored(desk.add(build.span_of(desk.article.text, "Cardinal"), "ORG"))
    forget(workspace, "a")

    assert list(check_project(workspace)) == []


def test_a_backup_is_a_whole_database(workspace, build, project, tmp_path):
    size = back_up(workspace, tmp_path / "copy.db")

    assert size > 0
    assert counts(tmp_path / "copy.db") == counts(project.file)
    with pytest.raises(InputError, match="exists"):
        back_up(workspace, tmp_path / "copy.db")


def test_the_log_names_the_newest_edits(workspace):
    lines = read_log(workspace, "a", 3)

    assert [line.act for line in lines] == ["undo", "comment", "done"]
    assert {line.actor for line in lines} == {"anna"}
    assert len(read_log(workspace, None, 100)) > 6


def test_near_copies_are_marked_in_the_queue(workspace):
    assert refresh_near_copies(workspace)
    assert {e.article: e.copies for e in Queue(workspace).everything()} == {"a": 0, "b": 1, "c": 1}
    assert not refresh_near_copies(workspace, most=2)
