"""`checksums.json`: proves that an export is whole, and marks a folder as an export."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import ExportError

MANIFEST = "checksums.json"
FORMAT = 2
_READABLE = (1, FORMAT)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """The checksums of an export, SHA-256 in hex.

    `files` by path within the folder; `content` by `config/split`, over the columns
    (`ColumnDigest`), which stays the same when another version of a library writes the file.
    `near_copy` is the containment (0..1) by which near-copies were kept on one side, None where
    they were not. `format` is 1 where an older version wrote it, which took `content` otherwise.
    """

    files: Mapping[str, str]
    content: Mapping[str, str]
    near_copy: float | None = None
    format: int = FORMAT

    def to_json(self) -> str:
        """The text of the file."""
        values = {
            "format": self.format,
            "files": dict(self.files),
            "content": dict(self.content),
            "near_copy": self.near_copy,
        }
        return json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def files_of(folder: Path) -> tuple[str, ...]:
    """Every file in the folder but the manifest and hidden ones, as sorted POSIX paths."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return tuple(
        sorted(
            path.as_posix()
            for path in paths
            if path.as_posix() != MANIFEST and not any(p.startswith(".") for p in path.parts)
        )
    )


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def write_manifest(
    folder: Path, content: Mapping[str, str], near_copy: float | None = None
) -> None:
    """Write the manifest of everything that stands in the folder now."""
    files = {name: file_digest(folder / name) for name in files_of(folder)}
    (folder / MANIFEST).write_text(
        Manifest(files, content, near_copy).to_json(), "utf-8", newline="\n"
    )


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an export.

    Raises:
        ExportError: The folder has none, or a damaged one.
    """
    path = folder / MANIFEST
    try:
        values = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ExportError(f"{folder} is no export: it has no {MANIFEST}.") from error
    except (OSError, ValueError) as error:
        raise ExportError(f"{path} can't be read ({error}); export again.") from error
    if not isinstance(values, dict) or values.get("format") not in _READABLE:
        raise ExportError(f"{path} is no manifest of format {FORMAT}; export again.")
    near_copy = values.get("near_copy")
    return Manifest(
        _digests(path, values.get("files")),
        _digests(path, values.get("content")),
        float(near_copy) if isinstance(near_copy, int | float) else None,
        values["format"],
    )


def _digests(path: Path, value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise ExportError(f"{path} is damaged; export again.")
    return value
