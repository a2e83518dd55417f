"""News as it is reprinted: invented stories, and copies that are edited, cut short or wrapped."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.synthetic import article_text

STOCK = (
    "Cet article a été publié avec notre agence partenaire.",
    "Recevez chaque matin toute l’actualité dans votre boîte aux lettres électronique.",
    "Abonnez-vous pour lire la suite de nos reportages et de nos enquêtes exclusives.",
)
"""What stands around articles of one site, and makes no copies of them."""


@dataclass(frozen=True, slots=True)
class WireArticle:
    """An article and the story that it tells; articles of one story are copies of each other."""

    id: str
    text: str
    story: int


def wire_articles(count: int, *, seed: int = 7, copied: float = 0.4) -> Iterator[WireArticle]:
    """Articles of which about the share `copied` has a copy, in no order of stories.

    A copy has up to 8 % of its words changed, lost or added; it keeps 45 to 100 % of the story,
    and stands between words of its own: up to 120, and at most 60 % of what it keeps (what is
    mostly its own is no copy).
    """
    source = random.Random(seed)
    articles: list[WireArticle] = []
    story = 0
    while len(articles) < count:
        story += 1
        words = _story(source, story)
        copies = source.randint(2, 4) if source.random() < copied / (2.2 - copied) else 1
        for number in range(min(copies, count - len(articles))):
            text = _printed(source, words if number == 0 else _copied(source, words))
            articles.append(WireArticle(f"n{len(articles):06d}", text, story))
    source.shuffle(articles)
    return iter(articles)


def _story(source: random.Random, story: int) -> list[str]:
    """Words of a story: French-looking ones, and names that other stories may share."""
    size = source.randint(900, 6000)
    words = article_text(size, seed=story * 31 + 5).split()
    # Real prose repeats few runs of five words; the small vocabulary alone would repeat some.
    return [f"{w}{source.randrange(60)}" if source.random() < 0.35 else w for w in words]


def _copied(source: random.Random, words: list[str]) -> list[str]:
    kept = words[: max(60, int(len(words) * source.uniform(0.45, 1)))]
    rate = source.uniform(0, 0.08)
    edited: list[str] = []
    for word in kept:
        chance = source.random()
        if chance < rate / 3:
            continue
        edited.append(f"{word}x" if chance < 2 * rate / 3 else word)
        if 2 * rate / 3 <= chance < rate:
            edited.append("hier")
    most = min(120, int(0.6 * len(kept)))
    own = article_text(900, seed=source.randrange(10**9)).split()[: source.randint(0, most)]
    before = source.randint(0, len(own))
    return [*own[:before], *edited, *own[before:]]


def _printed(source: random.Random, words: list[str]) -> str:
    lines = []
    while words:
        size = source.randint(30, 90)
        lines.append(" ".join(words[:size]))
        words = words[size:]
    furniture = source.sample(STOCK, source.randint(0, 2))
    return "\n\n".join([*furniture, *lines])
