from concurrent.futures import wait

import pytest

from annotator.errors import SchemeError
from annotator.resources import label_file
from annotator.storage.schemes import scheme_in_force


@pytest.fixture
def scheme_file(tmp_path):
    """A copy of the shipped scheme that a test may change."""
    path = tmp_path / "mine.toml"
    path.write_text(label_file("news-fr.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return path


def changed(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def without_loc(path):
    text = path.read_text(encoding="utf-8")
    begin = text.index('[[entity]]\nid = "LOC"')
    end = text.index("[[entity]]", begin + 1)
    path.write_text(text[:begin] + text[end:], encoding="utf-8")


def in_force(workspace):
    return workspace.read(scheme_in_force)


def test_the_scheme_in_force_is_stored_whole(project, scheme_file):
    with project.open(scheme=str(scheme_file)) as workspace:
        assert in_force(workspace) == workspace.scheme
        assert in_force(workspace).source == scheme_file.read_text(encoding="utf-8")


def test_a_scheme_that_adds_or_restyles_is_adopted(project, scheme_file):
    project.open(scheme=str(scheme_file)).close()
    changed(scheme_file, "#77AADD", "#112233")
    with project.open(scheme=str(scheme_file)) as workspace:
        assert in_force(workspace).entity("PER").colour == "#112233"


def test_a_label_that_is_used_can_not_be_dropped(build, project, scheme_file):
    with project.open(scheme=str(scheme_file)) as workspace:
        project.add(workspace)
        desk = build.open_desk(workspace)
        build.stored(desk.add(build.span_of(desk.article.text, "Valmure"), "LOC"))
        before = in_force(workspace)
    without_loc(scheme_file)

    with pytest.raises(SchemeError, match="no longer has LOC, which stored items carry; put"):
        project.open(scheme=str(scheme_file))
    with project.open() as workspace:
        assert in_force(workspace).entity_labels == before.entity_labels
        assert [m.label for m in build.stored_layer(workspace).mentions()] == ["LOC"]


def test_a_label_that_nobody_used_can_be_dropped(project, scheme_file):
    project.open(scheme=str(scheme_file)).close()
    without_loc(scheme_file)
    with project.open(scheme=str(scheme_file)) as workspace:
        assert "LOC" not in in_force(workspace).entity_labels


def test_a_label_whose_key_is_taken_is_refused_before_anything_is_stored(project, scheme_file):
    changed(scheme_file, 'key = "l"', 'key = "h"')

    with pytest.raises(SchemeError, match=r"key 'h' .* is taken by .* give the label another key"):
        project.open(scheme=str(scheme_file))
    assert not project.file.exists()


def test_an_edit_waits_for_its_frame_again_once_something_had_to_hurry(project):
    with project.open() as workspace:
        workspace.queued().result()
        patient = workspace.submit(lambda _session: "stored", after_s=60)

        assert not wait([patient], timeout=0.1).done
        workspace.queued()
        assert patient.result(timeout=30) == "stored"
