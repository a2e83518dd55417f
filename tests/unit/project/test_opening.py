"""What is read of a suggester's layer when an article is opened again."""

from __future__ import annotations

import random

import pytest

from annotator.domain.adoption import open_part
from annotator.domain.items import Mention
from annotator.domain.layer import Author, Role
from annotator.project.opening import contents_of
from annotator.project.suggesting import store_suggestions
from annotator.storage.layers import layers_of
from annotator.suggest.protocol import Done
from tests.unit.project.test_judging import TEXT, suggestions

ANNA = Author(Role.ANNOTATOR, "anna")


@pytest.mark.parametrize("seed", range(4))
def test_only_the_open_part_of_the_suggestions_is_read_and_all_of_it(build, project, seed):
    draw = random.Random(seed)  # noqa: S311  # suggestions, not secrets
    with project.open() as workspace:
        project.add(workspace, "a", TEXT)
        done = Done("a", suggestions("model", "ORG", draw), None)
        workspace.write(lambda session: store_suggestions(workspace, done, "none", session))
        build.open_desk(workspace)
        (whole,) = workspace.read(lambda s: layers_of(s, "a", Role.SUGGESTER))
        (part,) = workspace.read(lambda s: contents_of(s, "a", ANNA)).suggesters
    assert part == open_part(whole)
    left_out = whole.items.keys() - part.items.keys()
    assert {"Mention"} == {type(whole.items[each]).__name__ for each in left_out}
    assert len(part.items) < len(whole.items)


def test_what_many_items_say_is_in_memory_once(build, project):
    with project.open() as workspace:
        project.add(workspace, "a", TEXT)
        found = suggestions("model", "ORG", random.Random(1))  # noqa: S311  # see above
        done = Done("a", found, None)
        workspace.write(lambda session: store_suggestions(workspace, done, "none", session))
        build.open_desk(workspace)
        layer = workspace.read(lambda s: contents_of(s, "a", ANNA)).layer
    mentions = [item for item in layer.items.values() if isinstance(item, Mention)]
    origins = [m.origin for m in mentions if m.origin is not None]
    assert len(origins) == len(mentions) > 20
    for said in (
        [m.label for m in mentions],
        [m.entity for m in mentions],
        [o.suggester for o in origins],
        [o.reason for o in origins],
        [m.id for m in mentions] + [o.item for o in origins],
    ):
        assert len({id(each) for each in said}) == len(set(said))
