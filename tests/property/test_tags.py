from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.article import Span
from annotator.domain.items import Decision, Mention
from annotator.domain.tokens import tag_paragraph, tokenize

TEXTS = st.text(st.sampled_from("ab é'’.-\u0301🚆\n"), min_size=1, max_size=40)


@settings(deadline=None, derandomize=True)
@given(TEXTS)
def test_tokens_cover_every_visible_character_once(text):
    covered = [offset for token in tokenize(text) for offset in range(token.start, token.end)]
    assert covered == [offset for offset, char in enumerate(text) if not char.isspace()]


@settings(deadline=None, derandomize=True)
@given(TEXTS, st.data())
def test_every_mention_is_in_the_tags_or_counted_as_lost(text, data):
    mentions = []
    for number in range(data.draw(st.integers(0, 6))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        label = data.draw(st.sampled_from(["PER", "ORG"]))
        mentions.append(
            Mention(
                id=f"m{number}",
                start=start,
                end=end,
                quote=text[start:end],
                label=label,
                decision=Decision.ADDED,
            )
        )
    tagged = tag_paragraph(text, Span(0, len(text)), mentions)
    begun = sum(tag.startswith("B-") for tag in tagged.tags)
    assert begun + tagged.losses.total == len(mentions)
    assert tagged == tag_paragraph(text, Span(0, len(text)), mentions[::-1])
    for before, tag in zip(("O", *tagged.tags), tagged.tags, strict=False):
        assert not tag.startswith("I-") or before[2:] == tag[2:]
