import pytest

from annotator.domain.article import Span
from annotator.domain.items import Attribution, Certainty, HolderKind, MentionKind
from annotator.domain.span_index import SpanIndex
from annotator.project.stance_desk import StanceDesk

MARKS = (("Paul Roche", "PER", 0.9), ("Cardinal", "ORG", 0.9))


@pytest.fixture
def workspace(project):
    with project.open() as workspace:
        project.suggest(workspace, project.add(workspace), *MARKS)
        yield workspace


@pytest.fixture
def desk(build, workspace):
    return build.open_desk(workspace)


@pytest.fixture
def stances(desk):
    return StanceDesk(desk)


def at(build, desk, words, nth=1):
    return build.span_of(desk.article.text, words, nth)


@pytest.fixture
def stance(build, desk, stances):
    """Roche against the bridge, which becomes a mention with it."""
    target = stances.target_at(at(build, desk, "pont", 2))
    build.stored(stances.add(desk.mentions[0], target, "against"))
    return desk.picture.stances[0]


def test_a_new_stance_makes_its_target_and_fills_in_the_rest(build, workspace, desk, stance):
    target = desk.layer.mention(stance.target)

    assert (target.quote, target.label, target.kind) == ("pont", "TOPIC", MentionKind.NOMINAL)
    assert desk.entity_of(target).name == "pont"
    assert [e.quote for e in stance.evidence] == ["Le maire de Valmure, Paul Roche, refuse le pont"]
    assert (stance.attribution, stance.certainty) == (Attribution.REPORTED, Certainty.ASSERTED)
    assert build.stored_layer(workspace) == desk.layer == build.rebuilt_layer(workspace)


def test_a_new_end_takes_the_extent_of_its_phrase(build, desk, stances):
    phrases = (at(build, desk, "Le conseil de Valmure"), at(build, desk, "mardi"))
    desk.phrases = SpanIndex(phrases)

    assert stances.target_at(at(build, desk, "conseil")).span.of(desk.article.text) == (
        "Le conseil de Valmure"
    )
    assert stances.holder_at(at(build, desk, "maire")).label == "PER"
    assert stances.holder_at(at(build, desk, "Roche")) == desk.mentions[0]


def test_each_attribute_can_be_corrected(build, workspace, desk, stances, stance):
    cardinal = next(m for m in desk.mentions if m.quote == "Cardinal")
    fixes = (
        lambda s: stances.set_label(s, "favor"),
        lambda s: stances.set_holder(s, cardinal),
        lambda s: stances.set_target(s, stances.target_at(at(build, desk, "mardi"))),
        lambda s: stances.set_source(s, desk.mentions[0]),
        lambda s: stances.set_evidence(s, [Span(0, 7), Span(8, 14)]),
        lambda s: stances.set_attribution(s, Attribution.AUTHOR),
        lambda s: stances.set_certainty(s, Certainty.HEDGED),
    )
    for fix in fixes:
        build.stored(fix(desk.picture.stances[0]))
    (fixed,) = desk.picture.stances

    assert (fixed.id, fixed.label) == (stance.id, "favor")
    assert desk.words_of(fixed) == ("Cardinal", "mardi")
    assert desk.source_words(fixed) == "Paul Roche"
    assert [e.quote for e in fixed.evidence] == ["Valmure", "refuse"]
    assert (fixed.attribution, fixed.certainty) == (Attribution.AUTHOR, Certainty.HEDGED)
    assert "pont" not in [m.quote for m in desk.mentions]
    assert build.stored_layer(workspace) == desk.layer


def test_a_stance_can_be_nobodys_and_be_turned_round(build, desk, stances, stance):
    build.stored(stances.swap(stance))
    assert desk.words_of(desk.picture.stances[0]) == ("pont", "Paul Roche")
    assert [d.reason for d in desk.doubts] == ["TOPIC can be no holder"]
    build.stored(stances.set_holder(desk.picture.stances[0], HolderKind.UNSTATED))

    assert desk.words_of(desk.picture.stances[0]) == (None, "Paul Roche")
    assert "pont" not in [m.quote for m in desk.mentions]


def test_a_rejected_stance_takes_its_target_along(build, desk, stances, stance):
    build.stored(stances.reject(stance))

    assert desk.picture.stances == ()
    assert "pont" not in [m.quote for m in desk.mentions]


def test_the_paragraphs_speakers_come_first(build, desk, stances, stance):
    cardinal = next(m for m in desk.mentions if m.quote == "Cardinal")
    target = stances.target_at(at(build, desk, "paiera"))
    build.stored(stances.add(cardinal, target, "neutral"))
    new = next(s for s in desk.picture.stances if s.id != stance.id)

    assert [m.quote for m in stances.speakers(new)] == ["Paul Roche", "Paul Roche", "Cardinal"]
    assert stances.speakers(new)[0].id == stance.holder
