"""Training: an export's train split becomes an extractor, a pair classifier and a suggester.

What comes of it is measured on the test split beside the untrained suggester, on the same articles
and rows, and written to a folder whole or not at all.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator import __version__
from annotator.domain.counted import counted
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.domain.trained_scores import Duel, duel
from annotator.errors import InputError
from annotator.exchange.manifest import write_manifest
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.spacy_config import CONFIG
from annotator.exchange.whole_folder import check_replaceable, whole_folder
from annotator.project.training_data import (
    Material,
    read_material,
    row_label,
    row_pair,
    write_files,
)
from annotator.project.training_scores import (
    Examiner,
    Names,
    Suggested,
    side_hits,
    suggested_sides,
)
from annotator.report.learning_curve import CURVE, Curve, CurvePoint, learning_curve
from annotator.report.model_card import CARD, ModelFacts, model_card
from annotator.resources import load_scheme
from annotator.suggest.engine import load_engine
from annotator.suggest.extractor_training import train_extractor
from annotator.suggest.stance_pairs_model import NO_STANCE, PairsModel, fit_pairs
from annotator.suggest.trained import (
    BETTER,
    EXTRACTOR,
    PAIRS,
    Extractor,
    Knowledge,
    counted_shares,
    with_names,
    write_record,
)

PARTS = (4, 2, 1)
"""The learning curve's points: a quarter, half, and all of the training articles."""
LEAST_STANCES = 30
"""Training pairs with a stance below which no classifier is made: it would learn chance."""
_WORK = "work"
_BETTER = "On the test split of its data set this was better than the untrained suggester.\n"

Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class TrainWish:
    """What to train: `max_steps` shortens spaCy's training, `with_curve` trains on parts too."""

    max_steps: int | None = None
    with_curve: bool = True


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What came of it, and where it is."""

    folder: Path
    facts: ModelFacts
    curve: Curve


def train(
    export: Path,
    target: Path,
    scheme_name: str,
    wish: TrainWish | None = None,
    on_progress: Tell = lambda _line: None,
) -> TrainReport:
    """Train on an export and write the folder `target`; an earlier one there is replaced.

    Ctrl+C leaves nothing behind.

    Raises:
        InputError: The export can't be trained on.
        ExportError: The target can't be written, or is something else.
        SuggesterError: spaCy can't train, or the scheme's pipeline is not installed.
    """
    scheme = load_scheme(scheme_name)
    if export.resolve() == target.resolve():
        raise InputError(f"{target} is the export itself; choose another folder with --into.")
    check_replaceable(target)
    material = read_material(export, scheme)
    examiner = Examiner(load_engine(scheme_name), scheme, on_progress)
    with whole_folder(target) as draft:
        run = _Run(material, scheme, examiner, draft, wish or TrainWish(), on_progress)
        facts, curve = run.everything(target.name)
        shutil.rmtree(draft / _WORK)
        write_manifest(draft, {})
    return TrainReport(target, facts, curve)


@dataclass(frozen=True, slots=True)
class _Run:
    """One training on its way, into the folder `draft`."""

    material: Material
    scheme: Scheme
    examiner: Examiner
    draft: Path
    wish: TrainWish
    tell: Tell

    def everything(self, name: str) -> tuple[ModelFacts, Curve]:
        """Train, measure, and write all files."""
        validation, test = self.material.of(Split.VALIDATION), self.material.of(Split.TEST)
        untrained = self.examiner.untrained([*validation, *test])
        (self.draft / _WORK).mkdir()
        curve = self._curve(test, untrained)
        extractor = Extractor(self.draft / EXTRACTOR)
        names = self.examiner.names(extractor, [*validation, *test], untrained)
        shares = counted_shares(self.examiner.judged(validation, untrained, names))
        entities, alone = self._entities(test, untrained, names, Knowledge(shares))
        pairs, sides = self._sides(test, untrained)
        uses_pairs = sides is not None and sides.is_better
        facts = ModelFacts(
            name=name,
            scheme=self.scheme,
            tool=f"annotator {__version__}",
            baseline=self.examiner.engine.name,
            articles={split: len(self.material.of(split)) for split in Split},
            entities=entities,
            extractor=alone,
            sides=sides,
            is_better=entities.is_better or uses_pairs,
        )
        uses_names = entities.is_better or not uses_pairs
        knowledge = Knowledge(shares, uses_names, pairs if uses_pairs else None)
        curve = replace(curve, untrained=entities.untrained)
        self._write(facts, curve, knowledge, pairs)
        return facts, curve

    def _write(
        self, facts: ModelFacts, curve: Curve, knowledge: Knowledge, pairs: PairsModel | None
    ) -> None:
        """Everything beside the extractor, which is in its place already."""
        write_record(self.draft, facts.name, knowledge, self.scheme.named_labels)
        if pairs is not None:
            pairs.save(self.draft / PAIRS)
        if facts.is_better:
            (self.draft / BETTER).write_text(_BETTER, "utf-8", newline="\n")
        (self.draft / CURVE).write_text(learning_curve(curve), "utf-8", newline="\n")
        (self.draft / CARD).write_text(model_card(facts, curve), "utf-8", newline="\n")

    def _curve(self, test: Sequence[NativeRecord], untrained: Suggested) -> Curve:
        """Train on parts and then on all, and score each extractor on the test split."""
        ordered = sorted(self.material.of(Split.TRAIN), key=_drawn)
        sizes = sorted({max(1, len(ordered) // part) for part in PARTS})
        points = []
        for size in sizes if self.wish.with_curve else sizes[-1:]:
            self.tell(f"training on {size} of {counted(len(ordered), 'article')}")
            folder = self.draft / EXTRACTOR
            shutil.rmtree(folder, ignore_errors=True)
            files = write_files(
                self.material, ordered[:size], self.draft / _WORK / str(size), self.scheme
            )
            train_extractor(files, folder, self.tell, self.wish.max_steps)
            shutil.copyfile(files.config, self.draft / CONFIG)
            names = self.examiner.names(Extractor(folder), test, untrained)
            hits = self.examiner.name_hits(test, names)
            mentions = sum(
                mention.label in self.scheme.named_labels
                for record in ordered[:size]
                for mention in record.mentions
            )
            points.append(CurvePoint(size, mentions, duel(hits, hits).trained))
        return Curve(tuple(points), None)

    def _entities(
        self,
        test: Sequence[NativeRecord],
        untrained: Suggested,
        names: Names,
        knowledge: Knowledge,
    ) -> tuple[Duel, Duel]:
        """The trained suggester, and the extractor alone, each beside the untrained suggester."""
        trained = {
            record.article.id: with_names(
                record.article.text,
                untrained[record.article.id],
                names[record.article.id],
                knowledge.shares,
            )
            for record in test
        }
        base = self.examiner.suggested_hits(test, untrained)
        together = duel(self.examiner.suggested_hits(test, trained), base)
        return together, duel(self.examiner.name_hits(test, names), base)

    def _sides(
        self, test: Sequence[NativeRecord], untrained: Suggested
    ) -> tuple[PairsModel | None, Duel | None]:
        """The pair classifier and how it does; None where there is too little to learn from."""
        known = self.material.pairs[Split.TRAIN]
        if sum(row.label is not None for row in known) < LEAST_STANCES:
            return None, None
        self.tell(f"training the pair classifier on {counted(len(known), 'pair')}")
        model = fit_pairs([row_pair(row) for row in known], [row_label(row) for row in known])
        if model is None:
            return None, None
        rows, articles = self.material.pairs[Split.TEST], [r.article.id for r in test]
        told = model.predicted([row_pair(row) for row in rows])
        ours = side_hits(articles, rows, [None if one == NO_STANCE else one for one in told])
        theirs = side_hits(articles, rows, suggested_sides(rows, untrained))
        return model, duel(ours, theirs)


def _drawn(record: NativeRecord) -> str:
    """An order that has nothing to do with the articles, so that parts are fair samples."""
    return hashlib.sha256(record.article.id.encode()).hexdigest()
