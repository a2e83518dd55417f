"""The data statement: who speaks in the texts, who annotated them, and under which conditions.

Its headings are those of Bender and Friedman 2018, "Data Statements for Natural Language
Processing", section 4. What the project does not record is said to be unknown, for the team to
complete; nothing is guessed.
"""

from __future__ import annotations

from annotator.domain.counted import counted
from annotator.report.card import CardFacts, plain

DATA_STATEMENT = "DATA_STATEMENT.md"
_UNKNOWN = "not recorded by the tool, to be completed by the team."
_SITUATION = (
    "Written and edited, asynchronous, for the general public. Quotations are as the media print "
    "them."
)
_CHARACTERISTICS = (
    "News articles with headlines; site furniture is kept in `text` and marked in `boilerplate`."
)


def data_statement(facts: CardFacts) -> str:
    """The statement in Markdown; like the card it holds no date of its own."""
    counts = facts.counts
    sources = ", ".join(f"{plain(s or 'unknown')} ({n})" for s, n in sorted(facts.sources.items()))
    began = (
        f"They began with the suggestions of {', '.join(plain(s) for s in facts.suggesters)}."
        if facts.suggesters
        else "They began with the bare text."
    )
    worked = "" if facts.edited is None else f" They worked from {' to '.join(facts.edited)}."
    curation = (
        f"{counted(counts.documents, 'news article')}, annotated to train and measure extractors "
        f"of entities and stances. Which articles were taken, and why: {_UNKNOWN}"
    )
    variety = (
        f"`{facts.scheme.language}` (BCP-47), as written by news media. Sources: "
        f"{sources or 'not recorded'}."
    )
    annotators = f"The annotations were brought in as gold. Who made them, and how: {_UNKNOWN}"
    if counts.annotators:
        annotators = (
            f"{counted(counts.annotators, 'annotator')} under pseudonyms (A1, A2, ...). "
            f"{began}{worked} Who they are: {_UNKNOWN}"
        )
    version = f"Guidelines: scheme {facts.scheme.name}, version {plain(facts.scheme.version)}."
    sections = (
        ("Curation rationale", curation),
        ("Language variety", variety),
        ("Speaker demographic", f"Journalists and the people they quote; who they are: {_UNKNOWN}"),
        ("Annotator demographic", annotators),
        ("Speech situation", _SITUATION),
        ("Text characteristics", _CHARACTERISTICS),
        ("Recording quality", "Texts are as decoded on import: not normalised, not corrected."),
        ("Other", version),
        ("Provenance appendix", f"Texts: {plain(facts.text_rights)}"),
    )
    body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in sections)
    return f"# Data statement: {plain(facts.title)}\n\n{body}\n"
