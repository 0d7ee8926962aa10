"""定稿: a form that nothing speaks against is frozen under its check code."""

from collections.abc import Sequence
from datetime import datetime

from anju_desktop.checkcode.canonical import form_code
from anju_desktop.document.document import Document
from anju_desktop.errors import FinalError
from anju_desktop.render import faces
from anju_desktop.rules.findings import Finding
from anju_desktop.rules.obstacles import obstacles


def finalize(
    document: Document, findings: Sequence[Finding], now: datetime, person: str = ""
) -> str:
    """Make a form final; returns its check code.

    ``findings`` are those of the form beside all others of its submission. ``FinalError`` when one
    of them speaks against it, or the form is final already; ``RenderError`` when a character
    cannot be printed, since nobody could seal such a form.
    """
    against = obstacles(document, findings)
    if against:
        raise FinalError(f"“{document.title()}”还有 {len(against)} 处要处理，没有定稿。")
    faces.refuse_unprintable(document)
    code = form_code(document)
    document.finalize(code, now.isoformat(timespec="seconds"), person)
    return code
