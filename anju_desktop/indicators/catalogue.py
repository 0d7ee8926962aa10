"""All indicators at hand: those that ship and the office's own, read when first asked for."""

from pathlib import Path

from anju_desktop import clock
from anju_desktop.errors import DefinitionError, DocumentError
from anju_desktop.files import write_atomic
from anju_desktop.indicators.definition import Dictionary, Indicator, Kind, Programme
from anju_desktop.indicators.loading import (
    MAX_OWN,
    OWN_NAME,
    defects_of,
    dictionary,
    own_bytes,
    read_own,
)
from anju_desktop.indicators.searching import Context, Index, key, unite
from anju_desktop.initials import plain

SHOWN = 50
"""Nobody reads further down a list that appears while typing."""

_ANYWHERE = Context()


class Catalogue:
    """``folder`` holds the office's own file; without one there is only what ships.

    A file that cannot be read does not end anything: :attr:`trouble` says so in a sentence, and
    the next indicator that is added keeps it aside under another name.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._path = folder / OWN_NAME if folder else None
        self.trouble = ""
        self.reload()

    def reload(self) -> None:
        """Read the office's file anew: another program may have written it."""
        self._own = self._read()
        self._all = unite(self._own, self.words.indicators)
        self._index = Index(self._all)
        self._own_keys = {key(each) for each in self._own}

    @property
    def words(self) -> Dictionary:
        """Categories, programmes and columns, as they ship."""
        return dictionary()

    # -- asking ----------------------------------------------------------------------------

    def all(self) -> tuple[Indicator, ...]:
        """The office's own first."""
        return self._all

    def own(self) -> tuple[Indicator, ...]:
        return self._own

    def is_own(self, indicator: Indicator) -> bool:
        return key(indicator) in self._own_keys

    def search(
        self, typed: str, context: Context = _ANYWHERE, limit: int = SHOWN
    ) -> tuple[Indicator, ...]:
        """What fits the typed characters, best first; see :mod:`.searching`."""
        return self._index.search(typed, context, limit)

    def named(self, name: str, context: Context = _ANYWHERE) -> Indicator | None:
        """The indicator of exactly this name."""
        return self._index.named(name, context)

    def kind(self, kind_id: str) -> Kind:
        """The category with this id; ``KeyError`` when there is none."""
        for kind in self.words.kinds:
            if kind.id == kind_id:
                return kind
        raise KeyError(kind_id)

    def programme(self, programme_id: str) -> Programme:
        """The programme with this id; ``KeyError`` when there is none."""
        for programme in self.words.programmes:
            if programme.id == programme_id:
                return programme
        raise KeyError(programme_id)

    def origin(self, indicator: Indicator) -> str:
        """Where an indicator was read, for people."""
        if self.is_own(indicator):
            return "本单位"
        titles = {source.id: source.title for source in self.words.sources}
        return "；".join(titles[source] for source in indicator.sources)

    # -- the office's own ------------------------------------------------------------------

    def add(self, indicator: Indicator, instead_of: Indicator | None = None) -> str:
        """Keep an indicator, in the place of its namesake or of ``instead_of``.

        Returns where an unreadable file was kept, ``""`` usually. ``DocumentError`` when it is
        not fit to be kept, ``RenderError`` when it cannot be written.
        """
        for defect in defects_of(indicator, self.words):
            raise DocumentError(f"这条指标不能加入：{defect.sentence}。")
        self.reload()
        kept = self._keep_aside()
        replaced = {key(indicator), key(instead_of or indicator)}
        own = list(self._own)
        places = [number for number, each in enumerate(own) if key(each) in replaced]
        rest = [each for each in own if key(each) not in replaced]
        if len(rest) >= MAX_OWN:
            raise DocumentError(f"常用指标最多 {MAX_OWN} 条。请先删去不用的。")
        rest.insert(places[0] if places else len(rest), indicator)
        self._write(rest)
        return kept

    def remove(self, indicator: Indicator) -> None:
        """Forget one of the office's own; ``DocumentError`` when it is none of them."""
        self.reload()
        if self.trouble:
            raise DocumentError(self.trouble)
        if not self.is_own(indicator):
            raise DocumentError(f"“{indicator.name}”是随程序带的，不能删去。")
        self._write([each for each in self._own if key(each) != key(indicator)])

    def _read(self) -> tuple[Indicator, ...]:
        self.trouble = ""
        if self._path is None:
            return ()
        try:
            return read_own(self._path, self.words)
        except DefinitionError as error:
            more = len(error.defects) - 1
            rest = f"（另有 {more} 处）" if more else ""
            self.trouble = (
                f"本单位的常用指标读不了，暂时只提示随程序带的。“{OWN_NAME}”{error.defects[0]}{rest}。"
                "改正这个文件，或者重新加入常用指标。"
            )
            return ()

    def _keep_aside(self) -> str:
        if not self.trouble or self._path is None:
            return ""
        now = clock.now()
        aside = self._path.with_name(f"{self._path.stem}_读不了_{now:%Y-%m-%d_%H%M%S}.toml")
        try:
            self._path.replace(aside)
        except OSError as error:
            raise DocumentError(
                f"“{OWN_NAME}”读不了，也移不开：系统报告“{error.strerror}”。请检查资料文件夹。"
            ) from error
        return aside.name

    def _write(self, own: list[Indicator]) -> None:
        if self._path is None:
            raise DocumentError("没有资料文件夹，不能保存常用指标。")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(self._path, own_bytes(own))
        self.reload()


def matching(catalogue: Catalogue, name: str, kind_id: str = "") -> tuple[Indicator, ...]:
    """The office's own indicators of this name, of any category unless one is given."""
    return tuple(
        each
        for each in catalogue.own()
        if plain(each.name) == plain(name) and kind_id in ("", each.kind)
    )
