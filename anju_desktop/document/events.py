"""What happens to a submission after 定稿, as plain facts that are added and never changed.

Today the clerk records most of them by hand, after a call or a message. A 回执 or a 退回包 that
comes as a file tells the same facts; ``source`` then says which file it was.
"""

from datetime import date

from anju_desktop.document.changes import CellRef
from anju_desktop.records import record

NOTE_CHARS = 2000
"""Longest text of an opinion, an answer or a remark."""
MAX_OPINIONS = 200
"""More than anybody ever answered."""


@record(frozen=True, slots=True)
class ScanAdded:
    """盖章扫描件: a scan of the sealed pages of one version of a form.

    ``form`` is the form's number and ``code`` the check code on the paper that was sealed. The
    bytes are kept under their SHA-256 (``sha256``, hexadecimal); ``kind`` is ``pdf``, ``jpg`` or
    ``png``, ``size`` in bytes, ``name`` what the file was called.
    """

    form: int
    code: str
    name: str
    kind: str
    size: int
    sha256: str


@record(frozen=True, slots=True)
class Reported:
    """上报: the submission went to the city on ``day``; ``codes`` are those of its forms then."""

    day: date
    how: str
    codes: tuple[tuple[int, str], ...]


@record(frozen=True, slots=True)
class Received:
    """接收: the city has it; ``by`` is who said so, if anybody knows."""

    day: date
    by: str = ""
    source: str = ""


@record(frozen=True, slots=True)
class Opinion:
    """One thing the city wants changed; ``form`` is 0 and ``cell`` None when nobody said where."""

    text: str
    form: int = 0
    cell: CellRef | None = None


@record(frozen=True, slots=True)
class Returned:
    """退回: the city wants something changed, and the submission again by ``deadline``."""

    day: date
    opinions: tuple[Opinion, ...]
    deadline: date | None = None
    by: str = ""
    source: str = ""


@record(frozen=True, slots=True)
class Answered:
    """What was done about an opinion (counted from 0) of the return with this number."""

    returned: int
    opinion: int
    done: bool
    text: str


@record(frozen=True, slots=True)
class DeadlineSet:
    """报送截止日期; None takes it away."""

    day: date | None


@record(frozen=True, slots=True)
class TakenBack:
    """The event with this number never was: a slip, or a scan that is removed."""

    event: int


Event = ScanAdded | Reported | Received | Returned | Answered | DeadlineSet | TakenBack


@record(frozen=True, slots=True)
class Noted:
    """An event with its number within the submission, from 1."""

    number: int
    event: Event
