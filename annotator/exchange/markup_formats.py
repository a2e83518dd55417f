"""The formats of other tools that are text, XML or binary, in order of precedence."""

from __future__ import annotations

from annotator.exchange.brat import BRAT
from annotator.exchange.format import Format
from annotator.exchange.webanno import WEBANNO
from annotator.exchange.xmi import XMI

MARKUP_FORMATS: tuple[Format, ...] = (WEBANNO, XMI, BRAT)
