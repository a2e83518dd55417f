"""What a suggester is, and where one is found: own rules, a trained folder, an installed package.

A package offers one under the entry point group `annotator.suggesters`, as a factory that takes the
scheme and gives a `Suggester`; a scheme names it (`suggester = "NAME"`), or `--suggester` does. So
are folders that `annotator train` wrote, by path, or by name where they are in `models/`. Their
answers are checked here before anything is stored: an engine may err, but not break a layer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from annotator.domain.scheme import Scheme
from annotator.domain.suggestion import SuggestedMention, Suggestions
from annotator.errors import AnnotatorError, SuggesterError
from annotator.resources import load_scheme
from annotator.suggest.protocol import Suggest

GROUP = "annotator.suggesters"
OWN = "rules"
"""The name of the program's own suggester, which needs no package."""
Answered = tuple[Suggestions, bytes | None]


class Suggester(Protocol):
    """An engine that fills in suggestions, as the worker process uses it."""

    @property
    def name(self) -> str:
        """Engine and version; it must change whenever the same text would get other suggestions."""

    @property
    def parser(self) -> str:
        """What made the parses that it gives back, empty if it gives none."""

    @property
    def is_loaded(self) -> bool:
        """Whether it would answer without loading models first."""

    def suggest_all(
        self, asked: Sequence[Suggest], on_parse: Callable[[], None] = ...
    ) -> Iterator[Answered]:
        """For each request in order its suggestions, and its parse as bytes if it made one.

        Offsets are code points of the text, half-open; labels are those of the scheme; a stance
        names its mentions by their place among the mentions. `Suggestions.suggester` is `name`.
        """


Factory = Callable[[Scheme], Suggester]


@dataclass(frozen=True, slots=True)
class Checked:
    """A suggester of a package whose every answer is held against text and scheme."""

    inner: Suggester
    scheme: Scheme

    @property
    def name(self) -> str:
        """Its own name."""
        return self.inner.name

    @property
    def parser(self) -> str:
        """Its own parser."""
        return self.inner.parser

    @property
    def is_loaded(self) -> bool:
        """Whether its models are in memory."""
        return self.inner.is_loaded

    def suggest_all(
        self, asked: Sequence[Suggest], on_parse: Callable[[], None] = lambda: None
    ) -> Iterator[Answered]:
        """Its answers.

        Raises:
            SuggesterError: One of them does not fit its text or the scheme.
        """
        for ask, answer in zip(asked, self.inner.suggest_all(asked, on_parse), strict=True):
            found, _ = answer
            problem = _problem(ask.text, found, self)
            if problem:
                raise SuggesterError(f"The suggester {self.name} answered wrongly: {problem}.")
            yield answer


def _problem(text: str, found: Suggestions, suggester: Checked) -> str:
    """What is wrong with an answer; empty if nothing is."""
    if found.suggester != suggester.name:
        return f"it signs as {found.suggester!r}"
    for mention in found.mentions:
        if problem := _mention_problem(text, mention, suggester.scheme):
            return problem
    for stance in found.stances:
        if stance.label not in suggester.scheme.stance_labels:
            return f"{stance.label!r} is no side of a stance"
        places = [p for p in (stance.holder, stance.target, stance.source) if p is not None]
        if not all(0 <= place < len(found.mentions) for place in places):
            return "a stance names a mention that is not there"
        if not stance.evidence or any(e.end > len(text) for e in stance.evidence):
            return "a stance has no evidence in the text"
    if any(not 0 <= zone.start < zone.end <= len(text) for zone in found.zones):
        return "a zone lies outside the text"
    return ""


def _mention_problem(text: str, mention: SuggestedMention, scheme: Scheme) -> str:
    if not 0 <= mention.start < mention.end <= len(text):
        return f"a mention lies at {mention.start} to {mention.end} in {len(text)} characters"
    if mention.label not in scheme.entity_labels:
        return f"{mention.label!r} is no label of the scheme {scheme.name}"
    return "" if 0 <= mention.p <= 1 else f"{mention.p} is no probability"


def load_suggester(scheme_name: str, chosen: str | None = None) -> Suggester:
    """The suggester of the scheme of that name or path, or the one chosen by name instead.

    Raises:
        InputError: The scheme or a file that it names is not there.
        SchemeError: One of them is malformed, or they contradict each other.
        SuggesterError: No installed package offers the suggester, or it can't be made.
    """
    scheme = load_scheme(scheme_name)
    name = chosen or scheme.suggester
    if name == OWN:
        from annotator.suggest.engine import load_engine

        return load_engine(scheme_name)
    offered = suggesters()
    if name not in offered:
        from annotator.suggest.trained import MODELS, load_trained, trained_folder

        if (folder := trained_folder(name)) is not None:
            return Checked(load_trained(folder, scheme_name), scheme)
        if trained_folder(str(MODELS / name)) is not None:
            raise SuggesterError(
                f"{MODELS / name} was not better than the untrained suggester; to use it all the "
                f"same, give the path {MODELS / name}."
            )
        known = ", ".join(sorted({OWN, *offered}))
        raise SuggesterError(
            f"No installed package offers the suggester {name!r} (there are: {known}), and no "
            "folder that `annotator train` wrote is there; install it, or name another."
        )
    return Checked(_made(offered[name], scheme), scheme)


def suggesters() -> Mapping[str, EntryPoint]:
    """The suggesters that installed packages offer, by name."""
    return {point.name: point for point in entry_points(group=GROUP)}


def _made(point: EntryPoint, scheme: Scheme) -> Suggester:
    try:
        factory: Factory = point.load()
        return factory(scheme)
    except AnnotatorError:
        raise
    except Exception as error:  # another's code may fail in any way, when it is imported too
        raise SuggesterError(
            f"The suggester {point.name} ({point.value}) can't be made: "
            f"{type(error).__name__}: {error}; mend or reinstall its package."
        ) from error
