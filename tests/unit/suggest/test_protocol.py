from dataclasses import replace

import pytest

from annotator.domain.article import Span
from annotator.domain.items import Attribution, Certainty, HolderKind, MentionKind
from annotator.domain.names import KnownName
from annotator.domain.suggestion import (
    SuggestedMention,
    SuggestedStance,
    SuggestedZone,
    Suggestions,
)
from annotator.errors import SuggesterError
from annotator.suggest.protocol import (
    Done,
    Failed,
    Hello,
    Progress,
    Stage,
    Stop,
    Suggest,
    decode_answer,
    decode_request,
    encode,
)

FOUND = Suggestions(
    "rules-1",
    (
        SuggestedMention(
            start=0, end=4, label="ORG", canonical="É\u2028É", p=0.9, rule="r", reason="why"
        ),
    ),
    (SuggestedZone(start=5, end=9, p=0.8, rule="z", reason="since"),),
)
HELD = SuggestedStance(
    holder=0,
    holder_kind=HolderKind.MENTION,
    target=1,
    label="against",
    evidence=(Span(20, 24), Span(30, 31)),
    attribution=Attribution.QUOTED,
    source=0,
    certainty=Certainty.HEDGED,
    p=0.4,
    rule="frame:condamner",
    reason="sujet et objet de « condamner »",
)
WITH_STANCES = replace(
    FOUND,
    mentions=(
        *FOUND.mentions,
        SuggestedMention(
            start=10,
            end=15,
            label="TOPIC",
            canonical="pacte",
            kind=MentionKind.NOMINAL,
            p=0.6,
            rule="stance",
            reason="target",
        ),
    ),
    stances=(
        HELD,
        replace(HELD, holder=None, holder_kind=HolderKind.UNSTATED, source=None),
        replace(HELD, holder=None, holder_kind=HolderKind.ARTICLE, source=None),
    ),
)


@pytest.mark.parametrize(
    "request_",
    [
        Stop(),
        Suggest("a", "Été\n\u2028fini 🙂"),
        Suggest("a", "t", (Span(0, 1),), (KnownName("Otan", "ORG", "OTAN"),), b"\x00\xff"),
        Suggest("a", "t", ()),
    ],
)
def test_requests_survive_the_pipe_on_one_line(request_: Suggest | Stop) -> None:
    line = encode(request_)
    assert line.count(b"\n") == 1
    assert decode_request(line) == request_


@pytest.mark.parametrize(
    "answer",
    [
        Hello("rules-1", "model-1", "3.8"),
        Progress("a", Stage.LOADING),
        Done("a", FOUND, b"doc"),
        Done("a", FOUND, None),
        Done("a", WITH_STANCES, None),
        Failed("a", "no"),
        Failed(None, "no"),
    ],
)
def test_answers_survive_the_pipe_on_one_line(answer: Hello | Progress | Done | Failed) -> None:
    line = encode(answer)
    assert line.count(b"\n") == 1
    assert decode_answer(line) == answer


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"type": "dance"}',
        b'{"type": "suggest", "id": 1, "text": "t"}',
        b'{"type": "suggest", "id": "a", "text": "t", "zones": [[3, 1]]}',
        b'{"type": "suggest", "id": "a", "text": "t", "known_names": [["x"]]}',
        b'{"type": "suggest", "id": "a", "text": "t", "doc": "?"}',
    ],
)
def test_what_is_no_request_is_refused_in_words(line: bytes) -> None:
    with pytest.raises(SuggesterError, match=r"\w"):
        decode_request(line)


def test_what_is_no_answer_is_refused_in_words() -> None:
    with pytest.raises(SuggesterError, match="`p` must be a number"):
        decode_answer(encode(Done("a", FOUND, None)).replace(b'"p":0.9', b'"p":"high"'))


@pytest.mark.parametrize(
    ("there", "instead", "complaint"),
    [
        (b'"holder":0', b'"holder":2', "`holder` is 2"),
        (b'"target":1', b'"target":-1', "`target` is -1"),
        (b'"target":1', b'"target":null', "needs a `target`"),
        (b'"source":0', b'"source":true', "`source` must be a whole number"),
        (b'"evidence":[[20,24],[30,31]]', b'"evidence":[]', "`evidence`"),
        (b'"evidence":[[20,24],[30,31]]', b'"evidence":[[24,20]]', "two offsets"),
        (b'"holder_kind":"mention"', b'"holder_kind":"article"', "contradict"),
        (b'"holder_kind":"mention"', b'"holder_kind":"ghost"', "not one of mention, unstated"),
        (b'"attribution":"quoted"', b'"attribution":"sung"', "not one of author"),
        (b'"certainty":"hedged"', b'"certainty":1', "`certainty` must be a string"),
    ],
)
def test_a_stance_that_contradicts_itself_is_refused_in_words(
    there: bytes, instead: bytes, complaint: str
) -> None:
    line = encode(Done("a", replace(WITH_STANCES, stances=(HELD,)), None))
    assert there in line
    with pytest.raises(SuggesterError, match=complaint):
        decode_answer(line.replace(there, instead))


def test_an_answer_without_stances_is_refused() -> None:
    line = encode(Done("a", FOUND, None)).replace(b'"stances":[],', b"")
    with pytest.raises(SuggesterError, match="list"):
        decode_answer(line)
