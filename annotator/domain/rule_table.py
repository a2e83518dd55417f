"""Typed reading of the TOML files that hold rules; every failure says where and how to mend it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from annotator.errors import SchemeError


class RuleTable:
    """A TOML table whose keys are taken one by one; `finish` refuses what nobody took."""

    def __init__(self, values: Mapping[str, object], where: str) -> None:
        self._values = dict(values)
        self._where = where

    def fail(self, problem: str) -> SchemeError:
        """The error that says `problem` of this table."""
        return SchemeError(f"{self._where}: {problem}")

    def has(self, key: str) -> bool:
        """Whether the table holds `key` and nobody has taken it yet."""
        return key in self._values

    def _take(self, key: str) -> object:
        if key not in self._values:
            raise self.fail(f"`{key}` is missing; add it.")
        return self._values.pop(key)

    def text(self, key: str, default: str | None = None) -> str:
        """The string under `key`; not empty unless the default is."""
        if default is not None and key not in self._values:
            return default
        value = self._take(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"`{key}` must be a string that is not empty.")
        return value

    def flag(self, key: str) -> bool:
        """The truth value under `key`, false where it is missing."""
        value = self._values.pop(key, False)
        if not isinstance(value, bool):
            raise self.fail(f"`{key}` must be true or false.")
        return value

    def whole(self, key: str) -> int:
        """The whole number under `key`, at least 0."""
        value = self._take(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.fail(f"`{key}` must be a whole number, 0 or more.")
        return value

    def probability(self, key: str, default: float | None = None) -> float:
        """The probability under `key`."""
        if default is not None and key not in self._values:
            return default
        value = self._take(key)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise self.fail(f"`{key}` must be a probability between 0 and 1.")
        return float(value)

    def probabilities(self, key: str) -> tuple[float, ...]:
        """The list of probabilities under `key`, at least one."""
        value = self._take(key)
        found = tuple(
            float(one)
            for one in (value if isinstance(value, list) else [])
            if isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one <= 1
        )
        if not isinstance(value, list) or not found or len(found) != len(value):
            raise self.fail(f"`{key}` must be a list of probabilities between 0 and 1.")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of strings under `key`, empty where it is missing."""
        value = self._values.pop(key, [])
        if not isinstance(value, list):
            raise self.fail(f"`{key}` must be a list of strings.")
        found = tuple(item for item in value if isinstance(item, str) and item.strip())
        if len(found) != len(value):
            raise self.fail(f"`{key}` must hold only strings that are not empty.")
        return found

    def pattern(self, key: str) -> re.Pattern[str]:
        """The regular expression under `key`."""
        return self._compiled(key, self.text(key))

    def patterns(self, key: str) -> tuple[re.Pattern[str], ...]:
        """The regular expressions under `key`, at least one."""
        sources = self.texts(key)
        if not sources:
            raise self.fail(f"`{key}` must hold at least one regular expression.")
        return tuple(self._compiled(key, source) for source in sources)

    def alternatives(self, key: str) -> re.Pattern[str] | None:
        """One expression that matches a whole string as any of those under `key` does."""
        sources = self.texts(key)
        for source in sources:
            self._compiled(key, source)
        if not sources:
            return None
        return self._compiled(key, "(?:" + "|".join(f"(?:{s})" for s in sources) + r")\Z")

    def _compiled(self, key: str, source: str) -> re.Pattern[str]:
        try:
            return re.compile(source)
        except re.error as error:
            raise self.fail(
                f"`{key}` holds {source!r}, which is no regular expression ({error}); mend it."
            ) from error

    def mapping(self, key: str) -> dict[str, str]:
        """The table of strings under `key`, empty where it is missing."""
        value = self._values.pop(key, {})
        if not isinstance(value, dict):
            raise self.fail(f"`[{key}]` must be a table of strings.")
        found = {name: item for name, item in value.items() if isinstance(item, str)}
        if len(found) != len(value):
            raise self.fail(f"`[{key}]` must hold only strings.")
        return found

    def table(self, key: str) -> RuleTable:
        """The table under `key`."""
        value = self._take(key)
        if not isinstance(value, dict):
            raise self.fail(f"`[{key}]` must be a table.")
        return RuleTable(value, f"{self._where}, [{key}]")

    def tables(self, key: str) -> tuple[RuleTable, ...]:
        """The array of tables under `key`, empty where it is missing."""
        value = self._values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fail(f"`[[{key}]]` must be an array of tables.")
        return tuple(
            RuleTable(item, f"{self._where}, [[{key}]] {number}")
            for number, item in enumerate(value, 1)
        )

    def finish(self) -> None:
        """Refuse the keys that nobody took.

        Raises:
            SchemeError: There are some; the message names them.
        """
        if self._values:
            unknown = ", ".join(f"`{key}`" for key in sorted(self._values))
            raise self.fail(f"{unknown} is no key of the format; remove it or mend its spelling.")


def read_rules(source: str, where: str) -> RuleTable:
    """The top table of `source` (TOML text); `where` is the file's name, for messages.

    Raises:
        SchemeError: The text is no TOML; the message names the line.
    """
    try:
        return RuleTable(tomllib.loads(source), where)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"{where} is not valid TOML ({error}); mend that line.") from error
