"""What the window says of a form's version; knows no Qt."""

from anju_desktop.checkcode.codes import grouped
from anju_desktop.document.version import Version

DRAFT = "草稿，定稿后生成校验码"


def status_words(version: Version) -> str:
    """For the status bar, where it stands as long as it is true."""
    if version.is_final:
        return f"{version.words}已定稿，校验码 {grouped(version.code)}"
    if version.earlier:
        return f"{version.words}草稿，原校验码 {grouped(version.earlier[-1])} 已作废"
    return DRAFT


def stamp_words(version: Version) -> str:
    """For the corner of the paper."""
    if version.is_final:
        return f"{version.words}　{grouped(version.code)}"
    if version.earlier:
        return f"{version.words}草稿，原校验码作废"
    return "草稿"


def next_words(version: Version) -> str:
    """The version that an edit of a final form begins: 修订2."""
    return version.reopened().words
