"""Objects of further annotation tools as rows of a text with spans.

Argilla's records (with a response for each user), Potato's instances, LightTag's examples and
Dataturks' documents. They say the same in different words; what else they hold stays out.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotator.domain.article import JsonValue
from annotator.exchange.dataset_rows import Row
from annotator.exchange.json_head import JsonHead

_Object = dict[str, JsonValue]


def is_tool_object(found: JsonHead) -> bool:
    """Whether the first object of a file is one of these tools'."""
    argilla = found.begins("fields", "{") and found.has("responses")
    dataturks = found.has("content") and '"points":' in found.fields.get("annotation", "")
    lighttag = found.begins("examples", "[{") and '"content":' in found.fields["examples"]
    return argilla or dataturks or lighttag or found.has("span_annotations")


def tool_rows(value: Row) -> Iterator[Row]:
    """The rows in an object: one for each annotator, the object itself where it is none of these.

    A row without `entities` brings a text that nobody annotated.
    """
    match value:
        case {"fields": dict(fields), "responses": responses}:
            yield from _argilla(value, fields, responses)
        case {"span_annotations": spans}:
            yield _potato(value, spans)
        case {"examples": [*examples]}:
            for example in examples:
                if isinstance(example, dict):
                    yield from _lighttag(example)
        case {"content": str(text), "annotation": [*groups]} if any(map(_has_points, groups)):
            yield {"text": text, "entities": [span for g in groups for span in _dataturks(g)]}
        case _:
            yield value


def _argilla(value: _Object, fields: _Object, responses: JsonValue) -> Iterator[Row]:
    texts = [field for field in fields.values() if isinstance(field, str)]
    row: Row = {"id": value.get("id"), "text": fields.get("text", texts[0] if texts else None)}
    by_user: dict[str, list[JsonValue]] = {}
    for user, answer in _answers(responses):
        if isinstance(answer, list) and all(isinstance(a, dict) and "start" in a for a in answer):
            by_user.setdefault(user, []).extend(answer)
    for user, spans in by_user.items():
        yield {**row, "annotator": user, "entities": spans}
    if not by_user:
        yield row


def _answers(responses: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    """The answers with their users, by question (Argilla 2) or by user (before)."""
    match responses:
        case {**questions}:
            for answers in questions.values():
                for answer in answers if isinstance(answers, list) else ():
                    if isinstance(answer, dict):
                        yield str(answer.get("user_id") or ""), answer.get("value")
        case [*users]:
            for user in users:
                values = user.get("values") if isinstance(user, dict) else None
                for answer in values.values() if isinstance(values, dict) else ():
                    if isinstance(user, dict) and isinstance(answer, dict):
                        yield str(user.get("user_id") or ""), answer.get("value")


def _potato(value: _Object, spans: JsonValue) -> Row:
    groups = list(spans.values()) if isinstance(spans, dict) else [spans]
    found = [span for group in groups if isinstance(group, list) for span in group]
    labelled: list[JsonValue] = [
        {**span, "label": span.get("annotation") or span.get("name") or span.get("label")}
        if isinstance(span, dict)
        else span
        for span in found
    ]
    return {
        "id": value.get("instance_id") or value.get("id"),
        "text": value.get("displayed_text") or value.get("text"),
        "annotator": value.get("user_id"),
        "entities": labelled,
    }


def _lighttag(example: _Object) -> Iterator[Row]:
    row: Row = {"id": example.get("example_id"), "text": example.get("content")}
    annotations = example.get("annotations")
    by_user: dict[str | None, list[JsonValue]] = {}
    for span in annotations if isinstance(annotations, list) else ():
        for name in _users(span) or [None]:
            by_user.setdefault(name, []).append(span)
    for user, spans in by_user.items():
        yield {**row, "annotator": user, "entities": spans}
    if not by_user:
        yield row


def _users(span: JsonValue) -> list[str | None]:
    users = span.get("annotated_by") if isinstance(span, dict) else None
    given = [user for user in users if isinstance(user, dict)] if isinstance(users, list) else []
    return [name for user in given if isinstance(name := user.get("annotator"), str)]


def _has_points(group: JsonValue) -> bool:
    return isinstance(group, dict) and "points" in group


def _dataturks(group: JsonValue) -> Iterator[JsonValue]:
    """The spans of a group, whose ends are included in the file."""
    points = group.get("points") if isinstance(group, dict) else None
    label = group.get("label") if isinstance(group, dict) else None
    for point in points if isinstance(points, list) else ():
        if isinstance(point, dict):
            last = point.get("end")
            end = last + 1 if isinstance(last, int) else last
            quote = point.get("text")
            yield {"start": point.get("start"), "end": end, "label": label, "text": quote}
