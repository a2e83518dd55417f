"""Settings of one run, frozen: the command line makes them once and hands them down."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from enum import StrEnum

from annotator.errors import InputError
from annotator.preferences import load_preferences, preferences_path
from annotator.resources import DEFAULT_SCHEME

DEFAULT_DATABASE = "annotator.db"


class ThemeName(StrEnum):
    """How the workbench looks; `okabe-ito` are colours that every eye tells apart."""

    DARK = "dark"
    LIGHT = "light"
    OKABE_ITO = "okabe-ito"
    OKABE_ITO_LIGHT = "okabe-ito-light"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose, or the defaults."""

    database: str
    """Path of the SQLite file."""
    annotator: str
    """Name under which edits are made."""
    scheme: str = DEFAULT_SCHEME
    """Name of a scheme in `labels/`, or path of a scheme file."""
    suggester: str | None = None
    """Name of the suggester; None for the one that the scheme names."""
    space_guard_ms: int = 400
    """How long after an article or doubt was painted `Space` is ignored."""
    doubt_below: float = 0.66
    """Mentions less probable than this are doubts; of stances `domain.doubts` tells."""
    prefetch: int = 3
    """How many of the next articles of the queue are suggested ahead."""
    near_copy: float = 0.4
    """Share (0..1) of the shorter article's word 5-grams from which two are near-copies."""
    named: bool = True
    """Whether the annotator's name was given, and not just taken from the login."""
    frame_log: str | None = None
    """For debugging: a file that gets a JSON line for each frame of the workbench."""
    keymap: str | None = None
    """File of the person's own keys; None for `keymap.toml` beside the database, if any."""
    keep_hints: bool = False
    """Whether the keys at the foot of the screen stay when their acts are known."""
    theme: ThemeName = ThemeName.DARK
    """How the workbench looks: as said in the environment, else as chosen there last."""
    preferences: str | None = None
    """The file of what is remembered between sittings; None to remember nothing."""


def load_settings(
    database: str | None = None,
    annotator: str | None = None,
    scheme: str | None = None,
    suggester: str | None = None,
) -> Settings:
    """Settings from the command line's options, the environment, then the defaults.

    Environment: `ANNOTATOR_DB`, `ANNOTATOR_NAME`, `ANNOTATOR_SUGGESTER`,
    `ANNOTATOR_SPACE_GUARD_MS`, `ANNOTATOR_NEAR_COPY`, `ANNOTATOR_THEME`, `ANNOTATOR_KEYMAP`,
    `ANNOTATOR_KEEP_HINTS` (1: stay); for debugging, `ANNOTATOR_FRAME_LOG`.

    Raises:
        InputError: A value can't be used.
    """
    guard = os.environ.get("ANNOTATOR_SPACE_GUARD_MS", "400")
    if not guard.isdecimal():
        raise InputError(
            f"ANNOTATOR_SPACE_GUARD_MS is {guard!r}; it must be a number of milliseconds."
        )
    given = annotator or os.environ.get("ANNOTATOR_NAME")
    name = checked_name(given or _user_name())
    database = database or os.environ.get("ANNOTATOR_DB") or DEFAULT_DATABASE
    preferences = preferences_path()
    return Settings(
        database=database,
        annotator=name,
        scheme=scheme or DEFAULT_SCHEME,
        suggester=suggester or os.environ.get("ANNOTATOR_SUGGESTER") or None,
        space_guard_ms=int(guard),
        near_copy=_near_copy(os.environ.get("ANNOTATOR_NEAR_COPY", "0.4")),
        named=bool(given),
        frame_log=os.environ.get("ANNOTATOR_FRAME_LOG") or None,
        keymap=os.environ.get("ANNOTATOR_KEYMAP") or None,
        keep_hints=os.environ.get("ANNOTATOR_KEEP_HINTS", "0") not in ("", "0"),
        theme=_theme(load_preferences(preferences, name).theme),
        preferences=preferences,
    )


def checked_name(name: str) -> str:
    """An annotator's name as it is stored.

    Raises:
        InputError: It is empty, too long, or can't be seen.
    """
    if not name.strip() or not name.isprintable() or len(name) > 64:
        raise InputError(f"{name!r} is no annotator name; use up to 64 visible characters.")
    return name


def _near_copy(value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise InputError(f"ANNOTATOR_NEAR_COPY is {value!r}; it must be a share like 0.4.")
    return share


def _theme(remembered: str) -> ThemeName:
    value = os.environ.get("ANNOTATOR_THEME", "")
    if value and value not in set(ThemeName):
        names = ", ".join(ThemeName)
        raise InputError(f"ANNOTATOR_THEME is {value!r}; it must be one of {names}.")
    if value:
        return ThemeName(value)
    return ThemeName(remembered) if remembered in set(ThemeName) else ThemeName.DARK


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "annotator"
