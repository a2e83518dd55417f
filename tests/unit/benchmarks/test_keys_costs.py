"""What keys cost, and what differs from the gold."""

from annotator.domain.article import Span
from benchmarks.keys_costs import Ledger, lower_bound, per_unit, slate_keys, unit_costs
from benchmarks.keys_equal import differences
from benchmarks.keys_faults import Fault
from benchmarks.keys_memory import Move
from benchmarks.keys_policy import DONE, SAME
from benchmarks.keys_screen import GoldArticle, GoldMention, read_gold


def test_the_way_to_a_doubt_counts_for_what_is_found_there():
    ledger = Ledger()
    ledger.press("a", Move(("tab",), None))
    ledger.press("a", Move(("x",), Fault.SPURIOUS, "m1"))
    assert (ledger.total, ledger.keys[Fault.SPURIOUS]) == (2, 2)
    assert per_unit(ledger)["spurious"] == 2


def test_units_of_different_articles_are_different():
    ledger = Ledger()
    for article in ("a", "b"):
        ledger.press(article, Move(("p",), Fault.LABEL, "m1"))
    assert unit_costs(ledger)["wrong_label"] == [1, 1]


def test_a_same_text_counts_its_key_once_and_its_places_as_mended():
    ledger = Ledger()
    ledger.press("a", Move(("p",), Fault.LABEL, "m1"))
    ledger.press("a", Move(("e",), SAME), places=3)
    assert ledger.total == 2
    assert ledger.mended(Fault.LABEL) == 4
    assert slate_keys(ledger, articles=1) == 1 + 4 * 6


def test_with_nothing_wrong_the_lower_bound_is_a_key_for_each_article():
    ledger = Ledger()
    ledger.press("a", Move(("space",), DONE, "a"))
    assert lower_bound(ledger, articles=1, gold=20, words=300) == 1
    ledger.press("a", Move(("p",), Fault.LABEL, "m1"))
    assert lower_bound(ledger, articles=1, gold=20, words=300) > 1


def test_a_difference_in_kind_label_or_edge_is_told():
    text = "Anne Martin parle"
    gold = {"a": GoldArticle("a", text, (GoldMention(Span(0, 11), "PER"),))}
    assert list(differences(gold, dict(gold))) == []
    for mention in (
        GoldMention(Span(0, 11), "ORG"),
        GoldMention(Span(0, 4), "PER"),
        GoldMention(Span(0, 11), "PER", "nominal"),
    ):
        assert len(list(differences(gold, {"a": GoldArticle("a", text, (mention,))}))) == 2
    assert list(differences(gold, {})) == ["a: not stored as finished"]


def test_gold_is_read_with_its_stances_and_what_is_marked_for_its_own_sake(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(
        '{"id": "a", "text": "Anne refuse la paix", "entities": ['
        '{"id": "e0", "start": 0, "end": 4, "label": "PER", "kind": "named"},'
        '{"id": "e1", "start": 15, "end": 19, "label": "TOPIC", "kind": "nominal"}], "stances": ['
        '{"id": "s0", "holder": "e0", "target": "e1", "label": "against", "evidence":'
        '[{"start": 5, "end": 11}], "attribution": "reported", "certainty": "asserted"}]}\n',
        encoding="utf-8",
    )
    (article,) = read_gold(path)
    assert article.stances[0].holder == Span(0, 4)
    assert article.stances[0].target == Span(15, 19)
    assert [m.label for m in article.mentions if m.is_named] == ["PER"]
