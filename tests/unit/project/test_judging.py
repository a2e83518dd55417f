"""What is read of a layer piece by piece says the same as the layer read whole."""

from __future__ import annotations

import random

import pytest

from annotator.domain.adoption import suggestions_taken
from annotator.domain.article import Span
from annotator.domain.items import Attribution, Certainty, HolderKind, Mention
from annotator.domain.layer import Author, Role
from annotator.domain.suggestion import SuggestedMention, SuggestedStance, Suggestions
from annotator.domain.verdicts import Judgements, judgements
from annotator.project import judging
from annotator.project.annotating import Desk
from annotator.project.judging import judged_layer
from annotator.project.suggesting import store_suggestions
from annotator.project.workspace import Workspace
from annotator.storage.articles import get_article
from annotator.storage.engine import Session
from annotator.storage.entities import entity_names
from annotator.storage.layers import find_layer, layers_of, load_layer
from annotator.storage.queue import adopted_by
from annotator.suggest.protocol import Done

WORDS = ("Valmure", "Paul Roche", "Cardinal")
PARAGRAPH = "Valmure refuse le pont. Paul Roche critique Cardinal, dit Valmure.\n"
TEXT = PARAGRAPH * 12


def suggestions(suggester: str, label: str, draw: random.Random) -> Suggestions:
    """Every name of every paragraph, now and then twice, and a stance in each paragraph."""
    mentions: list[SuggestedMention] = []
    stances: list[SuggestedStance] = []
    for begin in range(0, len(TEXT), len(PARAGRAPH)):
        first = len(mentions)
        for words in WORDS:
            start = TEXT.index(words, begin)
            for each in (label, "GPE")[: 1 + (draw.random() < 0.3)]:
                p = draw.choice((0.3, 0.6, 0.9))
                mentions.append(
                    SuggestedMention(
                        start=start,
                        end=start + len(words),
                        label=each,
                        canonical=words,
                        p=p,
                        rule=draw.choice(("ner", "gazetteer")),
                        reason="a reason",
                    )
                )
        stances.append(
            SuggestedStance(
                holder=first,
                holder_kind=HolderKind.MENTION,
                target=len(mentions) - 1,
                label="against",
                evidence=(Span(begin + 8, begin + 15),),
                attribution=Attribution.REPORTED,
                certainty=Certainty.ASSERTED,
                p=draw.choice((0.3, 0.9)),
                rule="frame:refuser",
                reason="a reason",
            )
        )
    return Suggestions(suggester, tuple(mentions), (), tuple(stances))


def keep(desk: Desk, mention: Mention, _draw: random.Random) -> None:
    desk.keep(mention)


def reject(desk: Desk, mention: Mention, _draw: random.Random) -> None:
    desk.reject(mention)


def relabel(desk: Desk, mention: Mention, draw: random.Random) -> None:
    desk.relabel(mention, draw.choice(("PER", "ORG", "LOC")))


def resize(desk: Desk, mention: Mention, draw: random.Random) -> None:
    desk.resize(mention, Span(mention.start, mention.end + draw.choice((-1, 3))))


def move(desk: Desk, mention: Mention, _draw: random.Random) -> None:
    """To the same words elsewhere, under another label."""
    again = TEXT.find(mention.quote, mention.end)
    if again >= 0:
        desk.resize(mention, Span(again, again + len(mention.quote)))
        desk.relabel(desk.layer.mention(mention.id), "LOC")


def dim(desk: Desk, mention: Mention, draw: random.Random) -> None:
    if draw.random() < 0.3:
        desk.toggle_dim(mention.start)


def take(desk: Desk, _mention: Mention, draw: random.Random) -> None:
    if desk.candidates:
        desk.take_candidate(draw.choice(desk.candidates), "ORG")


def keep_stance(desk: Desk, _mention: Mention, draw: random.Random) -> None:
    if desk.picture.stances:
        desk.keep(draw.choice(desk.picture.stances))


def work(build, desk: Desk, draw: random.Random) -> None:
    """Some acts of every kind."""
    acts = (keep, reject, relabel, resize, move, dim, take, keep_stance)
    for _ in range(25):
        draw.choice(acts)(desk, draw.choice(desk.mentions), draw)
    build.stored(desk.toggle_flag())


def whole(session: Session, row: int, named: tuple[str, ...]) -> Judgements:
    """The judgements of two layers in memory."""
    layer = load_layer(session, row)
    article = get_article(session, layer.article)
    assert article is not None
    suggesters = layers_of(session, layer.article, Role.SUGGESTER)
    adopted = adopted_by(session, layer.article, layer.author.name)
    suggested = suggestions_taken(layer, suggesters, adopted) or suggesters[-1]
    mentions = [*layer.index.everywhere, *suggested.mentions()]
    names = entity_names(session, {m.entity for m in mentions if m.entity is not None})
    return judgements(article.text, layer, suggested, names, named)


def pieces_and_whole(workspace: Workspace) -> tuple[Judgements, Judgements]:
    """What anna's layer says, read piece by piece and read whole."""
    named = workspace.scheme.named_labels

    def job(session: Session) -> tuple[Judgements, Judgements]:
        row = find_layer(session, "a", Author(Role.ANNOTATOR, "anna"))
        assert row is not None
        return judged_layer(session, row, named), whole(session, row, named)

    return workspace.read(job)


@pytest.mark.parametrize("seed", range(6))
def test_a_layer_is_judged_piece_by_piece_as_it_is_judged_whole(build, project, monkeypatch, seed):
    monkeypatch.setattr(judging, "STRETCH", 100)
    draw = random.Random(seed)  # noqa: S311  # acts, not secrets
    with project.open() as workspace:
        project.add(workspace, "a", TEXT)

        def suggest(name: str, label: str) -> None:
            done = Done("a", suggestions(name, label, draw), None)
            workspace.write(lambda session: store_suggestions(workspace, done, "none", session))

        def compare() -> Judgements:
            pieces, expected = pieces_and_whole(workspace)
            assert pieces == expected
            return pieces

        suggest("model 1", "ORG")
        desk = build.open_desk(workspace)
        assert compare() == Judgements()
        work(build, desk, draw)
        assert compare().suggestions
        suggest("model 2", "PER")
        compare()
        build.stored(desk.finish())
        finished = compare()
        assert len(finished.suggestions) > len(WORDS) * 6
        desk.refresh_suggestions()
        desk.take_newer()
        work(build, desk, draw)
        compare()


def test_of_names_that_were_only_left_some_are_kept_and_of_others_all(build, project, monkeypatch):
    monkeypatch.setattr(judging, "STRETCH", 100)
    monkeypatch.setattr(judging, "MOST_LEFT", 3)
    draw = random.Random(1)  # noqa: S311  # acts, not secrets
    with project.open() as workspace:
        project.add(workspace, "a", TEXT)
        done = Done("a", suggestions("model", "ORG", draw), None)
        workspace.write(lambda session: store_suggestions(workspace, done, "none", session))
        desk = build.open_desk(workspace)
        work(build, desk, draw)
        build.stored(desk.finish())
        kept, every = pieces_and_whole(workspace)
    left = [place for place, n in enumerate(every.names) if n.is_right and not n.teaches]
    assert len(left) > 3
    expected = [n for place, n in enumerate(every.names) if place not in left[3:]]
    assert list(kept.names) == expected
    assert kept.suggestions == every.suggestions
