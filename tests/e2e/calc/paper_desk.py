"""A form in a window of its own on a real screen; does what it is told, line by line.

``copy FORM`` copies the whole form of a file; ``paste FORM`` puts the clipboard on the whole form of
another file, ``paste-at COLUMN FORM`` on a cell of the first row of its group, and both print what it
then holds; ``clipboard`` prints what is on the clipboard.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.history import History
from anju_desktop.forms.library import Library
from anju_desktop.gui import theme
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.rules.engine import Checker


def main() -> None:
    app = QApplication(sys.argv[:1])
    theme.provide_paper_fonts()
    library = Library()
    views: list[PaperView] = []

    def sit(path: str) -> PaperView:
        document = jsonform.load_file(Path(path), library.get)
        view = PaperView(document, History(document), Checker(document))
        view.resize(884, 600)
        view.show()
        views.append(view)
        return view

    def pasted(view: PaperView) -> object:
        said: list[str] = []
        view.message.connect(said.append)
        view.paste()
        return {"said": said, "form": jsonform.dump(view.paper_model().document)}

    def obey() -> None:
        verb, _, path = sys.stdin.readline().strip().partition(" ")
        answer: object = ""
        if verb == "copy":
            view = sit(path)
            view.select_all()
            view.copy()
        elif verb == "paste":
            view = sit(path)
            view.select_all()
            answer = pasted(view)
        elif verb == "paste-at":
            column, _, path = path.partition(" ")
            view = sit(path)
            document = view.paper_model().document
            group = document.edition.groups[0].id
            view.jump_to(CellRef(column, group, document.row_ids(group)[0]))
            answer = pasted(view)
        elif verb == "clipboard":
            data = QGuiApplication.clipboard().mimeData()
            answer = {"text": data.text(), "html": data.html()}
        else:
            app.quit()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, app)
    notifier.activated.connect(obey)
    app.exec()


if __name__ == "__main__":
    main()
