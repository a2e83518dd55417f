"""The start of the program: `annotator` with nothing but where and who goes straight to the screen.

That is how every working day begins. To put 22 commands together takes as long as all the rest up
to the first frame; whatever is not that plain goes to them.
"""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial

from annotator.errors import AnnotatorError, InputError, StorageError

PLAIN_OPTIONS = {"--db": "db", "--as": "name", "--scheme": "scheme"}
"""Options of the workbench, and the parameters of `open_workbench` that they give."""


def start(arguments: Sequence[str]) -> None:
    """Run the program with the command line's arguments."""
    options = plain_options(arguments)
    if options is not None:
        guarded(partial(open_workbench, None, **options))
        return
    from annotator.cli.main import run

    run()


def plain_options(arguments: Sequence[str]) -> dict[str, str] | None:
    """The options of a plain start, None where something else is there."""
    names, values = arguments[::2], arguments[1::2]
    known = all(name in PLAIN_OPTIONS for name in names) and len(set(names)) == len(names)
    if not known or len(names) != len(values) or any(value.startswith("-") for value in values):
        return None
    return {PLAIN_OPTIONS[name]: value for name, value in zip(names, values, strict=True)}


def open_workbench(
    article: str | None,
    db: str | None = None,
    name: str | None = None,
    scheme: str | None = None,
) -> None:
    """Open the workbench: at that article, else at the one that was left or the first unfinished.

    Raises:
        InputError: There is no terminal, or the options can't be used.
        SchemeError: The scheme is malformed.
        StorageError: The project can't be opened, or the workbench stopped on a defect.
    """
    # What is made until the first article is there lives as long as the program: to look for
    # garbage among it takes a tenth of that time. The desk enables it again.
    gc.disable()
    from annotator.config import load_settings
    from annotator.resources import companion_text, load_scheme

    settings = load_settings(db, name, scheme)
    need_terminal()
    in_force = load_scheme(settings.scheme)
    guidelines = companion_text(in_force.guidelines)

    from annotator.tui.app import run_workbench

    problem = run_workbench(settings, in_force, guidelines, article)
    if problem is not None:
        raise StorageError(problem)


def need_terminal(
    otherwise: str = "The workbench needs a terminal; `annotator --help` lists the commands.",
) -> None:
    """Refuse to open a screen where there is no terminal, and end with the terminal.

    Raises:
        InputError: Input or output is no terminal; says what to do `otherwise`.
    """
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise InputError(otherwise)
    if hasattr(signal, "SIGHUP"):
        # Where it is ignored (under nohup), the end of the input would be read without pause.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


def guarded(command: Callable[[], object]) -> None:
    """Run a command; expected failures end in one sentence and their exit code."""
    try:
        command()
    except AnnotatorError as error:
        _leave(error)
    except OSError as error:
        place = error.filename or "A file"
        remedy = "check the path, its permissions and the disk"
        _leave(InputError(f"{place} can't be used ({error.strerror or error}); {remedy}."))
    except KeyboardInterrupt:
        sys.exit(130)


def _leave(error: AnnotatorError) -> None:
    from annotator.cli.options import fail

    sys.exit(fail(error))
