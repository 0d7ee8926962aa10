"""Write forms as files, measured: ``writer.py WHAT…`` once each, or asked line by line on stdin.

``xlsx``, ``pdf`` and ``package`` are of one form, ``five`` is the package of five.
"""

import resource as limits
import sys
import time
from collections.abc import Callable
from pathlib import Path

from anju_desktop.assets import resource
from anju_desktop.document.document import Document
from anju_desktop.document.jsonform import load_file
from anju_desktop.forms.library import Library


def _documents(pattern: str) -> list[Document]:
    library = Library()
    return [load_file(path, library.get) for path in sorted(_examples().glob(pattern))]


def _examples() -> Path:
    return resource("examples")


def _xlsx(documents: list[Document]) -> int:
    from anju_desktop.render import faces

    return len(faces.xlsx(documents))


def _pdf(documents: list[Document]) -> int:
    from anju_desktop.render import faces

    return len(faces.pdf(documents))


def _package(documents: list[Document]) -> int:
    from anju_desktop.submission.package import build_packages

    return sum(len(data) for _, data in build_packages(documents))


_ONE, _FIVE = "karamay-2024-old-communities.json", "karamay-2024-*.json"
_WORK: dict[str, tuple[Callable[[list[Document]], int], str]] = {
    "xlsx": (_xlsx, _ONE),
    "pdf": (_pdf, _ONE),
    "package": (_package, _ONE),
    "five": (_package, _FIVE),
}


def _answer(words: list[str], loaded: dict[str, list[Document]]) -> None:
    for word in words:
        pattern = _WORK[word][1]
        if pattern not in loaded:
            loaded[pattern] = _documents(pattern)
    cpu, wall = time.process_time(), time.perf_counter()
    size = sum(_WORK[word][0](loaded[_WORK[word][1]]) for word in words)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss / 1024
    print(f"cpu={cpu} wall={wall} peak={peak} bytes={size}", flush=True)


def main(words: list[str]) -> None:
    loaded: dict[str, list[Document]] = {}
    if words:
        _write_once(words, loaded)
        return
    for line in sys.stdin:
        _answer(line.split(), loaded)


def _write_once(words: list[str], loaded: dict[str, list[Document]]) -> None:
    """Says nothing: the parent measures the whole process."""
    for word in words:
        work, pattern = _WORK[word]
        if pattern not in loaded:
            loaded[pattern] = _documents(pattern)
        work(loaded[pattern])


if __name__ == "__main__":
    main(sys.argv[1:])
