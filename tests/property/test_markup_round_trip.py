"""Layers through WebAnno TSV, UIMA XMI, brat and DocBins: what a format can hold comes back."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from annotator.domain.layer import State
from annotator.exchange.brat import BRAT
from annotator.exchange.brat import HOLDS as BRAT_HOLDS
from annotator.exchange.conll import CONLL
from annotator.exchange.docbin import DOCBIN
from annotator.exchange.docbin import HOLDS as DOCBIN_HOLDS
from annotator.exchange.formats import detect
from annotator.exchange.losses import Part, unheld
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.webanno import HOLDS as WEBANNO_HOLDS
from annotator.exchange.webanno import WEBANNO
from annotator.exchange.xmi import HOLDS as XMI_HOLDS
from annotator.exchange.xmi import XMI
from tests.property.test_foreign_round_trip import OPTIONS, SCHEME, documents, said

KNOWN = [
    pytest.param(WEBANNO, WEBANNO_HOLDS, id="webanno"),
    pytest.param(XMI, XMI_HOLDS, id="xmi"),
    pytest.param(BRAT, BRAT_HOLDS, id="brat"),
    pytest.param(DOCBIN, DOCBIN_HOLDS, id="spacy"),
]


def through(known, document):
    """The document written and read again, with what the writer says it lost."""
    with TemporaryDirectory() as folder:
        losses = known.write([document], Path(folder), SCHEME)
        found = [p for p in Path(folder).rglob("*") if p.name.endswith(known.suffixes)]
        assert all(detect(path) is known for path in found)
        results = [result for path in found for result in known.read(path, SCHEME, OPTIONS)]
    assert all(isinstance(result, NativeRecord) for result in results), list(map(str, results))
    (record,) = results
    layer, names = record.to_layer()
    return replace(document, article=record.article, layer=layer, names=names), losses, record


@pytest.mark.parametrize(("known", "holds"), KNOWN)
@settings(deadline=None, derandomize=True, max_examples=60)
@given(document=documents())
def test_what_a_format_holds_comes_back_and_the_rest_is_counted(known, holds, document):
    again, losses, record = through(known, document)
    assert again.article.id == document.article.id
    own = losses - unheld(document, holds)
    if not any("blanks" in reason for reason in own):
        assert again.article.text == document.article.text
    if set(own) <= {"articles whose first line ends are written as blanks"}:
        written, read = said(document, holds), said(again, holds)
        if not own:
            assert read == written
        assert read[1] == written[1]
    else:
        lost = said(document, Part.NOTHING)[0] - said(again, Part.NOTHING)[0]
        assert lost.total() <= sum(own.values())
    assert losses - own == unheld(document, holds)
    once_more, _, _ = through(known, again)
    assert said(once_more, Part.EVERYTHING) == said(again, Part.EVERYTHING)
    assert once_more.article.text == again.article.text
    if known is not BRAT or list(document.layer.items):
        assert record.layer.state is State.DONE


@settings(deadline=None, derandomize=True, max_examples=60)
@given(document=documents())
def test_conll_comes_back_with_the_same_words_and_labels_each_time(document):
    with TemporaryDirectory() as folder:
        CONLL.write([document], Path(folder), SCHEME)
        (path,) = Path(folder).iterdir()
        first = path.read_bytes()
        results = list(CONLL.read(path, SCHEME, OPTIONS))
    for record in results:
        assert isinstance(record, NativeRecord), str(record)
        layer, names = record.to_layer()
        again = replace(document, article=record.article, layer=layer, names=names)
        with TemporaryDirectory() as folder:
            losses = CONLL.write([again], Path(folder), SCHEME)
            (path,) = Path(folder).iterdir()
            assert path.read_bytes() == first
        assert losses == Counter()
