"""What can't be taken, through the real command line: one sentence, its remedy, exit 2."""

import json
import os
import sqlite3
from contextlib import closing

from annotator.resources import load_scheme

TEXT = "Valmure refuse le pont. 🚆 Cardinal attend.\n"
FRENCH = (
    "L’été dernier, la présidente de Valmure a refusé le projet : « Ça ne mène à rien », "
    "a-t-elle déclaré à la presse, où l’on s’inquiète déjà du coût. Même le conseil hésite.\n"
)
GOOD = {"id": "good", "text": TEXT}


def entity(**changes):
    return {"id": "e0", "start": 0, "end": 7, "label": "GPE", "text": "Valmure", **changes}


def record(identifier, *entities, **fields):
    return {"id": identifier, "text": TEXT, "entities": list(entities), **fields}


def report(outcome):
    """Outcome and note by record of `import --json`, which is all that stands on stdout."""
    found = json.loads(outcome.out)
    return {row["where"]: (row["outcome"], row["note"]) for row in found["records"]}


def stored_articles(file):
    with closing(sqlite3.connect(file)) as connection:
        return {row[0] for row in connection.execute("SELECT id FROM article")}


def test_each_bad_text_file_is_refused_in_one_line_and_the_good_ones_are_stored(
    run, told, tmp_path
):
    folder = tmp_path / "in"
    folder.mkdir()
    files = {
        "bon.txt": TEXT.encode(),
        "bom16.txt": TEXT.encode("utf-16"),
        "latin.txt": FRENCH.encode("cp1252"),
        "vide.txt": b"",
        "blanc.txt": b" \n\n",
        "binaire.txt": bytes(range(256)) * 4,
        "image.txt": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
        "nul.txt": b"avant\0apres\n",
        "seul.txt": b"avant \xed\xa0\x80 apres \xc3\xa9\xc3\xa9\xc3\xa9\n",
        "casse.txt": "été après été après ".encode() + b"\xe9 fin\n",
        "rouge\x1b[31m.txt": b"Un texte.\n",
        "droite\u202egauche.txt": b"Un texte.\n",
        "[bold]gras[.txt": b"Un autre texte.\n",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / os.fsdecode(b"octets\xff.txt")).write_bytes(b"Un texte.\n")
    (folder / "dossier.txt").mkdir()
    outcome = told(run("import", "in", "--json"))
    found = {where.rpartition("/")[2]: line for where, line in report(outcome).items()}

    assert {name for name, (what, _) in found.items() if what == "imported"} == {
        "bon.txt", "bom16.txt", "latin.txt", "[bold]gras[.txt",
    }  # fmt: skip
    assert "read as cp1252" in found["latin.txt"][1]
    assert "read as utf-16-le" in found["bom16.txt"][1]
    problems = {
        "vide.txt": "is empty", "blanc.txt": "is empty", "binaire.txt": "binary file",
        "image.txt": "binary file", "nul.txt": "NUL character at offset 5",
        "seul.txt": "lone surrogate (U+D800)", "casse.txt": "is damaged",
        "rouge\x1b[31m.txt": "rename the file", "droite\u202egauche.txt": "rename the file",
        r"octets\udcff.txt": "rename the file",
    }  # fmt: skip
    for name, problem in problems.items():
        assert found[name][0] == "refused"
        assert problem in found[name][1]
    refused = [line for line in outcome.err.splitlines() if line.startswith("refused")]
    assert len(refused) == len(problems)
    assert stored_articles(tmp_path / "annotator.db") == {"bon", "bom16", "latin", "[bold]gras["}


def test_each_bad_record_is_refused_in_one_line_and_the_good_ones_are_stored(run, told, tmp_path):
    bad = {
        "not valid JSON": '{"id": "x", "text" "y"}\n',
        "lone surrogate": '{"id": "x", "text": "a \\ud800 b"}\n',
        "NUL character": '{"id": "x", "text": "a \\u0000 b"}\n',
        "empty": '{"id": "x", "text": "  "}\n',
        "no range of the text": record("x", entity(end=4000)),
        "but the text at": record("x", entity(start=1)),
        "does not know": record("x", entity(label="X")),
        "`id` is": {"id": "x\x1b]0;t\x07\u202e", "text": TEXT},
        "`text` is missing": {"id": "x"},
        "sha256": record("x", sha256="0" * 64),
        "not among the entities": record(
            "x", entity(), stances=[
                {"id": "s0", "holder": "e9", "target": "e0", "label": "favor",
                 "evidence": [{"start": 0, "end": 7}], "attribution": "author"},
            ],
        ),
        "no pair of offsets": record("x", boilerplate=[3]),
        "JSON list": "[1]\n",
        "not UTF-8": b'{"id": "x", "text": "\xe9"}\n',
        "NaN": '{"id": "x", "text": "a", "meta": {"n": NaN}}\n',
        "nested": '{"id": "x", "text": "a", "meta": ' + "[" * 5000 + "]" * 5000 + "}\n",
    }  # fmt: skip
    lines = [json.dumps(GOOD) + "\n", *bad.values(), json.dumps({**GOOD, "id": "last"}) + "\n"]
    raw = b""
    for line in lines:
        text = json.dumps(line) + "\n" if isinstance(line, dict) else line
        raw += text if isinstance(text, bytes) else text.encode()
    (tmp_path / "x.jsonl").write_bytes(raw)
    found = list(report(told(run("import", "x.jsonl", "--json"))).values())

    assert [what for what, _ in (found[0], found[-1])] == ["imported", "imported"]
    assert found[-1][1] == "same text as good"
    for problem, (what, note) in zip(bad, found[1:-1], strict=True):
        assert what == "refused"
        assert problem in note
    assert stored_articles(tmp_path / "annotator.db") == {"good", "last"}


def test_a_pretty_printed_or_listed_file_is_refused_with_the_command_that_mends_it(
    run, told, tmp_path
):
    (tmp_path / "pretty.jsonl").write_text(json.dumps(GOOD, indent=2))
    (tmp_path / "list.json").write_text(json.dumps([GOOD]))
    (tmp_path / "wide.jsonl").write_text(json.dumps(GOOD), encoding="utf-16")

    told(
        run("import", "pretty.jsonl", "list.json", "wide.jsonl"),
        "spread over several lines", "jq -c .", "jq -c '.[]'", "UTF-16",
    )  # fmt: skip


def test_the_same_id_with_another_text_is_refused_and_importing_again_is_fine(run, told, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    first, again = run.each(("import", "a.txt"), ("import", "a.txt"))
    assert first.out == "1 imported, 0 unchanged, 0 refused\n"
    assert again.out == "0 imported, 1 unchanged, 0 refused\n"
    path.write_text("Un autre texte.\n")
    told(run("import", "a.txt"), "article a is stored with another text; rename the file")
    with closing(sqlite3.connect(tmp_path / "annotator.db")) as connection:
        assert connection.execute("SELECT text FROM article").fetchall() == [(TEXT,)]


def test_paths_that_lead_nowhere_are_told_in_one_sentence(run, told, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "folder.jsonl").mkdir()
    cases = {
        ("import", "no\x1b[31m\u202e.txt"): "does not exist; check the path",
        ("import", "no.jsonl"): "does not exist; check the path",
        ("import", "x" * 300 + ".txt"): "File name too long",
        ("import", "empty"): "holds no .txt file",
        ("import", "empty.jsonl"): "no record in what was given",
        ("import", "folder.jsonl"): "folder.jsonl",
        ("import", "empty", "--format", "xml\x1b[31m"): "use text, jsonl",
        ("evaluate", "no.jsonl"): "does not exist; check the path",
        ("evaluate", "empty.jsonl"): "holds no usable record",
    }
    for outcome, problem in zip(run.each(*cases), cases.values(), strict=True):
        told(outcome, problem)
        assert len(outcome.err.splitlines()) == 1
        assert outcome.err.startswith("annotator: ")


def test_databases_that_can_not_be_used_are_told_and_left_alone(run, told, tmp_path):
    (tmp_path / "text.db").write_bytes(b"Bonjour. " * 200)
    for name in ("other.db", "newer.db"):
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
            connection.execute("INSERT INTO alembic_version VALUES ('9999')")
            if name == "newer.db":
                connection.execute("CREATE TABLE edit (id INTEGER)")
            connection.commit()
    (tmp_path / "folder.db").mkdir()
    cases = {
        "text.db": "is not an annotator database",
        "other.db": "another program; choose another file",
        "newer.db": "newer version of annotator",
        "folder.db": "is a folder",
        "text.db/x.db": "is not a folder",
        "/proc/annotator.db": "can't be written",
        "x" * 300: "can't be used",
        "postgresql://h/x\x1b[31m": "give a path",
    }
    before = {p.name: p.read_bytes() for p in tmp_path.glob("*.db") if p.is_file()}
    outcomes = run.each(*(("status", "--db", db) for db in cases))
    for outcome, problem in zip(outcomes, cases.values(), strict=True):
        told(outcome, problem)
        assert len(outcome.err.splitlines()) == 1
    assert {p.name: p.read_bytes() for p in tmp_path.glob("*.db") if p.is_file()} == before


def test_schemes_that_can_not_be_used_are_told(run, told, tmp_path):
    shipped = load_scheme().source
    schemes = {
        "clash": (shipped.replace('key = "l"', 'key = "h"'), "give the label another key"),
        "broken": (shipped + "\n[[", "is not valid TOML"),
        "typo": (shipped.replace("colour", "color"), "is missing"),
        "companion": (shipped.replace("news-fr.zones.toml", "nowhere.toml"), "was not found"),
    }
    (tmp_path / "a.txt").write_text(TEXT)
    cases = {}
    for name, (source, problem) in schemes.items():
        (tmp_path / f"{name}.toml").write_text(source, encoding="utf-8")
        cases["import", "a.txt", "--scheme", f"{name}.toml", "--db", f"{name}.db"] = problem
    (tmp_path / "latin.toml").write_bytes(shipped.encode("latin-1", "replace") + b"# \xe9\n")
    cases["status", "--scheme", "latin.toml"] = "save it as UTF-8"
    cases["status", "--scheme", "nowhere\x1b[31m"] = "was not found"
    cases["status", "--scheme", "x" * 300] = "File name too long"
    for outcome, problem in zip(run.each(*cases), cases.values(), strict=True):
        told(outcome, problem)


def test_a_scheme_that_drops_a_used_label_is_refused_and_the_old_one_stays(run, told, tmp_path):
    shipped = load_scheme().source
    begin = shipped.index('[[entity]]\nid = "GPE"')
    end = shipped.index("[[entity]]", begin + 1)
    (tmp_path / "less.toml").write_text(shipped[:begin] + shipped[end:], encoding="utf-8")
    (tmp_path / "x.jsonl").write_text(json.dumps(record("a", entity())))
    imported, refused, checked = run.each(
        ("import", "x.jsonl"), ("status", "--scheme", "less.toml"), ("check",)
    )

    told(refused, "no longer has GPE", "put the label back")
    assert (imported.code, checked.code) == (0, 0)
