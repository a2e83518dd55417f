from itertools import pairwise

import regex
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.domain.display import shown
from annotator.tui.widgets.article_layout import ArticleLayout, CellMap
from annotator.tui.widgets.marks import Mark, MarksByRow
from tests.property.strategies import DRAWN_AS_ONE, nasty_text

widths = st.integers(1, 30)


def lay_out(text, width):
    return ArticleLayout(text, CellMap(shown(text)), width)


def graphemes(layout, start, end):
    text = layout.cells.text
    return [(m.start(), m.end()) for m in regex.finditer(DRAWN_AS_ONE, text[:end], pos=start)]


@given(nasty_text, widths)
def test_rows_tile_the_text(text, width):
    layout = lay_out(text, width)
    ends = [layout.end(row) for row in range(layout.row_count)]
    starts = [layout.start(row) for row in range(layout.row_count)]
    assert starts == [0, *ends[:-1]]
    assert ends[-1] == len(text)
    assert all(a < b for a, b in pairwise(starts))


@given(nasty_text, widths)
def test_a_row_shows_everything_but_its_line_end(text, width):
    layout = lay_out(text, width)
    for row in range(layout.row_count):
        assert text[layout.shown_end(row) : layout.end(row)] in ("", "\n", "\r\n")
        assert "\n" not in text[layout.start(row) : layout.shown_end(row)]


@given(nasty_text, widths)
def test_every_grapheme_is_whole_and_within_the_width(text, width):
    layout = lay_out(text, width)
    for row in range(layout.row_count):
        parts = graphemes(layout, layout.start(row), layout.shown_end(row))
        assert all(layout.cells.floor(start) == start for start, _ in parts)
        assert layout.row_cells(row) <= width or len(parts) == 1


@given(nasty_text, widths)
def test_a_row_is_as_wide_as_the_screen_draws_it(text, width):
    layout = lay_out(text, width)
    for row in range(layout.row_count):
        drawn = layout.cells.text[layout.start(row) : layout.shown_end(row)]
        assert layout.row_cells(row) == cell_len(drawn)


@given(nasty_text, widths)
def test_offsets_and_cells_map_to_each_other(text, width):
    layout = lay_out(text, width)
    for row in range(layout.row_count):
        cell = 0
        for start, end in graphemes(layout, layout.start(row), layout.shown_end(row)):
            cells = cell_len(layout.cells.text[start:end])
            assert all(layout.position(offset) == (row, cell) for offset in range(start, end))
            assert all(layout.offset_at(row, cell + n) == start for n in range(cells))
            cell += cells


@given(nasty_text, widths, st.integers(-3, 40), st.integers(-3, 100))
def test_any_cell_leads_into_its_row(text, width, row, cell):
    layout = lay_out(text, width)
    offset = layout.offset_at(row, cell)
    assert layout.row_of(offset) == min(max(row, 0), layout.row_count - 1)


@given(nasty_text, widths)
def test_a_row_breaks_after_a_space_when_it_has_one(text, width):
    layout = lay_out(text, width)
    for row in range(layout.row_count - 1):
        drawn = text[layout.start(row) : layout.end(row)]
        if not drawn.endswith("\n") and drawn[-1] not in " \t":
            spaces = [layout.start(row) + n + 1 for n, c in enumerate(drawn) if c in " \t"]
            assert all(layout.cells.floor(after) != after for after in spaces)


@given(nasty_text.filter(bool), widths, st.data())
def test_changed_marks_stand_in_their_rows_and_only_those_change(text, width, data):
    layout = lay_out(text, width)
    mark = st.builds(
        lambda n, a, b, label: Mark(f"m{n}", min(a, b), max(a, b) + 1, label),
        st.integers(0, 5),
        st.integers(0, len(text) - 1),
        st.integers(0, len(text) - 1),
        st.sampled_from(["PER", "ORG"]),
    )
    several = st.lists(mark, max_size=6, unique_by=lambda m: m.id)
    before, after = data.draw(several), data.draw(several)
    marks = MarksByRow(layout, before)
    pictures = [set(marks.in_row(row)) for row in range(layout.row_count)]
    changed = marks.replace(after)
    for row in range(layout.row_count):
        start, end = layout.start(row), layout.end(row)
        here = {m for m in after if m.start < end and start < m.end}
        assert set(marks.in_row(row)) == here
        assert (here != pictures[row]) <= (row in changed)
    untouched = {m for m in before if m in after}
    assert changed == {
        row
        for m in set(before) ^ set(after)
        if m not in untouched
        for row in layout.rows_of(m.start, m.end)
    }
