"""Agreement in a project: the finished layers out of the database, through the measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from annotator.domain.agreement.dawid_skene import DawidSkene
from annotator.domain.agreement.more import More, fit_mentions, more_of_pair, of_version, sampled
from annotator.domain.agreement.panel import Panel, build_panel
from annotator.domain.agreement.readings import ReadArticle, reading_of
from annotator.domain.agreement.tally import tally
from annotator.domain.conflicts import Disagreement
from annotator.domain.layer import Author, Role
from annotator.domain.matching import differences
from annotator.project.sight import require_sight
from annotator.project.standpoints import read_standpoints
from annotator.project.workspace import Workspace
from annotator.report.agreement_report import Example, ReportFacts, agreement_page
from annotator.report.agreement_tables import (
    Table,
    dear_tables,
    panel_record,
    panel_tables,
)
from annotator.storage.engine import Session
from annotator.storage.entities import all_entities
from annotator.storage.finished import finished_articles, guideline_versions
from annotator.storage.finished_work import ARTICLES_AT_ONCE, Compared, read_compared

SUGGESTER = Author(Role.SUGGESTER, "suggester")
"""The newest suggester of each article: what annotators are compared with."""
_EXAMPLES = 60

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The panel; with `--more` also the dear measures, and the panels by guideline version."""

    panel: Panel
    more: tuple[More, ...] = ()
    confusions: DawidSkene | None = None
    versions: Mapping[str, Panel] | None = None

    def tables(self) -> list[Table]:
        """Everything as tables of text, for the terminal and the page alike."""
        tables = panel_tables(self.panel)
        if self.more or self.versions is not None:
            tables += dear_tables(self.more, self.confusions, self.versions or {})
        return tables

    def record(self) -> dict[str, object]:
        """What `agreement --json` prints."""
        return panel_record(self.panel, self.more, self.confusions, self.versions)


def measure_agreement(
    workspace: Workspace,
    *,
    more: bool = False,
    every: bool = False,
    on_progress: Progress = lambda _what, _done, _total: None,
) -> Agreement:
    """The agreement over all finished layers of the project.

    Args:
        workspace: The project.
        more: Also the dear measures, on a sample of the articles.
        every: On all articles instead of a sample.
        on_progress: Told what is done, and how many of how many.

    Raises:
        InputError: The annotator is not to see the work of others yet.
    """
    require_sight(workspace)
    source = _Source(workspace, on_progress)
    labels, stance_labels = workspace.scheme.entity_labels, workspace.scheme.stance_labels
    panel = build_panel(tally(source.articles(), labels, stance_labels))
    if not more:
        return Agreement(panel)
    identifiers = sampled(source.identifiers, every=every)
    compared = list(source.compared(identifiers))
    articles = [source.read_article(one) for one in compared]
    found = []
    for number, pair in enumerate(panel.pairs):
        shared = [a for a in articles if {pair.a, pair.b} <= a.readings.keys()]
        done = Counter[str]()

        def told(done: Counter[str] = done, number: int = number, size: int = len(shared)) -> None:
            done["articles"] += 1
            on_progress(f"gamma, pair {number + 1}", done["articles"], size)

        found.append(more_of_pair(pair, shared, told))
    layers = [one.annotators for one in compared]
    names = sorted({r.version for a in articles for r in a.readings.values() if r.version})
    versions = {
        name: build_panel(
            tally((of_version(a, name) for a in source.articles()), labels, stance_labels)
        )
        for name in names
        if len(names) > 1
    }
    return Agreement(panel, tuple(found), fit_mentions(layers), versions)


def agreement_html(workspace: Workspace, agreement: Agreement) -> str:
    """The report as one page: tables, plots, and worked disagreements in their sentences."""
    source = _Source(workspace, lambda _what, _done, _total: None)
    kinds: Counter[Disagreement] = Counter()
    disputed: Counter[str] = Counter()
    examples: list[Example] = []
    agreed = 0
    for read in source.compared(source.identifiers):
        if len(read.annotators) < 2:
            continue
        found = differences(read.article.text, read.annotators, source.names)
        agreed += len(found.agreed)
        kinds += found.counts()
        for conflict in found.conflicts:
            if not conflict.is_stance:
                disputed[conflict.variants[0].items[0].span.of(read.article.text)] += 1
            if len(examples) < _EXAMPLES:
                examples.append(Example(read.article, conflict, tuple(read.annotators)))
    return agreement_page(
        ReportFacts(
            title=workspace.scheme.title,
            panel=agreement.panel,
            tables=tuple(agreement.tables()),
            agreed=agreed,
            kinds=kinds,
            disputed=tuple(disputed.most_common(20)),
            examples=tuple(examples),
            standpoints=read_standpoints(workspace),
        )
    )


class _Source:
    """The finished work of a project, read article by article."""

    def __init__(self, workspace: Workspace, on_progress: Progress) -> None:
        self._workspace = workspace
        self._on_progress = on_progress
        self.identifiers = workspace.read(finished_articles)
        entities = workspace.read(all_entities)
        self.names = {
            number: entities[entity.merged_into or number].name
            for number, entity in entities.items()
        }
        self._versions = workspace.read(guideline_versions)

    def articles(self) -> Iterator[ReadArticle]:
        """Every article that somebody finished."""
        for number, one in enumerate(self.compared(self.identifiers), 1):
            yield self.read_article(one)
            self._on_progress("articles read", number, len(self.identifiers))

    def compared(self, identifiers: Sequence[str]) -> Iterator[Compared]:
        """The layers of these articles."""
        for begin in range(0, len(identifiers), ARTICLES_AT_ONCE):
            part = identifiers[begin : begin + ARTICLES_AT_ONCE]
            yield from self._workspace.read(partial(_compared, articles=part))

    def read_article(self, read: Compared) -> ReadArticle:
        """The article as the panel compares it."""
        text, identifier = read.article.text, read.article.id
        readings = {
            layer.author: reading_of(
                text, layer, self.names, self._versions.get((identifier, layer.author.name), "")
            )
            for layer in read.annotators
        }
        if read.gold is not None:
            readings[read.gold.author] = reading_of(text, read.gold, self.names)
        if read.suggester is not None:
            readings[SUGGESTER] = reading_of(text, read.suggester, self.names)
        return ReadArticle(identifier, text, readings)


def _compared(session: Session, articles: Sequence[str]) -> list[Compared]:
    return list(read_compared(session, articles))
