from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.article import Span
from annotator.domain.items import Decision, Mention
from annotator.domain.token_places import TokenFinder
from annotator.domain.tokens import TagLosses, tag_paragraph, tokenize
from annotator.exchange.features import ClassLabels, Config, config_features
from annotator.exchange.tagged_table import TaggedMentions, TaggedTables

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


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_tokens_found_by_code_points_are_those_of_the_expression(text):
    found = TokenFinder().find(text)
    tokens = tokenize(text)
    assert found.starts.tolist() == [token.start for token in tokens]
    assert found.ends.tolist() == [token.end for token in tokens]
    places = found.places.tolist()
    words = [found.content[a:b].decode() for a, b in pairwise(places)]
    assert words == [token.text for token in tokens]


@settings(deadline=None, derandomize=True)
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4), st.data())
def test_paragraphs_tagged_together_are_tagged_like_each_alone(texts, data):
    labels = ClassLabels(("ORG", "PER"), ("O", "B-PER", "I-PER", "B-ORG", "I-ORG"), ())
    schema = config_features(labels)[Config.NER].arrow_schema.remove_metadata()
    tagged, alone = [], []
    for number, text in enumerate(texts):
        mentions = [
            Mention(id="m1", start=start, end=end, quote="", label=label, decision=Decision.ADDED)
            for start in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=5))
            # One may leave its paragraph.
            for end in [data.draw(st.integers(start + 1, len(text) + 3))]
            for label in [data.draw(st.sampled_from(labels.entity))]
        ]
        tagged += [(number, m.start, m.end, labels.entity.index(m.label)) for m in mentions]
        alone.append(tag_paragraph(text, Span(0, len(text)), mentions))
    tables = TaggedTables([labels.tag.index(f"B-{label}") for label in labels.entity])
    plain = [["a:0"] * len(texts), ["a"] * len(texts), *([[0] * len(texts)] * 2), texts]
    columns = np.array(tagged, np.int64).reshape(-1, 4).T
    table = tables.table_of(plain, texts, TaggedMentions(*columns), schema).to_pydict()
    assert table["text"] == texts
    assert [tuple(words) for words in table["tokens"]] == [one.words for one in alone]
    assert [tuple(places) for places in table["token_starts"]] == [one.starts for one in alone]
    assert [tuple(places) for places in table["token_ends"]] == [one.ends for one in alone]
    assert [tuple(labels.tag[tag] for tag in tags) for tags in table["ner_tags"]] == [
        one.tags for one in alone
    ]
    assert tables.losses == sum((one.losses for one in alone), TagLosses())
