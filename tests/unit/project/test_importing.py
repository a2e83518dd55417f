import json

import pytest

from annotator.domain.items import Decision
from annotator.domain.layer import Author, Role, State
from annotator.errors import InputError
from annotator.project.checking import check_project
from annotator.project.importing import Outcome, import_paths
from annotator.project.queue import Queue
from annotator.storage.articles import get_article
from annotator.storage.entities import all_entities
from annotator.storage.finished import finished_articles
from annotator.storage.layers import find_layer, layers_of, load_layer

TEXT = "Le Kremlin parle. Paris et Roche répondent.\n"
RECORD = {
    "id": "a",
    "text": TEXT,
    "entities": [
        {"id": "e0", "start": 3, "end": 10, "label": "ORG", "text": "Kremlin",
         "canonical": "Russie"},
        {"id": "e1", "start": 18, "end": 23, "label": "GPE", "text": "Paris", "canonical": "Paris"},
    ],
    "stances": [
        {"id": "s0", "holder": "e0", "target": "e1", "label": "against",
         "evidence": [{"start": 11, "end": 16}], "attribution": "reported", "source": "e1"},
    ],
    "boilerplate": [[0, 2]],
}  # fmt: skip


@pytest.fixture
def workspace(project):
    with project.open() as workspace:
        yield workspace


def lines(path, *records):
    text = "".join(r if isinstance(r, str) else json.dumps(r) + "\n" for r in records)
    path.write_text(text, encoding="utf-8")
    return path


def outcomes(workspace, *paths, **options):
    return [(r.outcome, r.note) for r in import_paths(workspace, paths, **options)]


def test_text_is_stored_exactly_as_it_was_decoded(workspace, tmp_path):
    raw = "\ufeffTitre\r\n\r\nUn\u2028deux\t😀 e\u0301 \u200bfin\r\n"
    (tmp_path / "a.txt").write_bytes(raw.encode())

    assert outcomes(workspace, tmp_path / "a.txt") == [(Outcome.IMPORTED, "")]
    article = workspace.read(lambda session: get_article(session, "a"))
    assert article.text == raw.removeprefix("\ufeff")
    assert article.language == "fr"


def test_importing_again_changes_nothing(build, workspace, tmp_path):
    paths = [lines(tmp_path / "x.jsonl", RECORD)]
    (tmp_path / "b.txt").write_text("Un texte.\n")
    paths.append(tmp_path / "b.txt")
    first = [outcome for outcome, _ in outcomes(workspace, *paths)]
    layer = build.stored_layer(workspace, "a", "import")
    again = [outcome for outcome, _ in outcomes(workspace, *paths)]

    assert (first, again) == ([Outcome.IMPORTED] * 2, [Outcome.UNCHANGED] * 2)
    assert build.stored_layer(workspace, "a", "import") == layer


def test_the_same_id_with_another_text_is_refused_and_the_old_one_kept(workspace, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Un texte.\n")
    outcomes(workspace, path)
    path.write_text("Un autre.\n")
    ((outcome, note),) = outcomes(workspace, path)

    assert outcome is Outcome.REFUSED
    assert "is stored with another text; rename the file" in note
    assert workspace.read(lambda session: get_article(session, "a")).text == "Un texte.\n"


def test_another_id_with_the_same_text_is_imported_and_said(workspace, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Un texte.\n")

    assert outcomes(workspace, tmp_path) == [
        (Outcome.IMPORTED, ""),
        (Outcome.IMPORTED, "same text as a"),
    ]


def test_a_record_without_a_layer_is_finished_work_of_import(build, workspace, tmp_path):
    outcomes(workspace, lines(tmp_path / "x.jsonl", RECORD))
    layer = build.stored_layer(workspace, "a", "import")

    assert layer.assignment.state is State.DONE
    assert {i.decision for i in layer.items.values()} == {Decision.ADDED}
    assert workspace.read(finished_articles) == ["a"]
    assert list(check_project(workspace)) == []


def test_imported_names_become_entities_once(workspace, tmp_path):
    other = {**RECORD, "id": "b", "text": TEXT}
    outcomes(workspace, lines(tmp_path / "x.jsonl", RECORD, other))

    entities = workspace.read(all_entities)
    assert sorted(e.name for e in entities.values()) == ["Paris", "Russie"]


def test_a_layer_names_its_author_and_state(build, workspace, tmp_path):
    layer = {"role": "annotator", "name": "béa", "state": "open"}
    outcomes(workspace, lines(tmp_path / "x.jsonl", {**RECORD, "layer": layer}))

    assert build.stored_layer(workspace, "a", "béa").assignment.state is State.OPEN
    assert workspace.read(finished_articles) == []


def test_gold_is_stored_as_gold(workspace, tmp_path):
    layer = {"role": "gold", "name": "gold", "state": "done"}
    outcomes(workspace, lines(tmp_path / "x.jsonl", {**RECORD, "layer": layer}))

    assert workspace.read(lambda s: find_layer(s, "a", Author(Role.GOLD, "gold"))) is not None


def test_work_that_differs_from_the_stored_is_refused(build, workspace, tmp_path):
    outcomes(workspace, lines(tmp_path / "x.jsonl", RECORD))
    before = build.stored_layer(workspace, "a", "import")
    ((outcome, note),) = outcomes(
        workspace, lines(tmp_path / "y.jsonl", {**RECORD, "entities": [], "stances": []})
    )

    assert outcome is Outcome.REFUSED
    assert "import already has other work on this article" in note
    assert build.stored_layer(workspace, "a", "import") == before


def test_a_refused_record_leaves_no_entity_behind(workspace, tmp_path):
    outcomes(workspace, lines(tmp_path / "x.jsonl", RECORD))
    stranger = {**RECORD["entities"][1], "canonical": "Lutèce"}
    changed = {**RECORD, "entities": [RECORD["entities"][0], stranger], "boilerplate": []}
    ((outcome, _),) = outcomes(workspace, lines(tmp_path / "y.jsonl", changed))

    assert outcome is Outcome.REFUSED
    assert "Lutèce" not in [e.name for e in workspace.read(all_entities).values()]


def test_layers_can_be_taken_as_suggestions(build, workspace, tmp_path):
    path = lines(tmp_path / "x.jsonl", RECORD)
    outcomes(workspace, path, as_suggestions="model 3")
    (suggested,) = workspace.read(lambda session: layers_of(session, "a", Role.SUGGESTER))

    assert suggested.author.name == "model 3"
    assert {i.origin.suggester for i in suggested.items.values()} == {"model 3"}
    assert [m.quote for m in build.open_desk(workspace).mentions] == ["Kremlin", "Paris"]
    assert list(check_project(workspace)) == []


def test_the_good_records_of_a_file_are_stored(workspace, tmp_path):
    wrong_label = {**RECORD, "id": "b", "entities": [{**RECORD["entities"][0], "label": "X"}]}
    path = lines(tmp_path / "x.jsonl", "{broken\n", wrong_label, {"id": "c", "text": "Bon.\n"})
    found = [outcome for outcome, _ in outcomes(workspace, path)]

    assert found == [Outcome.REFUSED, Outcome.REFUSED, Outcome.IMPORTED]
    assert [entry.article for entry in Queue(workspace).everything()] == ["c"]


def test_a_missing_path_stops_before_anything_is_stored(workspace, tmp_path):
    (tmp_path / "a.txt").write_text("Un texte.\n")

    with pytest.raises(InputError, match="does not exist"):
        import_paths(workspace, [tmp_path / "a.txt", tmp_path / "b.txt"])
    with pytest.raises(InputError, match="does not exist"):
        import_paths(workspace, [tmp_path / "a.txt", tmp_path / "b.jsonl"])
    assert Queue(workspace).everything() == []


def test_a_format_can_be_named_and_must_be_known(workspace, tmp_path):
    path = tmp_path / "dump.data"
    lines(path, {"id": "c", "text": "Bon.\n"})

    assert outcomes(workspace, path, format_name="jsonl") == [(Outcome.IMPORTED, "")]
    with pytest.raises(InputError, match="no import format 'xml'; use text, jsonl"):
        import_paths(workspace, [path], format_name="xml")


def test_imported_work_can_be_undone_by_nobody(build, project, workspace, tmp_path):
    from annotator.project import history

    outcomes(workspace, lines(tmp_path / "x.jsonl", RECORD))
    with project.open("import") as own:
        assert history.undo(own, None) == history.Step()
        row = own.read(lambda s: find_layer(s, "a", Author(Role.ANNOTATOR, "import")))
        assert len(own.read(lambda s: load_layer(s, row)).items) == 4
