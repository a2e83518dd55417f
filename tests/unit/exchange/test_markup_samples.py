"""Every sample of the tools whose formats are text, XML or binary: imported, or rightly refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.domain.scheme import Scheme
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map
from annotator.exchange.formats import detect
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem

TOOLS = {
    "brat": ("*.ann", "*.conf"),
    "conll": ("*.iob", "*.conllu"),
    "doccano": ("*.conll",),
    "inception": ("*.tsv", "*.xmi", "*.xml"),
    "slate": ("*annotations*", "list_*"),
    "spacy": ("*.iob", "*.spacy", "ner*.json"),
    "yedda": ("*.ann",),
}
REFUSED = {
    "annotation.conf": "a configuration of brat",
    "visual.conf": "a configuration of brat",
    "kb_shortcuts.conf": "a configuration of brat",
    "import_sequence_labeling__labeling.invalid.conll": "no token with a tag",
    "kappaarcdiff.tsv": "WebAnno TSV 1 or 2",
    "kappaspanarcdiff.tsv": "WebAnno TSV 1 or 2",
    "kappaspandiff.tsv": "WebAnno TSV 1 or 2",
    "kappatest.tsv": "WebAnno TSV 1 or 2",
    "tsv2_example.tsv": "WebAnno TSV 1 or 2",
    "webannoTestTypes.xml": "a UIMA type system",
    "list_with_disagreements.category.txt": "a list of files",
    "list_with_disagreements.link.txt": "a list of files",
}


@pytest.mark.parametrize("tool", TOOLS)
def test_every_sample_is_imported_or_rightly_refused(
    tool: str, shared_file: Callable[..., Path], news: Scheme
):
    folder = shared_file("samples", tool)
    # What a label stands for is the user's to say; here all unknown ones are persons.
    options = ReadOptions(label_map(news, "", {"*": "PER"}, "none"))
    paths = sorted({path for pattern in TOOLS[tool] for path in folder.rglob(pattern)})
    assert paths
    for path in paths:
        known = detect(path)
        assert known is not None, path
        assert known.read is not None
        results = list(known.read(path, news, options))
        assert results, path
        for result in results:
            if path.name in REFUSED:
                assert isinstance(result, Problem)
                assert REFUSED[path.name] in result.what
                continue
            assert isinstance(result, NativeRecord), str(result)
            text = result.article.text
            assert all(text[m.start : m.end] == m.quote for m in result.mentions)
