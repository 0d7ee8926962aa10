"""What can go wrong in words a clerk understands.

Every error meant for a person derives from :class:`AnjuError`; its text is one Chinese sentence
that says what happened, where, and what to do. Anything else that escapes is a bug.
"""


class AnjuError(Exception):
    """A known failure, told in one sentence."""


class DefinitionError(AnjuError):
    """A form edition is defective; holds every :class:`Defect` found in the file at once."""

    def __init__(self, file: str, defects: "tuple[Defect, ...]") -> None:
        self.file = file
        self.defects = defects
        super().__init__("\n".join(f"{file}：{defect}" for defect in defects))


class Defect(tuple[str, str]):
    """One defect of an edition: the place (``rows[3].cells[2]``) and the sentence about it."""

    __slots__ = ()

    def __new__(cls, place: str, sentence: str) -> "Defect":
        return super().__new__(cls, (place, sentence))

    @property
    def place(self) -> str:
        return self[0]

    @property
    def sentence(self) -> str:
        return self[1]

    def __str__(self) -> str:
        return f"{self.place}：{self.sentence}" if self.place else self.sentence


class ExpressionError(AnjuError):
    """An expression in an edition cannot be compiled."""


class DocumentError(AnjuError):
    """A document (``.json``) cannot be read, or an edit is not possible."""


class FinalError(DocumentError):
    """A form is final, and nobody agreed to make its check code void."""


class KeptFinalError(FinalError):
    """Somebody was asked and wants a final form to stay as it is; there is nothing more to say."""


class CourseError(AnjuError):
    """Something is recorded of a submission that cannot happen to it now."""


class ScanError(AnjuError):
    """A file is no scan that can be kept."""


class CodeError(AnjuError):
    """A check code was not copied rightly."""


class RenderError(AnjuError):
    """An output file cannot be made or written."""


class StoreError(AnjuError):
    """The local store cannot be opened, read or written."""


class ArchiveError(AnjuError):
    """A zip file is damaged or hostile."""


class PackageError(AnjuError):
    """A submission package cannot be made, read or trusted."""


class ReportError(AnjuError):
    """A written report cannot be read."""
