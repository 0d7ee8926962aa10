"""Which version of a form this is: 原报 or 修订 n, a draft or final with its check code."""

from anju_desktop.records import record


@record(frozen=True, slots=True)
class Version:
    """A draft as long as ``code`` is empty.

    ``earlier`` holds the codes of the versions before it, now void, the oldest first.
    ``edition_sha256`` is the edition that the code was made with, ``time`` when (ISO 8601),
    ``person`` by whom, if anybody said.
    """

    earlier: tuple[str, ...] = ()
    code: str = ""
    edition_sha256: str = ""
    time: str = ""
    person: str = ""

    @property
    def is_final(self) -> bool:
        return bool(self.code)

    @property
    def revision(self) -> int:
        """0 is what was first made final, or is going to be."""
        return len(self.earlier)

    @property
    def words(self) -> str:
        """As it stands on the paper: 原报 or 修订1."""
        return f"修订{self.revision}" if self.revision else "原报"

    def reopened(self) -> "Version":
        """The draft that follows a final version; its code is void from then on."""
        return Version(earlier=(*self.earlier, self.code))
