import json

import pytest

from annotator.domain.layer import State
from annotator.domain.splits import Ratios
from annotator.errors import ExportError, InputError
from annotator.project import history
from annotator.project.exporting import ExportFormat, ExportWish, export, verify_export
from annotator.project.importing import import_paths
from annotator.project.queue import Queue
from annotator.project.splitting import SplitWish


@pytest.fixture
def workspace(project):
    with project.open() as workspace:
        for name in ("a", "b", "c"):
            article = project.add(workspace, name, f"{name} : Cardinal attend Paul Roche.\n" * 3)
            project.suggest(
                workspace, article, ("Cardinal", "ORG", 0.9), ("Paul", "PER", 0.3), zones=()
            )
        yield workspace


def finish(build, workspace, name):
    desk = build.open_desk(workspace, name)
    build.stored(desk.finish())
    return desk


def write(workspace, folder, **options):
    report = export(workspace, folder, ExportWish(ExportFormat.JSONL, **options))
    with (folder / "articles.jsonl").open(encoding="utf-8") as file:
        return report, {record["id"]: record for record in map(json.loads, file)}


def test_only_finished_work_is_exported(build, workspace, tmp_path):
    finish(build, workspace, "a")
    build.open_desk(workspace, "b")
    report, records = write(workspace, tmp_path / "out")

    assert list(records) == ["a"]
    assert (report.documents, report.unresolved) == (1, 0)
    assert [e["text"] for e in records["a"]["entities"]] == ["Cardinal"] * 3


def test_an_article_whose_finishing_was_undone_is_not_exported(build, workspace, tmp_path):
    finish(build, workspace, "a")
    desk = finish(build, workspace, "b")
    desk.replay(history.undo(workspace, "b").draft)
    _, records = write(workspace, tmp_path / "out")

    assert desk.state is State.OPEN
    assert list(records) == ["a"]


def test_without_finished_work_there_is_nothing_to_export(build, workspace, tmp_path):
    build.open_desk(workspace, "a")

    with pytest.raises(ExportError, match="finish one"):
        write(workspace, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_rejected_mentions_and_candidates_are_not_exported(build, workspace, tmp_path):
    desk = build.open_desk(workspace, "a")
    build.stored(desk.reject(desk.mentions[0]))
    build.stored(desk.finish())
    _, records = write(workspace, tmp_path / "out")

    assert len(records["a"]["entities"]) == 2


def test_newer_suggestions_of_a_finished_article_are_not_exported(
    build, project, workspace, tmp_path
):
    desk = finish(build, workspace, "a")
    project.suggest(workspace, desk.article, ("Paul Roche", "PER", 0.9), suggester="model 2")
    desk.refresh_suggestions()
    finish(build, workspace, "b")
    build.stored(desk.take_newer())
    _, records = write(workspace, tmp_path / "out")

    assert list(records) == ["b"]


def test_several_finishers_without_gold_are_left_out_and_counted(
    build, project, workspace, tmp_path
):
    finish(build, workspace, "a")
    finish(build, workspace, "b")
    with project.open("béa") as bea:
        finish(build, bea, "a")
        finish(build, bea, "c")
    report, records = write(workspace, tmp_path / "out")

    assert set(records) == {"b", "c"}
    assert (report.documents, report.unresolved) == (2, 1)


def test_one_annotator_s_work_can_be_chosen(build, project, workspace, tmp_path):
    finish(build, workspace, "a")
    with project.open("béa") as bea:
        desk = build.open_desk(bea, "a")
        build.stored(desk.reject(desk.mentions[0]))
        build.stored(desk.finish())
        finish(build, bea, "c")
    _, records = write(workspace, tmp_path / "out", chosen="béa")

    assert set(records) == {"a", "c"}
    assert len(records["a"]["entities"]) == 2
    assert records["a"]["layer"]["name"] == "béa"
    with pytest.raises(InputError, match="zoé has finished no article"):
        write(workspace, tmp_path / "none", chosen="zoé")


def test_gold_goes_before_every_finisher(build, project, workspace, tmp_path):
    text = finish(build, workspace, "a").article.text
    with project.open("béa") as bea:
        finish(build, bea, "a")
    gold = {
        "id": "a", "text": text,
        "entities": [{"id": "e0", "start": 4, "end": 12, "label": "PER", "canonical": "C"}],
        "layer": {"role": "gold", "name": "gold", "state": "done"},
    }  # fmt: skip
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold))
    list(import_paths(workspace, [tmp_path / "gold.jsonl"]))
    report, records = write(workspace, tmp_path / "out")

    assert report.unresolved == 0
    assert [e["label"] for e in records["a"]["entities"]] == ["PER"]


def test_native_jsonl_comes_back_as_the_same_layer(build, project, workspace, tmp_path):
    desk = build.open_desk(workspace, "a")
    build.stored(desk.relabel(desk.mentions[0], "PER"))
    build.stored(desk.add(build.span_of(desk.article.text, "Paul Roche"), "PER"))
    build.stored(desk.toggle_dim(len(desk.article.text) - 5))
    build.stored(desk.finish())
    write(workspace, tmp_path / "out")
    (tmp_path / "fresh").mkdir()
    with build.Project(tmp_path / "fresh").open() as fresh:
        list(import_paths(fresh, [tmp_path / "out" / "articles.jsonl"]))
        again = build.stored_layer(fresh, "a")
        _, records = write(fresh, tmp_path / "again")

    def said(layer):
        mentions = [(m.start, m.end, m.label, m.kind, m.quote) for m in layer.mentions()]
        return mentions, [z.span for z in layer.zones()], layer.assignment.state

    assert said(again) == said(build.stored_layer(workspace, "a"))
    first = write(workspace, tmp_path / "out")[1]["a"]
    assert {**records["a"], "language": None} == {**first, "language": None}


def test_an_export_verifies_until_a_byte_changes(build, workspace, tmp_path):
    finish(build, workspace, "a")
    out = tmp_path / "out"
    export(workspace, out, ExportWish(splits=SplitWish(Ratios(80, 10, 10)), with_jsonl=True))
    assert verify_export(out) == []
    readme = out / "README.md"
    readme.write_text(readme.read_text(encoding="utf-8") + "x", encoding="utf-8")

    assert [p.file for p in verify_export(out)] == ["README.md"]
    assert {entry.state for entry in Queue(workspace).everything()} == {State.DONE, State.NEW}
