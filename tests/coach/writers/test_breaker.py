"""The circuit breaker: open after several failures, half open after a rest, closed by one success."""

import pytest

from coach.errors import ModelBadAnswer, ModelBusy, ModelError, ModelPaused, ModelUnreachable
from coach.writers.breaker import FAILURES, FIRST_REST, LONGEST_REST, Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def attempt(breaker: Breaker, error: ModelError | None = None) -> None:
    with breaker.watching():
        if error:
            raise error


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock=clock)
    for _ in range(FAILURES):
        with pytest.raises(ModelUnreachable):
            attempt(breaker, ModelUnreachable("no route"))
    return breaker


def test_it_opens_after_failures_in_a_row_and_says_why_and_for_how_long() -> None:
    with pytest.raises(ModelPaused, match="no route") as paused:
        attempt(opened(Clock()))
    assert paused.value.retry_after == FIRST_REST


def test_a_success_in_between_keeps_it_closed() -> None:
    breaker = Breaker(clock=Clock())
    for _ in range(3 * FAILURES):
        with pytest.raises(ModelUnreachable):
            attempt(breaker, ModelUnreachable("no route"))
        attempt(breaker)


def test_bad_answers_do_not_open_it() -> None:
    breaker = Breaker(clock=Clock())
    for _ in range(3 * FAILURES):
        with pytest.raises(ModelBadAnswer):
            attempt(breaker, ModelBadAnswer("word salad"))


def test_after_the_rest_one_request_probes_while_others_wait_and_its_success_closes() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += FIRST_REST
    with breaker.watching(), pytest.raises(ModelPaused):
        attempt(breaker)
    attempt(breaker)


def test_each_failed_probe_doubles_the_rest_up_to_a_limit() -> None:
    clock = Clock()
    breaker = opened(clock)
    rests = []
    for _ in range(6):
        with pytest.raises(ModelPaused) as paused:
            attempt(breaker)
        rests.append(paused.value.retry_after)
        clock.now += rests[-1]
        with pytest.raises(ModelUnreachable):
            attempt(breaker, ModelUnreachable("no route"))
    assert rests == [FIRST_REST, 2, 4, 8, LONGEST_REST, LONGEST_REST]


def test_a_probe_that_was_given_up_lets_the_next_one_try() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += FIRST_REST
    with pytest.raises(KeyboardInterrupt), breaker.watching():
        raise KeyboardInterrupt
    attempt(breaker)


def test_it_rests_as_long_as_the_provider_asked_for_within_reason() -> None:
    breaker = Breaker(clock=Clock())
    for _ in range(FAILURES):
        with pytest.raises(ModelBusy):
            attempt(breaker, ModelBusy("busy", 4.0))
    with pytest.raises(ModelPaused) as paused:
        attempt(breaker)
    assert paused.value.retry_after == 4.0
