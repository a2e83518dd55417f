"""How the card says to train on the data: code that runs as it stands, PATH put in."""

from __future__ import annotations

from annotator.domain.scheme import Scheme


def training(scheme: Scheme, *, pairs: bool) -> str:
    """The card's section on training; `pairs` says whether there are stances to learn from."""
    parts = [f"## Training\n\n{_ALL}", extractor(scheme), *([_PAIRS] if pairs else [])]
    return "\n\n".join(parts)


_ALL = """With the program that wrote this data set: an extractor of named mentions, a classifier \
of pairs, and their scores on the test split beside the untrained suggester:

```
annotator train PATH
```

With spaCy alone, where DocBins are in `PATH/spacy` (`annotator export --with spacy`):

```
cd PATH
python -m spacy train spacy/train.cfg --output extractor
```

Without either, in Python:"""


def extractor(scheme: Scheme) -> str:
    """How to train an extractor of the named mentions, from the scheme's model if it has one."""
    begun = "from nothing"
    model = f'spacy.blank("{scheme.language}")\nnlp.add_pipe("ner")'
    optimizer = "nlp.initialize(lambda: examples)"
    if scheme.pipeline:
        begun = f"from `{scheme.pipeline}`"
        model = f'spacy.load("{scheme.pipeline}", enable="ner")'
        optimizer = "nlp.resume_training()"
    return f"""An extractor of named mentions, {begun} (spaCy):

```python
import random, spacy
from datasets import load_dataset
from spacy.tokens import Doc
from spacy.training import Example

nlp = {model}
rows = load_dataset("PATH", "ner")["train"]
names = rows.features["ner_tags"].feature.names
examples = [
    Example(
        nlp.make_doc(row["text"]),
        Doc(nlp.vocab, words=row["tokens"], ents=[names[tag] for tag in row["ner_tags"]]),
    )
    for row in rows
    if row["tokens"]
]
for label in sorted({{name[2:] for name in names if name != "O"}}):
    nlp.get_pipe("ner").add_label(label)
optimizer = {optimizer}
for _ in range(10):
    random.shuffle(examples)
    for batch in spacy.util.minibatch(examples, 16):
        nlp.update(batch, sgd=optimizer, drop=0.2)
nlp.to_disk("extractor")
```"""


_PAIRS = """A classifier of pairs, as a baseline (scikit-learn):

```python
from datasets import load_dataset
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

told = load_dataset("PATH", "stance")["train"].filter(lambda row: row["explicit"])
model = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=1000))
model.fit([f"{row['target']['text']} {row['text']}" for row in told], told["label"])
```"""
