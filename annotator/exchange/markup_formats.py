"""The formats of other tools that are text, XML or binary, in order of precedence."""

from __future__ import annotations

from annotator.exchange.brat import BRAT
from annotator.exchange.conll import CONLL
from annotator.exchange.conll2012 import CONLL2012
from annotator.exchange.conllu import CONLLU
from annotator.exchange.docbin import DOCBIN
from annotator.exchange.format import Format
from annotator.exchange.slate import SLATE
from annotator.exchange.spacy_examples import SPACY_EXAMPLES
from annotator.exchange.spacy_json import SPACY_JSON
from annotator.exchange.webanno import WEBANNO
from annotator.exchange.xmi import XMI
from annotator.exchange.yedda import YEDDA

MARKUP_FORMATS: tuple[Format, ...] = (
    WEBANNO,
    XMI,
    DOCBIN,
    SPACY_JSON,
    SPACY_EXAMPLES,
    BRAT,
    CONLLU,
    SLATE,
    CONLL2012,
    CONLL,
    YEDDA,
)
