"""Label Studio's JSON, written: one list of tasks for each split, and the configuration to load."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import quoteattr

from annotator.domain.article import JsonValue
from annotator.domain.items import Attribution, Certainty, Mention, MentionKind, Stance, Zone
from annotator.domain.layer import Role
from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ZONE_LABEL
from annotator.exchange.format import Format, SplitFiles
from annotator.exchange.integrity import check_quotes, check_references, entity_name
from annotator.exchange.label_studio import CANONICAL, KIND, read, sniff
from annotator.exchange.losses import Part, unheld, written_stances
from annotator.exchange.utf16 import Utf16

HOLDS = Part.EVERYTHING & ~(Part.UNSTATED_HOLDER | Part.EVIDENCE | Part.SOURCE)
CONFIGURATION = "label_config.xml"


def write(documents: Iterable[AgreedDocument], target: Path, scheme: Scheme) -> Losses:
    """`{split}.json`, and the labelling configuration that shows it."""
    losses: Losses = Counter()
    begun: set[Split] = set()
    with SplitFiles(target, ".json") as files:
        for number, document in enumerate(documents, 1):
            task = json.dumps(_Task(document, number).value(), ensure_ascii=False)
            files.of(document.split).write(f"{',' if document.split in begun else '['}\n{task}")
            begun.add(document.split)
            losses += unheld(document, HOLDS)
        for split in sorted(begun):
            files.of(split).write("\n]\n")
    (target / CONFIGURATION).write_text(configuration(scheme), "utf-8", newline="\n")
    return losses


def configuration(scheme: Scheme) -> str:
    """The labelling configuration of a scheme, for the project that loads the tasks."""
    labels = [
        f"    <Label value={quoteattr(label.id)} background={quoteattr(label.colour)}/>"
        for label in scheme.entities
    ]
    labels.append(f'    <Label value="{ZONE_LABEL}" background="#BBBBBB"/>')
    relations = [*scheme.stance_labels, *Attribution, *Certainty]
    lines = [
        "<View>",
        '  <Labels name="label" toName="text">',
        *labels,
        "  </Labels>",
        '  <Relations choice="multiple">',
        *(f"    <Relation value={quoteattr(value)}/>" for value in relations),
        "  </Relations>",
        '  <Text name="text" value="$text" granularity="word"/>',
        f'  <TextArea name="{CANONICAL}" toName="text" perRegion="true" editable="true"/>',
        f'  <Choices name="{KIND}" toName="text" perRegion="true">',
        *(f"    <Choice value={quoteattr(kind)}/>" for kind in MentionKind),
        "  </Choices>",
        "</View>",
    ]
    return "\n".join(lines) + "\n"


class _Task:
    """A document while it becomes a task."""

    def __init__(self, document: AgreedDocument, number: int) -> None:
        self._document = document
        self._number = number
        self._offsets = Utf16(document.article.text)

    def value(self) -> dict[str, JsonValue]:
        """The task with its one annotation."""
        article, layer = self._document.article, self._document.layer
        title = article.title
        facts: dict[str, JsonValue] = {
            "title": None if title is None else {"start": title.start, "end": title.end},
            "source": article.source,
            "published": article.published,
            "language": article.language,
        }
        result: list[JsonValue] = [
            part for mention in layer.mentions() for part in self._mention(mention)
        ]
        result += [self._region(zone, ZONE_LABEL) for zone in layer.zones()]
        known = {mention.id for mention in layer.mentions()}
        for stance in written_stances(layer, HOLDS):
            check_references(article, stance, known)
            result.append(_relation(stance))
        return {
            "id": self._number,
            "data": {
                "text": article.text,
                "article": article.id,
                **{key: value for key, value in facts.items() if value is not None},
            },
            "meta": dict(article.meta),
            "annotations": [
                {
                    "id": self._number,
                    "result": result,
                    "was_cancelled": False,
                    "ground_truth": layer.author.role is Role.GOLD,
                }
            ],
            "predictions": [],
        }

    def _place(self, item: Mention | Zone) -> dict[str, JsonValue]:
        return {
            "start": self._offsets.to_units(item.start),
            "end": self._offsets.to_units(item.end),
            "text": self._document.article.text[item.start : item.end],
        }

    def _region(self, item: Mention | Zone, label: str) -> dict[str, JsonValue]:
        return {
            "id": item.id,
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {**self._place(item), "labels": [label]},
        }

    def _mention(self, mention: Mention) -> list[dict[str, JsonValue]]:
        """The region of a mention, then what is said about it."""
        check_quotes(self._document.article, mention)
        parts = [self._region(mention, mention.label)]
        about: dict[str, JsonValue] = {"id": mention.id, "to_name": "text"}
        place = {key: value for key, value in self._place(mention).items() if key != "text"}
        canonical = entity_name(self._document.article, mention, self._document.names)
        if canonical is not None:
            words: dict[str, JsonValue] = {**place, "text": [canonical]}
            parts.append({**about, "from_name": CANONICAL, "type": "textarea", "value": words})
        choice: dict[str, JsonValue] = {**place, "choices": [mention.kind.value]}
        parts.append({**about, "from_name": KIND, "type": "choices", "value": choice})
        return parts


def _relation(stance: Stance) -> dict[str, JsonValue]:
    return {
        "from_id": stance.holder,
        "to_id": stance.target,
        "type": "relation",
        "direction": "right",
        "labels": [stance.label, stance.attribution.value, stance.certainty.value],
    }


LABEL_STUDIO = Format(
    "label-studio",
    (".json",),
    "Label Studio JSON and JSON-MIN: regions, relations, predictions",
    sniff,
    read,
    write,
)
