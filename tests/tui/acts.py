"""Each act done once on a small article: how one comes to it, and what it left behind in words."""

from dataclasses import dataclass, fields

from annotator.domain.items import Mention, Stance
from annotator.keys import keymap
from annotator.storage.entities import all_entities
from annotator.tui import picture
from annotator.tui.books import EntityBook
from annotator.tui.focus import Current
from tests.tui.bench import RULES_2, guess, put_article, put_suggestions, side, span_of

PACTE = (
    "Le pacte divise\n"
    "\n"
    "Rutte refuse le pacte. Weber le salue, selon Mark Rutte. Ida Brun attend Weber.\n"
    "\n"
    "Le maire dit : « Weber ment ».\n"
)


@dataclass(frozen=True)
class Way:
    """How one comes to an act: where one stands, keys and answers before it, hints after it.

    `at` is a mention's words (with `nth` its place), `stance` the first stance, nothing: no item;
    `then` are keys after the act, `newer` brings newer suggestions before it.
    """

    at: str = "stance"
    nth: int = 0
    keys: tuple = ()
    hints: tuple = ()
    capitals: bool = False
    answers: tuple = ()
    then: tuple = ()
    newer: bool = False


def put_pacte(workspace):
    """Two stances on the pact, one of them a candidate; Rutte and Mark Rutte; Weber thrice.

    After it comes an article without anything in it.
    """
    guesses = [
        guess(PACTE, "Rutte", "PER"),
        guess(PACTE, "Weber", "PER"),
        guess(PACTE, "pacte", "TOPIC", p=0.4, nth=1),
        guess(PACTE, "Mark Rutte", "PER"),
        guess(PACTE, "Ida Brun", "PER", p=0.6),
    ]
    stances = [side(PACTE, 0, 2, "refuse", p=0.52), side(PACTE, 1, 2, "salue", "favor", p=0.3)]
    put_article(workspace, "pacte", PACTE)
    put_suggestions(workspace, "pacte", guesses, stances=stances)
    put_article(workspace, "quai", "Le quai attend.\n")
    put_suggestions(workspace, "quai")


async def do(bench, action, way):
    """Come to the act and do it; what changed in the database, and everything that was said."""
    reader, face = bench.reader, bench.face
    await bench.open("pacte")
    if way.at == "stance":
        reader.point_at(Current.of_stance(reader.desk.picture.stances[0]))
    elif way.at:
        place = span_of(PACTE, way.at, way.nth)
        (mention,) = [m for m in reader.desk.mentions if m.span == place]
        reader.point_at(Current.of_mention(mention))
    else:
        reader.point_at(None)
    await bench.press(*way.keys)
    if way.newer:
        newer = [guess(PACTE, "Weber", "PER", nth=1)]
        put_suggestions(bench.workspace, "pacte", newer, suggester=RULES_2)
        await reader.suggestions_stored("pacte")
    face.answers = list(way.answers)
    before, shown = bench.stored("pacte"), len(face.shown)
    face.said.clear()
    face.asked.clear()
    workspace = reader.workspace
    key = next(k for k, a in keymap(reader.mode, workspace.scheme, workspace.keys).items()
               if a == action)  # fmt: skip
    await bench.press(key)
    said = [said_now(bench)] if reader.prompt else []
    for quote in way.hints:
        await bench.hint(quote, capitals=way.capitals)
    await bench.press(*way.then)
    after = bench.stored("pacte")
    asked = [str(a[0]) if isinstance(a, tuple) else str(a) for a in face.asked]
    opened = [str(s) for s in face.shown[shown:]] + ["quit"] * face.has_quit
    names = {e.id: e.name for e in bench.workspace.read(all_entities).values()}
    return difference(before, after, names), " | ".join(
        [*said, *face.said, *asked, *opened, said_now(bench)]
    )


def said_now(bench):
    """Item line, status and article, as the screen has them."""
    book, reader = EntityBook(), bench.reader
    if reader.desk is None:
        return reader.article.id
    book.update(reader.desk, None)
    item = picture.item_line(reader, book)
    return f"{reader.article.id}: {item} [{picture.status_line(reader, waiting='')}]"


def difference(before, after, names):
    """What an act changed in a layer, one sentence for each item, in the order of their ids."""
    told = []
    for identifier in sorted(before.items.keys() | after.items.keys(), key=lambda i: (i[0], i)):
        old, new = before.items.get(identifier), after.items.get(identifier)
        if old == new:
            continue
        layer = after if new is not None else before
        words = _words(new or old, layer)
        if old is None or new is None:
            told.append(f"{'+' if old is None else '-'}{words}")
        else:
            parts = [
                f"{f.name}={_shown(f.name, getattr(new, f.name), after, names)}"
                for f in fields(new)
                if getattr(old, f.name) != getattr(new, f.name) and f.name != "revision"
            ]
            told.append(f"{words}: {' '.join(parts)}")
    if before.assignment != after.assignment:
        was, now = before.assignment, after.assignment
        told += [
            f"{f.name}={getattr(now, f.name)}"
            for f in fields(now)
            if getattr(was, f.name) != getattr(now, f.name)
        ]
    return told


def _words(item, layer):
    if isinstance(item, Mention):
        return f"{item.quote}/{item.label}/{item.decision}"
    if isinstance(item, Stance):
        holder = item.holder_kind.value if item.holder is None else layer.mention(item.holder).quote
        return f"{holder}-{item.label}-{layer.mention(item.target).quote}/{item.decision}"
    return f"zone {item.start}-{item.end}/{item.decision}"


def _shown(name, value, layer, names):
    if name == "entity":
        return names[value]
    if isinstance(value, str) and value in layer.items:
        item = layer.items[value]
        return getattr(item, "quote", value)
    if isinstance(value, tuple):
        return "+".join(part.quote for part in value)
    return str(value)
