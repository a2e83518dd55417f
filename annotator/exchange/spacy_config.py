"""`train.cfg`: how spaCy trains an extractor of named mentions on the DocBins beside it.

`python -m spacy train spacy/train.cfg` in the export's folder needs nothing else; other files are
named by `--paths.train` and `--paths.dev`.
"""

from __future__ import annotations

from annotator.domain.scheme import Scheme

CONFIG = "train.cfg"
MAX_STEPS = 4000
"""Updates at most."""
PATIENCE = 200
"""Updates without a better score after which training ends, where a model is tuned further: 100
sentences are learned within 50, and more only overfits."""


def train_config(scheme: Scheme) -> str:
    """The configuration: the recogniser of the scheme's pipeline tuned further, else a new one.

    The pipeline's other components stay out of it, so that nothing but names is forgotten or
    learned; its vectors come along, because the recogniser reads them.
    """
    component = _SOURCED if scheme.pipeline else _BLANK
    return _CONFIG.format(
        language=scheme.language,
        component=component.format(pipeline=scheme.pipeline),
        vectors=f'"{scheme.pipeline}"' if scheme.pipeline else "null",
        max_steps=MAX_STEPS,
        patience=PATIENCE if scheme.pipeline else 4 * PATIENCE,
        evaluate_every=PATIENCE // 4,
    )


_SOURCED = """\
[components.ner]
source = "{pipeline}"
# Where it shares its token vectors with other components, it gets a copy of its own.
replace_listeners = ["model.tok2vec"]"""

_BLANK = """\
[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true
nO = null

[components.ner.model.tok2vec]
@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = 96
depth = 4
embed_size = 2000
window_size = 1
maxout_pieces = 3
subword_features = true"""

_CONFIG = """\
# In the export's folder: python -m spacy train spacy/train.cfg --output extractor
# Other files: --paths.train FILE --paths.dev FILE

[paths]
train = "spacy/train.spacy"
dev = "spacy/validation.spacy"

[system]
gpu_allocator = null
seed = 0

[nlp]
lang = "{language}"
pipeline = ["ner"]
batch_size = 64

[components]

{component}

[corpora]

[corpora.train]
@readers = "spacy.Corpus.v1"
path = ${{paths.train}}

[corpora.dev]
@readers = "spacy.Corpus.v1"
path = ${{paths.dev}}

[training]
seed = ${{system.seed}}
gpu_allocator = ${{system.gpu_allocator}}
dropout = 0.1
max_steps = {max_steps}
patience = {patience}
eval_frequency = {evaluate_every}

[training.optimizer]
@optimizers = "Adam.v1"

[training.batcher]
@batchers = "spacy.batch_by_words.v1"
discard_oversize = false
tolerance = 0.2
size = 500

[training.score_weights]
ents_f = 1.0

[initialize]
vectors = {vectors}
"""
