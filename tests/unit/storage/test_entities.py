"""Canonical names as stored, merges followed."""

import pytest

from annotator.domain.entities import Entity
from annotator.storage.entities import add_entity, entity_names


@pytest.mark.parametrize("asked", [(1, 2, 3), (2, 3), (3,)])
def test_a_merged_entity_goes_by_the_last_name_whoever_is_asked_for_beside_it(project, asked):
    with project.open() as workspace:

        def store(session):
            add_entity(session, Entity(1, "OTAN", "ORG"))
            add_entity(session, Entity(2, "Otan", "ORG", merged_into=1))
            add_entity(session, Entity(3, "Alliance", "ORG", merged_into=2))
            return entity_names(session, asked)

        assert workspace.write(store) == dict.fromkeys(asked, "OTAN")
