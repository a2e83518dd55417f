"""The export command's options: freeze, changes, no texts, and nothing leaves without a yes."""

import json

import pytest

from annotator.project.importing import import_paths


@pytest.fixture
def three(run, project, tmp_path):
    texts = ("Valmure refuse le pont de Cardinal.", "Le lac gèle à Orval.", "Grève à Quimorin.")
    with (tmp_path / "x.jsonl").open("w", encoding="utf-8") as file:
        for n, text in enumerate(texts):
            # A record with its annotations, though there are none: a bare text is not finished.
            record = {"id": f"a{n}", "text": text, "published": f"2025-01-0{n + 1}", "entities": []}
            file.write(json.dumps(record))
            file.write("\n")
    with project.open() as workspace:
        list(import_paths(workspace, [tmp_path / "x.jsonl"]))
    return run


def test_freeze_changes_and_verify(three):
    answers = three.each(
        ("export", "one", "--freeze", "--json", "--licence", "cc-by-4.0"),
        ("export", "two", "--since", "one", "--json"),
        ("export", "one", "--verify"),
        ("export", "three", "--splits", "50/25/25"),
    )
    first, second = (json.loads(answer.out) for answer in answers[:2])

    assert first["frozen"] == 3
    assert second["changes"] == {"added": [], "removed": [], "changed": [], "moved": []}
    assert answers[2].code == 0
    assert answers[3].code == 2
    assert "frozen at 80/10/10" in answers[3].err
    assert "license: cc-by-4.0" in (three.folder / "one" / "README.md").read_text("utf-8")


def test_splits_by_time(three):
    found = json.loads(three("export", "out", "--by", "time", "--json").out)
    assert found["splits"] == {"train": 1, "validation": 1, "test": 1}


def test_without_texts(three, told):
    told(three("export", "out", "--no-text", "--with", "jsonl"), "--no-text")
    assert three("export", "out", "--no-text").code == 0
    assert (three.folder / "out" / "join_texts.py").is_file()
    assert "texts are not included" in (three.folder / "out" / "README.md").read_text("utf-8")
    assert three("export", "out", "--verify").code == 0


def test_nothing_is_pushed_without_a_yes_or_offline(three, told):
    told(three("export", "out", "--push", "team/news"), "--yes")
    told(three("export", "out", "--push", "team/news", "--yes"), "HF_HUB_OFFLINE")
    told(three("export", "out", "--push", "no name!", "--yes"), "no repository")
    assert not (three.folder / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--by", "luck"), "hash, time"),
        (("--since", "nowhere"), "is no export"),
        (("--format", "jsonl", "--since", "x"), "--since and --push"),
    ],
)
def test_wishes_that_make_no_sense_are_refused(three, told, arguments, word):
    told(three("export", "out", *arguments), word)
