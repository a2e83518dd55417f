import pytest

from annotator.project.propagating import preview_over_project, repeat_over_project


@pytest.fixture
def workspace(project):
    with project.open() as workspace:
        for name in ("a", "b", "c", "d"):
            project.suggest(workspace, project.add(workspace, name), ("Cardinal", "ORG", 0.9))
        yield workspace


def test_a_fix_is_repeated_in_open_articles_alone(build, workspace):
    desks = {name: build.open_desk(workspace, name) for name in ("a", "b", "c")}
    build.stored(desks["c"].finish())
    build.stored(desks["a"].relabel(desks["a"].mentions[0], "PER"))
    fix = desks["a"].fix
    before = build.stored_layer(workspace, "b")
    preview = preview_over_project(workspace, fix)

    assert (preview.places, preview.total) == ({"a": 1, "b": 2}, 3)
    assert build.stored_layer(workspace, "b") == before
    repeat_over_project(workspace, fix)
    assert [m.label for m in build.stored_layer(workspace, "b").mentions()] == ["PER", "PER"]
    assert [m.label for m in build.stored_layer(workspace, "c").mentions()] == ["ORG", "ORG"]
    assert build.rebuilt_layer(workspace, "b") == build.stored_layer(workspace, "b")


def test_repeating_twice_changes_nothing_more(build, workspace):
    desk = build.open_desk(workspace, "a")
    build.stored(desk.relabel(desk.mentions[0], "PER"))
    fix = desk.fix
    repeat_over_project(workspace, fix)

    assert repeat_over_project(workspace, fix) == {}
