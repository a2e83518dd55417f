"""Web pages, read: the article's text without the furniture, with its title, date and source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from pathlib import Path

from annotator.domain.article import JsonValue
from annotator.domain.layer import State
from annotator.domain.scheme import Scheme
from annotator.errors import InputError
from annotator.exchange.decoding import Confidence, UndecodableError, decode
from annotator.exchange.foreign import ForeignDocument, ReadOptions, records
from annotator.exchange.format import Format
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]+)")
_WESTERN = frozenset({"iso-8859-1", "latin1", "latin-1", "iso8859-1", "us-ascii", "ascii"})
_HEADERS = 2000
_BEGIN = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


def _sniff(_path: Path, head: bytes) -> bool:
    return _BEGIN.match(head) is not None or _is_archive(head)


def _is_archive(head: bytes) -> bool:
    """Whether it is a page as browsers save it in one file: MHTML."""
    begin = head[:_HEADERS].lower()
    return b"mime-version:" in begin and b"content-type: multipart/related" in begin


def _page(data: bytes) -> bytes:
    """The page itself, out of an archive where it is one."""
    if not _is_archive(data):
        return data
    parts = (p for p in message_from_bytes(data).walk() if p.get_content_type() == "text/html")
    found = next((part.get_payload(decode=True) for part in parts), None)
    return found if isinstance(found, bytes) else b""


def _html(data: bytes) -> str:
    """The text of a page: in UTF-8 or by its mark, else as the page says, else as its bytes look.

    Raises:
        UndecodableError: It is no text.
    """
    decoded = decode(data)
    declared = _CHARSET.search(data[:_HEADERS])
    if decoded.confidence is Confidence.CERTAIN or declared is None:
        return decoded.text
    label = declared[1].decode("ascii").lower()
    with suppress(LookupError, UnicodeDecodeError):
        # Pages that call themselves Latin-1 are Windows-1252 (WHATWG, Encoding, section 4.2).
        return data.decode("cp1252" if label in _WESTERN else label)
    return decoded.text


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
        html = _html(_page(data))
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
    (".html", ".htm", ".xhtml", ".mhtml", ".mht"),
    "web pages: the article's text, title, date and source",
    _sniff,
    _read,
    None,
)
