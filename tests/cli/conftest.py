import re

import pytest

DANGEROUS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@pytest.fixture
def told():
    """Checks how a command told what is wrong: exit 2, no traceback, safe to show, a remedy."""

    def check(outcome, *words, code=2):
        assert outcome.code == code, outcome.err
        assert "Traceback" not in outcome.err
        for stream in (outcome.out, outcome.err):
            assert not DANGEROUS.search(stream)
        for word in words:
            assert word in outcome.err
        return outcome

    return check
