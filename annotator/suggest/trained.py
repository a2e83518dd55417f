"""A suggester that `annotator train` made: the scheme's own, corrected by what was learned.

Everything the rules suggest comes along. A name gets a new probability by who found it (rules,
extractor, or both), as often as that was right on the validation split; names that only the
extractor found join them. The pair classifier, where it was better than the rules, moves the
probability of each stance. The folder is read here and never executed.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain.article import Span, paragraph_at
from annotator.domain.items import MentionKind
from annotator.domain.suggestion import (
    CANDIDATE,
    FILLED_IN,
    SuggestedMention,
    SuggestedStance,
    Suggestions,
)
from annotator.errors import SuggesterError
from annotator.resources import load_scheme
from annotator.suggest.engine import Engine, load_engine
from annotator.suggest.protocol import Suggest
from annotator.suggest.reading import RawSpan, read
from annotator.suggest.stance_pairs_model import NO_STANCE, Pair, PairsModel, load_pairs_model

if TYPE_CHECKING:
    from spacy.language import Language

RECORD, EXTRACTOR, PAIRS = "suggester.json", "extractor", "pairs.npz"
BETTER = "better.txt"
"""In a trained folder that was better than the untrained suggester on its test split."""
FORMAT = 1
MODELS = Path("models")
"""Where a trained suggester is found by its name: a folder of the project, like `labels/`."""


class Finders(StrEnum):
    """Who found a name. `rules` is what the untrained suggester filled in, `hint` its candidate."""

    BOTH = "both"
    BOTH_HINT = "both, the rules unsure"
    RULES = "rules"
    HINT = "hint"
    EXTRACTOR = "extractor"


PRIORS: Mapping[Finders, float] = {
    Finders.BOTH: 0.95,
    Finders.BOTH_HINT: 0.7,
    Finders.RULES: 0.7,
    Finders.HINT: 0.3,
    Finders.EXTRACTOR: 0.4,
}
"""How often such a name is right before any was counted."""
PRIOR_WEIGHT = 5.0
"""How many counted names a prior weighs."""


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name with who found it; `place` is that among the rules' mentions, None beyond them."""

    span: RawSpan
    finders: Finders
    place: int | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was learned beside the extractor: the share of right names, and the pair classifier."""

    shares: Mapping[Finders, float]
    """How often a name of each kind of finders is right."""
    uses_names: bool = True
    """Whether the extractor's names are used."""
    pairs: PairsModel | None = None
    """The pair classifier, where it is used."""

    def applied(self, text: str, found: Suggestions, names: Sequence[RawSpan]) -> Suggestions:
        """The suggestions of the rules, corrected."""
        better = with_names(text, found, names, self.shares) if self.uses_names else found
        return better if self.pairs is None else with_sides(text, better, self.pairs)


class Extractor:
    """The trained spaCy model, loaded when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _nlp(self) -> Language:
        import spacy

        try:
            return spacy.load(self._folder)
        except (OSError, ValueError, ImportError) as error:
            reason = " ".join(str(error).split())[:200]
            raise SuggesterError(
                f"The extractor in {self._folder} can't be loaded ({reason}); train it again."
            ) from error

    @property
    def is_loaded(self) -> bool:
        """Whether the model is in memory."""
        return "_nlp" in self.__dict__

    def names(self, lines: Sequence[str]) -> Iterator[tuple[RawSpan, ...]]:
        """The names in each text, in its offsets.

        Raises:
            SuggesterError: The model can't be loaded.
        """
        for doc in self._nlp.pipe(lines):
            yield tuple(RawSpan(e.start_char, e.end_char, e.label_) for e in doc.ents)


@dataclass(frozen=True, slots=True)
class Trained:
    """The suggester of a trained folder; `name` changes with everything in it."""

    name: str
    engine: Engine
    extractor: Extractor
    knowledge: Knowledge
    labels: frozenset[str]

    @property
    def parser(self) -> str:
        """The pipeline whose parses can be stored and used again."""
        return self.engine.parser

    @property
    def is_loaded(self) -> bool:
        """Whether all models are in memory."""
        return self.engine.is_loaded and self.extractor.is_loaded

    def suggest_all(
        self, asked: Sequence[Suggest], on_parse: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[Suggestions, bytes | None]]:
        """Suggestions for each of the requests, in order.

        Raises:
            SuggesterError: A model can't be loaded.
        """
        if not self.extractor.is_loaded:
            on_parse()
        for ask, (found, doc) in zip(asked, self.engine.suggest_all(asked, on_parse), strict=True):
            zones = ask.zones
            if zones is None:
                zones = tuple(Span(z.start, z.end) for z in found.zones if z.p >= FILLED_IN)
            names = extracted(self.extractor, self.engine, ask.text, zones, self.labels)
            better = self.knowledge.applied(ask.text, found, names)
            yield replace(better, suggester=self.name), doc


def extracted(
    extractor: Extractor, engine: Engine, text: str, zones: Sequence[Span], labels: Collection[str]
) -> list[RawSpan]:
    """The extractor's names in paragraphs that are not dimmed, read as the rules read them.

    In offsets of the article; names of other labels are left out.
    """
    reading = read(text, engine.gazetteer.names)
    return [
        RawSpan(block.start + name.start, block.start + name.end, name.label)
        for block, names in zip(reading.blocks, extractor.names(reading.lines()), strict=True)
        if not any(zone.overlaps(block) for zone in zones)
        for name in names
        if name.label in labels
    ]


def found_names(found: Suggestions, names: Sequence[RawSpan]) -> list[FoundName]:
    """The names of both with who found each, the rules' first, in their order."""
    extra = {(n.start, n.end, n.label) for n in names}
    told: list[FoundName] = []
    for place, mention in enumerate(found.mentions):
        if mention.kind is not MentionKind.NAMED:
            continue
        key = (mention.start, mention.end, mention.label)
        sure = mention.p >= FILLED_IN
        if key in extra:
            finders = Finders.BOTH if sure else Finders.BOTH_HINT
        else:
            finders = Finders.RULES if sure else Finders.HINT
        told.append(FoundName(RawSpan(*key), finders, place))
    known = {(one.span.start, one.span.end, one.span.label) for one in told}
    told += [FoundName(RawSpan(*key), Finders.EXTRACTOR, None) for key in sorted(extra - known)]
    return told


def with_names(
    text: str, found: Suggestions, names: Sequence[RawSpan], shares: Mapping[Finders, float]
) -> Suggestions:
    """The suggestions with the extractor's names; of names that cross, the likelier is filled in.

    The rules' mentions keep their places, because stances name them by it; a likelier label for
    the same words takes the place, so that the stances on it follow.
    """
    mentions = list(found.mentions)
    places: dict[tuple[int, int], int] = {}
    for one in found_names(found, names):
        p, key = shares[one.finders], (one.span.start, one.span.end)
        if one.place is not None:
            mentions[one.place] = replace(mentions[one.place], p=p)
            places[key] = one.place
        elif (place := places.get(key)) is not None and mentions[place].p < p:
            mentions.append(mentions[place])
            mentions[place] = replace(_mention(text, one.span, p), canonical=mentions[-1].canonical)
        else:
            mentions.append(_mention(text, one.span, p))
    named = [place for place, m in enumerate(mentions) if m.kind is MentionKind.NAMED]
    taken: list[Span] = []
    for place in sorted(named, key=lambda n: (-mentions[n].p, n)):
        mention = mentions[place]
        span = Span(mention.start, mention.end)
        if mention.p >= FILLED_IN and any(span.overlaps(other) for other in taken):
            if place >= len(found.mentions):
                mentions[place] = replace(mention, p=(CANDIDATE + FILLED_IN) / 2)
            continue
        if mention.p >= FILLED_IN:
            taken.append(span)
    return replace(found, mentions=tuple(mentions))


def _mention(text: str, span: RawSpan, p: float) -> SuggestedMention:
    return SuggestedMention(
        start=span.start,
        end=span.end,
        label=span.label,
        canonical=" ".join(span.span.of(text).split()),
        p=p,
        rule="trained",
        reason="a name that only the trained extractor finds",
    )


def with_sides(text: str, found: Suggestions, model: PairsModel) -> Suggestions:
    """The suggestions with each stance's probability halfway to what the classifier says."""
    seen = [suggested_pair(text, found, stance) for stance in found.stances]
    told = model.probabilities(seen)
    stances = tuple(
        replace(stance, p=(stance.p + 1.0 - shares.get(NO_STANCE, 0.0)) / 2)
        for stance, shares in zip(found.stances, told, strict=True)
    )
    return replace(found, stances=stances)


def suggested_pair(text: str, found: Suggestions, stance: SuggestedStance) -> Pair:
    """Holder and target of a suggested stance as the classifier sees them."""
    evidence = stance.evidence[0]
    paragraph = paragraph_at(text, evidence.start) or evidence

    def end(place: int | None) -> tuple[Span | None, str]:
        if place is None:
            return None, ""
        mention = found.mentions[place]
        if not paragraph.contains(Span(mention.start, mention.end)):
            return None, mention.label
        offset = paragraph.start
        return Span(mention.start - offset, mention.end - offset), mention.label

    (holder, holder_label), (target, target_label) = end(stance.holder), end(stance.target)
    kind = stance.holder_kind.value
    return Pair(paragraph.of(text), holder, kind, target, (holder_label, target_label))


def load_trained(folder: Path, scheme_name: str) -> Trained:
    """The suggester in a folder that `annotator train` wrote; the extractor is not loaded yet.

    Raises:
        InputError: The scheme or a file that it names is not there.
        SchemeError: One of them is malformed, or they contradict each other.
        SuggesterError: The folder is none, is damaged, or was trained with other labels.
    """
    try:
        record = json.loads((folder / RECORD).read_text("utf-8"))
        if record["format"] != FORMAT:
            raise ValueError(f"it is of format {record['format']}")
        shares = {finders: float(record["shares"][finders.value]) for finders in Finders}
        pairs = load_pairs_model(folder / PAIRS) if record["uses_pairs"] else None
        knowledge = Knowledge(shares, bool(record["uses_names"]), pairs)
        name, labels = str(record["name"]), frozenset(str(one) for one in record["labels"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise SuggesterError(
            f"{folder} holds no whole trained suggester ({reason}); train it again."
        ) from error
    if not all(0 <= share <= 1 for share in shares.values()):
        raise SuggesterError(f"{folder / RECORD} has a share that is none; train it again.")
    engine = load_engine(scheme_name)
    return Trained(
        f"trained-{name}-{_digest(folder)}+{engine.name}",
        engine,
        Extractor(folder / EXTRACTOR),
        knowledge,
        labels & frozenset(load_scheme(scheme_name).named_labels),
    )


def write_record(folder: Path, name: str, knowledge: Knowledge, labels: Collection[str]) -> None:
    """Write what `load_trained` reads beside the extractor."""
    record = {
        "format": FORMAT,
        "name": name,
        "labels": sorted(labels),
        "shares": {finders.value: round(share, 4) for finders, share in knowledge.shares.items()},
        "uses_names": knowledge.uses_names,
        "uses_pairs": knowledge.pairs is not None,
    }
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    (folder / RECORD).write_text(text, "utf-8", newline="\n")


def counted_shares(judged: Iterable[tuple[Finders, bool]]) -> dict[Finders, float]:
    """The share of right names by who found them, drawn towards the prior where few are counted.

    The mean of a Beta posterior whose prior weighs `PRIOR_WEIGHT` names.
    """
    right: Counter[Finders] = Counter()
    seen: Counter[Finders] = Counter()
    for finders, is_right in judged:
        seen[finders] += 1
        right[finders] += is_right
    return {
        finders: (right[finders] + PRIOR_WEIGHT * prior) / (seen[finders] + PRIOR_WEIGHT)
        for finders, prior in PRIORS.items()
    }


def _digest(folder: Path) -> str:
    """A short digest of what decides the answers."""
    digest = hashlib.sha256()
    files = [folder / RECORD, folder / PAIRS, *sorted((folder / EXTRACTOR / "ner").glob("*"))]
    for file in files:
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def trained_folder(name: str) -> Path | None:
    """The trained folder of a path, or of a name in `models/`; None where there is none.

    By name only those are found that were better than the untrained suggester.
    """
    if (Path(name) / RECORD).is_file():
        return Path(name)
    folder = MODELS / name
    return folder if (folder / RECORD).is_file() and (folder / BETTER).is_file() else None
