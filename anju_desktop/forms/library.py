"""The editions at hand: those shipped with the program and those in folders added by the user."""

from pathlib import Path

from anju_desktop.assets import resource
from anju_desktop.errors import DocumentError
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.loader import load_edition, load_shipped


class Library:
    """Editions by id, read from disk on first use; an added folder wins over the shipped one."""

    def __init__(self, *folders: Path) -> None:
        self._folders = (*folders, resource("forms"))
        self._loaded: dict[str, Edition] = {}

    def ids(self) -> tuple[str, ...]:
        """Ids of all editions, without reading them."""
        return tuple(sorted({path.stem for path in self._paths()}))

    def get(self, edition_id: str) -> Edition:
        """The edition; ``DocumentError`` if it is not installed, ``DefinitionError`` if broken."""
        if edition_id not in self._loaded:
            path = self._find(edition_id)
            load = load_shipped if path.parent == resource("forms") else load_edition
            self._loaded[edition_id] = load(path)
        return self._loaded[edition_id]

    def _paths(self) -> list[Path]:
        return [path for folder in self._folders for path in folder.glob("*.toml")]

    def _find(self, edition_id: str) -> Path:
        # Compared with the names on disk: an id from a document must not walk out of the folder.
        for path in self._paths():
            if path.stem == edition_id:
                return path
        raise DocumentError(
            f"没有安装表式“{edition_id}”。请向下发表格的单位索取表式文件，再用“添加表式”装入。"
        )
