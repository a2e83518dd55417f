"""An article with a stance and a candidate for one, open at the bench; and what is stored of it."""

from tests.tui.bench import guess, put_article, put_suggestions, side

PACTE = (
    "Le pacte divise\n"
    "\n"
    "Rutte refuse le pacte. Weber le salue, selon Abgrall. Ida Brun attend.\n"
    "\n"
    "Le maire dit : « Weber ment ».\n"
)


async def opened_pacte(bench):
    """s5 of the annotator: Rutte against the pact, p .52; a candidate: Weber in favor of it."""
    guesses = [
        guess(PACTE, "Rutte", "PER"),
        guess(PACTE, "Weber", "PER"),
        guess(PACTE, "pacte", "TOPIC", p=0.4, nth=1),
        guess(PACTE, "Abgrall", "PER"),
        guess(PACTE, "Ida Brun", "PER"),
    ]
    stances = [
        side(PACTE, 0, 2, "refuse", p=0.52),
        side(PACTE, 1, 2, "salue", "favor", p=0.3),
    ]
    put_article(bench.workspace, "pacte", PACTE)
    put_suggestions(bench.workspace, "pacte", guesses, stances=stances)
    await bench.open("pacte")
    return bench


def live(bench):
    """Who is for or against what, as it is stored."""
    layer = bench.stored("pacte")
    return [
        (s.holder and layer.mention(s.holder).quote, layer.mention(s.target).quote, s.label)
        for s in layer.stances()
    ]


def the(bench, place=0):
    """The stored stance at a place."""
    return list(bench.stored("pacte").stances())[place]
