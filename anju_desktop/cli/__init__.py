"""The command line: the same core as the window, without Qt.

Exit codes: ``check`` 0 no error, 1 at least one error, 2 something cannot be read; ``verify``
0 whole, 1 not, 2 cannot be read; every other command 0 or 2. What went wrong is said on stderr in
one line a file; a traceback would be a bug. Whatever takes long to import (the renderers, the
store) is imported by the command that needs it.
"""

import os
import sys
from collections.abc import Sequence

from anju_desktop.cli.output import UNREADABLE, complain, make_output_safe
from anju_desktop.cli.parser import build_parser
from anju_desktop.errors import AnjuError

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    make_output_safe()
    options = build_parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except AnjuError as error:
        complain(error)
        return UNREADABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, a closed pager) has gone: what is left needs no place to go.
        _discard_output()
        return 0
    except OSError as error:
        _discard_output()
        print(f"输出中断：系统报告“{error.strerror}”。请检查磁盘后重试。", file=sys.stderr)
        return UNREADABLE
    return code


def _discard_output() -> None:
    """Let what is still buffered vanish, or the interpreter complains about it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
