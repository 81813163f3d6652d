"""The contract changes only on purpose: every committed schema equals what the models give."""

import json

import pytest

from tests.contracts.schemas import FOLDER, document, file_of, models, schema_of

HOW = "the contract changed; if that is wanted and additive, run `make schemas` and commit the difference"


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_committed_schema_is_what_the_model_gives(model):
    assert json.loads(file_of(model).read_text(encoding="utf-8")) == schema_of(model), HOW


def test_no_schema_without_a_model():
    assert sorted(FOLDER.glob("*.schema.json")) == sorted(map(file_of, models()))


def test_committed_openapi_is_what_the_service_gives():
    assert json.loads((FOLDER / "openapi.json").read_text(encoding="utf-8")) == document(), HOW
