"""`annotator mine`: what gold says about your finished work."""

from __future__ import annotations

from dataclasses import asdict

from annotator.cli.options import As, Db, Json, SchemeName, answer, answer_json, project


def mine(db: Db = None, name: As = None, scheme: SchemeName = None, as_json: Json = False) -> None:
    """Show your finished work against gold, by kind of disagreement, the newest gold first."""
    from annotator.domain.feedback import kind_counts
    from annotator.project.mine import compared_articles, my_feedback

    with project(db, name, scheme) as workspace:
        places, compared = my_feedback(workspace), compared_articles(workspace)
        who = workspace.settings.annotator
    counts = kind_counts(places)
    if as_json:
        answer_json(
            {
                "annotator": who,
                "articles": compared,
                "kinds": dict(counts.most_common()),
                "places": [asdict(place) for place in places],
            }
        )
        return
    answer(f"{who}: {compared} finished articles have gold, which differs in {len(places)} places")
    for kind, count in counts.most_common():
        answer(f"{count:>6}  {kind}")
    for place in places:
        answer(f"\n{place.article} {place.span.start}..{place.span.end}  {', '.join(place.kinds)}")
        answer(f"  yours: {place.own}")
        answer(f"  gold:  {place.gold}")
        if place.note:
            answer(f"  note:  {place.note}")
