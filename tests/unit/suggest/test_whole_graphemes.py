"""No suggested edge lies within a grapheme."""

from annotator.domain.article import Span
from annotator.domain.items import Attribution, Certainty, HolderKind
from annotator.domain.suggestion import SuggestedMention, SuggestedStance
from annotator.suggest.whole_graphemes import whole_evidence, whole_mentions

TEXT = "Le président 🇫🇷 Zoé 👩‍👩‍👧 E\u0301lise refuse."


def mention(start, end, label="PER"):
    return SuggestedMention(
        start=start, end=end, label=label, canonical=TEXT[start:end], p=0.9, rule="r", reason="r"
    )


def test_an_edge_within_a_flag_goes_back_before_it_and_the_name_with_it():
    (found,) = whole_mentions(TEXT, [mention(3, TEXT.index("🇫") + 1)])
    assert TEXT[found.start : found.end] == found.canonical == "président"


def test_an_edge_within_a_letter_and_its_accent_takes_the_letter_along():
    start = TEXT.index("\u0301")
    (found,) = whole_mentions(TEXT, [mention(start, TEXT.index(" refuse"))])
    assert TEXT[found.start : found.end] == "E\u0301lise"


def test_whole_edges_stay_and_two_mentions_never_become_one():
    flag = TEXT.index("🇫")
    mentions = [mention(3, flag - 1), mention(3, flag + 1), mention(3, flag + 2)]
    assert whole_mentions(TEXT, mentions) == tuple(mentions)


def test_a_cut_family_alone_is_left_as_it_is():
    start = TEXT.index("👩")
    alone = mention(start, start + 1)
    assert whole_mentions(TEXT, [alone]) == (alone,)


def test_evidence_is_whole_too():
    start, end = TEXT.index("Zoé"), TEXT.index("👧")
    stance = SuggestedStance(
        holder=None,
        holder_kind=HolderKind.UNSTATED,
        target=0,
        label="against",
        evidence=(Span(start, end),),
        attribution=Attribution.REPORTED,
        certainty=Certainty.ASSERTED,
        p=0.9,
        rule="r",
        reason="r",
    )
    (evidence,) = whole_evidence(TEXT, stance).evidence
    assert evidence.of(TEXT) == "Zoé"
