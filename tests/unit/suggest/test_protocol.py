import pytest

from annotator.domain.article import Span
from annotator.domain.names import KnownName
from annotator.domain.suggestion import SuggestedMention, SuggestedZone, Suggestions
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
