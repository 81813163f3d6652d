"""One gold fault put into a clean reply: the sentence that carries it, from another case, at a place like its own."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evals.models import DIMENSION_OF, GoldCase
from evals.mutation.mutants import FAULT, Host, Mutant, body_sentences, hosts_of, order
from evals.steps.collect import fold_of
from knowledge.models import Language, Span

EACH = 30
"""Faults of one rule and language that are put into replies, at most."""


class Donor(NamedTuple):
    """A faulty sentence and where it comes from."""

    case: GoldCase
    id: str
    rule: str
    sentence: str
    depth: float
    """How far down its reply it stands, 0 to 1."""


def faulty(cases: Sequence[GoldCase]) -> list[Mutant]:
    """The mutants of all languages and rules; donor and host are of one fold, so that the fold's own model knows neither."""
    hosts = hosts_of(cases)
    donors = [donor for case in cases for donor in _donors(case)]
    found = []
    for language in Language:
        own_hosts = [host for host in hosts if host.case.lang is language]
        for rule in sorted(DIMENSION_OF):
            own = sorted((one for one in donors if (one.case.lang, one.rule) == (language, rule)), key=lambda one: order(one.id))
            found += [mutant for donor in own[:EACH] if (mutant := _mutant(donor, own_hosts)) is not None]
    return found


def _donors(case: GoldCase) -> Iterator[Donor]:
    for reply in case.replies:
        sentences = body_sentences(reply.body, case.lang)
        for number, finding in enumerate(reply.findings):
            at = reply.body.index(finding.span)
            holding = [span for span in sentences if span.start <= at and at + len(finding.span) <= span.end]
            if holding:
                text = " ".join(reply.body[holding[0].start : holding[0].end].split())
                depth = sentences.index(holding[0]) / max(1, len(sentences) - 1)
                yield Donor(case, f"{reply.id}/{number}", finding.rule, text, depth)


def _mutant(donor: Donor, hosts: Sequence[Host]) -> Mutant | None:
    fitting = [one for one in hosts if one.case.id != donor.case.id and fold_of(one.case) == fold_of(donor.case)]
    if not fitting:
        return None
    host = min(fitting, key=lambda one: (*_distance(one.case, donor.case), order(f"{donor.id} {one.reply.id}")))
    text, place = _put(host, donor)
    return Mutant(f"{host.reply.id}+{donor.id}", host, FAULT, text, donor.rule, place)


def _distance(one: GoldCase, other: GoldCase) -> tuple[bool, bool]:
    """Cases of the same trade come first, then those about the same matter."""
    return one.domain != other.domain, _issues(one).isdisjoint(_issues(other))


def _issues(case: GoldCase) -> set[str]:
    return set(case.reading.issues) if case.reading else set()


def _put(host: Host, donor: Donor) -> tuple[str, Span]:
    """Behind the sentence that stands about as far down, on the same line."""
    body = host.reply.body
    sentences = body_sentences(body, host.case.lang)
    if not sentences:
        return f"{body}\n{donor.sentence}", Span(len(body) + 1, len(body) + 1 + len(donor.sentence))
    at = sentences[round(donor.depth * (len(sentences) - 1))].end
    return f"{body[:at]} {donor.sentence}{body[at:]}", Span(at + 1, at + 1 + len(donor.sentence))
