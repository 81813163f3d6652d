"""The checks of ``coach doctor``: each finds one thing sound and says what it found, or says what to do."""

import asyncio
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from coach.errors import CoachError, InputError, ModelError
from coach.settings import Settings, load_settings
from coach.telemetry import SWITCHES
from knowledge.errors import KnowledgeError
from knowledge.models import Language
from ui.faults import where

OLDEST_PYTHON, FIRST_PYTHON_AFTER = (3, 11), (3, 13)
SECONDS = 15.0
"""How long a model may take to answer a short question."""


class Check(NamedTuple):
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str
    """What was found, or what to do."""


class Probe(BaseModel):
    """What the model is asked for."""

    model_config = ConfigDict(extra="forbid")

    wet: bool


def check_up() -> list[Check]:
    """Look at everything; what needs settings is left out when they cannot be read."""
    checks = [_check("python", _python)]
    try:
        settings = load_settings()
    except CoachError as error:
        return [*checks, Check("settings", ok=False, detail=str(error))]
    checks.append(Check("settings", ok=True, detail=_changed(settings)))
    return checks + [_check(name, look) for name, look in _looks(settings)]


def _looks(settings: Settings) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "policy", partial(_policy, settings)
    yield "guidelines", _guidelines
    yield "rules", partial(_rules, settings)
    for language in Language:
        yield f"weights {language}", partial(_weights, language)
    yield "home", partial(_home, settings)
    yield "index", partial(_index, settings)
    yield "embeddings", partial(_embeddings, settings)
    yield "model", partial(_model, settings)
    yield "telemetry", _telemetry


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, detail=look())
    except (CoachError, KnowledgeError) as error:
        return Check(name, ok=False, detail=str(error))
    except OSError as error:
        return Check(name, ok=False, detail=f"{error.filename or name}: {error.strerror or error}")
    except Exception as error:
        return Check(name, ok=False, detail=f"internal error ({where(error)}); please report it")


def _python() -> str:
    if not OLDEST_PYTHON <= sys.version_info < FIRST_PYTHON_AFTER:
        raise InputError(f"{platform.python_version()} is not supported; install Python 3.11 or 3.12")
    return platform.python_version()


def _changed(settings: Settings) -> str:
    from coach.settings import variable_of

    return ", ".join(sorted(variable_of(field) for field in settings.model_fields_set)) or "all at their defaults"


def _policy(settings: Settings) -> str:
    from coach.policy import load_policy

    policy = load_policy(settings.policy).of_role(settings.role)
    reach = f"first reply within {policy.first_reply_hours} h, update within {policy.update_working_days} working days"
    return f"{settings.policy or 'the default'}: {reach}"


def _guidelines() -> str:
    from knowledge.statements import Guidelines

    return f"{len(Guidelines.load().ids)} statements in {len(Language)} languages"


def _rules(settings: Settings) -> str:
    from knowledge.rulebook import load_rulebook

    count = len(load_rulebook(None, settings.rules).rules)
    return f"{count}, with those of {settings.rules}" if settings.rules else f"{count} built in, none of the house"


def _weights(language: Language) -> str:
    from coach.checks.learned import LearnedCritic
    from coach.reading.model import reading_model

    LearnedCritic.load(language)
    reading_model(language)
    return "of reader and critic loaded"


def _home(settings: Settings) -> str:
    settings.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.home):
        return f"{settings.home} can be written"


def _index(settings: Settings) -> str:
    from knowledge.bootstrap import build_knowledge

    knowledge = build_knowledge(settings.home, settings.rules)
    if not all(knowledge.search("refund", language, 1) for language in Language):
        raise KnowledgeError(f"the index finds nothing; delete {settings.home} and run this again")
    return "answers in every language"


def _embeddings(settings: Settings) -> str:
    from coach.bootstrap import embedding_model
    from knowledge.embeddings import Embedder

    model = embedding_model(settings)
    if model is None:
        return "none; search uses our own vectors (set COACH_EMBEDDINGS to ask a model)"
    return f"{model.name} answers with {Embedder(model).embed(['refund']).shape[1]} numbers for a text"


def _model(settings: Settings) -> str:
    if settings.model is None:
        return "none; the built-in writer drafts (set COACH_MODEL to use one)"
    return asyncio.run(_asked(settings))


async def _asked(settings: Settings) -> str:
    """Ask the model one short question: that proves address, key, name and what it can do, for a few tokens."""
    from coach.privacy.remote import hides_personal_data
    from coach.writers.chat import Chat

    chat = Chat.connect(settings.model_copy(update={"deadline_seconds": min(SECONDS, settings.deadline_seconds)}))
    place = f"{settings.model} at {settings.openai_base_url or 'its provider'}"
    try:
        await chat.ask("Answer in JSON.", "Is water wet?", Probe)
    except ModelError as error:
        raise ModelError(f"{place}: {error}") from error
    way = "obeys JSON schemas" if chat.knows_schemas else "knows no JSON schemas, so more of its drafts may be unusable"
    privacy = "is given placeholders for personal data" if hides_personal_data(settings) else "is shown mails as they are"
    return f"{place} answers, {way}, {privacy}"


def _telemetry() -> str:
    if on := [name for name, off in SWITCHES.items() if os.environ.get(name) != off]:
        raise InputError(f"{', '.join(on)} would send data out; this is a fault of reply-coach, please report it")
    return "off"
