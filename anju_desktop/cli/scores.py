"""``anju score``: the score that the facts give, clause by clause, and the drafted reasons."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from anju_desktop.cli.documents import read_all
from anju_desktop.cli.forms import library
from anju_desktop.cli.output import OK, UNREADABLE, complain, print_json
from anju_desktop.errors import DocumentError

if TYPE_CHECKING:
    from anju_desktop.scoring.scorecard import RowScore, Scorecard
    from anju_desktop.scoring.steps import Step


def score(options: argparse.Namespace) -> int:
    """One object for the one scored form of a file, a list where a package holds several."""
    from anju_desktop.scoring.scorecard import as_json, scorecard

    failed: list[Path] = []
    named = list(read_all([options.file], library(options), failed))
    if failed:
        return UNREADABLE
    cards = [(document, scorecard(document)) for _, document in named]
    scored = [(document, card) for document, card in cards if card is not None]
    if not scored:
        complain(
            DocumentError("表式里没有评分标准，算不了分。请给出评价表或自评表。"), options.file
        )
        return UNREADABLE
    if options.json:
        data = [as_json(card) for _, card in scored]
        print_json(data[0] if len(data) == 1 else data)
        return OK
    for document, card in scored:
        print(score_text(document.title(), card))
    return OK


def score_text(title: str, card: "Scorecard") -> str:
    """The scorecard to read: a line a row, its clauses below."""
    from anju_desktop.document.values import plain

    lines = [title]
    for row in card.rows:
        lines += _row_text(row)
    lines.append(
        f"合计 {plain(card.total)}" + (f"，加分 {plain(card.bonus)}" if card.bonus else "")
    )
    if card.claimed is not None and card.claimed.filled:
        lines.append(f"填写的合计 {card.claimed.typed.strip()}")
    if card.grade:
        lines.append(f"等级 {card.grade}")
    if card.unscored:
        lines.append(f"还没有得分：{'、'.join(card.unscored)}")
    return "\n".join(lines)


def _row_text(row: "RowScore") -> list[str]:
    from anju_desktop.document.values import plain

    said = [f"  {row.name}（{plain(row.full)} 分）：{_points_text(row)}"]
    if row.rate is not None:
        said.append(f"完成率 {row.rate}%")
    if row.claimed.filled:
        number = row.claimed.number
        fits = number is None or row.fits(number)
        said.append(f"填写 {row.claimed.typed.strip()}{'' if fits else '（评分标准得不出）'}")
    lines = ["，".join(said), *(f"    {text}" for text in _steps_text(row.step.parts))]
    if row.reason:
        lines.append(f"    草拟理由：{row.reason}")
    return lines


def _points_text(row: "RowScore") -> str:
    """The score, or what is still possible."""
    from anju_desktop.document.values import plain
    from anju_desktop.scoring.figures import shown

    if row.score is not None:
        return plain(row.score)
    low, high = row.step.points
    return f"{shown(low)}—{shown(high)}，还不能定" if low or high < row.full else "未算"


def _steps_text(steps: "tuple[Step, ...]") -> list[str]:
    texts = []
    for step in steps:
        said = "，".join(part for part in (step.arithmetic, step.verdict) if part)
        if said:
            texts.append(
                f"{said}　〔{_shortened(step.clause.text)}〕" if step.clause.text else said
            )
        texts += _steps_text(step.parts)
    return texts


def _shortened(text: str, limit: int = 40) -> str:
    """As much of a standard as a line holds."""
    return text if len(text) <= limit else f"{text[:limit]}……"
