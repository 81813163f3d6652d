"""``python -m tests.contracts.write`` writes the committed schemas anew after a wanted change of the contract."""

from tests.contracts.schemas import FOLDER, document, file_of, models, schema_of, text_of

for model in models():
    file_of(model).write_text(text_of(schema_of(model)), encoding="utf-8")
(FOLDER / "openapi.json").write_text(text_of(document()), encoding="utf-8")
