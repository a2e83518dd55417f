"""The agreement report: one HTML page that needs nothing beside itself, neither net nor script.

Article text and names are untrusted: they go through `display.shown`, then through HTML escaping.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from annotator.domain.agreement.figures import Figure, Name
from annotator.domain.agreement.panel import Panel
from annotator.domain.article import Article, Span, paragraph_at
from annotator.domain.conflicts import Conflict, Disagreement, Variant
from annotator.domain.counted import counted
from annotator.domain.display import shown
from annotator.domain.items import Item, Mention, Stance
from annotator.domain.layer import Author, Layer
from annotator.domain.standpoints import Standpoint
from annotator.report.agreement_plots import PlotRow, interval_plot
from annotator.report.agreement_tables import Table, author_name
from annotator.report.standpoint_page import standpoint_section

_STYLE = """
body{font:15px/1.45 system-ui,sans-serif;color:#1b1b1b;background:#fff;max-width:70em;
margin:2em auto;padding:0 1em}
h1{font-size:1.6em}h2{font-size:1.2em;margin-top:2em;border-bottom:1px solid #bbb}
table{border-collapse:collapse;margin:.6em 0;font-size:.9em}
th,td{border:1px solid #ccc;padding:.25em .6em;text-align:right;white-space:nowrap}
th{background:#f2f2f2}td:first-child,th:first-child{text-align:left}
.wide{overflow-x:auto}.note{color:#444;font-size:.9em}
svg text{font:13px system-ui,sans-serif;fill:#1b1b1b}svg .name{text-anchor:end}
svg .tick{text-anchor:middle;fill:#555}svg .reason{fill:#555;font-style:italic}
svg .grid{stroke:#ddd}svg .whisker{stroke:#1b1b1b;stroke-width:1.5}svg circle{fill:#1b1b1b}
.case{border-left:3px solid #888;padding:.2em 1em;margin:1em 0}
.case blockquote{margin:.3em 0;font-family:Georgia,serif}
.case mark{background:#ffec99;border-bottom:2px solid #1b1b1b}
.kind{font-weight:600}
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A conflict to be shown in its paragraph, with the layers that its items are from."""

    article: Article
    conflict: Conflict
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the page says.

    Attributes:
        title: The data set's name.
        panel: The agreement.
        tables: Its tables, as in the terminal.
        agreed: Items that every annotator of their article has.
        kinds: How many conflicts there are of each kind.
        disputed: The words of mentions that most conflicts are about, with their number.
        examples: Conflicts to be shown.
        standpoints: Who stands where, in gold or else in one finished layer of each article.
    """

    title: str
    panel: Panel
    tables: tuple[Table, ...]
    agreed: int
    kinds: Mapping[Disagreement, int]
    disputed: tuple[tuple[str, int], ...]
    examples: tuple[Example, ...]
    standpoints: tuple[Standpoint, ...] = ()


def agreement_page(facts: ReportFacts) -> str:
    """The page, whole."""
    kinds = tuple((k.value, str(n)) for k, n in sorted(facts.kinds.items(), key=lambda e: -e[1]))
    names = tuple((name, str(count)) for name, count in facts.disputed)
    agreed = counted(facts.agreed, "item is", "items are")
    sections = [
        f"<h1>Agreement: {_safe(facts.title)}</h1>",
        (f"<p>{counted(facts.panel.articles, 'finished article')}, "
         f"{counted(len(facts.panel.pairs), 'annotator pair')}. "
        "A figure that has nothing to compare is n/a, never 0 or 1.</p>"),
        *_plots(facts.panel),
        *map(_table, facts.tables),
        _table(Table("Disagreements by kind", ("kind", "conflicts"), kinds,
                     f"{agreed} in every layer of their article.")),
        _table(Table("Most disputed names", ("name", "conflicts"), names)),
        "<h2>Worked disagreements</h2>" if facts.examples else "",
        *map(_example, facts.examples),
        standpoint_section(facts.standpoints),
    ]  # fmt: skip
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>Agreement: {_safe(facts.title)}</title><style>{_STYLE}</style></head><body>"
        + "\n".join(sections)
        + "</body></html>\n"
    )


def _plots(panel: Panel) -> list[str]:
    parts = []
    for name in (Name.STRICT, Name.STANCE_OVERLAP_LABEL):
        rows = [
            PlotRow(shown(f"{author_name(one.a)}, {author_name(one.b)}"), one.figures[Figure(name)])
            for one in (*panel.pairs, *panel.against_gold, *panel.against_suggester)
        ]
        rows.append(PlotRow("mean of annotator pairs", panel.overall[Figure(name)]))
        parts += [f"<h2>By pair: {name.value}</h2>", interval_plot(name.value, rows)]
    for name, labels in (
        (Name.STRICT, panel.labels),
        (Name.STANCE_OVERLAP_LABEL, panel.stance_labels),
    ):
        rows = [PlotRow(label, panel.overall[Figure(name, label)]) for label in labels]
        parts += [f"<h2>By label: {name.value}</h2>", interval_plot(f"{name.value} by label", rows)]
    return parts


def _table(table: Table) -> str:
    if not table.rows:
        return ""
    head = "".join(f"<th>{_safe(cell)}</th>" for cell in table.head)
    body = "".join(
        "<tr>" + "".join(f"<td>{_safe(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    note = f'<p class="note">{_safe(table.note)}</p>' if table.note else ""
    return (
        f'<h2>{_safe(table.title)}</h2><div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{note}"
    )


def _example(example: Example) -> str:
    """A conflict: its kinds, and each reading marked in its paragraph."""
    conflict = example.conflict
    kinds = ", ".join(kind.value for kind in conflict.kinds)
    readings = [_reading(example, variant) for variant in conflict.variants]
    if conflict.absent:
        readings.append(f"<p>{_names(conflict.absent)}: nothing here</p>")
    return (
        f'<div class="case"><p><span class="kind">{kinds}</span>, {_safe(example.article.id)}</p>'
        f"{''.join(readings)}</div>"
    )


def _reading(example: Example, variant: Variant) -> str:
    layer = next(one for one in example.layers if one.author == variant.authors[0])
    told = "; ".join(_told(item, layer) for item in variant.items)
    spans = [item.span for item in variant.items]
    quote = _marked(example.article.text, example.conflict.span, spans)
    return f"<p>{_names(variant.authors)}: {_safe(told)}</p><blockquote>{quote}</blockquote>"


def _told(item: Item, layer: Layer) -> str:
    match item:
        case Mention():
            return f"{item.label} “{item.quote}”"
        case Stance():
            holder = item.holder_kind.value
            if item.holder is not None:
                holder = layer.mention(item.holder).quote
            target = layer.mention(item.target).quote
            return (
                f"{holder} → {target}: {item.label}, {item.attribution.value}, "
                f"{item.certainty.value}"
            )
    return "not the article"


def _marked(text: str, around: Span, spans: Sequence[Span]) -> str:
    """The paragraph with the spans marked; what overlaps is marked as one."""
    paragraph = paragraph_at(text, around.start) or around
    parts, at = [], paragraph.start
    for span in sorted(spans):
        start, end = max(span.start, at), max(span.end, at)
        parts.append(_safe(text[at:start]))
        parts.append(f"<mark>{_safe(text[start:end])}</mark>" if start < end else "")
        at = end
    return "".join([*parts, _safe(text[at : max(paragraph.end, at)])])


def _names(authors: Sequence[Author]) -> str:
    return _safe(", ".join(author_name(author) for author in authors))


def _safe(text: str) -> str:
    return escape(shown(text))
