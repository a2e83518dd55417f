from annotator.domain.items import Mention
from annotator.domain.quality import QualityKind
from annotator.project.quality import quality_findings


def test_finished_work_is_held_against_itself_and_the_suggester(build, project, run):
    with project.open() as workspace:
        for number in range(5):
            text = f"Un {number}. Cardinal attend."
            article = project.add(workspace, f"a{number}", text)
            label = "PER" if number == 3 else "ORG"
            project.suggest(workspace, article, ("Cardinal", label, 0.9))
            build.stored(build.open_desk(workspace, article.id).finish())
        found = quality_findings(workspace)
        assert quality_findings(workspace, only_own=True) == found
    with project.open("béa") as other:
        assert quality_findings(other, only_own=True) == []

    errors = [f for f in found if f.kind is QualityKind.NAME]
    assert [(f.article, f.author, f.item) for f in errors] == [("a3", "anna", "m1")]
    assert {f.article for f in found if f.kind is QualityKind.PACE} == {f"a{n}" for n in range(5)}

    told = run("check", "--quality", "--json")
    assert told.code == 0
    assert '"article": "a3"' in told.out
    assert "name with several labels: a3 m1 (anna):" in run("check", "--quality").out


def test_unfinished_work_is_left_alone(build, project):
    with project.open() as workspace:
        article = project.add(workspace)
        project.suggest(workspace, article, ("Cardinal", "ORG", 0.9))
        desk = build.open_desk(workspace)
        assert any(isinstance(item, Mention) for item in desk.layer.items.values())
        assert quality_findings(workspace) == []
