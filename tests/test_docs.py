"""What the documentation shows works."""

import re
from pathlib import Path

from anju_desktop.forms.loader import parse_edition

DOCS = Path(__file__).parent.parent / "docs"


def test_the_worked_example_of_the_authors_guide_is_a_whole_edition() -> None:
    text = (DOCS / "form-editions.md").read_text(encoding="utf-8")
    example = "\n".join(re.findall(r"```toml\n(.*?)```", text.partition("## 二")[0], re.DOTALL))
    edition = parse_edition(example.encode("utf-8"), Path("xiaobiao-2025.toml"))
    assert [str(row.kind) for row in edition.rows].count("group") == 1


def test_the_authors_guide_names_every_kind_of_check_and_of_clause() -> None:
    from anju_desktop.forms.checks import CHECK_KINDS
    from anju_desktop.forms.definition import ClauseKind, ValueType

    text = (DOCS / "form-editions.md").read_text(encoding="utf-8")
    missing = {name for name in (*CHECK_KINDS, *ClauseKind, *ValueType) if f"`{name}`" not in text}
    assert missing == set()
