"""Published and validated figures, read in place from the folder ANNOTATOR_ORACLES.

One table maps the names of measures to ours; cases of other measures are skipped by name. The
folder's `SOURCES.md` tells where each figure comes from.
"""

import json
import math
import os
from collections import Counter
from pathlib import Path

import pytest

from annotator.domain.agreement.dawid_skene import Response, fit_dawid_skene
from annotator.domain.agreement.gamma import (
    Dissimilarity,
    Placed,
    best_alignment,
    gamma,
    observed_disorder,
)
from annotator.domain.agreement.measure import Estimate, Undefined
from annotator.domain.agreement.relations import Relation, relation_agreement
from annotator.domain.agreement.reliability import (
    Rated,
    alpha_nominal,
    cohen_kappa,
    gwet_ac1,
    percent_agreement,
)
from annotator.domain.agreement.spans import (
    Schema,
    pairwise_strict_f1,
    semeval_counts,
    set_score,
)
from annotator.domain.agreement.unitizing import (
    Continuum,
    Section,
    Unit,
    alpha_u,
    label_disagreements,
    section_distance,
)
from annotator.domain.evaluation import LabelledSpan

ROOT = Path(__file__).parents[4]
DEFAULT = Path(os.environ.get("ANNOTATOR_SHARED", ROOT.parent / "shared")) / "oracles"
FOLDER = Path(os.environ.get("ANNOTATOR_ORACLES", DEFAULT))
AT_LEAST = 109
"""Cases of required measures in the default folder."""


def hashable(value):
    """A JSON value as a label or an end: lists are sets of labels only where the caller says so."""
    return tuple(map(hashable, value)) if isinstance(value, list) else value


def units(data):
    as_sets = data["kind"] == "reliability_sets"

    def label(value):
        if value is None or not isinstance(value, list):
            return value
        return frozenset(map(hashable, value)) if as_sets else hashable(value)

    return [Rated(tuple(map(label, labels)), count) for count, *labels in data["rows"]]


def spans(rows):
    return [LabelledSpan(*row[:2], row[2] if len(row) > 2 else "") for row in rows]


def documents(data, params):
    wanted = params.get("document")
    return [
        {name: spans(rows) for name, rows in readers.items() if rows is not None}
        for document, readers in data["spans"].items()
        if wanted is None or document == wanted
    ]


def pairwise(data, params):
    return pairwise_strict_f1(documents(data, params), params.get("label"))


def set_counts(data, *, labelled):
    score = set_score(spans(data["gold"]), spans(data["pred"]), labelled=labelled)
    return {
        "tp": score.right, "fp": score.spurious, "fn": score.missed,
        "precision": score.precision, "recall": score.recall, "f1": score.f1,
    }  # fmt: skip


def semeval(schema):
    def measure(data, _params):
        found = semeval_counts(spans(data["gold"]), spans(data["pred"]), schema)
        return {
            "correct": found.correct, "incorrect": found.incorrect, "partial": found.partial,
            "missed": found.missed, "spurious": found.spurious, "actual": found.actual,
            "possible": found.possible, "precision": found.precision, "recall": found.recall,
            "f1": found.f1,
        }  # fmt: skip

    return measure


def relations(data, _params):
    found = relation_agreement(
        *(
            [Relation(hashable(h), hashable(t), hashable(x)) for h, t, x, *_ in data[side]]
            for side in "ab"
        )
    )
    return {
        "strict_f1": found.strict, "unlabelled_f1": found.unlabelled,
        "kappa_matched": found.kappa, "n_matched": found.matched, "share_matched": found.share,
    }  # fmt: skip


def ac1(data):
    return gwet_ac1(units(data), data.get("categories"))


def unitized(data):
    found = [Unit(rater, start, end, label) for rater, start, end, label in data["units"]]
    start = data.get("continuum_begin", 0)
    return found, Continuum(start, data["continuum_length"], data["raters"])


def disagreements(data, params):
    return label_disagreements(*unitized(data), params["category"])


def section_distances(data, _params):
    return [
        section_distance(Section(a, b, c is not None), Section(d, e, f is not None))
        for a, b, c, d, e, f in data["rows"]
    ]


def dawid_skene(data):
    return fit_dawid_skene([Response(*map(hashable, row)) for row in data["rows"]])


def decided(data, _params):
    return {str(item): label for item, label in dawid_skene(data).decided.items()}


def dissimilarity(params):
    given = {name: params[name] for name in ("alpha", "beta", "delta_empty") if name in params}
    table = params.get("category_dissimilarity")
    if table is not None:
        # The library that made the figure sorts the labels before it looks them up.
        labels = sorted(params["category_order"])
        given["labels"] = {
            (one, other): table[i][j]
            for i, one in enumerate(labels)
            for j, other in enumerate(labels)
        }
    return Dissimilarity(**given)


def readings(data):
    names = data.get("annotators") or list(dict.fromkeys(row[0] for row in data["units"]))
    return [[Placed(*row[1:]) for row in data["units"] if row[0] == name] for name in names]


def pair_dissimilarities(data, params):
    distance = dissimilarity(params)
    return [
        [distance.position(a, b), distance.label(a, b), distance.combined(a, b)]
        for a, b in ((Placed(*one), Placed(*other)) for one, other in data["rows"])
    ]


REQUIRED = {
    "set_strict": lambda data, _p: set_counts(data, labelled=True),
    "set_exact": lambda data, _p: set_counts(data, labelled=False),
    "pairwise_f1_strict_mean": lambda data, p: pairwise(data, p).mean,
    "pairwise_f1_strict_sd_population": lambda data, p: pairwise(data, p).deviation,
    "semeval_strict": semeval(Schema.STRICT),
    "semeval_exact": semeval(Schema.EXACT),
    "semeval_partial": semeval(Schema.PARTIAL),
    "semeval_ent_type": semeval(Schema.TYPE),
    "cohen_kappa": lambda data, _p: cohen_kappa(units(data)),
    "cohen_kappa_pair": lambda data, p: cohen_kappa(units(data), tuple(p["pair"])),
    "percent_agreement": lambda data, _p: percent_agreement(units(data)),
    "alpha_nominal": lambda data, _p: alpha_nominal(units(data)),
    "relation_f1_and_kappa": relations,
    "relation_label_kappa_on_matched_pairs": lambda data, p: relations(data, p)["kappa_matched"],
}
MORE = {
    "gwet_ac1": lambda data, _p: ac1(data).coefficient,
    "gwet_ac1_pa": lambda data, _p: ac1(data).observed,
    "gwet_ac1_pe": lambda data, _p: ac1(data).chance,
    "alpha_U": lambda data, _p: alpha_u(*unitized(data)),
    "alpha_U_category": lambda data, p: alpha_u(*unitized(data), p["category"]),
    "alpha_U_Do_category": lambda data, p: disagreements(data, p).observed,
    "alpha_U_De_category": lambda data, p: disagreements(data, p).expected,
    "alpha_U_section_distance": section_distances,
    "gamma": lambda data, p: gamma(readings(data), dissimilarity(p), samples=200),
    "gamma_observed_disorder": lambda data, p: observed_disorder(readings(data), dissimilarity(p)),
    "gamma_best_alignment_size": lambda data, p: len(
        best_alignment(readings(data), dissimilarity(p))
    ),
    "gamma_pair_dissimilarity[positional,categorical,combined]": pair_dissimilarities,
    "dawid_skene_labels": decided,
    "dawid_skene_class_marginals": lambda data, _p: list(dawid_skene(data).prevalence),
    "dawid_skene_confusion": lambda data, p: dawid_skene(data).confusion[hashable(p["rater"])],
}
MEASURES = {**REQUIRED, **MORE}


def cases():
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        for number, case in enumerate(content.get("cases", [])):
            data = case["dataset"]
            data = content["datasets"].get(data) if isinstance(data, str) else data
            name = f"{path.stem}-{case.get('id', number)}"
            found.append(pytest.param(case, data, id=name.replace("::", "-")))
    return found


def check(found, expected, tolerance):
    """Hold what was found against what is expected, part by part."""
    if isinstance(found, Estimate):
        found = found.value
    if expected == "ambiguous":
        return
    if expected == "undefined" or expected is None:
        assert found is None or isinstance(found, Undefined)
    elif isinstance(expected, dict):
        assert set(expected) <= set(found)
        for key, part in expected.items():
            check(found[key], part, tolerance)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, part in zip(found, expected, strict=True):
            check(one, part, tolerance)
    elif isinstance(expected, str | bool):
        assert found == expected
    else:
        assert isinstance(found, int | float), f"undefined or no number: {found}"
        # Some sources compute in single precision, which tells no more than seven digits.
        assert math.isclose(found, expected, rel_tol=1e-7, abs_tol=tolerance or 1e-9), found


@pytest.mark.parametrize(("case", "data"), cases())
def test_oracle(case, data):
    measure = case["measure"]
    if measure not in MEASURES:
        pytest.skip(f"{measure} is not among our measures")
    if data is None or data.get("kind") == "external":
        pytest.skip(f"the data of {case['dataset']} stays with its source")
    check(
        MEASURES[measure](data, case.get("params") or {}),
        case["expected"],
        case.get("tolerance") or 0,
    )


def test_oracles_of_every_required_measure_are_at_hand():
    if not FOLDER.is_dir():
        reason = f"{FOLDER} is missing; set ANNOTATOR_ORACLES"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    ran = Counter(
        param.values[0]["measure"]
        for param in cases()
        if param.values[0]["measure"] in REQUIRED and param.values[1] is not None
    )
    if FOLDER.resolve() == DEFAULT.resolve():
        assert set(ran) == set(REQUIRED)
        assert ran.total() >= AT_LEAST
    else:
        assert cases(), f"{FOLDER} holds no case"
