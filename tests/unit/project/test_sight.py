"""Who may see the work of others, and who decides on gold."""

import json

import pytest

from annotator.domain.article import Span
from annotator.domain.sharing import Duty
from annotator.errors import InputError
from annotator.project.agreeing import measure_agreement
from annotator.project.disagreements import Docket
from annotator.project.exporting import ExportFormat, ExportWish, export
from annotator.project.importing import import_paths
from annotator.project.people import change_sharing, register, set_duty
from annotator.project.quality import quality_findings
from annotator.project.reviewing import open_review
from annotator.project.sight import require_reviewer, require_sight


@pytest.fixture
def two(project, build):
    """Anna and ben share two articles; ben has finished both, anna the first."""
    with project.open("anna") as anna:
        for name in "ab":
            project.add(anna, name, f"Texte {name}. Cardinal attend.")
        for name in ("anna", "ben"):
            register(anna, name)
        change_sharing(anna, overlap=2)
    for name, articles in (("ben", "ab"), ("anna", "a")):
        with project.open(name) as workspace:
            for article in articles:
                build.stored(build.open_desk(workspace, article).finish())
    return project


def refused(workspace, *, reason="is not to see the work of others yet"):
    return pytest.raises(InputError, match=reason)


def test_an_annotator_with_work_before_her_sees_nothing_of_what_others_finished(two, tmp_path):
    with two.open("anna") as anna:
        with refused(anna):
            measure_agreement(anna)
        with refused(anna):
            Docket(anna).find()
        with refused(anna):
            export(anna, tmp_path / "out", ExportWish(ExportFormat.JSONL))
        with refused(anna):
            export(anna, tmp_path / "out", ExportWish(ExportFormat.JSONL, chosen="ben"))
        with refused(anna):
            quality_findings(anna)
        assert not (tmp_path / "out").exists()
        with pytest.raises(InputError, match=r"anna .*: b is before her .* people --add anna"):
            require_sight(anna)


def test_her_own_work_is_hers_to_export_and_to_look_at(two, tmp_path):
    with two.open("anna") as anna:
        export(anna, tmp_path / "out", ExportWish(ExportFormat.JSONL, chosen="anna"))
        assert {found.author for found in quality_findings(anna, only_own=True)} == {"anna"}
    lines = (tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["layer"]["name"] for line in lines] == ["anna"]


def test_once_her_own_is_done_she_may_see(two, build):
    with two.open("ben") as ben:
        require_reviewer(ben)
    with two.open("anna") as anna:
        build.stored(build.open_desk(anna, "b").finish())
        require_sight(anna)
        assert len(measure_agreement(anna).panel.pairs) == 1


def test_work_that_was_sent_back_is_before_her_again(two, build):
    with two.open("anna") as anna:
        build.stored(build.open_desk(anna, "b").finish())
        desk = build.open_desk(anna, "a")
        build.stored(desk.add(Span(0, 5), "PER"))
        build.stored(desk.finish())
    with two.open("ben") as ben:
        review = open_review(ben, "a")
        review.send_back(review.conflicts[0], "look")
        require_sight(ben)
    with two.open("anna") as anna:
        build.stored(build.open_desk(anna, "a").finish())
    with two.open("ben") as ben, refused(ben):
        require_reviewer(ben)


def test_a_reviewer_sees_everything_and_then_reviewers_alone_decide(two):
    with two.open("anna") as anna:
        set_duty(anna, "anna", Duty.REVIEWER)
        require_reviewer(anna)
        assert measure_agreement(anna).panel.articles == 2
    with two.open("ben") as ben:
        require_sight(ben)
        with refused(ben, reason=r"ben is no reviewer here \(anna\)"):
            require_reviewer(ben)
    with two.open("rita") as rita, refused(rita, reason="people --add rita --duty reviewer"):
        Docket(rita).find()


def test_what_a_colleague_has_not_finished_and_what_is_not_hers_is_no_reason(two, build):
    with two.open("anna") as anna:
        two.add(anna, "c", "Texte c. Cardinal attend.")
        build.stored(build.open_desk(anna, "b").finish())
    with two.open("ben") as ben:
        build.open_desk(ben, "c")
    with two.open("anna") as anna:
        require_sight(anna)
        register(anna, "cleo")
        change_sharing(anna, overlap=1)
    with two.open("cleo") as cleo:
        require_sight(cleo)
        change_sharing(cleo, overlap=3)
        with refused(cleo):
            require_sight(cleo)


def test_one_person_with_the_files_of_others_is_reviewer_of_them(project, build, tmp_path):
    with project.open("anna") as anna:
        project.add(anna, "a", "Cardinal attend.")
        register(anna, "anna")
        change_sharing(anna, overlap=4)
        build.open_desk(anna, "a")
        file = tmp_path / "x.jsonl"
        records = [
            {
                "id": "a",
                "text": "Cardinal attend.",
                "layer": {"role": "annotator", "name": name, "state": "done"},
            }
            for name in ("zoe", "yves")
        ]
        file.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
        assert {r.outcome.value for r in import_paths(anna, [file])} <= {"imported"}
        require_reviewer(anna)
        assert len(measure_agreement(anna).panel.pairs) == 1
