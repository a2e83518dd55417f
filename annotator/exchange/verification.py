"""Verifies an export on disk: checksums, columns, offsets against quotes, and what splits share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.domain.article import JsonValue, Span, text_digest
from annotator.domain.near_duplicates import NearDuplicates
from annotator.domain.splits import Split
from annotator.exchange.columns import ColumnDigest
from annotator.exchange.dataset_readme import README, split_file
from annotator.exchange.feature_check import feature_problems
from annotator.exchange.features import Config
from annotator.exchange.manifest import (
    FORMAT,
    MANIFEST,
    Manifest,
    file_digest,
    files_of,
    read_manifest,
)
from annotator.exchange.parquet import Record, read_tables
from annotator.exchange.problems import Problem

_AGAIN = "export again"


def verify(folder: Path) -> list[Problem]:
    """Everything that is wrong with the export in `folder`; empty where it is whole.

    `line` of a problem is the number of the row in its file, from 1. Memory holds the texts of one
    split at a time.

    Raises:
        ExportError: The folder is no export.
    """
    manifest = read_manifest(folder)
    problems = list(_file_problems(folder, manifest))
    if manifest.format != FORMAT:
        problems.append(Problem(MANIFEST, None, "an older version wrote this export", _AGAIN))
    broken = {problem.file for problem in problems}
    seen = _Seen(None if manifest.near_copy is None else NearDuplicates(manifest.near_copy))
    if README not in broken and (folder / README).is_file():
        problems += feature_problems(folder)
    for split in Split:
        seen.texts = {}
        for config in Config:
            name = split_file(config, split)
            # A file that is not what was written may not even be readable; it is reported already.
            if (folder / name).is_file() and name not in broken:
                expected = _expected(manifest, config, split)
                problems.extend(_row_problems(folder, config, split, expected, seen))
    return [*problems, *_leaks(seen)]


def _expected(manifest: Manifest, config: Config, split: Split) -> str | None:
    """The digest of the rows; None where an older version took it otherwise."""
    if manifest.format != FORMAT:
        return None
    return manifest.content.get(f"{config.value}/{split.value}", "")


@dataclass(slots=True)
class _Seen:
    """What earlier rows held: texts of this split by document, and where groups and ids stood."""

    index: NearDuplicates | None
    texts: dict[str, str | None] = field(default_factory=dict)
    splits: dict[tuple[str, str], Split] = field(default_factory=dict)


def _file_problems(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    present = set(files_of(folder))
    for name in sorted(present | set(manifest.files)):
        if name not in present:
            yield Problem(name, None, "the file is missing", _AGAIN)
        elif name not in manifest.files:
            yield Problem(name, None, "no export wrote this file", "move it away")
        elif file_digest(folder / name) != manifest.files[name]:
            yield Problem(name, None, "the file is not what was exported", _AGAIN)


def _row_problems(
    folder: Path, config: Config, split: Split, expected: str | None, seen: _Seen
) -> Iterator[Problem]:
    name, digest, rows = split_file(config, split), ColumnDigest(), 0
    try:
        for table in read_tables(folder / name):
            digest.update(table)
            for number, row in enumerate(table.to_pylist(), rows + 1):
                for what in _contradictions(config, split, row, seen):
                    yield Problem(name, number, what, _AGAIN)
            rows += table.num_rows
    except (OSError, ValueError, KeyError) as error:
        yield Problem(name, None, f"it is no table of this export ({error})", _AGAIN)
        return
    if expected is not None and digest.hexdigest() != expected:
        yield Problem(name, None, "its rows are not what was exported", _AGAIN)


def _leaks(seen: _Seen) -> Iterator[Problem]:
    """Groups of near-copies that stand in more than one split, found anew from the texts."""
    for group in () if seen.index is None else seen.index.groups():
        first = group.members[0]
        for other in group.members[1:]:
            here, there = (seen.splits["article", i] for i in (first, other))
            if here is not there:
                what = f"{first} ({here}) and {other} ({there}) are near-copies in two splits"
                yield Problem(split_file(Config.DOCUMENTS, there), None, what, _AGAIN)
                break


def _contradictions(config: Config, split: Split, row: Record, seen: _Seen) -> Iterator[str]:
    text = row["text"]
    text = None if text is None else str(text)
    if config is Config.NER:
        yield from _tag_problems(row, text, seen)
        return
    if config is Config.STANCE:
        yield from _pair_problems(row, text, seen)
        return
    identifier = str(row["id"] if config is Config.DOCUMENTS else row["document_id"])
    for kind, value in (("group", str(row["split_group"])), ("article", identifier)):
        first = seen.splits.setdefault((kind, value), split)
        if first is not split:
            yield f"{kind} {value} is in {first.value} and in {split.value}"
    if config is Config.DOCUMENTS:
        seen.texts[identifier] = text
        if text is not None and text_digest(text) != row["sha256"]:
            yield f"the text of {identifier} is not that of its sha256"
        if text is not None and seen.index is not None:
            zones = (_span(zone) for zone in _objects(row["boilerplate"]))
            seen.index.add(identifier, text, [zone for zone in zones if zone is not None])
    yield from _quote_problems(row, text)


def _quote_problems(row: Record, text: str | None) -> Iterator[str]:
    entities, stances = _objects(row["entities"]), _objects(row["stances"])
    known = {entity["id"] for entity in entities}
    for entity in entities:
        yield from _quote_problem(entity, str(entity["id"]), text)
    for stance in stances:
        for evidence in _objects(stance["evidence"]):
            yield from _quote_problem(evidence, str(stance["id"]), text)
        for end in ("holder", "target", "source"):
            if stance[end] is not None and stance[end] not in known:
                yield f"the {end} of {stance['id']} is not among the entities"
    for zone in _objects(row["boilerplate"]):
        if not _in_text(zone["start"], zone["end"], text):
            yield f"{zone['start']}..{zone['end']} is no range of the text"


def _quote_problem(span: Mapping[str, JsonValue], item: str, text: str | None) -> Iterator[str]:
    start, end = span["start"], span["end"]
    quote = None if text is None else text[_number(start) : _number(end)]
    if not _in_text(start, end, text) or quote != span["text"]:
        yield f"the quote of {item} is not the text at {start}..{end}"


def _tag_problems(row: Record, text: str | None, seen: _Seen) -> Iterator[str]:
    columns = ("tokens", "token_starts", "token_ends", "ner_tags")
    tokens, starts, ends, tags = (_list(row[name]) for name in columns)
    yield from _paragraph_problems(row, text, seen)
    if not len(starts) == len(ends) == len(tags) or (text is not None and len(tokens) != len(tags)):
        yield f"paragraph {row['id']} has not one tag and place for each token"
    for token, start, end in zip(tokens, starts, ends, strict=False):
        if text is not None and text[_number(start) : _number(end)] != token:
            yield f"token {token!r} of {row['id']} is not the text at {start}..{end}"


def _pair_problems(row: Record, text: str | None, seen: _Seen) -> Iterator[str]:
    """What is wrong with a pair: its place, its quotes, or a stance where there is none."""
    yield from _paragraph_problems(row, text, seen)
    name, evidence = str(row["id"]), _objects(row["evidence"])
    ends = {end: _object(row[end]) for end in ("holder", "target", "source")}
    for end, span in ends.items():
        # A source alone may stand in another paragraph, and then has no offsets here.
        if span is not None and not (end == "source" and span["start"] is None):
            yield from _quote_problem(span, f"the {end} of {name}", text)
    for span in evidence:
        yield from _quote_problem(span, name, text)
    if ends["target"] is None:
        yield f"pair {name} has no target"
    said = [row[key] is not None for key in ("label", "attribution", "certainty")]
    if not all(told == row["explicit"] for told in (*said, bool(evidence))):
        yield f"pair {name} is half a stance"


def _paragraph_problems(row: Record, text: str | None, seen: _Seen) -> Iterator[str]:
    start, end, name = _number(row["start"]), _number(row["end"]), str(row["document_id"])
    if name not in seen.texts:
        yield f"document {name} is not in this split"
        return
    document = seen.texts[name]
    if not 0 <= start < end or (document is not None and document[start:end] != text):
        yield f"paragraph {row['id']} is not the text at {start}..{end}"


def _span(zone: Mapping[str, JsonValue]) -> Span | None:
    start, end = _number(zone["start"]), _number(zone["end"])
    return Span(start, end) if 0 <= start < end else None


def _in_text(start: JsonValue, end: JsonValue, text: str | None) -> bool:
    """Whether the offsets are a range; without the text, whether they could be one."""
    inside = 0 <= _number(start) < _number(end)
    return inside and (text is None or _number(end) <= len(text))


def _number(value: JsonValue) -> int:
    return value if isinstance(value, int) else -1


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _object(value: JsonValue) -> dict[str, JsonValue] | None:
    return value if isinstance(value, dict) else None


def _objects(value: JsonValue) -> list[dict[str, JsonValue]]:
    return [item for item in _list(value) if isinstance(item, dict)]
