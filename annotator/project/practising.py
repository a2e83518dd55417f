"""Practice: a project in a temporary folder with one article of the scheme's own, gone afterwards.

Nothing of it comes near the person's database.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from annotator.config import Settings
from annotator.domain.practice import Practice, parse_practice
from annotator.domain.scheme import Scheme
from annotator.project.suggesting import store_suggestions
from annotator.project.workspace import open_workspace
from annotator.resources import companion_text
from annotator.storage.articles import add_article
from annotator.suggest.protocol import Done
from annotator.user_keys import KEYMAP_FILE


@contextmanager
def practice_project(settings: Settings, scheme: Scheme) -> Iterator[tuple[Settings, Practice]]:
    """The settings of a fresh practice project, and its article; both end with the block.

    Raises:
        InputError: The scheme has no practice article.
        SchemeError: Its file can't be used.
    """
    name = f"{scheme.name}.practice.toml"
    practice = parse_practice(companion_text(name), name)
    keymap = Path(settings.database).parent / KEYMAP_FILE
    with tempfile.TemporaryDirectory(prefix="annotator-practice-") as folder:
        mine = replace(
            settings,
            database=str(Path(folder) / "annotator.db"),
            keymap=settings.keymap or (str(keymap.absolute()) if keymap.is_file() else None),
        )
        with open_workspace(mine) as workspace:
            at = workspace.clock()
            workspace.write(lambda session: add_article(session, practice.article, at))
            done = Done(practice.article.id, practice.suggestions, None)
            workspace.write(partial(store_suggestions, workspace, done, "none"))
        yield mine, practice
