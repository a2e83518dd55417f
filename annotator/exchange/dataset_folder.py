"""Hugging Face data sets on disk, read: our own export back to layers, and those of others.

A folder is read by the `datasets` library as its card or its files say. Class labels are turned
back into their names.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain.article import JsonValue
from annotator.domain.layer import Role, State
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.exchange.dataset_rows import ANNOTATED, Row, has_text, row_document
from annotator.exchange.export_document import GOLD
from annotator.exchange.features import Config
from annotator.exchange.foreign import ForeignDocument, ReadOptions, records
from annotator.exchange.format import Format
from annotator.exchange.json_fields import FieldError
from annotator.exchange.native_record import NativeRecord, parse_record
from annotator.exchange.problems import Problem
from annotator.exchange.tables import plain, read_table

if TYPE_CHECKING:
    from datasets import IterableDataset

_SAVED = ("state.json", "dataset_dict.json")
_OWN = frozenset({"text", "entities", "stances", "boilerplate", "split_group", "chosen_by"})


def _sniff(path: Path, _head: bytes) -> bool:
    card = path / "README.md"
    return path.is_dir() and (
        any((path / name).is_file() for name in (*_SAVED, "dataset_info.json"))
        or any(path.glob("*.parquet"))
        or any(path.glob("*/*.parquet"))
        or (card.is_file() and _is_card(card))
    )


def _is_card(card: Path) -> bool:
    with card.open("rb") as file:
        head = file.read(1 << 16)
    return head.startswith(b"---") and (b"\nconfigs:" in head or b"\ndataset_info:" in head)


def _read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    if path.is_file():
        # A row from the quarantine.
        yield from read_table(path, scheme, options)
        return
    try:
        parts, left = _parts(path, options.columns)
    except (OSError, ValueError, KeyError) as error:
        reason = " ".join(str(error).split())[:200]
        what = f"the data set can't be loaded ({reason})"
        yield Problem(str(path), None, what, "load it with `datasets.load_dataset` to see why")
        return
    for name, rows in parts.items():
        own = _OWN.issubset(rows.features or ())
        if own:
            yield from _own(path / name, rows, scheme)
        else:
            named = replace(options, stem=f"{path.resolve().name}-{name}")
            found = _foreign(path, name, rows, options)
            yield from records(path / name, _telling(left, found), scheme, named)
            left = ()


def _parts(
    path: Path, columns: Mapping[str, str]
) -> tuple[Mapping[str, IterableDataset], Sequence[str]]:
    """The splits of a data set, to be read row by row, and the configurations that are left."""
    from datasets import Dataset, get_dataset_config_names, load_dataset, load_from_disk

    def splits(config: str) -> dict[str, IterableDataset]:
        return dict(load_dataset(str(path), config, streaming=True))

    if any((path / name).is_file() for name in _SAVED):
        saved = load_from_disk(str(path))
        saved = {"train": saved} if isinstance(saved, Dataset) else saved
        return {str(name): part.to_iterable_dataset() for name, part in saved.items()}, ()
    if (config := columns.get("config")) is not None:
        return splits(config), ()
    names = get_dataset_config_names(str(path))
    if set(names) <= set(Config):
        # Our own: every other configuration is a view of the documents.
        config = Config.DOCUMENTS.value if Config.DOCUMENTS.value in names else names[0]
        return splits(config), ()
    every = {name: splits(name) for name in names}
    best = max(names, key=lambda name: _worth(every[name], columns))
    return every[best], [name for name in names if name != best]


def _worth(parts: Mapping[str, IterableDataset], columns: Mapping[str, str]) -> int:
    """How much the rows of a configuration say: 2 annotated texts, 1 texts, 0 neither."""
    features = next(iter(parts.values())).features or {}
    if not has_text(features, columns):
        return 0
    return 1 + any(name.strip().casefold() in ANNOTATED for name in features)


def _telling(
    left: Sequence[str], documents: Iterator[ForeignDocument | Problem]
) -> Iterator[ForeignDocument | Problem]:
    """The documents, of which the first tells what of the data set is left."""
    untold = Counter[str]()
    if left:
        reads = f"`--columns config={left[0]}` reads one"
        untold[f"further configurations ({', '.join(left)}: {reads})"] = len(left)
    for document in documents:
        if isinstance(document, Problem):
            yield document
        else:
            yield replace(document, losses=document.losses + untold)
            untold.clear()


def _rows(rows: IterableDataset) -> Iterator[tuple[int, Row]]:
    """The rows with the names of their class labels, numbered from 1."""
    features = rows.features
    for number, row in enumerate(rows, 1):
        features = features or {}
        yield number, {str(k): _named(features.get(k), plain(v)) for k, v in row.items()}


def _named(feature: object, value: JsonValue) -> JsonValue:
    """The value with the names that its feature gives to class labels."""
    from datasets import ClassLabel, LargeList, List, Sequence

    if value is None:
        return None
    match feature, value:
        case ClassLabel(), int():
            return str(feature.int2str(value)) if value >= 0 else None
        case ((List() | LargeList() | Sequence()), list()):
            return [_named(feature.feature, item) for item in value]
        case list(), list():
            return [_named(feature[0], item) for item in value]
        case dict(), dict():
            return {key: _named(feature.get(key), item) for key, item in value.items()}
        case _:
            return value


def _own(path: Path, rows: IterableDataset, scheme: Scheme) -> Iterator[NativeRecord | Problem]:
    """The records of our own export: a row holds all that a native record does."""
    split = path.name if path.name in tuple(Split) else None
    for number, row in _rows(rows):
        annotator = row.pop("annotator", None)
        row.pop("split_group", None)
        row.pop("chosen_by", None)
        role = Role.GOLD if annotator == GOLD else Role.ANNOTATOR
        layer: JsonValue = {
            "role": role.value,
            "name": annotator,
            "state": State.DONE.value,
            "scheme": None,
        }
        zones = row["boilerplate"] if isinstance(row["boilerplate"], list) else []
        pairs: list[JsonValue] = [
            [zone["start"], zone["end"]] for zone in zones if isinstance(zone, dict)
        ]
        value: Row = {**row, "boilerplate": pairs, "layer": layer, "split": split}
        try:
            yield parse_record(value, number, scheme)
        except FieldError as error:
            yield Problem(str(path), number, error.what, error.remedy, value)


def _foreign(
    path: Path, name: str, rows: IterableDataset, options: ReadOptions
) -> Iterator[ForeignDocument | Problem]:
    file = str(path / name)
    split = Split(name) if name in tuple(Split) else None
    for number, row in _rows(rows):
        try:
            document = row_document(row, number, options.columns, split)
        except FieldError as error:
            raw = json.dumps(row, ensure_ascii=False)
            yield Problem(file, number, error.what, error.remedy, raw)
            if not has_text(row, options.columns):
                return
            continue
        yield document


DATASET_FOLDER = Format(
    "hf",
    (),
    "Hugging Face data sets on disk, our own export among them",
    _sniff,
    _read,
    None,
)
