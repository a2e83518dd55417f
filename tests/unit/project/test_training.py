"""From a real export to a trained suggester, by the command and through `python -m spacy train`."""

import json
import os
import re
import subprocess
import sys

import pytest

from annotator.domain.splits import Split
from annotator.errors import ExportError, InputError
from annotator.exchange.stance_rows import stance_rows
from annotator.project.exporting import ExportWish, export
from annotator.project.importing import import_paths
from annotator.project.splitting import SplitWish
from annotator.project.training import TrainWish, train
from annotator.suggest.protocol import Suggest
from annotator.suggest.suggesters import load_suggester
from annotator.suggest.trained import EXTRACTOR, RECORD

WISH = TrainWish(max_steps=40, with_curve=False)
PEOPLE = ("Ana Roche", "Luc Morel", "Zoé Perrin", "Paul Garde", "Inès Valet", "Noé Cardin")
PLACES = ("Orval", "Tresme", "Quimorin", "Belsan", "Nurac", "Lodève-le-Pont")


def record(number: int, side: str = "against") -> str:
    """An English article, so that nothing but a blank tokenizer is needed."""
    person, place = PEOPLE[number % 6], PLACES[(number * 5 + number // 6) % 6]
    lines = [
        f"{person} rejects the bridge of {place} in plan {number}.",
        f"In week {number * 7}, {person} went to {place} and saw file {number * 13} there.",
    ]
    text = "\n".join(lines)
    entities, stances = [], []
    at = 0
    for line in lines:
        for words, label in ((person, "PER"), (place, "GPE")):
            start = at + line.index(words)
            found = {"start": start, "end": start + len(words), "label": label, "text": words}
            entities.append({"id": f"e{len(entities)}", "canonical": words, **found})
        at += len(line) + 1
    stances.append(
        {
            "id": "s0",
            "holder": "e0",
            "target": "e1",
            "label": side,
            "evidence": [{"start": 0, "end": len(lines[0])}],
            "attribution": "reported",
        }
    )
    return json.dumps(
        {"id": f"a{number:02}", "text": text, "entities": entities, "stances": stances}
    )


@pytest.fixture
def exported(project, tmp_path):
    (tmp_path / "x.jsonl").write_text("\n".join(map(record, range(48))), "utf-8")
    with project.open(scheme="news-en") as workspace:
        list(import_paths(workspace, [tmp_path / "x.jsonl"]))
        export(workspace, tmp_path / "out", ExportWish(extras=("spacy",), splits=SplitWish()))
    return tmp_path / "out"


def test_spacy_trains_on_an_export_by_its_own_command(exported):
    """In the export's folder, with nothing but what stands there."""
    command = ["spacy", "train", "spacy/train.cfg", "--output", "extractor"]
    limits = ["--training.max_steps", "40", "--training.eval_frequency", "20"]
    done = subprocess.run(
        [sys.executable, "-m", *command, *limits], cwd=exported, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()

    import spacy

    nlp = spacy.load(exported / "extractor" / "model-best")
    assert set(nlp.get_pipe("ner").labels) == {"PER", "GPE"}
    assert {e.text for e in nlp("Ana Roche went to Orval.").ents} & {"Ana Roche", "Orval"}


def test_the_code_in_the_card_runs_as_it_stands(project, tmp_path):
    """Loading, an extractor, a classifier of pairs: nothing but the folder's name is put in."""
    lines = (record(n, ("against", "favor")[n % 2]) for n in range(30))
    (tmp_path / "x.jsonl").write_text("\n".join(lines), "utf-8")
    with project.open(scheme="news-en") as workspace:
        list(import_paths(workspace, [tmp_path / "x.jsonl"]))
        export(workspace, tmp_path / "out", ExportWish())
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", card, re.MULTILINE | re.DOTALL)
    assert [("ner" in block, "stance" in block) for block in blocks] == [
        (True, True),
        (True, False),
        (False, True),
    ]
    (tmp_path / "card.py").write_text(
        "\n".join(f"exec({block.replace('PATH', 'out')!r}, {{}})" for block in blocks), "utf-8"
    )
    offline = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "card.py"],
        cwd=tmp_path,
        env=os.environ | offline,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()

    import spacy

    assert set(spacy.load(tmp_path / "extractor").get_pipe("ner").labels) >= {"PER", "GPE"}


def test_training_gives_a_suggester_with_its_scores(exported, tmp_path):
    lines: list[str] = []
    report = train(exported, tmp_path / "models" / "tiny", "news-en", WISH, lines.append)
    folder, facts = report.folder, report.facts

    test_rows = list(stance_rows(exported, Split.TEST))
    assert (
        facts.articles[Split.TRAIN] + facts.articles[Split.VALIDATION] + facts.articles[Split.TEST]
        == 48
    )
    assert facts.entities.n == 4 * facts.articles[Split.TEST]
    assert facts.entities.is_better
    assert facts.sides is not None
    assert facts.sides.n == sum(row.label is not None for row in test_rows)
    assert any(line.startswith("training on") for line in lines)
    card = (folder / "README.md").read_text("utf-8")
    assert "named mentions, trained suggester" in card
    assert (folder / "learning.svg").read_text("utf-8").startswith("<svg")
    assert (folder / EXTRACTOR / "config.cfg").is_file()

    suggester = load_suggester("news-en", str(folder))
    ask = Suggest("b", "Ana Roche rejects the bridge of Orval in plan 91.")
    ((found, _),) = suggester.suggest_all([ask])
    assert found.suggester == suggester.name
    assert suggester.name.startswith("trained-tiny-")
    assert {ask.text[m.start : m.end] for m in found.mentions} >= {"Ana Roche"}


def test_an_interrupted_training_leaves_nothing(exported, tmp_path):
    def interrupt(line: str) -> None:
        if "E  " in line or line.startswith("---"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(exported, tmp_path / "models" / "tiny", "news-en", WISH, interrupt)
    assert list((tmp_path / "models").iterdir()) == []


def test_what_can_not_be_trained_on_is_refused(exported, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="no export"):
        train(tmp_path / "mine", tmp_path / "m", "news-en", WISH)
    with pytest.raises(ExportError, match="not empty"):
        train(exported, tmp_path / "mine", "news-en", WISH)
    with pytest.raises(InputError, match="export itself"):
        train(exported, exported, "news-en", WISH)


def test_a_folder_that_is_damaged_is_refused_in_a_sentence(tmp_path):
    from annotator.errors import SuggesterError

    (tmp_path / RECORD).write_text('{"format": 1}', "utf-8")
    with pytest.raises(SuggesterError, match="train it again"):
        load_suggester("news-en", str(tmp_path))
