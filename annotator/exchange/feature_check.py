"""Holds the columns that an export's card promises against those of its files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.domain.splits import Split
from annotator.exchange.dataset_readme import README, split_file
from annotator.exchange.features import Config
from annotator.exchange.problems import Problem

_AGAIN = "export again"


def feature_problems(folder: Path) -> Iterator[Problem]:
    """Every file whose columns or number of rows are not those of the card."""
    import pyarrow.parquet as pq
    from datasets.info import DatasetInfosDict
    from huggingface_hub import DatasetCard

    try:
        infos = DatasetInfosDict.from_dataset_card_data(DatasetCard.load(folder / README).data)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        yield Problem(README, None, f"its head can't be read ({error})", _AGAIN)
        return
    for config in Config:
        for split in Split:
            name, info = split_file(config, split), infos.get(config.value)
            if not (folder / name).is_file():
                continue
            if info is None or info.features is None or split.value not in (info.splits or {}):
                yield Problem(README, None, f"it does not name {name}", _AGAIN)
                continue
            try:
                with pq.ParquetFile(folder / name) as file:
                    schema, rows = file.schema_arrow, file.metadata.num_rows
            except (OSError, ValueError):
                continue  # a damaged file is reported by its checksum
            if schema != info.features.arrow_schema.remove_metadata():
                yield Problem(name, None, f"its columns are not those of {README}", _AGAIN)
            if rows != info.splits[split.value].num_examples:
                yield Problem(name, None, f"its number of rows is not that of {README}", _AGAIN)
