"""The agreement panel as tables of text, and as the JSON record: one source for every front."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.agreement.dawid_skene import DawidSkene
from annotator.domain.agreement.figures import COEFFICIENTS, SPAN_NAMES, STANCE_NAMES, Figure, Name
from annotator.domain.agreement.measure import Estimate, Measure, Undefined
from annotator.domain.agreement.more import GAMMA, More
from annotator.domain.agreement.panel import Comparison, Confusion, Panel
from annotator.domain.agreement.readings import ItemOrigin
from annotator.domain.counted import counted
from annotator.domain.layer import Author, Role


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text; `note` says how to read it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


_SPANS = (*SPAN_NAMES[:4], Name.TOKEN_KAPPA, Name.TOKEN_KAPPA_MARKED, Name.TOKEN_ALPHA)


def panel_tables(panel: Panel) -> list[Table]:
    """The panel: mentions, stances and labels by pair, then by origin, by label, confusions."""
    compared = (*panel.pairs, *panel.against_gold, *panel.against_suggester)
    everyone = "mean of pairs"
    tables = [
        _pair_table("Mentions", _SPANS, compared, (everyone, panel.overall), _mention_counts),
        _pair_table(
            "Stances", STANCE_NAMES[:4], compared, (everyone, panel.overall), _stance_counts
        ),
        _matched_table(compared, (everyone, panel.overall)),
        _origin_table(panel.overall),
        _label_table("Mentions by label", SPAN_NAMES[:4], panel.labels, panel.overall),
        _label_table("Stances by label", STANCE_NAMES[:4], panel.stance_labels, panel.overall),
    ]
    for one in panel.pairs:
        title = f"{author_name(one.a)} (rows) and {author_name(one.b)} (columns)"
        tables.append(_confusion_table(f"Mention labels: {title}", one.labels))
        tables.append(_confusion_table(f"Stance labels: {title}", one.stance_labels))
    return [table for table in tables if table.rows]


def author_name(author: Author) -> str:
    """The name of an author, gold and suggester by their role."""
    return author.name if author.role is Role.ANNOTATOR else author.role.value


def measure_text(measure: Measure) -> str:
    """A measure in few characters: value and interval, or n/a."""
    if isinstance(measure, Undefined):
        return "n/a"
    if measure.interval is None:
        return f"{measure.value:.3f}"
    return f"{measure.value:.3f} [{measure.interval.low:.2f} {measure.interval.high:.2f}]"


def _reasons(measures: Iterable[Measure]) -> str:
    found = {m.reason.value for m in measures if isinstance(m, Undefined)}
    return f"n/a: {'; '.join(sorted(found))}." if found else ""


def _mention_counts(pair: Comparison) -> str:
    matched = sum(sum(row[:-1]) for row in pair.labels.counts[:-1])
    return _counts(pair, pair.mentions, matched)


def _stance_counts(pair: Comparison) -> str:
    matched = sum(sum(row[:-1]) for row in pair.stance_labels.counts[:-1])
    return _counts(pair, pair.stances, matched)


def _counts(pair: Comparison, items: tuple[int, int], matched: int) -> str:
    each = (
        f"{author_name(author)} {has}, {has - matched} unmatched"
        for author, has in zip((pair.a, pair.b), items, strict=True)
    )
    return "; ".join((counted(pair.articles, "article"), *each))


def _pair_table(
    title: str,
    names: Sequence[Name],
    compared: Sequence[Comparison],
    overall: tuple[str, Mapping[Figure, Measure]],
    counts: Callable[[Comparison], str],
) -> Table:
    rows = [
        (
            f"{author_name(one.a)}, {author_name(one.b)}",
            *(measure_text(one.figures[Figure(name)]) for name in names),
            counts(one),
        )
        for one in compared
    ]
    shown = [measure_text(overall[1][Figure(name)]) for name in names]
    rows.append((overall[0], *shown, ""))
    every = [figures[Figure(n)] for figures in _all(compared, overall[1]) for n in names]
    return Table(
        title,
        ("pair", *(name.value for name in names), "counts"),
        tuple(rows),
        "95 % intervals from resampling articles. Unmatched: the other has nothing there. "
        f"{_reasons(every)}".strip(),
    )


def _all(
    compared: Sequence[Comparison], overall: Mapping[Figure, Measure]
) -> list[Mapping[Figure, Measure]]:
    return [*(one.figures for one in compared), overall]


def _matched_table(
    compared: Sequence[Comparison], overall: tuple[str, Mapping[Figure, Measure]]
) -> Table:
    shares = (Name.MATCHED, Name.STANCE_MATCHED, Name.STANCE_MATCHED, Name.STANCE_MATCHED)
    rows = []
    named = [(f"{author_name(c.a)}, {author_name(c.b)}", c.figures) for c in compared]
    for pair, figures in (*named, overall):
        for (block, kappa, alpha), share in zip(COEFFICIENTS, shares, strict=True):
            cells = (figures[Figure(name)] for name in (share, kappa, alpha))
            rows.append((pair, block.value, *map(measure_text, cells)))
    every = [
        f[Figure(n)]
        for f in _all(compared, overall[1])
        for _, *names in COEFFICIENTS
        for n in names
    ]
    return Table(
        "What matched pairs say",
        ("pair", "of", "share matched", "kappa", "alpha"),
        tuple(rows),
        f"Kappa and alpha are over matched items only: read the share first. {_reasons(every)}",
    )


def _origin_table(overall: Mapping[Figure, Measure]) -> Table:
    origins = (None, *ItemOrigin)
    rows = tuple(
        (name.value, *(measure_text(overall[Figure(name, None, origin)]) for origin in origins))
        for name in Name
    )
    return Table(
        "By origin, mean of pairs",
        ("measure", "all", *(origin.value for origin in ItemOrigin)),
        rows,
        "Two people who keep one suggestion have not agreed on their own.",
    )


def _label_table(
    title: str, names: Sequence[Name], labels: Sequence[str], overall: Mapping[Figure, Measure]
) -> Table:
    rows = tuple(
        (label, *(measure_text(overall[Figure(name, label)]) for name in names))
        for label in labels
        if any(isinstance(overall[Figure(name, label)], Estimate) for name in names)
    )
    return Table(f"{title}, mean of pairs", ("label", *(name.value for name in names)), rows)


def _confusion_table(title: str, confusion: Confusion) -> Table:
    used = [
        n
        for n in range(len(confusion.labels))
        if any(confusion.counts[n]) or any(row[n] for row in confusion.counts)
    ]
    rows = tuple((confusion.labels[i], *(str(confusion.counts[i][j]) for j in used)) for i in used)
    return Table(title, ("", *(confusion.labels[j] for j in used)), rows)


def dear_tables(
    more: Sequence[More], confusions: DawidSkene | None, versions: Mapping[str, Panel]
) -> list[Table]:
    """What `--more` adds."""
    rows = tuple(
        (
            f"{author_name(one.a)}, {author_name(one.b)}"
            + (" (one person)" if one.is_self else ""),
            *map(measure_text, (one.label_ac1, one.stance_ac1, one.alpha_u, one.gamma)),
            str(one.articles),
        )
        for one in more
    )
    tables = [
        Table(
            "More, by pair",
            ("pair", "label AC1", "stance label AC1", "alpha_U", "gamma", "articles"),
            rows,
            "AC1 of labels on matched pairs. alpha_U and pairwise gamma are means over articles; "
            f"gamma with alpha {GAMMA.alpha:g}, beta {GAMMA.beta:g}, "
            f"delta_empty {GAMMA.delta_empty:g}, 30 shuffled readings.",
        )
    ]
    if confusions is not None:
        tables.append(_dawid_skene_table(confusions))
    by_version = tuple(
        (name, str(panel.articles), measure_text(panel.overall[Figure(Name.STRICT)]),
         measure_text(panel.overall[Figure(Name.STANCE_OVERLAP_LABEL)]))
        for name, panel in versions.items()
    )  # fmt: skip
    head = ("guideline version", "articles", Name.STRICT.value, Name.STANCE_OVERLAP_LABEL.value)
    tables.append(Table("By guideline version", head, by_version))
    return [table for table in tables if table.rows]


def _dawid_skene_table(model: DawidSkene) -> Table:
    rows = []
    for rater, table in model.confusion.items():
        name = author_name(rater) if isinstance(rater, Author) else str(rater)
        for label, given in zip(model.labels, table, strict=True):
            rows.append((name, str(label), *(f"{share:.2f}" for share in given)))
    return Table(
        "Who gives which label (Dawid & Skene)",
        ("annotator", "true label", *map(str, model.labels)),
        tuple(rows),
        "Probability of the given label for a true one, estimated without gold.",
    )


def panel_record(
    panel: Panel,
    more: Sequence[More],
    confusions: DawidSkene | None,
    versions: Mapping[str, Panel] | None,
) -> dict[str, object]:
    """The panel as one JSON document."""
    record: dict[str, object] = {
        "articles": panel.articles,
        "pairs": [_pair_record(one) for one in panel.pairs],
        "gold": [_pair_record(one) for one in panel.against_gold],
        "suggester": [_pair_record(one) for one in panel.against_suggester],
        "overall": _figures_record(panel.overall),
    }
    if versions is not None:
        record["more"] = [
            {
                "a": author_name(one.a),
                "b": author_name(one.b),
                "articles": one.articles,
                "one_person": one.is_self,
                "label_ac1": measure_record(one.label_ac1),
                "stance_label_ac1": measure_record(one.stance_ac1),
                "alpha_u": measure_record(one.alpha_u),
                "gamma": measure_record(one.gamma),
            }
            for one in more
        ]
        record["versions"] = {v: _figures_record(p.overall) for v, p in versions.items()}
        record["dawid_skene"] = None if confusions is None else _model_record(confusions)
    return record


def measure_record(measure: Measure) -> dict[str, object]:
    """A measure: value and interval, or the reason why there is none."""
    if isinstance(measure, Undefined):
        return {"value": None, "reason": measure.reason.value}
    between = measure.interval
    return {
        "value": measure.value,
        "interval": None if between is None else [between.low, between.high],
    }


def _model_record(model: DawidSkene) -> dict[str, object]:
    return {
        "labels": [str(label) for label in model.labels],
        "prevalence": list(model.prevalence),
        "confusion": {
            author_name(rater) if isinstance(rater, Author) else str(rater): table
            for rater, table in model.confusion.items()
        },
    }


def _pair_record(one: Comparison) -> dict[str, object]:
    return {
        "a": author_name(one.a),
        "b": author_name(one.b),
        "articles": one.articles,
        "empty_articles": one.empty,
        "mentions": list(one.mentions),
        "stances": list(one.stances),
        "figures": _figures_record(one.figures),
        "label_confusion": {"labels": one.labels.labels, "counts": one.labels.counts},
        "stance_confusion": {
            "labels": one.stance_labels.labels,
            "counts": one.stance_labels.counts,
        },
    }


def _figures_record(figures: Mapping[Figure, Measure]) -> list[dict[str, object]]:
    return [
        {
            "measure": figure.name.value,
            "label": figure.label,
            "origin": None if figure.origin is None else figure.origin.value,
            **measure_record(measure),
        }
        for figure, measure in figures.items()
    ]
