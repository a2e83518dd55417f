"""One scheme's suggester: its data files and its pipeline, from an article's text to suggestions.

Belongs to the worker process (it imports the pipeline).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.domain.article import Span
from annotator.domain.items import MentionKind
from annotator.domain.names import KnownName
from annotator.domain.scheme import Scheme
from annotator.domain.suggestion import FILLED_IN, SuggestedZone, Suggestions
from annotator.domain.zones import NO_RULES, ZoneRules, find_zones, parse_zone_rules
from annotator.errors import SchemeError
from annotator.resources import companion_text, load_scheme
from annotator.suggest.entity_rules import RULES_VERSION, suggest_entities
from annotator.suggest.gazetteer import Gazetteer, gazetteer_labels, parse_gazetteer
from annotator.suggest.pipeline import Parse, Pipeline
from annotator.suggest.protocol import Suggest
from annotator.suggest.reading import Reading, read
from annotator.suggest.stance_frames import Frames, parse_frames
from annotator.suggest.stance_rules import STANCE_RULES_VERSION, suggest_stances
from annotator.suggest.whole_graphemes import whole_evidence, whole_mentions
from annotator.suggest.word_classes import classed

_HASH_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Engine:
    """The rules, lists and models of one scheme; `name` changes whenever one of them does."""

    name: str
    pipeline: Pipeline
    gazetteer: Gazetteer
    zone_rules: ZoneRules
    frames: Frames | None
    holder_labels: frozenset[str]

    @property
    def parser(self) -> str:
        """The pipeline whose parses can be stored and used again."""
        return self.pipeline.name

    @property
    def is_loaded(self) -> bool:
        """Whether the models are in memory."""
        return self.pipeline.is_loaded

    def suggest(
        self,
        text: str,
        zones: Sequence[Span] | None,
        known: Sequence[KnownName],
        stored: bytes | None,
        on_parse: Callable[[], None] = lambda: None,
    ) -> tuple[Suggestions, bytes | None]:
        """Suggestions for one text, and its parse if it had to be made.

        Args:
            text: The article's text.
            zones: The dimmed paragraphs where a person has decided on them; None to detect them.
            known: Names of the project's entities.
            stored: An earlier parse; used if it is one of this text as it is read now.
            on_parse: Called before the models run.

        Raises:
            SuggesterError: The models can't be loaded.
        """
        ask = Suggest("", text, None if zones is None else tuple(zones), tuple(known), stored)
        return next(self.suggest_all([ask], on_parse))

    def suggest_all(
        self, asked: Sequence[Suggest], on_parse: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[Suggestions, bytes | None]]:
        """Suggestions for each of the requests, in order; their texts are parsed together.

        Args:
            asked: The requests.
            on_parse: Called before the models run, if they have to.

        Raises:
            SuggesterError: The models can't be loaded.
        """
        readings = [read(ask.text, self.gazetteer.names) for ask in asked]
        kept = [
            None if ask.doc is None else self.pipeline.restored(ask.doc, reading)
            for ask, reading in zip(asked, readings, strict=True)
        ]
        missing = [r for r, parse in zip(readings, kept, strict=True) if parse is None]
        if missing:
            on_parse()
        fresh = self.pipeline.parses(missing) if missing else iter(())
        for ask, reading, restored in zip(asked, readings, kept, strict=True):
            parse = next(fresh) if restored is None else restored
            found = self._suggestions(ask, reading, parse)
            yield found, parse.stored() if restored is None else None

    def _suggestions(self, ask: Suggest, reading: Reading, parse: Parse) -> Suggestions:
        found = self._by_rules(ask, reading, parse)
        mentions = tuple(
            replace(m, p=self.gazetteer.calibration.of(m.p)) if m.kind is MentionKind.NAMED else m
            for m in whole_mentions(ask.text, found.mentions)
        )
        if self.frames is None:
            return replace(found, mentions=mentions)
        calibration = self.frames.calibration
        stances = tuple(
            replace(whole_evidence(ask.text, s), p=calibration.of(s.p)) for s in found.stances
        )
        return replace(found, mentions=mentions, stances=stances)

    def _by_rules(self, ask: Suggest, reading: Reading, parse: Parse) -> Suggestions:
        found: tuple[SuggestedZone, ...] = ()
        zones = ask.zones
        if zones is None:
            found = find_zones(ask.text, self.zone_rules)
            zones = tuple(Span(z.start, z.end) for z in found if z.p >= FILLED_IN)
        mentions = suggest_entities(
            reading,
            parse.raw_spans(reading),
            zones,
            ask.known_names,
            self.gazetteer,
            parse.tags(reading),
        )
        if self.frames is None:
            return Suggestions(self.name, mentions, found)
        sides = suggest_stances(
            ask.text,
            classed(parse.blocks(reading), self.frames),
            zones,
            mentions,
            self.frames,
            self.gazetteer,
            self.holder_labels,
        )
        return Suggestions(self.name, sides.mentions, found, sides.stances, sides.phrases)


def load_engine(scheme_name: str) -> Engine:
    """The engine of the scheme of that name or path; its models are not loaded yet.

    Raises:
        InputError: The scheme or a file that it names is not there.
        SchemeError: One of them is malformed, or they contradict each other.
        SuggesterError: The scheme's pipeline is not installed.
    """
    scheme = load_scheme(scheme_name)
    lists, rules = companion_text(scheme.gazetteer), companion_text(scheme.zones)
    stances = companion_text(scheme.frames)
    gazetteer = parse_gazetteer(lists, scheme.gazetteer or "the gazetteer", scheme.language)
    unknown = sorted(gazetteer_labels(gazetteer) - set(scheme.named_labels))
    if unknown:
        raise SchemeError(
            f"{scheme.gazetteer or scheme.name}: {', '.join(unknown)} is no named label of the "
            f"scheme {scheme.name}; use its labels, or add them there."
        )
    zone_rules = parse_zone_rules(rules, scheme.zones or "") if rules else NO_RULES
    pipeline = Pipeline(scheme.pipeline, scheme.language)
    frames = parse_frames(stances, scheme.frames or "") if stances else None
    if frames is not None:
        _check_labels(scheme, frames)
    data = "\0".join((scheme.source, lists, rules, stances)).encode()
    digest = hashlib.sha256(data).hexdigest()[:_HASH_LENGTH]
    parts = [f"rules-{RULES_VERSION}.{STANCE_RULES_VERSION}", pipeline.name, digest]
    return Engine(
        name="+".join(p for p in parts if p),
        pipeline=pipeline,
        gazetteer=gazetteer,
        zone_rules=zone_rules,
        frames=frames,
        holder_labels=frozenset(label.id for label in scheme.entities if label.holder),
    )


def _check_labels(scheme: Scheme, frames: Frames) -> None:
    """Refuse frames with labels that the scheme lacks."""
    unknown = {frames.topic, *frames.lexicon.nouns.values()} - set(scheme.entity_labels)
    if unknown:
        raise SchemeError(
            f"{scheme.frames}: {', '.join(sorted(unknown))} is no label of the scheme "
            f"{scheme.name}; use its labels, or add them there."
        )
