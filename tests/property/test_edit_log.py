"""Random work on two articles, with undo and redo, over restarts: the log is the layer."""

import os
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotator.domain.article import Span
from annotator.domain.items import HolderKind, Mention, MentionKind, Stance, Zone, is_live
from annotator.domain.layer import State
from annotator.domain.layer_index import LayerIndex
from annotator.domain.stance_ends import ends_of
from annotator.project import history
from annotator.project.annotating import Desk
from annotator.project.checking import check_project
from annotator.project.propagating import repeat_over_project
from annotator.project.stance_desk import StanceDesk
from annotator.storage.entities import all_entities

TEXTS = {
    "a": (
        "Valmure refuse le pont\n\nPaul Roche refuse le pont pont. Valmure paie Cardinal.\n"
        "Cardinal attend Paul Roche.\n\nLisez La Gazette de Valmure\n"
    ),
    "b": "Cardinal gagne\r\n\r\nPaul Roche et Cardinal 🚆 votent à Valmure. Valmure, Valmure !\r\n",
}
LABELS = ("PER", "ORG", "GPE")
ACTS = (
    "add", "relabel", "resize", "reject", "keep", "unsure", "kind", "entity", "name", "dim",
    "accept", "finish", "skip", "flag", "comment", "take", "drop", "proposal", "newer",
    "stance", "turn", "unhold", "drop stance", "project", "undo", "redo", "other article", "reopen",
)  # fmt: skip
STEP = st.tuples(
    st.sampled_from(ACTS), st.integers(0, 200), st.integers(1, 12), st.sampled_from(LABELS)
)


class Work:
    """An annotator at work, told what to do by numbers."""

    def __init__(self, build, folder: Path, empty: Path) -> None:
        self.build = build
        self.project = build.Project(folder)
        shutil.copyfile(empty, self.project.file)
        self.workspace = self.project.open()
        self.articles = {
            name: self.project.add(self.workspace, name, text) for name, text in TEXTS.items()
        }
        for article in self.articles.values():
            self.project.suggest(
                self.workspace, article, ("Paul Roche", "PER", 0.9), ("Cardinal", "ORG", 0.6),
                ("Valmure", "PER", 0.3), zones=("Lisez",) if article.id == "a" else (),
            )  # fmt: skip
        self.desks = {name: build.open_desk(self.workspace, name) for name in TEXTS}
        self.adopted = {name: build.content(desk.layer) for name, desk in self.desks.items()}
        for article in self.articles.values():
            self.project.suggest(
                self.workspace, article, ("Paul Roche", "PER", 0.9), ("Valmure", "GPE", 0.9),
                suggester="model 2",
            )  # fmt: skip
        for desk in self.desks.values():
            desk.refresh_suggestions()
        self.shown = "a"

    @property
    def desk(self) -> Desk:
        return self.desks[self.shown]

    def step(self, act: str, number: int, length: int, label: str) -> None:
        match act:
            case "undo":
                self.undo()
            case "redo":
                self.travel(history.redo)
            case "other article":
                self.go_to("b" if self.shown == "a" else "a")
            case "reopen":
                self.reopen()
            case "project":
                self.repeat_over_project()
            case _:
                future = self.act(act, number, length, label)
                if future is not None:
                    future.result(timeout=30)

    def act(self, act: str, number: int, length: int, label: str):
        desk = self.desk
        if act in ("stance", "turn", "unhold", "drop stance"):
            return self.stance(act, number, span_length=length)
        if act in ("take", "drop"):
            return self.candidate(act, number, label)
        if act in ("add", "dim", "accept"):
            start = number % (len(desk.article.text) - 1)
            span = Span(start, min(start + length, len(desk.article.text)))
            return {
                "add": lambda: desk.add(span, label),
                "dim": lambda: desk.toggle_dim(start),
                "accept": lambda: desk.accept_paragraph(start),
            }[act]()
        on_article: dict[str, Callable] = {
            "finish": desk.finish,
            "skip": desk.skip,
            "flag": desk.toggle_flag,
            "comment": lambda: desk.set_comment("à voir" if number % 2 else ""),
            "proposal": desk.take_proposal,
            "newer": desk.take_newer,
        }
        if act in on_article:
            return on_article[act]()
        if not desk.mentions:
            return None
        mention = desk.mentions[number % len(desk.mentions)]
        start = min(mention.start + number % 3, len(desk.article.text) - 1)
        span = Span(start, min(start + length, len(desk.article.text)))
        entities = sorted(self.workspace.read(all_entities))
        return {
            "relabel": lambda: desk.relabel(mention, label),
            "resize": lambda: desk.resize(mention, span),
            "reject": lambda: desk.reject(mention),
            "keep": lambda: desk.keep(mention),
            "unsure": lambda: desk.mark_unsure(mention),
            "kind": lambda: desk.set_kind(mention, list(MentionKind)[number % 3]),
            "entity": lambda: desk.set_entity(mention, entities[number % len(entities)]),
            "name": lambda: desk.name_entity(mention, f"Nom {number % 4}"),
        }[act]()

    def stance(self, act: str, number: int, span_length: int):
        desk, acts = self.desk, StanceDesk(self.desk)
        if act == "stance":
            if not desk.mentions:
                return None
            holder = desk.mentions[number % len(desk.mentions)]
            words = list(
                desk.scheme.words.content_words(desk.article.text, 0, len(desk.article.text))
            )
            target = acts.target_at(words[(number * span_length) % len(words)])
            return acts.add(holder, target, ("against", "favor")[number % 2])
        if not desk.picture.stances:
            return None
        stance = desk.picture.stances[number % len(desk.picture.stances)]
        return {
            "turn": lambda: acts.swap(stance),
            "unhold": lambda: acts.set_holder(stance, HolderKind.UNSTATED),
            "drop stance": lambda: acts.reject(stance),
        }[act]()

    def candidate(self, act: str, number: int, label: str):
        desk = self.desk
        if not desk.candidates:
            return None
        candidate = desk.candidates[number % len(desk.candidates)]
        return desk.take_candidate(candidate, label) if act == "take" else (
            desk.reject_candidate(candidate)
        )  # fmt: skip

    def undo(self) -> None:
        taken = self.desk.take_back()
        if taken is None:
            self.travel(history.undo)
        else:
            taken.stored.result(timeout=30)

    def go_to(self, article: str) -> None:
        self.shown = article
        self.desks[article] = self.build.open_desk(self.workspace, article)

    def travel(self, move) -> bool:
        step = move(self.workspace, self.shown)
        if step.article is None:
            return False
        if step.draft is None:
            assert step.article != self.shown
            self.go_to(step.article)
            step = move(self.workspace, self.shown)
        assert step.draft is not None
        assert step.article == self.shown
        self.desk.replay(step.draft)
        if step.articles > 1:
            self.desks["b" if self.shown == "a" else "a"].reload()
        return True

    def repeat_over_project(self) -> None:
        if self.desk.fix is not None:
            self.desk.acted_elsewhere()
            for name, draft in repeat_over_project(self.workspace, self.desk.fix).items():
                self.desks[name].replay(draft)

    def reopen(self) -> None:
        shown = self.picture()
        self.workspace.close()
        self.workspace = self.project.open()
        self.desks = {name: self.build.open_desk(self.workspace, name) for name in TEXTS}
        assert self.picture() == shown

    def picture(self):
        return [(d.layer, d.doubts, d.candidates, d.newer_suggestions) for d in self.desks.values()]

    def contents(self):
        return {name: self.build.content(desk.layer) for name, desk in self.desks.items()}

    def check(self) -> None:
        assert list(check_project(self.workspace)) == []
        for name, desk in self.desks.items():
            assert desk.layer == self.build.stored_layer(self.workspace, name)
            assert desk.layer == self.build.rebuilt_layer(self.workspace, name)
            check_shape(desk)


def check_shape(desk: Desk) -> None:
    """What holds of every layer, however it came about."""
    followed, anew = desk.layer.index, LayerIndex.of(desk.layer.items)
    for part in ("mentions", "everywhere", "stances", "every_stance", "zones"):
        assert list(getattr(followed, part)) == list(getattr(anew, part))
    assert followed.longest >= anew.longest
    for item in desk.layer.items.values():
        if item.origin is not None:
            assert item in followed.made_of(item.origin)
    places = [(m.start, m.end, m.label) for m in desk.layer.mentions()]
    assert len(places) == len(set(places))
    for item in desk.layer.items.values():
        if isinstance(item, Mention):
            assert item.quote == desk.article.text[item.start : item.end]
            assert item.dimmed_by is None or isinstance(desk.layer.items[item.dimmed_by], Zone)
        if isinstance(item, Stance) and is_live(item):
            ends = [desk.layer.items[end] for end in ends_of(item)]
            assert all(is_live(end) for end in ends)
    assert not (desk.state is State.DONE and desk.doubts)


@pytest.fixture(scope="module")
def empty_database(build, tmp_path_factory) -> Path:
    project = build.Project(tmp_path_factory.mktemp("empty"))
    project.open().close()
    return project.file


@settings(
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow],
)
@example(
    steps=[
        ("reopen", 0, 1, "PER"),
        ("add", 100, 1, "PER"),
        ("add", 36, 1, "PER"),
        ("add", 193, 1, "PER"),
        ("stance", 0, 1, "PER"),
        ("add", 0, 1, "PER"),
        ("add", 0, 1, "PER"),
        ("add", 0, 1, "PER"),
        ("reject", 115, 1, "PER"),
        ("project", 0, 1, "PER"),
    ]
).via("a rejection repeated where a stance stood on the mention")
@given(steps=st.lists(STEP, min_size=5, max_size=30))
def test_random_work_is_stored_undone_and_redone_whole(build, empty_database, steps):
    with TemporaryDirectory() as folder:
        work = Work(build, Path(folder), empty_database)
        try:
            revisions = [_revisions(work)]
            for number, step in enumerate(steps):
                work.step(*step)
                if number % 4 == 3:
                    work.check()
                    revisions.append(_revisions(work))
            work.check()
            last = work.contents()
            work.reopen()
            work.check()
            undone = 0
            while work.travel(history.undo):
                undone += 1
            assert work.contents() == work.adopted
            work.reopen()
            for _ in range(undone):
                assert work.travel(history.redo)
            if undone:
                assert work.contents() == last
            work.check()
            revisions.append(_revisions(work))
            for before, now in pairwise(revisions):
                assert all(now.get(item, 1 << 30) >= before[item] for item in before)
        finally:
            work.workspace.close()


def _revisions(work: Work) -> dict[tuple[str, str], int]:
    return {
        (name, item.id): item.revision
        for name, desk in work.desks.items()
        for item in desk.layer.items.values()
    }
