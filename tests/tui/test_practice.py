from functools import partial
from pathlib import Path

import pytest

from annotator.config import Settings
from annotator.domain.practice import parse_practice
from annotator.errors import SchemeError
from annotator.project.practising import practice_project
from annotator.resources import companion_text, load_scheme
from annotator.tui import practice_wording
from annotator.tui.app import AnnotatorApp
from annotator.tui.focus import Current
from annotator.tui.looks import Depth
from tests.tui.bench import span_of, window
from tests.tui.test_workbench import press, shown

SCHEME = load_scheme()
NAME = "news-fr.practice.toml"


def test_every_answer_is_a_label_of_the_scheme_and_no_answer_is_given_twice():
    practice = parse_practice(companion_text(NAME), NAME)
    labels = {label.id for label in SCHEME.entities}
    assert {a.label for a in practice.answers} <= labels
    assert {m.label for m in practice.suggestions.mentions} <= labels
    assert len({a.span for a in practice.answers}) == len(practice.answers)


@pytest.mark.parametrize("source", ["", "text = 3", 'text = "a"\nsuggested = 3', "text ="])
def test_a_broken_file_is_one_sentence(source):
    with pytest.raises(SchemeError, match=r"labels/x\.toml can't be used"):
        parse_practice(source, "x.toml")


async def mend_stances(app, pilot, practice):
    """One candidate to take, one wrong side, one stance whose target nobody marked."""
    reader = app.desk_screen.reader
    await press(app, pilot, "tab")
    assert reader.current.kind == "stance candidate"
    await press(app, pilot, "y")
    assert "Right, “Quai Libre → vente”: who rejects something is against" in shown(app)
    assert reader.current.kind == "stance"
    await press(app, pilot, "y")
    assert "Not so, “Odile Ferrand → projet”: who welcomes something is in" in shown(app)
    await press(app, pilot, "z", "f")
    assert "Right, “Odile Ferrand → projet”" in shown(app)
    assert "1 left to mend." in shown(app)
    await press(app, pilot, "escape", "V")
    for word in ("Karim Haddou défend", "rachat."):
        hints = reader.prompt.remaining()
        start = practice.article.text.index(word)
        await press(app, pilot, *hints[start])
    assert "Right, “Karim Haddou → rachat”" in shown(app)


async def test_a_stance_between_the_wrong_ones_is_none(tmp_path):
    practice = parse_practice(companion_text(NAME), NAME)
    settings = Settings(str(tmp_path / "annotator.db"), "anna", space_guard_ms=0)
    with practice_project(settings, SCHEME) as (apart, _):
        bench = window(apart.database)
        await bench.open("practice")
        before = bench.reader.desk.layer
        left = practice.left(before)
        await bench.press("V")
        await bench.hint("Odile Ferrand", 2)
        await bench.hint("rachat")
        made = practice.verdict(before, bench.reader.desk.layer)
        assert (made.right, made.is_stance, made.why) == (False, True, "")
        assert made.left == left + 1
        bench.workspace.close()


async def test_half_a_fix_is_told_from_a_whole_one_in_any_order(tmp_path):
    settings = Settings(str(tmp_path / "annotator.db"), "anna", space_guard_ms=0)
    with practice_project(settings, SCHEME) as (apart, practice):
        bench = window(apart.database)
        reader = bench.reader
        reader.judge = partial(practice_wording.practice_verdict, reader.keys, practice)
        await bench.open("practice")

        async def said(key, quote="", nth=0):
            if quote:
                start = span_of(practice.article.text, quote, nth).start
                mentions = reader.desk.layer.mentions()
                there = next(m for m in mentions if (m.start, m.quote) == (start, quote))
                reader.point_at(Current.of_mention(there))
            await bench.press(key)
            return bench.said

        half = "Half right: “Odile Ferrand” (PER) is missing there. 9 left to mend."
        assert await said("x", "Ferrand") == half
        # Taking back decides nothing, so nothing is judged.
        assert await said("z") == "Undone: reject."
        assert (await said("s", "Ferrand")).startswith("Right, “Odile Ferrand”: the first name")
        assert (await said("x", "Odile Ferrand")).startswith("Not so, “Odile Ferrand”")
        await bench.press("z")
        half = "Half right: “Brasseville” (GPE) is missing there. 7 left to mend."
        assert await said("x", "Brasseville", 1) == half
        await bench.press("z")
        assert (await said("i", "Nordfret")).startswith("Not so, “Nordfret”: it is named, not nom")
        await bench.press("z")
        # Leaving it to the reviewer is neither right nor wrong.
        assert await said("U", "Personne") == "“Personne” is left to the reviewer."
        stance = next(s for s in reader.desk.picture.stances)
        reader.point_at(Current.of_stance(stance))
        half = "Half right: “Odile Ferrand → projet” (favor) is missing there. 8 left to mend."
        assert await said("x") == half
        bench.workspace.close()


async def test_each_fix_is_judged_and_nothing_stays(tmp_path):
    settings = Settings(str(tmp_path / "annotator.db"), "anna", space_guard_ms=0)
    with practice_project(settings, SCHEME) as (apart, practice):
        app = AnnotatorApp(apart, SCHEME, "", depth=Depth.MORE, practice=practice)
        async with app.run_test(size=(100, 30)) as pilot:
            for _ in range(500):
                if app.desk_screen.reader and app.desk_screen.reader.desk:
                    break
                await pilot.pause()
            await app.desk_screen.settled()
            desk = app.desk_screen.reader.desk
            assert practice.left(desk.layer) == 10
            # The second Brasseville, a doubt, is suggested as a person.
            await press(app, pilot, "o")
            assert "Not so, “Brasseville”: Brasseville is a city" in shown(app)
            await press(app, pilot, "g")
            assert "Right, “Brasseville”" in shown(app)
            assert "8 left to mend." in shown(app)
            await press(app, pilot, "n", "s")
            assert "Right, “Odile Ferrand”: the first name belongs to the name" in shown(app)
            await press(app, pilot, "tab", "g")
            assert "Right, “Norvège”" in shown(app)
            await press(app, pilot, "tab", "y")
            assert "Not so, “Personne”: no mention belongs there" in shown(app)
            await press(app, pilot, "z", "x")
            assert "Right, “Personne”: no mention belongs there. 4 left to mend." in shown(app)
            await press(app, pilot, "h")
            start = practice.article.text.index("Quai")
            hints = app.desk_screen.reader.prompt.remaining()
            await press(app, pilot, *hints[start], "o")
            assert "Right, “Quai Libre”: Quai Libre is a union. 3 left to mend." in shown(app)
            await mend_stances(app, pilot, practice)
            assert "All is right: the practice is over" in " ".join(shown(app).split())
        app.close_project()
        folder = apart.database
    assert not (tmp_path / "annotator.db").exists()
    assert not Path(folder).exists()
