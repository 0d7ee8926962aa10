"""The units of this PC in the store's settings, as one list of JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields

from anju_desktop.document.offices import Office
from anju_desktop.errors import StoreError

_KEYS = tuple(field.name for field in fields(Office))


def dump(offices: Sequence[Office]) -> str:
    """The units as the text of the setting."""
    return json.dumps([asdict(office) for office in offices], ensure_ascii=False)


def load(text: str) -> tuple[Office, ...]:
    """The units of the setting; what a newer program added to them is passed over."""
    if not text:
        return ()
    try:
        return tuple(
            Office(**{key: value for key, value in item.items() if key in _KEYS})
            for item in json.loads(text)
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise StoreError("资料库里的本单位信息读不出来，请重新填写。") from error
