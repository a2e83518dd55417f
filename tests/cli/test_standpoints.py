"""`annotator standpoints`, and the same in the report: counts, contradictions, links."""

import json
import re

import pytest

from annotator.project.importing import import_paths

TEXT = "Le <b>Cardinal</b> refuse le pont.\n"
PRAISE = "Le <b>Cardinal</b> aime le pont.\n"


def record(identifier, source, text, word, label):
    def place(words):
        start = text.index(words)
        return {"start": start, "end": start + len(words)}

    return {
        "id": identifier, "text": text, "source": source,
        "layer": {"role": "annotator", "name": "anna", "state": "done"},
        "entities": [
            {"id": "e1", **place("Cardinal"), "label": "PER", "canonical": "Anne <i> Cardinal"},
            {"id": "e2", **place("pont"), "label": "TOPIC", "canonical": "pont de Valmure"},
        ],
        "stances": [
            {
                "id": "s1", "holder": "e1", "target": "e2", "label": label,
                "evidence": [place(word)], "attribution": "reported",
            }
        ],
    }  # fmt: skip


@pytest.fixture
def outlets(run, project, tmp_path):
    """Two outlets that contradict each other."""
    file = tmp_path / "x.jsonl"
    records = [
        record("a1", "Le Littoral", TEXT, "refuse", "against"),
        record("a2", "L'Aval", PRAISE, "aime", "favor"),
    ]
    file.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    with project.open() as workspace:
        outcomes = [report.outcome.value for report in import_paths(workspace, [file])]
    assert outcomes == ["imported", "imported"]
    return run


def test_holders_and_targets_are_counted_by_canonical_name(outlets, told):
    outcome = told(outlets("standpoints"), code=0)
    assert "Anne <i> Cardinal" in outcome.out
    assert "contradict each other" in outcome.out
    (point,) = json.loads(outlets("standpoints", "--json").out)["standpoints"]
    assert (point["holder"], point["target"]) == ("Anne <i> Cardinal", "pont de Valmure")
    assert point["contradicted"] is True
    said = [(s["outlet"], s["label"]) for s in point["sayings"]]
    assert said == [("Le Littoral", "against"), ("L'Aval", "favor")]


def test_the_report_leads_from_a_number_to_its_sentences(outlets, tmp_path):
    assert outlets("agreement", "--html", "page.html").code == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="#(\w+)"', page))
    assert links == {"stand0"}
    assert links == set(re.findall(r'id="(stand\d+)"', page))
    assert "+1 −1" in page
    assert "favor in L&#x27;Aval; against in Le Littoral" in page
    assert "<mark>refuse</mark>" in page
    assert "Anne &lt;i&gt; Cardinal" in page


def test_without_a_stance_a_sentence_says_so(run, project, told):
    with project.open():
        pass
    assert "No finished article has a stance" in told(run("standpoints"), code=0).out
