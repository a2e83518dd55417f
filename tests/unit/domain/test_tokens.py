from unicodedata import normalize

from annotator.domain.article import Span
from annotator.domain.items import Decision, Mention
from annotator.domain.tokens import TagLosses, bio_labels, tag_paragraph, tokenize


def mention(text: str, words: str, label: str, start: int | None = None) -> Mention:
    start = text.index(words) if start is None else start
    return Mention(
        id=f"m{start}",
        start=start,
        end=start + len(words),
        quote=words,
        label=label,
        decision=Decision.ADDED,
    )


def tags(text: str, *mentions: Mention) -> tuple[tuple[str, ...], TagLosses]:
    tagged = tag_paragraph(text, Span(0, len(text)), mentions)
    return tagged.tags, tagged.losses


def test_elided_articles_are_tokens_of_their_own():
    assert [t.text for t in tokenize("L’Union n'a rien dit…")] == [
        "L", "’", "Union", "n", "'", "a", "rien", "dit", "…",
    ]  # fmt: skip


def test_starts_count_code_points():
    assert [(t.start, t.text) for t in tokenize("🚆🚆 Brest")] == [
        (0, "🚆"),
        (1, "🚆"),
        (3, "Brest"),
    ]


def test_a_decomposed_text_has_the_tokens_of_the_composed_one():
    text = "José décide « là-bas », à l’Élysée."
    decomposed = [normalize("NFC", t.text) for t in tokenize(normalize("NFD", text))]
    assert decomposed == [t.text for t in tokenize(text)]


def test_a_mention_is_tagged_begin_then_inside():
    text = "Selon Claire Vasseur, tout va."
    assert tags(text, mention(text, "Claire Vasseur", "PER")) == (
        ("O", "B-PER", "I-PER", "O", "O", "O", "O"),
        TagLosses(),
    )


def test_adjacent_mentions_begin_anew():
    text = "Brest Quimper"
    found, _ = tags(text, mention(text, "Brest", "GPE"), mention(text, "Quimper", "GPE"))
    assert found == ("B-GPE", "B-GPE")


def test_the_longest_of_overlapping_mentions_wins():
    text = "mairie de Brest"
    found, losses = tags(text, mention(text, "Brest", "GPE"), mention(text, text, "ORG"))
    assert found == ("B-ORG", "I-ORG", "I-ORG")
    assert losses == TagLosses(overlapped=1)


def test_of_equally_long_mentions_the_earliest_wins_then_the_first_label():
    text = "Un Deux Six"
    crossing = [mention(text, "Deux Six", "LOC"), mention(text, "Un Deux", "ORG")]
    assert tags(text, *crossing)[0] == ("O", "B-LOC", "I-LOC")
    text = "Un Mid Six"
    crossing = [mention(text, "Mid Six"[:6], "LOC"), mention(text, "Un Mid", "ORG")]
    assert tags(text, crossing[1])[0] == ("B-ORG", "I-ORG", "O")
    same = [mention(text, "Mid", "PER"), mention(text, "Mid", "GPE")]
    assert tags(text, *same)[0] == ("O", "B-GPE", "O")


def test_mentions_that_cut_tokens_are_lost_and_counted():
    text = "antiaméricain"
    assert tags(text, mention(text, "américain", "GPE")) == (("O",), TagLosses(unaligned=1))


def test_a_mention_that_leaves_its_paragraph_is_lost():
    text = "Brest\nQuimper"
    tagged = tag_paragraph(text, Span(0, 5), [mention(text, text, "GPE")])
    assert tagged.losses == TagLosses(unaligned=1)


def test_offsets_of_later_paragraphs_count_from_their_own_start():
    text = "Un mot.\nÀ Brest."
    tagged = tag_paragraph(text, Span(8, len(text)), [mention(text, "Brest", "GPE")])
    assert [token.start for token in tagged.tokens] == [0, 2, 7]
    assert tagged.tags == ("O", "B-GPE", "O")


def test_appending_a_label_changes_no_earlier_id():
    before, after = bio_labels(["PER", "ORG"]), bio_labels(["PER", "ORG", "GPE"])
    assert after[: len(before)] == before
    assert before == ("O", "B-PER", "I-PER", "B-ORG", "I-ORG")
