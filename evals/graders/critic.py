"""What a critic got right on one labelled reply.

A finding is right when it overlaps a labelled span of its dimension; matching is one to one. A finding that covers more than
one sentence is wrong wherever it lies. Every finding counts, whatever its severity.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from evals.models import DIMENSION_OF, HEADLINE, MET, GoldCase, GoldReply, GradedText, Mark, Outcome, PredictedFinding, Prediction
from knowledge.models import Dimension, Severity, Span

STRICT_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")
"""A reader who knows no abbreviations: what he sees as two sentences is too much for one finding."""
TOUCH = 5
"""Code points of a sentence that a finding must cover to reach into it."""
SHOWN = (Severity.ERROR, Severity.WARNING)
OUTCOMES: tuple[Outcome, ...] = ("tn", "fp", "fn", "tp")


def grade_reply(case: GoldCase, reply: GoldReply, prediction: Prediction) -> Counter[str]:
    """Counts that add up over replies: found, right, predicted and gold by dimension, errors, false alarms, merits."""
    counts: Counter[str] = Counter()
    for dimension in (*HEADLINE, Dimension.OTHER):
        counts.update(_spans(reply, prediction, dimension))
    counts.update(_errors(reply, prediction))
    counts.update(_alarms(reply, prediction))
    counts.update(_merits(case, reply, prediction))
    counts.update(_rules(reply, prediction))
    return counts


def mark_reply(case: GoldCase, reply: GoldReply, prediction: Prediction) -> GradedText:
    """The reply with the faults that people labelled, whether each was found, and those that the critic said, whether each is right."""
    gold = [(DIMENSION_OF[one.rule], one.rule, at := reply.body.index(one.span), at + len(one.span)) for one in reply.findings]
    said = [(one.dimension, Span(one.start, one.end)) for one in prediction.findings]
    return GradedText(
        id=reply.id,
        text=reply.body,
        gold=tuple(
            Mark(
                rule=rule,
                dimension=dimension,
                start=start,
                end=end,
                right=any(of is dimension and _overlap(Span(start, end), place) for of, place in said),
            )
            for dimension, rule, start, end in sorted(gold, key=lambda one: one[2:])
        ),
        said=tuple(
            Mark(
                **one.model_dump(include={"rule", "also", "dimension", "severity", "start", "end"}),
                right=in_one_sentence(reply.body, one) and _hits(reply, one.dimension, Span(one.start, one.end)),
            )
            for one in prediction.findings
        ),
        merits=dict(_outcomes(case, reply, prediction)),
    )


def _spans(reply: GoldReply, prediction: Prediction, dimension: Dimension) -> Counter[str]:
    gold = reply.spans(dimension)
    predicted = [one for one in prediction.findings if one.dimension is dimension]
    usable = [Span(one.start, one.end) for one in predicted if in_one_sentence(reply.body, one)]
    right = _pairs(gold, usable)
    # Several faults of one dimension inside one predicted span are all found by it.
    touched = sum(any(_overlap(span, one) for one in usable) for span in gold)
    return Counter(
        {
            f"{dimension}.gold": len(gold),
            f"{dimension}.predicted": len(predicted),
            f"{dimension}.right": right,
            f"{dimension}.found": max(right, touched),
        }
    )


def in_one_sentence(body: str, finding: PredictedFinding) -> bool:
    """Whether a finding reaches into one sentence at most."""
    return sum(min(finding.end, m.end()) - max(finding.start, m.start()) >= TOUCH for m in STRICT_SENTENCE.finditer(body)) <= 1


def _pairs(gold: Sequence[Span], predicted: Sequence[Span]) -> int:
    """Number of one-to-one pairs, those with the longest overlap first."""
    overlaps = sorted(
        ((min(g.end, p.end) - max(g.start, p.start), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted) if _overlap(g, p)),
        reverse=True,
    )
    left: set[int] = set()
    right: set[int] = set()
    for _, i, j in overlaps:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
    return len(left)


def _errors(reply: GoldReply, prediction: Prediction) -> Counter[str]:
    errors = [one for one in prediction.findings if one.severity is Severity.ERROR]
    right = sum(in_one_sentence(reply.body, one) and _hits(reply, one.dimension, Span(one.start, one.end)) for one in errors)
    headline = [(dimension, span) for dimension in HEADLINE for span in reply.spans(dimension)]
    places = [(one.dimension, Span(one.start, one.end)) for one in errors]
    found = sum(any(of is dimension and _overlap(span, place) for of, place in places) for dimension, span in headline)
    return Counter({"errors": len(errors), "errors.right": right, "headline.gold": len(headline), "headline.found_by_error": found})


def _alarms(reply: GoldReply, prediction: Prediction) -> Counter[str]:
    if reply.findings:
        return Counter()
    severities = {one.severity for one in prediction.findings}
    return Counter({"clean": 1, "clean.error": int(Severity.ERROR in severities), "clean.shown": int(bool(severities & set(SHOWN)))})


def _merits(case: GoldCase, reply: GoldReply, prediction: Prediction) -> Iterator[str]:
    for name, outcome in _outcomes(case, reply, prediction):
        yield f"{name}.{outcome}"


def _outcomes(case: GoldCase, reply: GoldReply, prediction: Prediction) -> Iterator[tuple[str, Outcome]]:
    for name in MET:
        if name not in reply.uncertain and name not in case.undecided:
            yield name, OUTCOMES[2 * (name in reply.met) + (name in prediction.met)]


def _rules(reply: GoldReply, prediction: Prediction) -> Counter[str]:
    counts: Counter[str] = Counter()
    for finding in reply.findings:
        at = reply.body.index(finding.span)
        span = Span(at, at + len(finding.span))
        counts[f"rule:{finding.rule}.gold"] += 1
        counts[f"rule:{finding.rule}.found"] += any(
            one.dimension is DIMENSION_OF[finding.rule] and _overlap(span, Span(one.start, one.end)) for one in prediction.findings
        )
        counts[f"rule:{finding.rule}.named"] += any(
            finding.rule in (one.rule, *one.also) and _overlap(span, Span(one.start, one.end)) for one in prediction.findings
        )
    for one in prediction.findings:
        counts[f"rule:{one.rule}.said"] += 1
        counts[f"rule:{one.rule}.right"] += in_one_sentence(reply.body, one) and _hits(reply, one.dimension, Span(one.start, one.end))
    return counts


def _hits(reply: GoldReply, dimension: Dimension, span: Span) -> bool:
    return any(_overlap(gold, span) for gold in reply.spans(dimension))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
