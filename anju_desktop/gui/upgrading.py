"""Says once, at the first start after an upgrade, that the program is another one now."""

from contextlib import suppress

from anju_desktop import __version__
from anju_desktop.errors import StoreError
from anju_desktop.gui.workspace import Workspace

SETTING = "program-version"


def told_once(workspace: Workspace) -> str:
    """A sentence when the version that last had this store open was another; ``""`` if not."""
    before = workspace.settings.get(SETTING)
    if before == __version__:
        return ""
    # A disk that refuses costs no more than that it is told again.
    with suppress(StoreError):
        workspace.settings.put(SETTING, __version__)
    if not before:
        return ""
    return (
        f"程序已从 {before} 版换成 {__version__} 版，原来填的都在。"
        "“帮助 › 关于安居填报”里有更新内容。"
    )
