"""Every setting of the product: its environment variable, its default and its meaning, in one table."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from coach.errors import SettingsError

PREFIX = "COACH_"


class Settings(BaseSettings):
    """Settings from ``COACH_*`` environment variables and a ``.env`` file; the two OpenAI names are read as they are."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    home: Path = Field(default=Path(".coach"), description="Folder for the search index and everything else the service writes")
    model: str | None = Field(default=None, description="Chat model as provider:name; unset means the built-in writer")
    judge_model: str | None = Field(
        default=None, description="Chat model that judges drafts on review, as provider:name; unset means the one of COACH_MODEL"
    )
    embeddings: str | None = Field(
        default=None, description="Embedding model of the search as provider:name; unset means our own vectors, which need no network"
    )
    policy: Path | None = Field(default=None, description="House policy file; unset means the conservative default")
    role: str | None = Field(
        default=None, description="Role whose refund authority applies, as the policy names it; unset means everybody's"
    )
    weights: Path | None = Field(
        default=None, description="Folder with critic weights of the house's own, made by coach evals train; unset means those shipped"
    )
    rules: Path | None = Field(default=None, description="Folder with the house's own rules; unset means none")
    hide_personal_data: Literal["remote", "always", "never"] = Field(
        default="remote", description="When models are given placeholders for personal data: remote (not on this machine), always or never"
    )
    deadline_seconds: float = Field(default=30.0, gt=0, le=600, description="Longest time one draft may take, model included")
    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias="OPENAI_API_KEY", description="Key of the OpenAI-compatible provider"
    )
    openai_base_url: str | None = Field(
        default=None, validation_alias="OPENAI_BASE_URL", description="Address of an OpenAI-compatible server; unset means OpenAI's own"
    )


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings of this process; raises SettingsError, in one line, for a name nobody knows or a value that cannot be used."""
    _refuse_unknown(environment if environment is not None else os.environ)
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        variable = name if name.isupper() else PREFIX + name.upper()
        raise SettingsError(f"{variable}: {first['msg']}; see the settings table in README.md") from error


def variable_of(field: str) -> str:
    """The environment variable of a field."""
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else PREFIX + field.upper()


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = [variable_of(field) for field in Settings.model_fields]
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else "see the settings table in README.md"
            raise SettingsError(f"{name} is not a setting; {hint}")
