"""What changed from one export to another, article by article."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.splits import Split
from annotator.errors import ExportError
from annotator.exchange.dataset_readme import split_file
from annotator.exchange.features import Config
from annotator.exchange.manifest import read_manifest
from annotator.exchange.parquet import Record, read_rows


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The articles of an export by id: the split of each, and a digest of its text and layers."""

    splits: Mapping[str, Split]
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of articles that came, went, were annotated otherwise, or stand in another split."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[str, ...]

    def record(self) -> dict[str, list[str]]:
        """What `export --since --json` prints."""
        return {
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": list(self.changed),
            "moved": list(self.moved),
        }


def snapshot(folder: Path) -> Snapshot:
    """What an export holds, a row group in memory at a time.

    Raises:
        ExportError: The folder is no Hugging Face export, or can't be read.
    """
    read_manifest(folder)
    splits: dict[str, Split] = {}
    digests: dict[str, str] = {}
    try:
        for split in Split:
            for config, key in ((Config.DOCUMENTS, "id"), (Config.LAYERS, "document_id")):
                path = folder / split_file(config, split)
                for row in read_rows(path) if path.is_file() else ():
                    article = str(row[key])
                    splits[article] = split
                    # A group's founder changes with its members, not with this article.
                    line = _canonical_line({k: v for k, v in row.items() if k != "split_group"})
                    before = digests.get(article, "")
                    digests[article] = hashlib.sha256(before.encode() + line).hexdigest()
    except (OSError, ValueError, KeyError) as error:
        raise ExportError(f"{folder} can't be read ({error}); give a whole export.") from error
    if not splits:
        raise ExportError(f"{folder} is no Hugging Face export; give one that --format hf wrote.")
    return Snapshot(splits, digests)


def changes(old: Snapshot, new: Snapshot) -> Changes:
    """What changed from `old` to `new`."""
    both = sorted(old.splits.keys() & new.splits.keys())
    return Changes(
        tuple(sorted(new.splits.keys() - old.splits.keys())),
        tuple(sorted(old.splits.keys() - new.splits.keys())),
        tuple(i for i in both if old.digests[i] != new.digests[i]),
        tuple(i for i in both if old.splits[i] is not new.splits[i]),
    )


def _canonical_line(row: Record) -> bytes:
    r"""The row as JSON with sorted names and no spare white space, in UTF-8, with its `\n`."""
    line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{line}\n".encode()
