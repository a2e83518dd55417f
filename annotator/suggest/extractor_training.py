"""Trains an extractor of names the way a reader of the data set would: `python -m spacy train`.

The command runs in a process of its own, so that what is measured is what the user gets.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import SuggesterError

_BEST = "model-best"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class TrainingFiles:
    """What a training needs: the configuration, and the DocBins to learn from and to stop by."""

    config: Path
    train: Path
    dev: Path


def train_extractor(
    files: TrainingFiles,
    target: Path,
    on_line: Callable[[str], object] = lambda _line: None,
    max_steps: int | None = None,
) -> None:
    """Train, and put the best model into the new folder `target`.

    Args:
        files: What it is trained with.
        target: Where the model goes.
        on_line: Is told each line of spaCy's own report.
        max_steps: Updates at most; None for what the configuration says.

    Raises:
        SuggesterError: spaCy refuses the files; its own reason is in the message.
    """
    output = target.with_name(f"{target.name}.steps")
    command = [sys.executable, "-m", "spacy", "train", str(files.config.resolve())]
    command += ["--output", str(output.resolve())]
    command += ["--paths.train", str(files.train.resolve())]
    command += ["--paths.dev", str(files.dev.resolve())]
    if max_steps is not None:
        command += ["--training.max_steps", str(max_steps)]
        # Only what is scored can be the best model.
        command += ["--training.eval_frequency", str(max(1, min(50, max_steps // 2)))]
    lines: list[str] = []
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603 - our own interpreter, with paths of our own
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment,
    ) as process:
        try:
            for line in process.stdout or ():
                if plain := _COLOUR.sub("", line).rstrip():
                    lines.append(plain)
                    on_line(plain)
        except BaseException:
            # Ctrl+C: nothing goes on in the background, whoever the signal was sent to.
            process.terminate()
            raise
    if process.returncode or not (output / _BEST).is_dir():
        reason = " ".join(lines)[-500:] or "it said nothing"
        raise SuggesterError(f"spaCy could not train on {files.train}: {reason}")
    (output / _BEST).rename(target)
    shutil.rmtree(output)
