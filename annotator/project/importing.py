"""Import: files in, articles and layers stored, one line of report for each record.

Importing again changes nothing. The good records of a file are stored whatever the others are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from annotator.domain.article import Article
from annotator.domain.counted import counted
from annotator.domain.edits import checked
from annotator.domain.entities import NameUse
from annotator.domain.items import Decision, Item, Mention, Origin
from annotator.domain.layer import Author, Role, State
from annotator.domain.sharing import Person
from annotator.domain.zones import NO_RULES, ZoneRules, find_title, parse_zone_rules
from annotator.exchange.native_record import IMPORTED, LayerInfo, NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.quarantine import SUFFIX, Quarantine, keep_lines
from annotator.exchange.text_files import TextFile
from annotator.project.collecting import rare_collections
from annotator.project.import_sources import (
    LEFT_OUT,
    QUARANTINE,
    FileOptions,
    Result,
    Source,
    find_sources,
)
from annotator.project.workspace import Workspace
from annotator.resources import companion_text
from annotator.storage.bulk_import import ImportBatch, NewLayer
from annotator.storage.engine import Session
from annotator.storage.entities import NameResolver
from annotator.storage.layers import load_layer
from annotator.storage.people import find_person, save_person

RECORDS_AT_ONCE = 500
"""Records of a file that are stored in one transaction."""
VALUES_AT_ONCE = 500_000
"""More values than the records of a transaction bring, all of which go with it."""
NAMED_AT_MOST = 3
"""Files that are left out and named; more are counted."""
IMPORTED_P = 0.9
"""Probability of an item that is imported as a suggestion and does not carry one."""


class Outcome(StrEnum):
    """What became of one record."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Report:
    """One record's line: where it came from, what became of it, and what is worth knowing.

    `losses` counts by reason what the record says and a layer can't hold; `quarantined` says that
    the record stands in the quarantine.
    """

    where: str
    outcome: Outcome
    note: str = ""
    article: str | None = None
    losses: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    quarantined: bool = False


def import_paths(
    workspace: Workspace,
    paths: Iterable[Path],
    *,
    format_name: str | None = None,
    as_suggestions: str | None = None,
    labels: str = "",
    columns: Mapping[str, str] | None = None,
) -> Iterator[Report]:
    """Import files and folders, one report as each record is dealt with.

    Wrong records go into the quarantine beside the database; what is read from there and is right
    by now leaves it.

    Args:
        workspace: The project.
        paths: Files of any format, or folders of them.
        format_name: The format where it can't be told from the content.
        as_suggestions: Take the layers of records as suggestions of this name, not as work.
        labels: What labels of the files stand for in the scheme: `Person=PER,Date=`.
        columns: Which field or column of a table holds the text, the id, ...

    Raises:
        InputError: A path does not exist or can't be read at all, before anything is stored.
    """
    options = FileOptions(format_name, labels, columns or {})
    sources = find_sources(paths, workspace.scheme, options)
    return _import_seldom_collecting(workspace, sources, as_suggestions)


def quarantine_path(workspace: Workspace) -> Path:
    """Where wrong records go: beside the database file."""
    return Path(workspace.settings.database).with_suffix(SUFFIX)


def zone_rules(workspace: Workspace) -> ZoneRules:
    """The scheme's rules for titles and zones."""
    name = workspace.scheme.zones
    return NO_RULES if name is None else parse_zone_rules(companion_text(name), f"labels/{name}")


def _import_seldom_collecting(
    workspace: Workspace, sources: Iterable[Source], as_suggestions: str | None
) -> Iterator[Report]:
    with rare_collections(VALUES_AT_ONCE):
        yield from _import_all(workspace, sources, as_suggestions)


def _import_all(
    workspace: Workspace, sources: Iterable[Source], as_suggestions: str | None
) -> Iterator[Report]:
    rules = zone_rules(workspace)
    quarantine = Quarantine(quarantine_path(workspace))
    for source in sources:
        if source.format_name == LEFT_OUT:
            yield Report(str(source.path), Outcome.LEFT_OUT, _left_out(source.left_out))
            continue
        refused: set[int] = set()
        results = iter(source.results)
        # Some records in one transaction: each commit waits for the disk.
        while part := list(islice(results, RECORDS_AT_ONCE)):
            job = partial(_import_results, workspace, source, part, rules, as_suggestions)
            for result, report in zip(part, workspace.write(job), strict=True):
                if source.format_name == QUARANTINE:
                    if report.outcome is Outcome.REFUSED and not isinstance(result, TextFile):
                        refused.add(result.line or 0)
                elif isinstance(result, Problem):
                    quarantined = quarantine.add(result, source.format_name)
                    yield replace(report, quarantined=quarantined)
                    continue
                yield report
        if source.format_name == QUARANTINE and source.path is not None:
            keep_lines(source.path, refused)


def _import_results(
    workspace: Workspace,
    source: Source,
    results: Sequence[Result],
    rules: ZoneRules,
    as_suggestions: str | None,
    session: Session,
) -> list[Report]:
    """Store some results in one transaction; a report for each."""
    arriving = [_Arriving.of(r) for r in results if not isinstance(r, Problem)]
    batch = ImportBatch.of(session, {a.article.id for a in arriving}, {a.digest for a in arriving})
    uses = [use for a in arriving for use in a.uses.values()]
    names = NameResolver(session, uses, workspace.new_entity_id)
    storing = _Storing(workspace, session, batch, names, rules, as_suggestions)
    arrived = iter(arriving)
    reports = []
    for result in results:
        if isinstance(result, Problem):
            said = f"{result.what}; {result.remedy}"
            reports.append(Report(_place(result), Outcome.REFUSED, said))
        elif isinstance(result, TextFile):
            reports.append(storing.text(result, next(arrived)))
        else:
            where = f"{result.file or source.path}:{result.line}"
            reports.append(storing.record(where, result, next(arrived)))
    names.store()
    batch.flush()
    return reports


@dataclass(frozen=True, slots=True)
class _Arriving:
    """An article that is to be stored, the digest of its text, and the names that it speaks of.

    `uses` has the names that the mentions of a record stand for, by mention id.
    """

    article: Article
    digest: str
    uses: Mapping[str, NameUse]

    @classmethod
    def of(cls, result: TextFile | NativeRecord) -> _Arriving:
        uses: dict[str, NameUse] = {}
        if isinstance(result, NativeRecord):
            canonicals = result.canonicals
            uses = {
                m.id: NameUse(canonicals.get(m.id, m.quote), m.label, m.quote)
                for m in result.mentions
            }
        return cls(result.article, result.article.sha256, uses)


@dataclass(frozen=True, slots=True)
class _Storing:
    """Stores the results of one batch."""

    workspace: Workspace
    session: Session
    batch: ImportBatch
    names: NameResolver
    rules: ZoneRules
    as_suggestions: str | None

    def text(self, file: TextFile, arriving: _Arriving) -> Report:
        """A plain text as an article."""
        known = file.encoding == "utf-8"
        encoding = "" if known else f"read as {file.encoding} ({file.confidence})"
        report = self._article(arriving, str(file.path))
        notes = [note for note in (report.note, encoding) if note]
        return replace(report, note="; ".join(notes))

    def record(self, where: str, record: NativeRecord, arriving: _Arriving) -> Report:
        """A record as an article and a layer."""
        report = self._article(arriving, where)
        if report.outcome is not Outcome.REFUSED:
            report = self._layer(record, arriving.uses, report)
        if record.ignored:
            note = f"unknown fields left out: {', '.join(record.ignored)}"
            report = replace(report, note="; ".join(n for n in (report.note, note) if n))
        return replace(report, losses=record.losses) if record.losses else report

    def _article(self, arriving: _Arriving, where: str) -> Report:
        article, digest = arriving.article, arriving.digest
        stored = self.batch.digests.get(article.id)
        twins = self.batch.twins.get(digest, ())
        if digest in self.batch.forgotten:
            note = "this text was taken down (`annotator forget`); leave it out"
            return Report(where, Outcome.REFUSED, note, article.id)
        if stored == digest:
            return Report(where, Outcome.UNCHANGED, article=article.id)
        if stored is not None:
            note = (
                f"article {article.id} is stored with another text; "
                "rename the file (or the record's id) to import it beside the old one"
            )
            return Report(where, Outcome.REFUSED, note, article.id)
        note = f"same text as {', '.join(twins)}" if twins else ""
        whole = _complete(self.workspace, article, self.rules)
        self.batch.add_article(whole, digest, self.workspace.clock())
        return Report(where, Outcome.IMPORTED, note, article.id)

    def _layer(self, record: NativeRecord, uses: Mapping[str, NameUse], report: Report) -> Report:
        info = record.layer or LayerInfo(Role.ANNOTATOR, IMPORTED, State.DONE, None)
        if self.as_suggestions is not None:
            info = LayerInfo(Role.SUGGESTER, self.as_suggestions, State.DONE, None)
        if info.state is State.NEW:
            return report
        article, author = record.article.id, Author(info.role, info.name)
        items = _items(record, author)
        existing = self.batch.layers.get((article, author))
        if existing is not None:
            if self.batch.is_waiting(article, author):
                self.names.store()
                self.batch.flush()
            return _compared(self.session, existing, items, report, author)
        found = self.names.resolve(uses.values())
        entities = {mention: found[use] for mention, use in uses.items()}
        clock = self.workspace.clock()
        self.batch.add_layer(NewLayer(article, author, items, info.state, clock, entities))
        if author.role is Role.ANNOTATOR and author.name != IMPORTED:
            self._know(author.name)
        return replace(report, outcome=Outcome.IMPORTED)

    def _know(self, name: str) -> None:
        """Whoever has work in the project works on it."""
        if find_person(self.session, name) is None:
            save_person(self.session, Person(name))


def _items(record: NativeRecord, author: Author) -> list[Item]:
    """The record's items as its author's layer holds them, still without entities."""
    items: list[Item] = [*record.mentions, *record.stances, *record.zones]
    if author.role is Role.SUGGESTER:
        items = [_as_suggestion(item, author.name) for item in items]
    return [checked(item, record.article) for item in items]


def _as_suggestion(item: Item, name: str) -> Item:
    origin = Origin(name, item.id, IMPORTED_P, "import", f"imported from {name}")
    return replace(item, decision=Decision.SUGGESTED, origin=origin)


def _compared(
    session: Session, existing: int, items: list[Item], report: Report, author: Author
) -> Report:
    stored = load_layer(session, existing).items
    if {i.id: _said(i) for i in items} == {i.id: _said(i) for i in stored.values()}:
        return report
    note = (
        f"{author.name} already has other work on this article; "
        "give the record's layer another name to import it beside that"
    )
    return replace(report, outcome=Outcome.REFUSED, note=note)


def _said(item: Item) -> Item:
    """What an item says, without how often it was changed or which row names its entity."""
    same = replace(item, revision=0)
    return replace(same, entity=None) if isinstance(same, Mention) else same


def _complete(workspace: Workspace, article: Article, rules: ZoneRules) -> Article:
    return replace(
        article,
        title=article.title or find_title(article.text, rules),
        language=article.language or workspace.scheme.language,
    )


def _left_out(files: Sequence[Path]) -> str:
    names = ", ".join(file.name for file in files[:NAMED_AT_MOST])
    more = ", …" if len(files) > NAMED_AT_MOST else ""
    beside = counted(len(files), "table or JSON file", "tables and JSON files")
    return f"{beside} beside the texts ({names}{more}); to import one, name it"


def _place(problem: Problem) -> str:
    return problem.file if problem.line is None else f"{problem.file}:{problem.line}"
