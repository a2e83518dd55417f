"""The frame log: what the frame shows, and nothing that it does not show."""

import json
import re
from contextlib import asynccontextmanager

import pytest

from annotator.config import Settings, load_settings
from annotator.resources import companion_text, load_scheme
from annotator.tui.app import AnnotatorApp
from annotator.tui.widgets.article_view import ArticleView
from tests.tui.bench import guess, put_article, put_suggestions, side, window

SCHEME = load_scheme()
PARAGRAPH = "Solène Abgrall parle, et la ville attend la suite de cette affaire sans bruit.\n\n"
LONG = "".join(f"{PARAGRAPH.replace('Abgrall', f'Abgrall{n}')}" for n in range(40))
FIELDS = {
    *("article", "state", "doubts", "visible", "marks", "dimmed", "proposal"),
    *("current", "hints", "item", "notice", "stances", "answered"),
}


@pytest.fixture
def long_article(tmp_path):
    """A project with one article of 40 paragraphs, a mention in each."""
    path = tmp_path / "long.db"
    made = window(path)
    put_article(made.workspace, "long", LONG)
    guesses = [guess(LONG, f"Solène Abgrall{n}", "PER", p=0.61 + n / 500) for n in range(10, 40)]
    put_suggestions(made.workspace, "long", guesses)
    made.workspace.close()
    return path


@asynccontextmanager
async def logged(database, log, size=(80, 24)):
    """The running application, with a frame log."""
    settings = Settings(str(database), "anna", space_guard_ms=0, frame_log=log and str(log))
    app = AnnotatorApp(settings, SCHEME, companion_text(SCHEME.guidelines), None)
    try:
        async with app.run_test(size=size) as pilot:
            for _ in range(500):
                if app.desk_screen.reader and app.desk_screen.reader.article:
                    break
                await pilot.pause()
            await app.desk_screen.settled()
            await pilot.pause()
            yield app, pilot
    finally:
        app.close_project()


async def press(app, pilot, *keys):
    await pilot.press(*keys)
    await app.desk_screen.settled()
    await pilot.pause()


def frames(log):
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def offsets(frame):
    """Every range that a frame tells of."""
    yield from ([m["start"], m["end"]] for m in frame["marks"])
    yield from (*frame["dimmed"], *frame["proposal"], *(h[:2] for h in frame["hints"] or ()))
    yield from (frame["current"] or {"spans": []})["spans"]


def screen_text(app):
    """Everything that is drawn, row by row."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def test_a_frame_tells_of_nothing_outside_the_text_in_sight(long_article, tmp_path):
    log = tmp_path / "frames.jsonl"
    async with logged(long_article, log) as (app, pilot):
        for keys in (["tab"], ["tab"], ["pagedown"], ["h"], ["escape"], ["pageup"], ["o"], ["D"]):
            await press(app, pilot, *keys)
            frame, view = frames(log)[-1], app.desk_screen.query_one(ArticleView)
            visible = view.visible_span()
            assert frame["visible"] == [visible.start, visible.end]
            assert all(visible.start <= a < b <= visible.end for a, b in offsets(frame))
            drawn = screen_text(app)
            count = rf"({frame['doubts']} doubts|doubt \d+ of {frame['doubts']}) ·"
            assert re.search(rf"{frame['state']} · {count}", drawn)
            for mark in frame["marks"] if frame["hints"] is None else ():  # letters cover words
                for word in LONG[mark["start"] : mark["end"]].split():
                    assert word in drawn
            for line in (frame["item"], frame["notice"]):
                assert line in " ".join(drawn.split("\n")) or len(line) > 78
    shown = {m["id"] for frame in frames(log) for m in frame["marks"]}
    assert 0 < len(shown) < 30, "marks that were never in sight are in the log"


async def test_a_frame_has_these_fields_and_no_probability_but_the_one_in_words(
    long_article, tmp_path
):
    log = tmp_path / "frames.jsonl"
    async with logged(long_article, log) as (app, pilot):
        await press(app, pilot, "tab")
        await press(app, pilot, "h")
        await press(app, pilot, "escape")
    for frame in frames(log):
        assert set(frame) == FIELDS
        for mark in frame["marks"]:
            assert set(mark) == {"id", "start", "end", "label", "outlined", "doubtful"}
        if frame["current"] is not None:
            assert set(frame["current"]) == {"kind", "spans", "label", "mention_kind", "stance"}
        item = frame.pop("item")
        assert item.count("p 0.") <= 1
        assert "0.6" not in json.dumps(frame)


@pytest.fixture
def stance_article(tmp_path):
    """A project with two stances, the second one's ends 30 paragraphs apart."""
    path = tmp_path / "stances.db"
    made = window(path)
    put_article(made.workspace, "long", LONG)
    guesses = [guess(LONG, f"Solène Abgrall{n}", "PER", p=0.9) for n in (10, 11, 25)]
    stances = [side(LONG, 0, 1, "parle", p=0.51), side(LONG, 0, 2, "la ville attend", p=0.53)]
    put_suggestions(made.workspace, "long", guesses, stances=stances)
    made.workspace.close()
    return path


@pytest.mark.parametrize("size", [(120, 40), (90, 30), (80, 24)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_a_stance_is_told_as_it_is_drawn_and_said(stance_article, tmp_path, size):
    log = tmp_path / "frames.jsonl"
    async with logged(stance_article, log, size) as (app, pilot):
        for keys in (["tab"], ["tab"], ["H"], ["escape"], ["pagedown"]):
            await press(app, pilot, *keys)
            frame, drawn = frames(log)[-1], screen_text(app)
            start, end = frame["visible"]
            for row in frame["stances"]:
                assert all(row[part] in drawn for part in ("holder", "target", "label"))
                assert row["doubtful"] == (f"{row['target']} ?" in drawn)
            stance = frame["current"]["stance"]
            assert (stance is None) == (keys == ["H"])
            if stance is not None:
                assert stance["attribution"] in frame["item"]
                assert stance["certainty"] in frame["item"]
                assert all(kind in drawn for kind in stance["kinds"])
                places = [stance["holder"], stance["target"], *stance["evidence"]]
                assert all(p is None or start <= p[0] < p[1] <= end for p in places)
    ends = [f["current"]["stance"]["target"] for f in frames(log) if f["current"]["stance"]]
    assert None in ends, "no end was ever out of sight"


async def test_without_the_panel_a_frame_tells_of_no_rows_and_no_kinds(stance_article, tmp_path):
    log = tmp_path / "frames.jsonl"
    async with logged(stance_article, log, (80, 24)) as (app, pilot):
        await press(app, pilot, "P", "tab")
    frame = frames(log)[-1]
    assert frame["stances"] == []
    assert frame["current"]["stance"]["kinds"] == [None, None]


async def test_hints_are_told_only_while_they_are_shown(long_article, tmp_path):
    log = tmp_path / "frames.jsonl"
    async with logged(long_article, log) as (app, pilot):
        await press(app, pilot, "h")
        hints = frames(log)[-1]["hints"]
        assert hints
        drawn = screen_text(app)
        for start, end, sign in hints:  # the first word of a row has no room before it
            whole, first_of_row = sign[0] + LONG[start:end], sign[0] + LONG[start + 1 : end]
            assert whole in drawn or first_of_row in drawn
        first = next(sign for _, _, sign in hints if len(sign) == 2)[0]
        assert f"{first}…" not in drawn
        group = [h[:2] for h in hints if h[2][0] == first]
        await press(app, pilot, first)
        left = frames(log)[-1]["hints"]
        assert [h[:2] for h in left] == group
        await press(app, pilot, left[0][2])
        assert frames(log)[-1]["hints"] is None


async def test_each_key_adds_one_frame(long_article, tmp_path):
    log = tmp_path / "frames.jsonl"
    async with logged(long_article, log) as (app, pilot):
        for key in ("tab", "y", "h", "escape", "n", "x", "z", "pagedown"):
            before = len(frames(log))
            await press(app, pilot, key)
            assert len(frames(log)) == before + 1
            assert frames(log)[-1]["answered"] == frames(log)[-2]["answered"] + 1


async def test_a_frame_that_brings_news_answers_no_key(long_article, tmp_path):
    log = tmp_path / "frames.jsonl"
    async with logged(long_article, log) as (app, pilot):
        await press(app, pilot, "tab")
        answered, before = frames(log)[-1]["answered"], len(frames(log))
        app.desk_screen.suggestions_stored("another")
        await app.desk_screen.settled()
        await pilot.pause()
        assert len(frames(log)) == before + 1
        assert frames(log)[-1]["answered"] == answered


async def test_the_queue_is_a_frame_without_an_article(database, tmp_path):
    log = tmp_path / "frames.jsonl"
    async with logged(database, log) as (app, pilot):
        await press(app, pilot, "escape")
        await pilot.press("escape")
        await pilot.pause()
        await pilot.pause()
        assert frames(log)[-1] == {"answered": 2, "article": None, "notice": ""}
        await pilot.press("escape")
        await app.desk_screen.settled()


async def test_without_the_setting_nothing_is_written(long_article, tmp_path):
    async with logged(long_article, None) as (app, pilot):
        await press(app, pilot, "tab")
    assert not list(tmp_path.glob("*.jsonl"))


def test_the_setting_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("ANNOTATOR_FRAME_LOG", "frames.jsonl")
    assert load_settings("x.db").frame_log == "frames.jsonl"
    monkeypatch.delenv("ANNOTATOR_FRAME_LOG")
    assert load_settings("x.db").frame_log is None


async def test_voice_and_evidence_acts_are_told_as_the_screen_says_them(stance_article, tmp_path):
    log = tmp_path / "frames.jsonl"
    async with logged(stance_article, log, (120, 40)) as (app, pilot):
        await press(app, pilot, "tab")

        def told():
            frame, drawn = frames(log)[-1], screen_text(app)
            stance = frame["current"]["stance"]
            assert frame["item"] in drawn
            assert frame["notice"] in drawn
            return frame, stance

        _, before = told()
        for key, part in (("a", "attribution"), ("i", "certainty")):
            await press(app, pilot, key)
            frame, after = told()
            assert after[part] != before[part]
            word = "stated as fact" if after[part] == "author" else after[part]
            assert word in frame["item"]
        await press(app, pilot, "q")
        frame, _ = told()
        assert frame["hints"]
        assert frame["item"].startswith("Who reports it")
        start = frame["hints"][0][0]
        await press(app, pilot, *hint_at(frame, start))
        frame, after = told()
        assert after["source"][0] == start
        assert " by " in frame["item"]
        assert len(after["evidence"]) == 1
        for place in (0, -1):
            await press(app, pilot, "W")
            frame, _ = told()
            assert frame["item"].startswith("Further evidence")
            for _ in range(2):
                frame = frames(log)[-1]
                start = frame["hints"][place][0]
                await press(app, pilot, *app.desk_screen.reader.prompt.remaining()[start])
        frame, after = told()
        assert len(after["evidence"]) == 3
        assert frame["notice"].startswith("Evidence ")
        await press(app, pilot, "x")
        frame, after = told()
        assert len(after["evidence"]) == 2
        assert "removed, 2 left" in frame["notice"]


def hint_at(frame, start):
    return next(sign for s, _, sign in frame["hints"] if s == start)
