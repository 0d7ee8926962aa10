"""What is measured, section by section; each prints its figures and the limits it is to hold."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.libreoffice import CONVERTING, OPENING, LibreOffice
from benchmarks.measure import (
    Case,
    Sample,
    Server,
    at_least,
    at_most,
    child,
    cpus,
    heading,
    median,
    python,
    ratio,
    run,
    table,
    take_turns,
)
from benchmarks.strokes import typing

KEY_ROUNDS = 3
"""Rounds of the same keys, of which each takes over a minute."""
START_LIMIT, KEY_LIMIT, FRAME_MS = 1.8, 1.05, 1000 / 60
SCROLLED_ROWS = 200
SCREENS = ((1366, 728, 1.0), (1280, 648, 1.5), (911, 464, 1.5))
"""Logical width and height of the window, and device pixels for each of them."""
WAYS = {"wheel": "wheel", "page": "PageDown, PageUp", "held": "Down, Up held"}
OPENED_ROWS = (60, 200)
OPENINGS = {
    ("form", "stands_"): "the form, until it stands",
    ("form", ""): "the form, its checks and their panel, too",
    ("table", ""): "bare QTableView",
    ("fitted", ""): "the same, rows fitted",
}
"""Case, and which of its figures; the limit is for the first line."""
OPENING_ROUNDS, OPENED_AGAIN, OPENING_LIMIT = 5, 3, 2
WARM_LIMIT, FRESH_LIMIT = 10, 3
MISSING = "  LibreOffice is not installed: nothing to compare with."

IMPORT = "import PySide6.QtWidgets"
_UNTIL_NOW = "; import time; print(f'cpu={time.process_time()} at={time.monotonic()}')"


class Bench:
    """What all sections work on."""

    def __init__(self, scratch: Path, rounds: int) -> None:
        self.scratch = scratch
        self.rounds = rounds
        self.store = scratch / "store"
        self.xlsx = scratch / "form.xlsx"
        self.office = LibreOffice.find(scratch)
        run(child("prepare", scratch))

    def window(self) -> Sample:
        return run(child("window", self.store))


@contextmanager
def bench(rounds: int) -> Iterator[Bench]:
    """A scratch folder with a store and an xlsx, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="anju-benchmark-") as folder:
        yield Bench(Path(folder), rounds)


def _import_qt() -> Sample:
    return run(python("-c", IMPORT + _UNTIL_NOW))


def start(bench: Bench) -> None:
    """From the start of the process until the window can be used."""
    heading("Start to a painted, filled form (store opened, form checked)")
    form = "the program, old-communities form"
    cases: dict[str, Case] = {
        IMPORT: _import_qt,
        "bare QMainWindow, painted": lambda: run(child("bare")),
        form: bench.window,
    }
    office = bench.office
    if office is not None:
        cases[OPENING] = lambda: office.open(bench.xlsx)
    samples = take_turns(cases, bench.rounds)
    table(samples, IMPORT)
    at_most(f"form / {IMPORT}, CPU", ratio(cpus(samples[form]), cpus(samples[IMPORT])), START_LIMIT)
    if office is None:
        print(MISSING)


def keystroke(bench: Bench) -> None:
    """From a key in the open editor until all it changes is painted."""
    heading("Key to painted cell and findings panel (60 rows, 200 checks)")
    rounds = min(bench.rounds, KEY_ROUNDS)
    told = run(child("keystroke", bench.scratch / "keys", str(rounds))).notes
    value = {name: float(text) for name, text in told.items()}
    print(f"{value['keys']:.0f} keys in each window, {value['changing']:.0f} change a finding")
    rows = {
        "cell and panel painted": ("checked_both", "plain_both", "ratio_both"),
        "what changed painted": ("checked", "plain", "ratio"),
    }
    print(
        f"{'CPU ms, medians':26}{'with checks':>12}{'without':>10}{'key by key':>12}"
        f"{'of quiet keys':>15}"
    )
    for title, (ours, theirs, ratio_of_keys) in rows.items():
        figures = f"{value[ours]:12.2f}{value[theirs]:10.2f}{value[ratio_of_keys]:12.2f}"
        print(f"{title:26}{figures}{value[f'{ratio_of_keys}_quiet']:15.2f}")
    print(
        f"  of these, keys that change no finding {value['quiet']:.2f}, that change one "
        f"{value['changed']:.2f}\n"
        f"99th percentile, wall ms: with checks {value['p99']:.1f} (CPU {value['p99_cpu']:.1f}), "
        f"without {value['p99_plain']:.1f}"
    )
    for title, (_, _, ratio_of_keys) in rows.items():
        at_most(f"with / without checks, {title}", value[ratio_of_keys], KEY_LIMIT)
    at_most("99th percentile, CPU", value["p99_cpu"], FRAME_MS, "ms")
    at_most("panel painted later than measured", value["late"], 0, "times")


def scrolling(bench: Bench) -> None:
    """A long form scrolled by wheel, by pages and by a held key."""
    heading(f"Scrolling a form of {SCROLLED_ROWS} rows (CPU ms from event to painted window)")
    print(f"{'':38}{'steps':>6}{'p50':>7}{'p99':>7}{'max':>7}{'over a frame':>14}")
    dropped = 0
    for width, height, scale in SCREENS:
        folder = bench.scratch / f"scrolling-{width}-{scale}"
        command = child("scrolling", folder, *map(str, (SCROLLED_ROWS, width, height, scale)))
        for way, text in run(command).notes.items():
            steps = sorted(map(float, text.split(",")))
            over = sum(step > FRAME_MS for step in steps)
            dropped += over
            title = f"{WAYS[way]}, {width} × {height} at {scale * 100:.0f} %"
            p99 = steps[int(len(steps) * 0.99)]
            figures = f"{median(steps):7.1f}{p99:7.1f}{steps[-1]:7.1f}"
            print(f"{title:38}{len(steps):6}{figures}{over:14}")
    at_most("steps over a frame", dropped, 0, "times")


def opening(bench: Bench) -> None:
    """A form opened in the running program, and its texts put into a bare table."""
    heading("Opening a form in the running program, until it is painted (CPU ms)")
    print(f"{'':44}{'first':>8}{'ratio':>8}{'again':>8}{'ratio':>8}")
    held: list[tuple[str, float]] = []
    for rows in OPENED_ROWS:
        scratch = bench.scratch / f"opening-{rows}"
        scratch.mkdir()
        run(child("opening", "prepare", scratch, str(rows)))
        cases: dict[str, Case] = {
            what: partial(_opened, scratch, what) for what in ("form", "table", "fitted")
        }
        samples = take_turns(cases, min(bench.rounds, OPENING_ROUNDS))
        base = [sample.notes for sample in samples["table"]]
        for (what, before), title in OPENINGS.items():
            told = [sample.notes for sample in samples[what]]
            line = f"{f'{title}, {rows} rows':44}"
            for moment in ("first", "again"):
                times = [float(notes[before + moment]) for notes in told]
                value = ratio(times, [float(notes[moment]) for notes in base])
                line += f"{min(times):8.1f}{value:8.2f}"
                if before:
                    held.append((f"{rows} rows, {moment}, form stands / table", value))
            print(line)
    for what, value in held:
        at_most(what, value, OPENING_LIMIT)


def _opened(scratch: Path, what: str) -> Sample:
    return run(child("opening", what, scratch, str(OPENED_AGAIN)))


def faces(bench: Bench) -> None:
    """One form as xlsx, as PDF and as a package."""
    heading("One form written: the running program")
    everything = "xlsx + PDF + package, one after the other"
    with Server(child("writer")) as server:
        cases: dict[str, Case] = {
            "xlsx": lambda: server.ask("xlsx"),
            "PDF": lambda: server.ask("pdf"),
            "package": lambda: server.ask("package"),
            everything: lambda: server.ask("xlsx pdf package"),
        }
        warm = take_turns(_with_office(bench, cases), bench.rounds)
    _against_office(warm, everything, WARM_LIMIT)
    heading("One form written: a fresh process")
    fresh = take_turns(
        _with_office(
            bench,
            {
                "xlsx": lambda: run(child("writer", "xlsx")),
                "PDF": lambda: run(child("writer", "pdf")),
                "package": lambda: run(child("writer", "package")),
                everything: lambda: run(child("writer", "xlsx", "pdf", "package")),
            },
        ),
        bench.rounds,
    )
    _against_office(fresh, everything, FRESH_LIMIT)


def _with_office(bench: Bench, cases: dict[str, Case]) -> dict[str, Case]:
    office = bench.office
    if office is None:
        return cases
    return cases | {CONVERTING: lambda: office.to_pdf(bench.xlsx)}


def _against_office(samples: dict[str, list[Sample]], ours: str, limit: float) -> None:
    table(samples, ours)
    if CONVERTING not in samples:
        print(MISSING)
        return
    quicker = ratio(cpus(samples[CONVERTING]), cpus(samples[ours]))
    at_least("LibreOffice / all three, CPU", quicker, limit)


def package(bench: Bench) -> None:
    """The package of a whole submission."""
    heading("Package of five forms")
    with Server(child("writer")) as server:
        samples = take_turns(
            {
                "five forms, running program": lambda: server.ask("five"),
                "one form, running program": lambda: server.ask("package"),
                "five forms, fresh process": lambda: run(child("writer", "five")),
            },
            bench.rounds,
        )
    table(samples, "one form, running program")
    print(f"  {median(cpus(samples['five forms, running program'])) * 200:.0f} ms CPU a form")


def memory(bench: Bench) -> None:
    """The most memory that each program ever held."""
    heading("Peak memory (the largest resident set)")
    cases: dict[str, Case] = {
        "python": lambda: run(python("-c", "pass")),
        IMPORT: _import_qt,
        "bare QMainWindow, painted": lambda: run(child("bare")),
        "the program, form painted": bench.window,
        "xlsx of one form": lambda: run(child("writer", "xlsx")),
        "PDF of one form": lambda: run(child("writer", "pdf")),
        "package of five forms": lambda: run(child("writer", "five")),
    }
    for name, sample in {name: case() for name, case in _with_office(bench, cases).items()}.items():
        print(f"{name:32}{sample.peak_mib:7.0f} MiB")


SECTIONS: dict[str, Callable[[Bench], None]] = {
    "start": start,
    "keystroke": keystroke,
    "scrolling": scrolling,
    "opening": opening,
    "faces": faces,
    "package": package,
    "memory": memory,
    "typing": lambda bench: typing(bench.scratch),
}


def describe(rounds: int) -> None:
    """What the figures were made with."""
    print(f"Python {sys.version.split()[0]}, {rounds} rounds after one to warm up, cases in turn.")
    print("CPU is user and system time; × is the median of the ratios within a round.")
