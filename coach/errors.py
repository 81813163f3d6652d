"""Everything that can go wrong while coaching.

CoachError
├── InputError        the caller's input cannot be used (exit code 2, HTTP 4xx)
├── SettingsError     a setting or the policy cannot be used (exit code 2)
│   └── PolicyError   a policy file that must not be used; says file:line
├── WeightsError      a weights file is missing, damaged or of another make
└── ModelError        the model provider failed (exit code 3, HTTP 502/503/504)
    ├── ModelUnreachable   no route, refused, reset, 5xx
    ├── ModelTimeout       the deadline passed
    ├── ModelMisconfigured wrong key, wrong model name, quota used up
    ├── ModelBusy          429 or overloaded; carries the seconds to wait, if told
    │   └── ModelPaused    it failed too often; it is left alone for some seconds
    └── ModelBadAnswer     an answer that is not a draft: wrong shape, cut off, empty
        └── ModelRefused   one that would not be better the next time: refused, filtered, too large
"""

from pathlib import Path


class CoachError(Exception):
    """A fault whose message is one line that says what is wrong and what to do."""


class InputError(CoachError):
    """The caller's input cannot be used."""


class SettingsError(CoachError):
    """A setting or the policy cannot be used."""


class PolicyError(SettingsError):
    """A policy file that must not be used."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        self.path, self.line, self.message = path, line, message
        super().__init__(f"{path}:{line}: {message}")


class WeightsError(CoachError):
    """A weights file is missing, damaged or of another make."""


class ModelError(CoachError):
    """The model provider failed; the built-in engine goes on without it."""


class ModelUnreachable(ModelError):
    """No route to the provider, or it answered with a fault of its own."""


class ModelTimeout(ModelError):
    """The deadline passed before the model had answered."""


class ModelMisconfigured(ModelError):
    """The provider refuses us: wrong key, wrong model name, or quota used up."""


class ModelBusy(ModelError):
    """The provider asks us to come back later."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds the provider asked us to wait, if it said so."""


class ModelPaused(ModelBusy):
    """The provider failed several times in a row, so it is left alone for some seconds."""


class ModelBadAnswer(ModelError):
    """What came back is no draft: wrong shape, cut off or empty."""


class ModelRefused(ModelBadAnswer):
    """What came back is no draft, and asking again would not change that: refused, filtered or too large."""
