"""Column types that SQLite's STRICT tables accept.

The unused `dialect` arguments are SQLAlchemy's signature.
"""
# ruff: noqa: ARG002

import datetime as dt
import json

from pydantic_core import from_json
from sqlalchemy import Dialect, Text, TypeDecorator

from annotator.domain.article import JsonValue


class UtcDateTime(TypeDecorator[dt.datetime]):
    """Aware UTC datetimes, stored as ISO 8601 text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> str | None:
        """Aware datetime to text; a naive one is a programming error."""
        return None if value is None else stored_time(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.datetime | None:
        """Text to aware datetime."""
        return None if value is None else dt.datetime.fromisoformat(value)


class JsonText(TypeDecorator[JsonValue]):
    """JSON as text (STRICT tables know no JSON type name); null is stored as NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: JsonValue, dialect: Dialect) -> str | None:
        """Value to canonical JSON."""
        return None if value is None else stored_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> JsonValue:
        """JSON to value."""
        # Its cache of whole strings would be full of ids that come once.
        decoded: JsonValue = None if value is None else from_json(value, cache_strings="keys")
        return decoded


def stored_time(value: dt.datetime) -> str:
    """An aware datetime as text in UTC; a naive one is a programming error."""
    if value.tzinfo is None:
        raise ValueError("naive datetime")
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds")


def stored_json(value: JsonValue) -> str:
    """A value as canonical JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
