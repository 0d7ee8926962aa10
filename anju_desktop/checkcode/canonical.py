"""The data of a form, or of a submission, as the one row of bytes that its code is made from.

It is the document's JSON form, so a code can be worked out from a file without its edition. What
does not make it another paper is left out: the code itself, when and by whom it was made. Texts
are brought into one Unicode form (NFC), names are sorted, everything else stays as it was typed.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from anju_desktop.checkcode.codes import make_code
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document

_KEPT = (
    *("edition", "edition_sha256", "unit", "period"),
    *("fields", "groups", "facts", "explanations"),
)
# So that a form and a submission never share a code, nor a later way of making them.
_FORM, _SUBMISSION = "anju form 1", "anju submission 1"


def form_code(document: Document) -> str:
    """The code of a form in its present version, whether it has been made final or not."""
    return content_code(jsonform.dump(document))


def content_code(content: Mapping[str, Any]) -> str:
    """The same from the form's JSON data, as read from a file."""
    return make_code(canonical(content))


def canonical(content: Mapping[str, Any]) -> bytes:
    """ASCII; the same for the same content on every machine."""
    kept = {key: content.get(key) for key in _KEPT}
    earlier = content.get("version", {}).get("earlier", [])
    return _bytes([_FORM, kept, {"revision": len(earlier), "earlier": earlier}])


def submission_code(codes: Iterable[str]) -> str:
    """The code over all forms of a submission, in whatever order they are given."""
    return make_code(_bytes([_SUBMISSION, sorted(codes)]))


def _bytes(content: Any) -> bytes:
    text = json.dumps(
        _normal(content), ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("ascii")


def _normal(content: Any) -> Any:
    match content:
        case str():
            return unicodedata.normalize("NFC", content)
        case list():
            return [_normal(item) for item in content]
        case dict():
            return {_normal(key): _normal(value) for key, value in content.items()}
    return content
