"""The errors a person can meet. Each message says what is wrong, where, and how to mend it.

One place per front turns them into words: `cli` prints the message and exits with `exit_code`,
`tui` shows a notice. This module imports nothing, so that every room can raise them.
"""


class AnnotatorError(Exception):
    """Base of every expected failure; its text is one sentence with its remedy."""

    exit_code = 2


class InputError(AnnotatorError):
    """Input that can't be taken: a missing file, a wrong encoding, a broken record."""


class SchemeError(AnnotatorError):
    """A label scheme that is malformed, or that contradicts the one in force."""


class StorageError(AnnotatorError):
    """The database can't be opened, read or written."""


class StaleLayerError(AnnotatorError):
    """An edit was made on an older version of a layer than the stored one."""


class EditError(AnnotatorError):
    """An edit would break a rule of the domain (offsets, quotes, identity)."""


class UndoRefusedError(AnnotatorError):
    """Somebody else changed the item since; undoing would destroy their work."""


class SuggesterError(AnnotatorError):
    """The suggestion process can't be started or has given up."""


class ExportError(AnnotatorError):
    """The export can't be written, or an existing one does not verify."""
