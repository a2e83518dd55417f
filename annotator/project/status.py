"""Where a project stands, in figures."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.domain.layer import State
from annotator.project.queue import Queue
from annotator.project.workspace import Workspace
from annotator.storage.finished import active_ms, finished_articles, suggested_count
from annotator.storage.schemes import scheme_in_force


@dataclass(frozen=True, slots=True)
class Status:
    """One annotator's progress and the project's; `finished` counts articles done by anybody."""

    annotator: str
    scheme: str
    states: dict[State, int]
    flagged: int
    suggested: int
    finished: int
    active_minutes: float

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
        }


def project_status(workspace: Workspace) -> Status:
    """The status of the project for its present annotator."""
    counts = Queue(workspace).counts()
    name = workspace.settings.annotator
    in_force = workspace.read(scheme_in_force) or workspace.scheme
    return Status(
        annotator=name,
        scheme=f"{in_force.name} {in_force.version}",
        states=dict(counts.states),
        flagged=counts.flagged,
        suggested=workspace.read(suggested_count),
        finished=len(workspace.read(finished_articles)),
        active_minutes=round(workspace.read(lambda s: active_ms(s, name)) / 60_000, 1),
    )
