"""Web pages, read: the article's text without the furniture, with its title, date and source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.domain.article import JsonValue
from annotator.domain.layer import State
from annotator.domain.scheme import Scheme
from annotator.errors import InputError
from annotator.exchange.decoding import UndecodableError, decode
from annotator.exchange.foreign import ForeignDocument, ReadOptions, records
from annotator.exchange.format import Format
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem

_BEGIN = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


def _sniff(_path: Path, head: bytes) -> bool:
    return _BEGIN.match(head) is not None


def _read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    return records(path, _documents(path, options), scheme, options)


def _documents(path: Path, options: ReadOptions) -> Iterator[ForeignDocument | Problem]:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} can't be read ({error.strerror}); check it.") from error
    try:
        html = decode(data).text
    except UndecodableError as error:
        yield Problem(str(path), None, error.what, error.remedy)
        return
    found = bare_extraction(html, with_metadata=True, include_comments=False, include_tables=False)
    text = found.text if isinstance(found, Document) else None
    if not isinstance(found, Document) or not text or not text.strip():
        what = "no article was found in the page"
        yield Problem(str(path), None, what, "save its text as .txt and import that")
        return
    title = (found.title or "").strip()
    # The headline stands in the page's furniture, and is part of what is annotated.
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    meta: dict[str, JsonValue] = {"url": found.url, "author": found.author}
    yield ForeignDocument(
        line=1,
        id=options.stem or path.stem,
        text=text,
        state=State.NEW,
        title=(0, len(title)) if title else None,
        source=found.sitename or found.hostname,
        published=found.date,
        language=found.language,
        meta={key: value for key, value in meta.items() if value},
    )


WEB_PAGE = Format(
    "html",
    (".html", ".htm", ".xhtml"),
    "web pages: the article's text, title, date and source",
    _sniff,
    _read,
    None,
)
