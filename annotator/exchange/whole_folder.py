"""Writes a folder whole or not at all, and replaces only what an earlier export wrote."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotator.errors import ExportError
from annotator.exchange.manifest import MANIFEST, files_of, read_manifest


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A new folder beside `target`, which takes its place when the block ends without an error.

    Raises:
        ExportError: The target exists and is not an earlier export, or the disk refuses.
    """
    target = target.resolve()
    check_replaceable(target)
    draft = target.with_name(f".{target.name}.partial-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        yield draft
        _replace(target, draft)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(
            f"{target} can't be written ({reason}); choose another folder or free the place."
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def check_replaceable(target: Path) -> None:
    """Make sure that writing `target` would destroy nothing but an earlier export.

    Raises:
        ExportError: It is a file, a folder of another kind, or holds files of somebody else.
    """
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise ExportError(f"{target} is a file; choose a folder that does not exist yet.")
    if not any(target.iterdir()):
        return
    if not (target / MANIFEST).is_file():
        raise ExportError(
            f"{target} is not empty and no earlier export; choose a folder that does not exist yet."
        )
    foreign = sorted(set(files_of(target)) - set(read_manifest(target).files))
    if foreign:
        raise ExportError(
            f"{target} holds {foreign[0]}, which no export wrote; move it away and export again."
        )


def _replace(target: Path, draft: Path) -> None:
    if not target.exists():
        draft.rename(target)
        return
    earlier = target.with_name(f".{target.name}.earlier-{os.getpid()}")
    target.rename(earlier)
    try:
        draft.rename(target)
    except OSError:
        with suppress(OSError):
            earlier.rename(target)
        raise
    shutil.rmtree(earlier, ignore_errors=True)
