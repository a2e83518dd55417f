"""Random readings, decisions and undos: gold is what its log makes, what is unanimous stays."""

import json
import os
import random
import shutil
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.items import Mention, Stance
from annotator.domain.rulings import How, Reason, Remark
from annotator.domain.stance_ends import ends_of
from annotator.errors import EditError
from annotator.project import history
from annotator.project.checking import check_project
from annotator.project.importing import import_paths
from annotator.project.reviewing import open_review

TEXT = (
    "Valmure refuse le pont\n\nPaul Roche refuse le pont. Valmure paie Cardinal.\n\n"
    "Cardinal attend Paul Roche, dit Valmure. Le conseil attend.\n"
)
WORDS = ("Valmure", "Paul Roche", "Cardinal", "Le conseil", "le pont", "Roche")
EXAMPLES = int(os.environ.get("ADJUDICATION_EXAMPLES", "25"))

act = st.tuples(
    st.sampled_from(("take", "take", "reject", "undo", "redo", "say", "reopen")),
    st.integers(0, 30),
    st.integers(0, 3),
)


@pytest.fixture(scope="module")
def empty(build, tmp_path_factory):
    project = build.Project(tmp_path_factory.mktemp("empty"))
    project.open().close()
    return project.file


def places():
    """Every occurrence of the words."""
    found = []
    for word in WORDS:
        at = TEXT.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = TEXT.find(word, at + 1)
    return found


def reading(name, seed):
    """What an annotator has: mostly what the others have, seldom something else; stacks too."""
    source = random.Random(seed)  # noqa: S311  # no secret
    entities, stances = [], []
    for start, end in places():
        label = source.choices(("PER", "ORG"), (9, 1))[0]
        for _ in range(source.choices((0, 1, 2), (1, 8, 1))[0]):
            wide = source.random() < 0.1 and start > 0
            begin = start - 1 if wide else start
            entities.append({
                "id": f"e{len(entities)}", "start": begin, "end": end, "label": label,
                "text": TEXT[begin:end], "canonical": TEXT[begin:end],
            })  # fmt: skip
    for a, b in pairwise(entities):
        if source.random() < 0.5:
            stances.append({
                "id": f"s{len(stances)}", "holder": a["id"], "target": b["id"],
                "label": source.choices(("against", "favor"), (4, 1))[0],
                "evidence": [{"start": b["start"], "end": b["end"]}],
                "attribution": "reported", "source": None, "certainty": "asserted",
            })  # fmt: skip
    layer = {"role": "annotator", "name": name, "state": "done"}
    return {"id": "a", "text": TEXT, "entities": entities, "stances": stances, "layer": layer}


def decide(desk, what, place, number):
    """One random act on one of the conflicts; refused acts leave everything as it was."""
    conflicts = desk.conflicts
    if not conflicts:
        return
    conflict = conflicts[place % len(conflicts)]
    before = desk.review.gold
    try:
        if what == "take":
            desk.take(conflict, conflict.variants[number % len(conflict.variants)])
        elif what == "reject":
            desk.reject(conflict)
        else:
            desk.say(conflict, Remark(Reason.AMBIGUOUS, f"note {number}", guideline_gap=True))
    except EditError:
        assert what == "reject"
        assert desk.review.gold == before


def unanimous(review):
    """Sources of what is agreed, and of what gold says is unanimous."""
    told = {r.inputs for r in review.gold.rulings.values() if r.how is How.UNANIMOUS}
    return {a.sources for a in review.found.agreed}, told


def whole(gold):
    """Every item of gold has its one ruling, every stance its ends."""
    owned = [item for ruling in gold.rulings.values() for item in ruling.items]
    assert sorted(owned) == sorted(gold.items)
    for item in gold.items.values():
        if isinstance(item, Stance):
            assert all(isinstance(gold.items[end], Mention) for end in ends_of(item))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seeds=st.lists(st.integers(0, 99), min_size=2, max_size=3), acts=st.lists(act, max_size=15))
def test_gold_is_its_log_and_unanimous_items_are_never_lost(build, empty, seeds, acts):
    with TemporaryDirectory() as folder:
        project = build.Project(Path(folder))
        shutil.copyfile(empty, project.file)
        lines = [json.dumps(reading(f"n{n}", seed)) for n, seed in enumerate(seeds)]
        (Path(folder) / "r.jsonl").write_text("\n".join(lines), encoding="utf-8")
        with project.open("rita") as workspace:
            list(import_paths(workspace, [Path(folder) / "r.jsonl"]))
            desk = open_review(workspace, "a")
            first = desk.review.gold
            for what, place, number in acts:
                if what in ("undo", "redo"):
                    getattr(history, f"queue_{what}")(workspace, "a", review=True).result()
                    desk.reload()
                elif what == "reopen":
                    stored = desk.review.gold
                    desk = open_review(workspace, "a")
                    assert desk.review.gold == stored
                else:
                    decide(desk, what, place, number)
                agreed, told = unanimous(desk.review)
                assert agreed == told
                whole(desk.review.gold)
            assert list(check_project(workspace)) == []
            while history.queue_undo(workspace, "a", review=True).result().article:
                pass
            desk.reload()
            assert build.content(desk.review.gold) == build.content(first)
            assert desk.review.gold.rulings == first.rulings
