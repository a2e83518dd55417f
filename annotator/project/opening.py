"""Opening an article: what a desk shows, and the adoption of suggestions at the first opening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.adoption import adopt, open_part
from annotator.domain.article import Article, Span
from annotator.domain.edits import ActorKind, Draft, apply_draft
from annotator.domain.entities import Entity
from annotator.domain.items import Mention
from annotator.domain.layer import Author, Layer, Role
from annotator.domain.questions import Question
from annotator.domain.queue import Visit
from annotator.domain.span_index import SpanIndex
from annotator.domain.suggestion import FILLED_IN
from annotator.errors import InputError
from annotator.project.workspace import Workspace
from annotator.storage.articles import get_article, noun_phrases
from annotator.storage.engine import Session
from annotator.storage.entities import entities_with
from annotator.storage.layer_parts import suggested_below
from annotator.storage.layers import (
    create_layer,
    find_layer,
    layer_rows,
    layers_of,
    load_layer,
)
from annotator.storage.log import append_edit
from annotator.storage.questions import questions_on
from annotator.storage.queue import (
    adopted_by,
    adopted_suggester,
    begins_plain,
    load_visit,
    mark_opened,
)


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything stored that a desk shows.

    `suggesters` are the open parts of the suggesters' layers in order of creation, `adopted` is the
    name of the one that the first opening adopted; there are none where she works without by draw.
    `entities` are those of their mentions.
    `phrases` are the noun phrases of the text, as far as parsed, `questions` what she asked.
    """

    article: Article
    layer_row: int
    layer: Layer
    suggesters: Sequence[Layer]
    adopted: str | None
    entities: Mapping[int, Entity]
    visit: Visit
    phrases: SpanIndex[Span]
    questions: tuple[Question, ...] = ()


def is_opened(workspace: Workspace, article: str) -> bool:
    """Whether this annotator has a layer on the article already."""
    author = Author(Role.ANNOTATOR, workspace.settings.annotator)
    return workspace.read(lambda session: find_layer(session, article, author)) is not None


def read_article(workspace: Workspace, article: str) -> Article:
    """The article as it can be read before it is opened.

    Raises:
        InputError: There is no such article.
    """
    found = workspace.read(lambda session: get_article(session, article))
    if found is None:
        raise InputError(f"There is no article {article}; `annotator status` lists them.")
    return found


def contents_of(session: Session, article: str, author: Author) -> Contents:
    """What is stored of an opened article.

    Raises:
        InputError: The article or the author's layer is gone.
    """
    found = get_article(session, article)
    row = find_layer(session, article, author)
    if found is None or row is None:
        raise InputError(f"Article {article} is no longer open for {author.name}; open it again.")
    layer = load_layer(session, row)
    plain = begins_plain(session, article, author.name)
    rows = () if plain else layer_rows(session, article, Role.SUGGESTER)
    suggesters = [open_part(suggested_below(session, row, FILLED_IN)) for row in rows]
    return Contents(
        article=found,
        layer_row=row,
        layer=layer,
        suggesters=suggesters,
        adopted=adopted_by(session, article, author.name),
        entities=entities_of(session, [layer, *suggesters]),
        visit=load_visit(session, article, author.name),
        phrases=SpanIndex(noun_phrases(session, article)),
        questions=tuple(questions_on(session, article, author.name)),
    )


def entities_of(session: Session, layers: Sequence[Layer]) -> dict[int, Entity]:
    """The entities of the mentions of these layers, by id."""
    mentions = (i for layer in layers for i in layer.items.values() if isinstance(i, Mention))
    return entities_with(session, {m.entity for m in mentions if m.entity is not None})


def whole_layer(session: Session, part: Layer) -> Layer:
    """A suggester's layer of which an open part is at hand.

    Raises:
        InputError: The article is gone.
    """
    row = find_layer(session, part.article, part.author)
    if row is None:
        raise InputError(f"The suggestions for article {part.article} are gone; open it again.")
    return load_layer(session, row)


@dataclass(frozen=True, slots=True)
class Adoption:
    """What a first opening stores: the draft, and the layer that it makes.

    `suggesters` are the open parts of the layers that she may see, `adopted` is the name of the one
    that the draft is from, `plain` says that she works without by draw.
    """

    draft: Draft
    layer: Layer
    suggesters: Sequence[Layer]
    adopted: str | None
    plain: bool


def adoption_of(workspace: Workspace, session: Session, article: str, author: Author) -> Adoption:
    """What a first opening would adopt now: what an earlier annotator did, or the newest."""
    plain = begins_plain(session, article, author.name)
    # Whoever works without them by draw has none, so that none are even read.
    suggesters = () if plain else layers_of(session, article, Role.SUGGESTER)
    adopted = adopted_suggester(session, article)
    newest = suggesters[-1] if suggesters else None
    chosen = next((s for s in suggesters if s.author.name == adopted), newest)
    empty = Layer(article, author)
    draft = adopt(empty, chosen, workspace.scheme.named_labels)
    name = chosen.author.name if chosen else None
    parts = [open_part(layer) for layer in suggesters]
    return Adoption(draft, apply_draft(empty, draft), parts, name, plain)


def adopted_layer(
    workspace: Workspace, session: Session, article: str, author: Author
) -> Layer | None:
    """What a first opening would make of an article; None where it comes without suggestions."""
    found = adoption_of(workspace, session, article, author)
    return None if found.plain else found.layer


def first_opening(
    workspace: Workspace, session: Session, article: str, author: Author, *, seen: bool = True
) -> None:
    """Create the layer and adopt, unless another window of hers was faster.

    Not `seen`: a bulk act opens it, and she does not come back to it before she was there.
    """
    if find_layer(session, article, author) is None:
        store_adoption(workspace, session, adoption_of(workspace, session, article, author), seen)


def store_adoption(
    workspace: Workspace, session: Session, adoption: Adoption, seen: bool = True
) -> int:
    """Store a first opening as one edit; the row id of the new layer."""
    article, author = adoption.layer.article, adoption.layer.author
    row, at = create_layer(session, article, author), workspace.clock()
    append_edit(
        session,
        row,
        0,
        adoption.draft,
        next_number=adoption.layer.next_number,
        actor_kind=ActorKind.POLICY,
        actor=author.name,
        at=at,
    )
    plain = adoption.plain
    mark_opened(session, article, author.name, adoption.adopted, at, plain=plain, seen=seen)
    return row


def contents_to_be(
    session: Session, article: Article, adoption: Adoption, layer_row: int = 0
) -> Contents:
    """What a desk shows after a first opening, which may be still to come."""
    return Contents(
        article=article,
        layer_row=layer_row,
        layer=adoption.layer,
        suggesters=adoption.suggesters,
        adopted=adoption.adopted,
        entities=entities_of(session, [adoption.layer, *adoption.suggesters]),
        visit=Visit(),
        phrases=SpanIndex(noun_phrases(session, article.id)),
    )
