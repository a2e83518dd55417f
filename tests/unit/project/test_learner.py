"""What a learner reads of a project, and when; without models."""

from __future__ import annotations

import pytest

from annotator.project import learning
from annotator.project.learning import Learner

NAMES = ("Cordouan", "Valmure", "Ferrand")


@pytest.fixture
def taught(build, project):
    """Three articles, in each of which one name was added by hand."""
    with project.open() as workspace:
        for name in NAMES:
            text = f"Hier, {name} a parlé.\n"
            project.add(workspace, name.lower(), text)
            desk = build.open_desk(workspace, name.lower())
            build.stored(desk.add(build.span_of(text, name), "ORG"))
        yield workspace


def known(learner: Learner) -> list[str]:
    return [name.name for name in learner.common.names]


def test_layers_are_read_in_slices_the_newest_first(taught):
    learner = Learner(taught)
    assert learner.refresh(0.0) is False
    assert known(learner) == ["Ferrand"]
    assert learner.refresh(0.0) is False
    assert known(learner) == ["Ferrand", "Valmure"]
    assert learner.refresh(0.0) is True
    assert known(learner) == ["Cordouan", "Ferrand", "Valmure"]
    assert learner.refresh(0.0) is True


def test_of_many_layers_the_newest_are_learned_from(taught, build, project, monkeypatch):
    monkeypatch.setattr(learning, "NEWEST", 2)
    learner = Learner(taught)
    assert learner.refresh() is True
    assert known(learner) == ["Ferrand", "Valmure"]

    text = "Hier, Aubrac a parlé.\n"
    project.add(taught, "aubrac", text)
    build.stored(build.open_desk(taught, "aubrac").add(build.span_of(text, "Aubrac"), "ORG"))
    assert learner.refresh() is True
    assert known(learner) == ["Aubrac", "Ferrand"]
