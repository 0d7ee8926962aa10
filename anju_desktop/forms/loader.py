"""TOML file → :class:`Edition`, or one :class:`DefinitionError` with every defect of the file."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from anju_desktop.errors import Defect, DefinitionError
from anju_desktop.files import why_unreadable
from anju_desktop.forms.binding import bind
from anju_desktop.forms.compiled import compiled
from anju_desktop.forms.definition import Edition

MAX_BYTES = 1_000_000


def load_edition(path: Path) -> Edition:
    """Read and check an edition; ``DefinitionError`` lists all that is wrong with the file."""
    return parse_edition(_read(path), path)


def load_shipped(path: Path) -> Edition:
    """An edition that comes with the program: checked already where it has been compiled."""
    data = _read(path)
    found = compiled(path.stem, data)
    edition: Edition | None = bind(Edition, found.table, []) if found is not None else None
    if found is None or edition is None:
        return parse_edition(data, path)
    return replace(edition, sha256=found.sha256)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _defective(path, "", f"打不开：{why_unreadable(path, error)}") from error


def parse_edition(data: bytes, path: Path) -> Edition:
    """The edition in ``data``; ``path`` names it in messages and must match its id."""
    # Not needed for the editions that come with the program.
    from hashlib import sha256

    from anju_desktop.forms.lint import lint

    table = read_toml(data, path)
    defects: list[Defect] = []
    edition: Edition | None = bind(Edition, table, defects)
    if edition is not None:
        defects.extend(lint(edition))
        if edition.id != path.stem:
            defects.append(Defect("id", f"应与文件名“{path.stem}”相同，写的是“{edition.id}”"))
    if edition is None or defects:
        raise DefinitionError(path.name, tuple(defects))
    return replace(edition, sha256=sha256(data).hexdigest())


def read_toml(data: bytes, path: Path) -> dict[str, Any]:
    """The table in ``data``, decimals exact; ``DefinitionError`` names ``path`` and the place."""
    import tomllib

    if len(data) > MAX_BYTES:
        raise _defective(path, "", "文件超过 1 MB，请检查是不是给错了文件")
    try:
        return tomllib.loads(data.decode("utf-8"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise _defective(
            path, f"第 {error.start} 字节", "不是 UTF-8 编码，请另存为 UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise _defective(path, *_toml_complaint(error)) from error
    except (RecursionError, ValueError, ArithmeticError) as error:
        raise _defective(path, "", "嵌套过深或数字过大，无法读取") from error


def _toml_complaint(error: ValueError) -> tuple[str, str]:
    """Place and sentence; tomllib names the line only inside its English text."""
    text = str(error)
    if "(at line " not in text:
        return "文件末尾", "写法不完整，请检查引号和括号是否配对"
    line = text.rpartition("(at line ")[2].partition(",")[0]
    if "overwrite" in text or "twice" in text or "already" in text:
        return f"第 {line} 行", "同一个键写了两次"
    return f"第 {line} 行", "不合 TOML 写法，请检查引号、等号和括号"


def _defective(path: Path, place: str, sentence: str) -> DefinitionError:
    return DefinitionError(path.name, (Defect(place, sentence),))
