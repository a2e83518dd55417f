from xml.etree import ElementTree

import pytest

from annotator.domain.export_counts import ExportCounts, SplitCounts
from annotator.domain.splits import Split
from annotator.domain.tokens import TagLosses
from annotator.report.label_plot import label_plot
from annotator.resources import load_scheme


@pytest.fixture
def counts():
    splits = {
        Split.TRAIN: SplitCounts(3, mentions={"ORG": 30, "PER": 10}, stances={"favor": 1}),
        Split.VALIDATION: SplitCounts(),
        Split.TEST: SplitCounts(1, mentions={"PER": 5}),
    }
    return ExportCounts(splits, annotators=1, groups=4, unresolved=0, losses=TagLosses())


def test_bars_are_shares_of_their_split_with_the_counts_beside(counts):
    plot = ElementTree.fromstring(label_plot(counts, load_scheme("news-fr")))  # noqa: S314
    words = [node.text for node in plot.iter() if node.tag.endswith("text")]
    widths = [float(n.get("width")) for n in plot.iter() if n.get("fill") == "#4477AA"][1:]

    assert {"train", "test", "PER", "TOPIC", "against", "30", "5"} <= set(words)
    assert "validation" not in words
    assert max(widths) == 420
    assert sorted(widths)[-3:] == [105, 315, 420]


def test_the_same_counts_give_the_same_bytes(counts):
    scheme = load_scheme("news-fr")
    assert label_plot(counts, scheme) == label_plot(counts, scheme)
