"""``python -m evals.training.card``: the model card that people read, from ``card.json`` and the figures out of fold."""

import json
from pathlib import Path
from typing import Any

from coach.checks.model import FOLDER
from evals.counts import ALL
from evals.estimate import Estimate
from evals.models import HEADLINE, Suite
from evals.predictions import OWN, read_predictions
from evals.steps.collect import digest, read_cases
from evals.steps.grade import grade
from evals.steps.report import EvalReport, Scope, report
from knowledge.models import Dimension

NAME = "CARD.md"

TEXT = """# Model card: the learned critic

What it is: small linear models over the n-grams of sentences, and a network over their scores, trained from nothing on labelled replies;
NumPy alone runs it. It marks sentences that careful readers would find defensive, lecturing, promising too much or otherwise faulty, and
says which of ten merits a reply has. Made by `python -m evals.training.card` from `card.json`; a test keeps it current.

## Data
{count} labelled cases (sha256 `{sha256}`). {limits_upper}. Every case is an invented mail with replies; no customer's mail was used.

| language | replies | sentences | made for features | weights (sha256) | said out of fold (sha256) |
| --- | --- | --- | --- | --- | --- |
{languages}

## Figures out of fold
Five folds by case: every reply was judged by weights that had not seen its case. The learned part alone, on {measured} of the product's
own cases; values with 95 % intervals. A finding counts when it overlaps a labelled span of its dimension, whatever its tier.

| | {scopes} |
| --- |{rules}
{figures}

Tiers: an `error` may hold a draft back and is set to be right about nine times in ten; a `warning` stands where precision and recall
balance; findings of the dimension *other* are `hint`s. Thresholds are chosen for each language inside the training folds and are part
of the weights.

## Limits
- Figures on invented cases are figures on such cases. Who labels otherwise will see other figures; `coach evals agreement` tells how far.
- A single fault in an otherwise faultless reply is found less often than one among others: see `evals/benchmarks/mutation.json`.
- Irony, quiet condescension and faults that only the customer's mail reveals are mostly missed: it does not read the mail.
- The languages are English, Italian, French and Polish; a text in another one is refused before it comes here.
- Replies far shorter or longer than some 40 to 200 words were not measured.

## Not to be used for
- Judging, ranking or paying the people who write: it sees sentences, not service, and it is wrong about every third finding.
- Deciding that a mail may go out unread: what it passes is not thereby good, true or authorised.
- Reading customers' mails, or any text that is not a reply to one.
"""


def write_card(folder: Path, measured: EvalReport) -> None:
    """Write the card beside the ``card.json`` of a folder of weights."""
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    (folder / NAME).write_text(document(card, measured), encoding="utf-8")


def own_figures() -> EvalReport:
    """The learned critic on the product's own cases, as it was recorded out of fold."""
    cases = read_cases()
    return report(grade(cases, read_predictions(cases, (OWN,))), Suite.LEARNED, digest(cases))


def document(card: dict[str, Any], measured: EvalReport) -> str:
    """The card as a Markdown page."""
    languages = "\n".join(
        f"| {name} | {one['replies']} | {one['sentences']} | `{one['features']}` | `{one['weights_sha256'][:16]}` | "
        f"`{one['out_of_fold_sha256'][:16]}` |"
        for name, one in card["languages"].items()
    )
    rows = [f"| {name} | {' | '.join(_spoken(_figure(scope, name)) for scope in measured.scopes.values())} |" for name in FIGURES]
    return TEXT.format(
        count=card["cases"]["count"],
        sha256=card["cases"]["sha256"],
        limits_upper=card["limits"][0].upper() + card["limits"][1:],
        languages=languages,
        measured=measured.cases,
        scopes=" | ".join("all" if name == ALL else name for name in measured.scopes),
        rules=" --- |" * len(measured.scopes),
        figures="\n".join(rows),
    )


FIGURES = (
    "headline span F1",
    *(f"{dimension}, {figure}" for dimension in (*HEADLINE, Dimension.OTHER) for figure in ("precision", "recall")),
    "errors right",
    "headline faults found by an error",
    "clean replies with an error",
    "clean replies with a warning or error",
    "presence rules, mean balanced accuracy",
)


def _figure(scope: Scope, name: str) -> Estimate:
    plain = {
        "headline span F1": scope.headline_f1,
        "errors right": scope.error_precision,
        "headline faults found by an error": scope.error_recall,
        "clean replies with an error": scope.clean_with_error,
        "clean replies with a warning or error": scope.clean_with_warning,
        "presence rules, mean balanced accuracy": scope.met_mean,
    }
    if name in plain:
        return plain[name]
    dimension, _, figure = name.partition(", ")
    estimate: Estimate = getattr(scope.dimensions[Dimension(dimension)], figure)
    return estimate


def _spoken(one: Estimate) -> str:
    return f"{one.value:.3f} [{one.low:.2f}, {one.high:.2f}]"


if __name__ == "__main__":
    write_card(FOLDER, own_figures())
