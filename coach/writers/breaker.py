"""The circuit breaker of one model endpoint: after several failures in a row it is left alone for a while."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from coach.errors import ModelBusy, ModelError, ModelMisconfigured, ModelPaused, ModelTimeout, ModelUnreachable

FAILURES = 5
"""Requests that must fail in a row before the endpoint is left alone."""
FIRST_REST, LONGEST_REST = 1.0, 10.0
"""Seconds; a rest doubles with each probe that fails."""
OUTAGES = (ModelUnreachable, ModelTimeout, ModelBusy, ModelMisconfigured)
"""Failures of the endpoint; a bad answer is a failure of the model, and the next one may be good."""


class Breaker:
    """Closed while requests succeed; open during a rest; half open while one request tries whether the endpoint is back."""

    def __init__(
        self, first_rest: float = FIRST_REST, longest_rest: float = LONGEST_REST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._first_rest, self._longest_rest, self._clock = first_rest, longest_rest, clock
        self._failures = 0
        self._rest = 0.0
        self._closed_until = 0.0
        self._probing = False
        self._cause = ""

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Around one request; raises ModelPaused, with the seconds to wait, instead of letting it go to an endpoint at rest."""
        probe = self._admit()
        try:
            yield
        except OUTAGES as error:
            self._failed(error, probe=probe)
            raise
        except ModelError:
            self._recovered()
            raise
        else:
            self._recovered()
        finally:
            if probe:
                self._probing = False

    def _admit(self) -> bool:
        """Whether this request is the probe of a half-open endpoint."""
        if self._failures < FAILURES:
            return False
        left = self._closed_until - self._clock()
        if left > 0 or self._probing:
            wait = max(left, self._first_rest)
            raise ModelPaused(
                f"the provider failed {self._failures} times in a row, it is asked again in {wait:.0f} s; {self._cause}", wait
            )
        self._probing = True
        return True

    def _failed(self, error: ModelError, *, probe: bool) -> None:
        self._failures += 1
        self._cause = str(error)
        if probe or self._failures == FAILURES:
            self._rest = min(self._longest_rest, self._rest * 2 or self._first_rest)
            told = error.retry_after if isinstance(error, ModelBusy) and error.retry_after else 0.0
            self._closed_until = self._clock() + max(self._rest, min(told, self._longest_rest))

    def _recovered(self) -> None:
        self._failures, self._rest = 0, 0.0
