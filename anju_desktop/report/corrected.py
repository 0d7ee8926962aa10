"""The inner sums of an edited report, as they are once its figures are those of the form."""

from collections.abc import Iterator, Sequence, Set
from itertools import groupby

from anju_desktop.blocks import Block, Paragraph, Row, Table
from anju_desktop.report.differing import Difference
from anju_desktop.report.skeletons import skeleton
from anju_desktop.report.sums import Verdict, check_sums


def remaining_sums(
    blocks: Sequence[Block], recognised: Set[str], differences: Sequence[Difference]
) -> Verdict:
    """What does not add up in the report by itself, and not because of a figure already told.

    The clerk's own text is checked as any text is. Of a recognised paragraph every figure is held
    against the form, so only what it says within itself is left, with the form's figures in place;
    sections and tables of the form add up or are told by the checks of the form.
    """
    by_place: dict[str, list[Difference]] = {}
    for each in sorted(differences, key=lambda each: -each.start):
        by_place.setdefault(each.place.path, []).append(each)
    verdicts = []
    for known, run in groupby(blocks, key=lambda block: block.place.path in recognised):
        if not known:
            verdicts.append(_own_sums(list(run), by_place))
            continue
        verdicts += [
            check_sums([_corrected(block, by_place)])
            for block in run
            if isinstance(block, Paragraph) and len(skeleton(block.text).slots) > 1
        ]
    return Verdict(
        tuple(each for verdict in verdicts for each in verdict.mistakes),
        tuple(each for verdict in verdicts for each in verdict.unchecked),
    )


def _own_sums(blocks: Sequence[Block], by_place: dict[str, list[Difference]]) -> Verdict:
    """Only what is wrong as written and stays wrong with the form's figures in place."""
    verdict = check_sums(blocks)
    if not verdict.mistakes or not any(place in by_place for place in _places(blocks)):
        return verdict
    corrected = check_sums([_corrected(block, by_place) for block in blocks])
    still = {(each.rule, each.place.path, each.title) for each in corrected.mistakes}
    kept = [m for m in verdict.mistakes if (m.rule, m.place.path, m.title) in still]
    return verdict._replace(mistakes=tuple(kept))


def _places(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield block.place.path
        if isinstance(block, Table):
            yield from (row.place.path for row in block.rows)


def _corrected(block: Block, by_place: dict[str, list[Difference]]) -> Block:
    if isinstance(block, Table):
        return block._replace(rows=tuple(_corrected_row(row, by_place) for row in block.rows))
    text = block.text
    for each in by_place.get(block.place.path, ()):
        text = text[: each.start] + each.right + text[each.end :]
    return block._replace(text=text)


def _corrected_row(row: Row, by_place: dict[str, list[Difference]]) -> Row:
    cells = list(row.cells)
    for each in by_place.get(row.place.path, ()):
        cell = cells[each.cell_index]
        cells[each.cell_index] = cell[: each.start] + each.right + cell[each.end :]
    return row._replace(cells=tuple(cells))
