"""Who stands where, as far as an annotator may see: blind where her own work is not done."""

import json

import pytest

from annotator.domain.layer import Role
from annotator.domain.sharing import Duty
from annotator.domain.standpoints import tally
from annotator.errors import InputError
from annotator.project.importing import import_paths
from annotator.project.people import change_sharing, register, set_duty
from annotator.project.reviewing import open_review
from annotator.project.stance_desk import StanceDesk
from annotator.project.standpoints import read_standpoints, standpoints_in_sight

TEXT = "Texte {}. Roche veut le pont.\n"


@pytest.fixture
def says(build):
    """Somebody says how Roche stands to the bridge."""

    def say(workspace, article, label, *, done=True):
        desk = build.open_desk(workspace, article)
        stances = StanceDesk(desk)
        ends = (build.span_of(desk.article.text, words) for words in ("Roche", "pont"))
        holder, target = stances.holder_at(next(ends)), stances.target_at(next(ends))
        build.stored(stances.add(holder, target, label))
        if done:
            build.stored(desk.finish())

    return say


@pytest.fixture
def two(project, says):
    """Ben finished a to c; anna finished a, has b open, and has not begun c."""
    with project.open("anna") as anna:
        for name in "abc":
            project.add(anna, name, TEXT.format(name))
        for name in ("anna", "ben"):
            register(anna, name)
        change_sharing(anna, overlap=2)
    with project.open("ben") as ben:
        for article in "abc":
            says(ben, article, "against")
    with project.open("anna") as anna:
        says(anna, "a", "favor")
        says(anna, "b", "neutral", done=False)
    return project


def seen(workspace):
    found = standpoints_in_sight(workspace)
    return tally(found), [s.article for point in found for s in point.sayings]


def test_she_sees_what_she_finished_or_decided_and_nothing_of_colleagues(two, says):
    with two.open("anna") as anna:
        with pytest.raises(InputError, match="not to see"):
            read_standpoints(anna)
        assert seen(anna) == ("+1 ○1", ["a", "b"])
        says(anna, "b", "neutral")
        says(anna, "c", "favor")
        # Now she may see others' work; of what she did herself, hers is shown.
        assert seen(anna)[0] == "+2 ○2"
        assert tally(read_standpoints(anna)) == "+2 ○2"


def test_work_that_was_never_hers_is_shown_once_nothing_is_in_the_way(two, says):
    with two.open("anna") as anna:
        two.add(anna, "d", TEXT.format("d"))
        two.add(anna, "e", TEXT.format("e"))
    with two.open("ben") as ben:
        says(ben, "d", "against")
    with two.open("anna") as anna:
        says(anna, "b", "favor")
        says(anna, "c", "favor")
        assert seen(anna)[1] == ["a", "b", "b", "c"]
        change_sharing(anna, overlap=1)
        assert seen(anna)[1] == ["a", "b", "b", "c", "d"]
        change_sharing(anna, overlap=2)
        assert "d" not in seen(anna)[1]


def test_gold_is_shown_where_she_is_done_and_stands_before_her_own(two, says):
    with two.open("rita") as rita:
        register(rita, "rita")
        set_duty(rita, "rita", Duty.REVIEWER)
        review = open_review(rita, "a")
        assert tally(standpoints_in_sight(rita)) == "+1 −2"
        for conflict in review.conflicts:
            against = [v for v in conflict.variants if v.authors[0].name == "ben"]
            review.take(conflict, against[0])
        assert review.review.is_complete
        assert tally(standpoints_in_sight(rita)) == "−3"
    with two.open("anna") as anna:
        (point,) = standpoints_in_sight(anna)
        assert tally([point]) == "−1 ○1"
        assert [saying.role for saying in point.sayings] == [Role.GOLD, Role.ANNOTATOR]


def test_an_article_before_her_shows_no_imported_work_either(project, says, tmp_path):
    text = TEXT.format("a")
    ends = [
        {"id": f"e{n}", "start": text.index(w), "end": text.index(w) + len(w), "label": label}
        for n, (w, label) in enumerate((("Roche", "PER"), ("pont", "TOPIC")))
    ]
    stance = {
        "id": "s", "holder": "e0", "target": "e1", "label": "against",
        "evidence": [{"start": 16, "end": 20}], "attribution": "reported",
    }  # fmt: skip
    layer = {"role": "annotator", "name": "zoe", "state": "done"}
    record = {"id": "a", "text": text, "entities": ends, "stances": [stance], "layer": layer}
    file = tmp_path / "x.jsonl"
    file.write_text(json.dumps(record) + "\n", encoding="utf-8")
    with project.open("anna") as anna:
        register(anna, "anna")
        change_sharing(anna, overlap=2)
        assert [r.outcome.value for r in import_paths(anna, [file])] == ["imported"]
        assert tally(read_standpoints(anna)) == "−1"
        assert standpoints_in_sight(anna) == ()
        change_sharing(anna, overlap=1)
        assert seen(anna) == ("−1", ["a"])
        change_sharing(anna, overlap=2)
        says(anna, "a", "favor")
        assert seen(anna) == ("+1", ["a"])
