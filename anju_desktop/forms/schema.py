"""The JSON Schema of edition files, for editors that check and complete while one types."""

import json

from anju_desktop.forms.binding import json_schema
from anju_desktop.forms.definition import Edition


def edition_schema() -> str:
    """The schema as the text of a file; it ships as ``forms/schema/form-edition.schema.json``."""
    schema = json_schema(Edition, "安居填报表式文件")
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
