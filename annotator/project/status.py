"""Where a project stands, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from annotator.domain.anchoring import Anchoring
from annotator.domain.layer import State
from annotator.project.anchoring import measure_anchoring
from annotator.project.queue import Queue
from annotator.project.workspace import Workspace
from annotator.storage.feedback import finished_since, finished_times, items_since
from annotator.storage.finished import active_ms, finished_articles, suggested_count
from annotator.storage.schemes import scheme_in_force


@dataclass(frozen=True, slots=True)
class Today:
    """What one annotator did since midnight and did not undo: articles, items decided or made."""

    articles: int
    items: int


@dataclass(frozen=True, slots=True)
class Status:
    """One annotator's progress and the project's; `finished` counts articles done by anybody.

    `elsewhere` counts articles of which others have every slot, `minutes_per_article` is the median
    active time of her finished articles, `anchoring` compares work without suggestions, if any.
    """

    annotator: str
    scheme: str
    states: dict[State, int]
    flagged: int
    suggested: int
    finished: int
    active_minutes: float
    today: Today
    elsewhere: int = 0
    minutes_per_article: float | None = None
    anchoring: Anchoring | None = None

    def record(self) -> dict[str, object]:
        """What `status --json` prints."""
        return {
            "articles": {
                **{state.value: self.states.get(state, 0) for state in State},
                "flagged": self.flagged,
            },
            "total": sum(self.states.values()),
            "suggested": self.suggested,
            "finished": self.finished,
            "annotator": self.annotator,
            "scheme": self.scheme,
            "active_minutes": self.active_minutes,
            "minutes_per_article": self.minutes_per_article,
            "today": {"articles": self.today.articles, "items": self.today.items},
            "with_others": self.elsewhere,
            "suggestions": None if self.anchoring is None else self.anchoring.record(),
        }


def project_status(workspace: Workspace) -> Status:
    """The status of the project for its present annotator."""
    counts = Queue(workspace).counts()
    name = workspace.settings.annotator
    in_force = workspace.read(scheme_in_force) or workspace.scheme
    times = workspace.read(lambda session: finished_times(session, name))
    return Status(
        annotator=name,
        scheme=f"{in_force.name} {in_force.version}",
        states=dict(counts.states),
        flagged=counts.flagged,
        suggested=workspace.read(suggested_count),
        finished=len(workspace.read(finished_articles)),
        today=done_today(workspace),
        elsewhere=counts.elsewhere,
        minutes_per_article=round(median(times) / 60_000, 1) if times else None,
        anchoring=measure_anchoring(workspace),
        active_minutes=round(workspace.read(lambda s: active_ms(s, name)) / 60_000, 1),
    )


def done_today(workspace: Workspace) -> Today:
    """What the present annotator did since midnight where she is."""
    name = workspace.settings.annotator
    now = workspace.clock().astimezone()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return workspace.read(
        lambda session: Today(
            finished_since(session, name, midnight), items_since(session, name, midnight)
        )
    )
