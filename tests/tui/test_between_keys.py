"""What is looked up while nobody waits, so that no key has to."""

import pytest

from annotator.project import known_entities
from annotator.tui.between_keys import jobs_for


@pytest.fixture
def looked_up(monkeypatch):
    """The names and labels that were looked up in the project."""
    found, original = [], known_entities.find_entity

    def find(session, name, label):
        found.append((name, label))
        return original(session, name, label)

    monkeypatch.setattr(known_entities, "find_entity", find)
    return found


def all_jobs(reader):
    for job in list(jobs_for(lambda: reader))[:-2]:
        while job():
            pass


def test_without_a_reader_there_is_nothing_to_do():
    assert not any(job() for job in jobs_for(lambda: None))


async def test_a_label_key_asks_for_no_name_that_was_looked_up_before(bench, looked_up):
    await bench.open("port")
    assert bench.current == "Bo Lindqvist"
    all_jobs(bench.reader)
    labels = set(bench.reader.desk.scheme.entity_labels)
    assert labels - {label for _, label in looked_up} <= {"PER"}
    looked_up.clear()
    await bench.press("o")
    assert looked_up == []
    assert ("Bo Lindqvist", "ORG") in bench.live()


async def test_a_name_that_was_made_in_another_article_is_found_after_coming_back(bench):
    await bench.open("digue")
    await bench.press("n")
    all_jobs(bench.reader)
    await bench.open("port")
    assert bench.current == "Bo Lindqvist"
    await bench.press("o")
    made = bench.reader.desk.entities.find("Bo Lindqvist", "ORG")
    await bench.open("digue")
    await bench.press("n", "o")
    (mention,) = bench.reader.desk.mentions
    assert (mention.label, mention.entity) == ("ORG", made.id)
