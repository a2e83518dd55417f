"""Agreement out of a project: whose work is read, under which version, against which suggester."""

import json

from annotator.domain.agreement.figures import Figure, Name
from annotator.domain.agreement.measure import Estimate
from annotator.domain.agreement.readings import ItemOrigin
from annotator.project.agreeing import SUGGESTER, measure_agreement
from annotator.project.importing import import_paths
from annotator.storage.finished import guideline_versions


def stored(workspace, folder, text):
    lines = []
    for name, label in (("anna", "PER"), ("ben", "PER"), ("caro", "ORG")):
        start = text.index("Paul Roche")
        lines.append({
            "id": "a", "text": text, "layer": {"role": "annotator", "name": name, "state": "done"},
            "entities": [{"id": "e", "start": start, "end": start + 10, "label": label}],
        })  # fmt: skip
    file = folder / "x.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    list(import_paths(workspace, [file]))


def test_all_finishers_are_compared_with_each_other_and_the_suggester(project, tmp_path):
    with project.open() as workspace:
        article = project.add(workspace)
        project.suggest(workspace, article, ("Paul Roche", "PER", 0.9), ("Cardinal", "ORG", 0.3))
        stored(workspace, tmp_path, article.text)
        found = measure_agreement(workspace)

    def strict(pair):
        measure = pair.figures[Figure(Name.STRICT)]
        assert isinstance(measure, Estimate)
        return (pair.a.name, pair.b.name, round(measure.value, 3))

    assert [strict(pair) for pair in found.panel.pairs] == [
        ("anna", "ben", 1), ("anna", "caro", 0), ("ben", "caro", 0),
    ]  # fmt: skip
    # Paul Roche stands there twice, and the candidate is not filled in.
    against = [strict(pair) for pair in found.panel.against_suggester]
    assert against == [(name, SUGGESTER.name, f1) for name, f1 in
                       (("anna", 0.667), ("ben", 0.667), ("caro", 0))]  # fmt: skip
    assert found.panel.overall[Figure(Name.STRICT)].value == 1 / 3
    added = found.panel.pairs[0].figures[Figure(Name.STRICT, origin=ItemOrigin.ADDED)]
    assert added.value == 1


def test_more_tells_its_progress_and_the_guidelines_in_force(project, tmp_path):
    told = []
    with project.open() as workspace:
        article = project.add(workspace)
        stored(workspace, tmp_path, article.text)
        found = measure_agreement(
            workspace, more=True, on_progress=lambda *progress: told.append(progress)
        )
        versions = workspace.read(guideline_versions)

    assert len(found.more) == 3
    assert ("gamma, pair 3", 1, 1) in told
    assert versions == {("a", name): workspace.scheme.version for name in ("anna", "ben", "caro")}
    assert [table.title for table in found.tables()][-2:] == [
        "More, by pair", "Who gives which label (Dawid & Skene)",
    ]  # fmt: skip
