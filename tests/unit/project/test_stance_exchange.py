"""Stances through a real database: native JSONL in and out, and the `stance` configuration."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from annotator.config import Settings
from annotator.domain.article import Span
from annotator.domain.items import HolderKind
from annotator.exchange.parquet import read_rows
from annotator.project.exporting import JSONL_FILE, ExportFormat, ExportWish, export, verify_export
from annotator.project.importing import Outcome, import_paths
from annotator.project.workspace import Workspace, open_workspace
from annotator.storage.articles import save_parse

ROOT = Path(__file__).parents[3]
TEXT = (
    "Selon Reuters, Aubin aurait « refusé » net, hier, le pont.\n"
    "Il est dit nuisible ; l’article le juge laid."
)
NOW = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)


def opened(folder: Path) -> Workspace:
    settings = Settings(database=str(folder / "annotator.db"), annotator="zoé")
    return open_workspace(settings, clock=lambda: NOW)


def span(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def entity(identifier: str, words: str, label: str, kind: str = "named") -> dict[str, object]:
    return {
        "id": identifier,
        **span(words),
        "label": label,
        "text": words,
        "canonical": {"Il": "pont"}.get(words, words),
        "kind": kind,
    }


def stance(identifier: str, holder: str | None, target: str, *evidence: str, **changes: object):
    return {
        "id": identifier,
        "holder": holder,
        "target": target,
        "label": "against",
        "evidence": [span(words) for words in evidence],
        "attribution": "author",
        "source": None,
        "certainty": "asserted",
        **changes,
    }


RECORD = {
    "id": "pont",
    "text": TEXT,
    "meta": {},
    "entities": [
        entity("e0", "Reuters", "ORG"),
        entity("e1", "Aubin", "PER"),
        entity("e2", "pont", "TOPIC", "nominal"),
        entity("e3", "Il", "TOPIC", "pronoun"),
    ],
    "stances": [
        stance("s0", "e1", "e2", "aurait", label="neutral", certainty="hedged"),
        stance(
            "s1", "e1", "e2", "refusé", "net", attribution="quoted", source="e0", certainty="hedged"
        ),
        stance("s2", None, "e3", "est dit nuisible", attribution="reported"),
        stance("s3", None, "e3", "juge laid", holder_kind="article"),
    ],
    "boilerplate": [],
    "layer": {"role": "annotator", "name": "anna", "state": "done", "scheme": "news-fr"},
    "split": None,
}


def write(path: Path, *records: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path


def there_and_back(folder: Path, source: Path) -> list[dict[str, object]]:
    """The records of `source` after import into a new database and export from it."""
    folder.mkdir()
    with opened(folder) as workspace:
        reports = list(import_paths(workspace, [source]))
        assert {r.outcome for r in reports} == {Outcome.IMPORTED}, reports
        again = list(import_paths(workspace, [source]))
        assert {r.outcome for r in again} == {Outcome.UNCHANGED}, again
        export(workspace, folder / "out", ExportWish(ExportFormat.JSONL))
    lines = (folder / "out" / JSONL_FILE).read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def test_every_field_of_a_stance_comes_back(tmp_path: Path) -> None:
    (back,) = there_and_back(tmp_path / "db", write(tmp_path / "in.jsonl", RECORD))
    assert back["stances"] == RECORD["stances"]
    assert sorted(back["entities"], key=lambda e: e["id"]) == RECORD["entities"]


def test_an_unstated_holder_may_be_named_as_such(tmp_path: Path) -> None:
    said = [stance("s0", None, "e3", "est dit nuisible", holder_kind="unstated")]
    source = write(tmp_path / "in.jsonl", {**RECORD, "stances": said})
    (back,) = there_and_back(tmp_path / "db", source)
    assert back["stances"] == [stance("s0", None, "e3", "est dit nuisible")]


def test_what_was_exported_exports_to_the_same_bytes(tmp_path: Path) -> None:
    there_and_back(tmp_path / "one", write(tmp_path / "in.jsonl", RECORD))
    first = tmp_path / "one" / "out" / JSONL_FILE
    there_and_back(tmp_path / "two", first)
    assert (tmp_path / "two" / "out" / JSONL_FILE).read_bytes() == first.read_bytes()


def test_more_than_ten_stances_keep_their_order(tmp_path: Path) -> None:
    labels = ("against", "favor", "neutral", "favor") * 4
    many = [stance(f"s{n}", "e1", "e2", "net", label=label) for n, label in enumerate(labels)]
    source = write(tmp_path / "in.jsonl", {**RECORD, "stances": many})
    (back,) = there_and_back(tmp_path / "db", source)
    assert back["stances"] == many


def resolved(record: dict) -> tuple[object, ...]:
    """A record without the ids of its file: what it says, in a fixed order."""
    spans = {
        e["id"]: (e["start"], e["end"], e["label"], e["text"], e["kind"], e["canonical"])
        for e in record["entities"]
    }
    stances = [
        (
            spans.get(s["holder"]),
            s.get("holder_kind", "mention" if s["holder"] else "unstated"),
            spans[s["target"]],
            s["label"],
            [(e["start"], e["end"]) for e in s["evidence"]],
            s["attribution"],
            spans.get(s["source"]),
            s["certainty"],
        )
        for s in record["stances"]
    ]
    zones = sorted(tuple(zone) for zone in record["boilerplate"])
    return record["id"], record["text"], sorted(spans.values()), stances, zones


def reading() -> Path:
    home = Path(os.environ.get("ANNOTATOR_SHARED", ROOT.parent / "shared"))
    path = home / "articles" / "gold.reading2.jsonl"
    if not path.is_file():
        reason = f"{path} is missing; set ANNOTATOR_SHARED"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return path


def test_a_real_reading_comes_back_whole(tmp_path: Path) -> None:
    given = [json.loads(line) for line in reading().read_text("utf-8").split("\n") if line]
    back = there_and_back(tmp_path / "db", reading())
    assert [resolved(r) for r in back] == [resolved(r) for r in given]


def pairs(workspace: Workspace, folder: Path) -> list[dict]:
    export(workspace, folder)
    assert verify_export(folder) == []
    return list(read_rows(folder / "stance" / "train.parquet"))  # type: ignore[arg-type]


def test_stored_stances_are_rows_of_the_stance_configuration(tmp_path: Path) -> None:
    with opened(tmp_path) as workspace:
        list(import_paths(workspace, [write(tmp_path / "in.jsonl", RECORD)]))
        rows = {row["id"]: row for row in pairs(workspace, tmp_path / "out") if row["explicit"]}
    assert len(rows) == 4
    row = rows["pont:s6"]
    assert (row["holder"]["text"], row["target"]["text"]) == ("Aubin", "pont")
    assert row["source"]["text"] == "Reuters"
    assert [e["text"] for e in row["evidence"]] == ["refusé", "net"]
    kinds = tuple(HolderKind)
    assert [kinds[r["holder_kind"]].value for r in rows.values()] == [
        "mention", "mention", "unstated", "article",
    ]  # fmt: skip


def test_the_noun_phrases_of_the_parse_are_drawn_as_targets(tmp_path: Path) -> None:
    start = str(RECORD["text"]).index("hier")
    with opened(tmp_path) as workspace:
        list(import_paths(workspace, [write(tmp_path / "in.jsonl", RECORD)]))
        plain = pairs(workspace, tmp_path / "one")
        phrases = [Span(start, start + len("hier"))]
        workspace.write(lambda s: save_parse(s, "pont", "a pipeline", b"a doc", phrases))
        rows = pairs(workspace, tmp_path / "two")
    assert "hier" not in {row["target"]["text"] for row in plain}
    assert {row["explicit"] for row in rows if row["target"]["text"] == "hier"} == {False}


def test_a_real_reading_makes_pairs_and_they_verify(tmp_path: Path) -> None:
    with opened(tmp_path) as workspace:
        list(import_paths(workspace, [reading()]))
        rows = pairs(workspace, tmp_path / "out")
    assert sum(row["explicit"] for row in rows) == 55
    assert 55 < len(rows) <= 55 * 6
