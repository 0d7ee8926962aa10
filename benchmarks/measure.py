"""Child processes measured by what the kernel counts, cases taken in turn, and limits to hold.

Nothing of the project is imported here: a child's peak memory starts at that of its parent, so
the parent stays small.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHILDREN = ROOT / "benchmarks" / "children"


@dataclass(frozen=True, slots=True)
class Sample:
    """One measurement: processor time (user and system) and wall time in seconds."""

    cpu: float
    wall: float
    peak_mib: float = 0.0
    notes: Mapping[str, str] = field(default_factory=dict)


class ChildFailed(Exception):
    """A measured program did not do its work."""


# -- running -------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """What a clerk's PC has: compiled modules are kept, and nothing is set for Python or Qt."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QT_"))}
    return {**kept, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def python(*arguments: str | Path) -> list[str]:
    """A command of this interpreter."""
    return [sys.executable, *map(str, arguments)]


def child(name: str, *arguments: str | Path) -> list[str]:
    """One of the programs in ``children/``."""
    return python(CHILDREN / f"{name}.py", *arguments)


def run(command: Sequence[str]) -> Sample:
    """Run a program to its end.

    One that prints ``cpu=… at=…`` is measured up to that moment, by its own process clock and the
    machine's monotonic one; any other as a whole, with all processes it started.
    """
    begun = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    output = process.stdout.read().decode("utf-8", "replace")
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ChildFailed(f"exit code {process.returncode}: {' '.join(command)}")
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    told = facts(output)
    if "at" in told:
        return Sample(float(told["cpu"]), float(told["at"]) - begun, peak, told)
    return Sample(cpu, wall, peak, told)


def facts(output: str) -> dict[str, str]:
    """The ``name=value`` words of the last line that a child printed."""
    lines = output.strip().splitlines()
    return dict(word.split("=", 1) for word in (lines or [""])[-1].split() if "=" in word)


class Server:
    """A child that stays: it does what each line asks and answers with one line of facts."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._questions, self._answers = self._process.stdin, self._process.stdout

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self._questions.close()
        self._answers.close()
        self._process.wait()

    def ask(self, what: str) -> Sample:
        """The child measures itself while it does this."""
        self._questions.write(f"{what}\n")
        self._questions.flush()
        told = facts(self._answers.readline())
        if "cpu" not in told:
            raise ChildFailed(f"no answer to {what}")
        return Sample(float(told["cpu"]), float(told["wall"]), float(told.get("peak", "0")), told)


# -- taking turns --------------------------------------------------------------------------

Case = Callable[[], Sample]


def take_turns(cases: Mapping[str, Case], rounds: int) -> dict[str, list[Sample]]:
    """A B C A B C …, after one round that only warms caches and compiled modules."""
    samples: dict[str, list[Sample]] = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, case in cases.items():
            sample = case()
            if number:
                samples[name].append(sample)
    return samples


def cpus(samples: Sequence[Sample]) -> list[float]:
    return [sample.cpu for sample in samples]


def ratio(over: Sequence[float], under: Sequence[float]) -> float:
    """Median of the ratios within one round: what slows the machine down slows both."""
    return median([a / b for a, b in zip(over, under, strict=True)])


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


# -- telling -------------------------------------------------------------------------------


def heading(text: str) -> None:
    print(f"\n{text}\n{'=' * len(text)}")


def table(samples: Mapping[str, Sequence[Sample]], base: str) -> None:
    """A line per case: CPU and its ratio to ``base``, wall, peak memory."""
    width = max(map(len, samples))
    head = f"{'CPU ms':>9}{'(least)':>10}{'× base':>9}{'wall ms':>10}{'peak MiB':>10}"
    print(f"{'':{width}}{head}")
    for name, found in samples.items():
        cpu = cpus(found)
        line = f"{median(cpu) * 1000:9.1f}{min(cpu) * 1000:10.1f}"
        line += f"{ratio(cpu, cpus(samples[base])):9.2f}"
        line += f"{median([s.wall for s in found]) * 1000:10.1f}"
        peak = max(sample.peak_mib for sample in found)
        print(f"{name:{width}}{line}{f'{peak:.0f}' if peak else '':>10}")


def at_most(what: str, value: float, limit: float, unit: str = "×") -> None:
    """Say whether a value holds its limit."""
    _verdict(what, value, f"≤ {limit:g}", unit, value <= limit)


def at_least(what: str, value: float, limit: float, unit: str = "×") -> None:
    """Say whether a value reaches what it should."""
    _verdict(what, value, f"≥ {limit:g}", unit, value >= limit)


def _verdict(what: str, value: float, limit: str, unit: str, held: bool) -> None:
    print(f"  [{'held' if held else 'OVER'}] {what}: {value:.3g} {unit}, wanted {limit} {unit}")
