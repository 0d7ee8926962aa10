"""How many keys one published table takes: here, and in a blank grid of LibreOffice Calc."""

from pathlib import Path

from benchmarks.measure import at_most, heading, python, run

HERE, GRID = "here", "grid"
_SKILLED = "skilled"

_WAYS: dict[tuple[str, str], str] = {
    (HERE, "straight"): "here, typed straight",
    (HERE, "without_names"): "here, skilled, as if no indicator were known",
    (HERE, _SKILLED): "here, skilled",
    (GRID, "straight"): "Calc, the cells, typed straight",
    (GRID, _SKILLED): "Calc, the cells, skilled",
    (GRID, "printed_straight"): "Calc, printed words too, typed straight",
    (GRID, "printed_skilled"): "Calc, printed words too, skilled",
}


def typing(scratch: Path) -> None:
    """Each way is played at the program itself with real keys, and what comes of it compared.

    A key is a key, a chord, or a character that an input method writes.
    """
    heading("Keys for one table of 6 fields and 12 indicators (克拉玛依 2024, 老旧小区改造)")
    keys: dict[tuple[str, str], int] = {}
    for way, title in _WAYS.items():
        folder = scratch / "-".join(("typing", *way))
        folder.mkdir()
        told = run(python("-m", "benchmarks.children.typist", *way, folder)).notes
        keys[way] = int(told["keys"])
        more = f", {told['exported']} to the exported package" if "exported" in told else ""
        print(f"{title:46}{keys[way]:5}{more}{_doubt(told['lacking'])}")
    fewer = keys[GRID, _SKILLED] - 1
    at_most("here, skilled, against Calc, the cells, skilled", keys[HERE, _SKILLED], fewer, "keys")


def _doubt(lacking: str) -> str:
    return f"  (counted, not played: no {lacking.replace('_', ' ')})" if lacking else ""
