from lxml import etree

from annotator.domain.agreement.measure import Estimate, Interval, Reason, Undefined
from annotator.report.learning_curve import Curve, CurvePoint, curve_rows, learning_curve, told

CURVE = Curve(
    (
        CurvePoint(5, 40, Undefined(Reason.NOTHING_MARKED)),
        CurvePoint(10, 90, Estimate(0.6, Interval(0.5, 0.7))),
        CurvePoint(20, 170, Estimate(0.8)),
    ),
    Estimate(0.7),
)


def test_the_plot_has_a_point_for_each_value_and_the_untrained_line():
    drawn = learning_curve(CURVE)
    root = etree.fromstring(drawn)
    circles = root.findall("{*}circle")
    assert len(circles) == 2
    # Higher scores stand higher, more articles further right.
    assert float(circles[0].get("cy")) > float(circles[1].get("cy"))
    assert float(circles[0].get("cx")) < float(circles[1].get("cx"))
    assert "untrained suggester 0.700" in drawn
    assert drawn == learning_curve(CURVE)


def test_the_terminal_shows_bars_as_long_as_the_score():
    rows = curve_rows(CURVE)
    assert [len(bar) for _, bar, _ in rows] == [0, 24, 32, 28]
    assert rows[1][0] == "10 articles, 90 names"
    assert rows[1][2] == "0.600 [0.500, 0.700]"


def test_what_is_undefined_says_why():
    assert told(Undefined(Reason.NOTHING_MARKED)) == "n/a (nothing was marked by either)"
