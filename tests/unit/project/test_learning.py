"""What is corrected in one article and what that changes in others, through real workers."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.domain.layer import Layer, Role
from annotator.domain.learned import MARK, base_of
from annotator.domain.likeness import Join, Likeness
from annotator.project.entity_desk import EntityDesk
from annotator.project.learning import Learner
from annotator.project.suggesting import suggest_all
from annotator.project.workspace import Workspace
from annotator.storage.articles import get_parse
from annotator.storage.entities import all_entities
from annotator.storage.layers import layers_of
from annotator.storage.tables.learned import LearnedRow

ROOT = Path(__file__).parents[3]
BRIDGE = (
    "Le pont de Valmure\n\n"
    "La semaine passée, Cordouan a refusé le projet de pont. "
    "Selon Cordouan, le chantier coûte trop cher.\n"
)
AGAIN = (
    "Le chantier reprend\n\n"
    "Mardi, le maire a reçu Cordouan à la mairie. Il a condamné le projet de Cordouan.\n"
)
PARSER = "fr_core_news_md-3.8.0"

pytestmark = pytest.mark.model


def with_suggestions(made, **texts: str) -> Path:
    """The database of a project of these articles with the real suggestions."""
    with pytest.MonkeyPatch.context() as patch, made.open() as workspace:
        patch.setenv("PYTHONPATH", str(ROOT))
        for name, text in texts.items():
            made.add(workspace, name, text)
        assert [report.failure for report in suggest_all(workspace)] == [None] * len(texts)
    return made.file


@contextmanager
def copy_of(database: Path, project) -> Iterator[Workspace]:
    """The project of the test, begun as a copy of a database."""
    shutil.copy(database, project.file)
    project.ids = itertools.count(1000)
    with pytest.MonkeyPatch.context() as patch, project.open() as workspace:
        patch.setenv("PYTHONPATH", str(ROOT))
        yield workspace


@pytest.fixture(scope="module")
def suggested(build, tmp_path_factory):
    """Two articles in which the model takes a company for a city."""
    made = build.Project(tmp_path_factory.mktemp("news"))
    return with_suggestions(made, bridge=BRIDGE, again=AGAIN)


@pytest.fixture
def news(suggested, project):
    """A copy of them."""
    with copy_of(suggested, project) as workspace:
        yield workspace


def layers(workspace, article: str) -> list[Layer]:
    return workspace.read(lambda session: layers_of(session, article, Role.SUGGESTER))


def labels(layer: Layer, quote: str) -> list[str]:
    return [m.label for m in layer.mentions() if m.quote == quote]


def relabel(build, workspace, label: str = "ORG") -> None:
    desk = build.open_desk(workspace, "bridge")
    first = next(m for m in desk.mentions if m.quote == "Cordouan")
    build.stored(desk.relabel(first, label))


def test_a_name_relabelled_in_one_article_is_known_in_the_next(build, news):
    (shipped,) = layers(news, "again")
    assert labels(shipped, "Cordouan") == ["GPE", "GPE"]

    relabel(build, news)
    reports = list(suggest_all(news))

    assert [report.article for report in reports] == ["again"]
    newest = layers(news, "again")[-1]
    assert labels(newest, "Cordouan") == ["ORG", "ORG"]
    assert base_of(newest.author.name) == shipped.author.name
    revision = newest.author.name.partition(MARK)[2]
    stored = news.read(lambda session: session.get(LearnedRow, revision))
    assert ["Cordouan", "ORG", "Cordouan"] in stored.state["names"]
    assert labels(build.open_desk(news, "again").layer, "Cordouan") == ["ORG", "ORG"]


def test_the_stored_parse_is_used_again(build, news):
    before = news.read(lambda session: get_parse(session, "again", PARSER))
    relabel(build, news)
    list(suggest_all(news))

    assert before is not None
    assert news.read(lambda session: get_parse(session, "again", PARSER)) == before


def test_nothing_learned_from_an_article_is_applied_to_it(build, news):
    relabel(build, news)
    list(suggest_all(news))

    (shipped,) = layers(news, "bridge")
    assert labels(shipped, "Cordouan") == ["GPE", "GPE"]


def test_an_article_begun_without_suggestions_gets_none_of_its_own_corrections(
    build, project, monkeypatch
):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with project.open() as workspace:
        project.add(workspace, "bridge", BRIDGE)
        desk = build.open_desk(workspace, "bridge")
        build.stored(desk.add(build.span_of(BRIDGE, "Cordouan"), "ORG"))
        list(suggest_all(workspace))
        learner = Learner(workspace)
        learner.refresh()

        assert [name.name for name in learner.common.names] == ["Cordouan"]
        assert labels(layers(workspace, "bridge")[0], "Cordouan") == ["GPE", "GPE"]


def test_every_annotator_of_an_article_adopts_the_same_version(build, project, news):
    build.open_desk(news, "again")
    relabel(build, news)
    assert list(suggest_all(news)) == []

    with project.open("bea") as hers:
        assert labels(build.open_desk(hers, "again").layer, "Cordouan") == ["GPE", "GPE"]


def test_a_name_rejected_in_one_article_is_not_suggested_in_the_next(build, news):
    desk = build.open_desk(news, "bridge")
    build.stored(desk.reject(next(m for m in desk.mentions if m.quote == "Cordouan")))
    list(suggest_all(news))

    assert labels(layers(news, "again")[-1], "Cordouan") == []


def test_taking_a_correction_back_takes_back_what_it_taught(build, news):
    desk = build.open_desk(news, "bridge")
    first = next(m for m in desk.mentions if m.quote == "Cordouan")
    build.stored(desk.relabel(first, "ORG"))
    list(suggest_all(news))
    build.stored(desk.take_back().stored)
    list(suggest_all(news))

    newest = layers(news, "again")[-1]
    assert labels(newest, "Cordouan") == ["GPE", "GPE"]
    assert MARK not in newest.author.name
    assert news.read(lambda session: session.get(LearnedRow, "x")) is None


def test_a_replaced_version_goes_and_the_shipped_one_stays(build, news):
    desk = build.open_desk(news, "bridge")
    first, second = (m for m in desk.mentions if m.quote == "Cordouan")
    build.stored(desk.relabel(first, "ORG"))
    list(suggest_all(news))
    build.stored(desk.relabel(desk.item(second.id), "ORG"))
    build.stored(desk.reject(next(m for m in desk.mentions if m.quote == "pont de Valmure")))
    list(suggest_all(news))

    names = [layer.author.name for layer in layers(news, "again")]
    assert len(names) == 2
    assert MARK not in names[0]
    assert MARK in names[1]


CARRIERS = (
    "La grève continue\n\n"
    "Le Mouvement des carriers a refusé le projet mardi. Selon le MCV, le chantier coûte trop "
    "cher. Lundi, Bruno Cordouan a tenu bon. « Je reste », a lancé Gros Bruno devant la mairie.\n"
)
RESUMED = (
    "Le travail reprend\n\n"
    "Mardi, le maire a reçu le MCV à la mairie. Puis il a vu Gros Bruno et salué le MCV.\n"
)


@pytest.fixture(scope="module")
def carried(build, tmp_path_factory):
    """Two articles that write of the same under short names."""
    made = build.Project(tmp_path_factory.mktemp("carriers"))
    return with_suggestions(made, strike=CARRIERS, resumed=RESUMED)


@pytest.fixture
def strike(carried, project):
    """A copy of them."""
    with copy_of(carried, project) as workspace:
        yield workspace


def entities_of(workspace, layer: Layer, quote: str) -> set[str]:
    names = workspace.read(all_entities)
    return {names[m.entity].name for m in layer.mentions() if m.quote == quote}


def join_names(build, workspace) -> None:
    """MCV is the movement, by one key; Gros Bruno is Bruno Cordouan, by name."""
    desk = build.open_desk(workspace, "strike")
    short, full = (
        desk.entity_of(next(m for m in desk.mentions if m.quote == quote))
        for quote in ("MCV", "Mouvement des carriers")
    )
    build.stored(EntityDesk(desk).join(Join(short, full, Likeness.ACRONYM)))
    nickname = next(m for m in desk.mentions if m.quote == "Gros Bruno")
    build.stored(desk.name_entity(nickname, "Bruno Cordouan"))


def test_names_that_were_joined_are_one_entity_in_the_next_article(build, strike):
    (shipped,) = layers(strike, "resumed")
    assert entities_of(strike, shipped, "MCV") == {"MCV"}
    assert entities_of(strike, shipped, "Gros Bruno") == {"Gros Bruno"}

    join_names(build, strike)
    list(suggest_all(strike))

    newest = layers(strike, "resumed")[-1]
    assert entities_of(strike, newest, "MCV") == {"Mouvement des carriers"}
    assert entities_of(strike, newest, "Gros Bruno") == {"Bruno Cordouan"}
    assert labels(newest, "MCV") == ["ORG", "ORG"]
    assert labels(newest, "Gros Bruno") == ["PER"]


def test_names_joined_in_an_article_are_not_joined_there_for_somebody_else(build, project, strike):
    join_names(build, strike)
    list(suggest_all(strike))

    with project.open("bea") as hers:
        layer = build.open_desk(hers, "strike").layer
        assert entities_of(hers, layer, "MCV") == {"MCV"}
        assert entities_of(hers, layer, "Gros Bruno") == {"Gros Bruno"}
