"""LibreOffice as the other side of the comparison, with a user profile that is already made."""

import shutil
from pathlib import Path

from benchmarks.measure import Sample, run

CONVERTING = "LibreOffice: xlsx → PDF"
OPENING = "LibreOffice Calc: start, load, quit"


class LibreOffice:
    """Converts files in a scratch folder; :meth:`find` gives None where it is not installed."""

    def __init__(self, program: str, scratch: Path) -> None:
        self._program = program
        self._scratch = scratch

    @classmethod
    def find(cls, scratch: Path) -> "LibreOffice | None":
        program = shutil.which("soffice") or shutil.which("libreoffice")
        return cls(program, scratch) if program else None

    def to_pdf(self, xlsx: Path) -> Sample:
        """A fresh process: start, load, lay out, write a PDF, quit."""
        return self._convert(xlsx, "pdf")

    def open(self, xlsx: Path) -> Sample:
        """The least that opening takes: a fresh process loads the file and writes one sheet's
        text; no window is drawn, so a real one takes longer."""
        return self._convert(xlsx, "csv")

    def _convert(self, xlsx: Path, kind: str) -> Sample:
        profile = (self._scratch / "profile").as_uri()
        target = self._scratch / "converted" / f"{xlsx.stem}.{kind}"
        target.unlink(missing_ok=True)
        sample = run(
            [
                self._program,
                f"-env:UserInstallation={profile}",
                *("--headless", "--norestore", "--calc", "--convert-to", kind),
                *("--outdir", str(target.parent), str(xlsx)),
            ]
        )
        if not target.exists():
            raise RuntimeError(f"LibreOffice wrote no {target.name}")
        return sample
