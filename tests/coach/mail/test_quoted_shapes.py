"""Every shape of the data files: the newest message is right, and no word of the customer's is lost."""

import pytest

from coach.mail.parse import parse_mail
from tests.coach.mail.shapes_of_quotes import Case, cases, squeezed

CASES = tuple(cases())
LEAST_RIGHT = 0.95


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_word_of_the_customers_is_lost(case: Case) -> None:
    mail = parse_mail(case.source)
    body, everything = squeezed(mail.body), squeezed(f"{mail.body} {mail.quoted}")
    own = [line for line in (case.newest or "").split("\n") if line.strip()] + list(case.holds)
    assert not [line for line in own if squeezed(line) not in body]
    assert not [piece for piece in case.kept if squeezed(piece) not in everything]


def test_the_newest_message_is_told_from_what_it_quotes() -> None:
    told = [case for case in CASES if case.newest is not None]
    wrong = [case.name for case in told if squeezed(parse_mail(case.source).body) != squeezed(str(case.newest))]
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(told), wrong


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.source != case.newest and not case.name.startswith("traps")], ids=lambda case: case.name
)
def test_the_rule_that_cut_is_named_where_something_was_quoted(case: Case) -> None:
    mail = parse_mail(case.source)
    assert (mail.cut_by is None) == (case.name.endswith("disclaimer below") or bool(case.holds))
