"""What leaves the program as files: packages, PDF, Excel, the data of one form.

The functions run beside the window, on copies of the documents. What they need of openpyxl and
reportlab is imported on first use: it would double the time to start.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from anju_desktop.document.document import Document
from anju_desktop.document.events import ScanAdded
from anju_desktop.document.jsonform import dump_bytes, load_bytes
from anju_desktop.files import HeldFileError, write_atomic
from anju_desktop.forms.library import Library
from anju_desktop.records import record

Package = tuple[str, bytes]

PDF_KIND = "PDF 文件 (*.pdf)"
WORD_KIND = "Word 文档 (*.docx)"
XLSX_KIND = "Excel 工作簿 (*.xlsx)"
PACKAGE_KIND = "上报包 (*.zip)"
DATA_KIND = "填报文件 (*.json)"


class Snapshot:
    """Documents as they are now, for another thread."""

    def __init__(self, documents: Sequence[Document], library: Library) -> None:
        self._data = [dump_bytes(document) for document in documents]
        self._library = library

    def documents(self) -> list[Document]:
        """Copies that nobody else holds."""
        return [load_bytes(data, "表", self._library.get) for data in self._data]


def build_packages(snapshot: Snapshot, attached: "Attached | None" = None) -> list[Package]:
    """File name and bytes of each package, with what was attached after 定稿."""
    from anju_desktop.reading.scans import ScanFile
    from anju_desktop.submission.package import build_packages as build

    if attached is None:
        return build(snapshot.documents())
    scans: dict[str, list[ScanFile]] = {}
    for scan in attached.scans:
        file = ScanFile(scan.name, scan.kind, attached.read(scan))
        scans.setdefault(scan.code, []).append(file)
    return build(snapshot.documents(), scans, attached.answers)


@record(frozen=True, slots=True)
class Attached:
    """What goes into a package beside the forms; ``read`` gives the bytes of a scan."""

    scans: Sequence[ScanAdded]
    read: Callable[[ScanAdded], bytes]
    answers: str = ""


def pdf(snapshot: Snapshot) -> bytes:
    from anju_desktop.render import faces

    return faces.pdf(snapshot.documents())


def xlsx(snapshot: Snapshot) -> bytes:
    from anju_desktop.render import faces

    return faces.xlsx(snapshot.documents())


def report(snapshot: Snapshot) -> bytes:
    from anju_desktop.render.faces import report_docx

    (document,) = snapshot.documents()
    return report_docx(document)


def write(path: Path, data: bytes) -> Path:
    """Write a file whole; the path, for the message."""
    write_atomic(path, data)
    return path


@record(frozen=True, slots=True)
class Held:
    """Something made that could not be written yet, since another program holds the file."""

    data: bytes
    sentence: str


def write_unless_held(path: Path, data: bytes) -> Path | Held:
    """The path, or what is to be written when the file is let go."""
    try:
        return write(path, data)
    except HeldFileError as error:
        return Held(data, str(error))


def write_all(folder: Path, packages: Sequence[Package]) -> Path:
    """Write several packages into one folder; the path of the first."""
    for name, data in packages:
        write_atomic(folder / name, data)
    return folder / packages[0][0]


def file_name(*parts: str, suffix: str) -> str:
    """``克拉玛依区_2024_绩效目标表.pdf``"""
    from anju_desktop.submission.naming import safe_part

    return "_".join(safe_part(part, 90) for part in parts if part.strip()) + suffix


def warm_up() -> None:
    """Import what exports need, so that the first one is as quick as the others."""
    # Our writers first: they settle how openpyxl writes before it is imported.
    writers = ("anju_desktop.render", "openpyxl", "reportlab.pdfgen.canvas")
    for name in (*writers, "anju_desktop.submission.package"):
        import_module(name)
