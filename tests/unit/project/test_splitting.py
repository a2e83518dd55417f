import random
import sqlite3
from contextlib import closing

import pytest

from annotator.config import Settings
from annotator.domain.article import Article
from annotator.domain.split_rules import Method
from annotator.domain.splits import Ratios
from annotator.errors import ExportError, InputError
from annotator.project.exporting import ExportFormat, ExportWish, export
from annotator.project.splitting import SplitWish
from annotator.project.workspace import open_workspace
from annotator.storage.articles import add_article
from annotator.storage.splits import frozen_places, frozen_rule

WORDS = [f"mot{number}" for number in range(5000)]
FREEZE = ExportWish(freeze=True)


def invented(words, seed):
    return " ".join(random.Random(seed).choices(WORDS, k=words))  # noqa: S311


@pytest.fixture
def workspace(project):
    with project.open() as workspace:
        yield workspace


@pytest.fixture
def finish(build, project, workspace):
    """Stores an article and finishes it."""

    def add(identifier, text, **known):
        article = Article(identifier, text, **known)
        workspace.write(lambda session: add_article(session, article, project.clock()))
        build.stored(build.open_desk(workspace, identifier).finish())

    return add


@pytest.fixture
def ten(finish):
    for n in range(10):
        finish(f"a{n}", invented(120, n), published=f"2025-01-{n + 1:02d}")


def sides(workspace):
    return {i: place.split for i, place in workspace.read(frozen_places).items()}


def test_without_freeze_nothing_is_stored(ten, workspace, tmp_path):
    export(workspace, tmp_path / "out")

    assert workspace.read(frozen_rule) is None
    assert sides(workspace) == {}


def test_frozen_articles_never_move_whatever_comes_later(ten, finish, workspace, tmp_path):
    assert export(workspace, tmp_path / "out", FREEZE).frozen == 10
    before = sides(workspace)
    for n in range(10, 25):
        finish(f"a{n}", invented(120, n))
    first = export(workspace, tmp_path / "out")

    assert sides(workspace) == before
    assert sum(first.splits.values()) == 25
    assert export(workspace, tmp_path / "out", FREEZE).frozen == 15
    assert {i: s for i, s in sides(workspace).items() if i in before} == before
    assert len(set(sides(workspace).values())) == 3


def test_a_newcomer_that_ties_two_splits_is_left_out_and_reported(ten, finish, workspace, tmp_path):
    export(workspace, tmp_path / "out", FREEZE)
    split = sides(workspace)
    one = min(split)
    other = next(i for i in sorted(split) if split[i] is not split[one])
    finish("bridge", f"{invented(120, int(one[1:]))} {invented(120, int(other[1:]))}")
    report = export(workspace, tmp_path / "out")

    assert report.quarantined == ("bridge",)
    assert report.documents == 10
    assert "would tie two frozen" in (tmp_path / "out" / "README.md").read_text("utf-8")


def test_a_torn_group_is_refused_in_one_sentence(ten, finish, workspace, project, tmp_path):
    finish("copy", invented(120, 0) + " fin")
    export(workspace, tmp_path / "out", FREEZE)
    with closing(sqlite3.connect(project.file)) as connection:
        split = "test" if sides(workspace)["a0"] == "train" else "train"
        connection.execute("UPDATE split SET split = ? WHERE article = 'copy'", (split,))
        connection.commit()

    with pytest.raises(ExportError, match=r"a0 .* and copy .* frozen on two sides"):
        export(workspace, tmp_path / "out")


def test_a_lower_threshold_that_ties_frozen_articles_is_refused(
    ten, finish, project, workspace, tmp_path
):
    words = invented(400, 99).split()
    for n in range(6):
        finish(f"part{n}", " ".join([*words[:30], *invented(120, 50 + n).split()]))
    export(workspace, tmp_path / "out", FREEZE)
    assert len({sides(workspace)[f"part{n}"] for n in range(6)}) > 1

    loose = open_workspace(Settings(str(project.file), "anna", near_copy=0.1))
    with loose, pytest.raises(ExportError, match="frozen on two sides"):
        export(loose, tmp_path / "out")


def test_a_story_keeps_articles_together(finish, workspace, tmp_path):
    for n in range(30):
        story = {"story": "pont"} if n % 2 else {}
        finish(f"a{n:02d}", invented(60, n), meta=story)
    export(workspace, tmp_path / "out", FREEZE)

    assert len({sides(workspace)[f"a{n:02d}"] for n in range(1, 30, 2)}) == 1


def test_a_wish_against_what_was_frozen_is_refused(ten, workspace, tmp_path):
    export(workspace, tmp_path / "out", FREEZE)
    for wish in (SplitWish(Ratios(50, 25, 25)), SplitWish(method=Method.TIME)):
        with pytest.raises(InputError, match="are frozen"):
            export(workspace, tmp_path / "out", ExportWish(splits=wish))
    export(workspace, tmp_path / "out", ExportWish(splits=SplitWish(Ratios(), Method.HASH)))


def test_too_few_groups_are_not_frozen(finish, workspace, tmp_path):
    finish("a", invented(50, 1))
    with pytest.raises(ExportError, match=r"Nothing was frozen\. .*needs 3"):
        export(workspace, tmp_path / "out", FREEZE)

    assert not (tmp_path / "out").exists()


def test_a_split_by_time_is_frozen_with_its_days(ten, finish, workspace, tmp_path):
    by_time = ExportWish(splits=SplitWish(method=Method.TIME), freeze=True)
    export(workspace, tmp_path / "out", by_time)
    finish("late", invented(50, 70), published="2026-01-01")
    finish("early", invented(50, 71), published="2020-01-01")
    export(workspace, tmp_path / "out", by_time)

    assert [sides(workspace)[i] for i in ("a0", "a9", "early", "late")] == [
        "train", "test", "train", "test",
    ]  # fmt: skip


def test_frozen_splits_reach_native_jsonl_too(ten, workspace, tmp_path):
    export(workspace, tmp_path / "out", FREEZE)
    report = export(workspace, tmp_path / "lines", ExportWish(ExportFormat.JSONL))

    assert set(report.splits) == {"train", "validation", "test"}


def test_the_release_that_freezes_and_the_next_are_the_same_to_the_byte(ten, workspace, tmp_path):
    export(workspace, tmp_path / "one", FREEZE)
    export(workspace, tmp_path / "two")

    one, two = (sorted((tmp_path / name).rglob("*.*")) for name in ("one", "two"))
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]
