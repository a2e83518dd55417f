"""Finds the data folders `labels/` and `seeds/`: the project's own first, then the program's."""

from __future__ import annotations

from pathlib import Path

from annotator.domain.scheme import Scheme, parse_scheme
from annotator.errors import InputError, SchemeError

DEFAULT_SCHEME = "news-fr"


def _homes(folder: str) -> list[Path]:
    package = Path(__file__).parent
    return [Path.cwd() / folder, package / "data" / folder, package.parent / folder]


def seed_folder() -> Path | None:
    """The sample articles, or None where the program came without them."""
    return next((home for home in _homes("seeds") if any(home.glob("*.txt"))), None)


def label_file(name: str) -> Path:
    """The file `name` of the nearest `labels/` folder that has it.

    Raises:
        InputError: No `labels/` folder has it.
    """
    for home in _homes("labels"):
        if (path := home / name).is_file():
            return path
    raise InputError(
        f"labels/{name} was not found, neither here nor in the program; check the name."
    )


def load_scheme(name_or_path: str = DEFAULT_SCHEME) -> Scheme:
    """The scheme of that name in `labels/`, or in the file at that path.

    Raises:
        InputError: There is no such file, or it can't be read as UTF-8.
        SchemeError: It is malformed.
    """
    path = Path(name_or_path)
    if path.suffix != ".toml":
        path = label_file(f"{name_or_path}.toml")
    try:
        return parse_scheme(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist; check the scheme's name.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SchemeError(f"{path} can't be read ({error}); save it as UTF-8.") from error


def companion_text(name: str | None) -> str:
    """The text of a file that a scheme names (guidelines, gazetteer, zones); empty for None.

    Raises:
        InputError: No `labels/` folder has it.
        SchemeError: It can't be read as UTF-8.
    """
    if name is None:
        return ""
    path = label_file(name)
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SchemeError(f"{path} can't be read ({error}); save it as UTF-8.") from error
