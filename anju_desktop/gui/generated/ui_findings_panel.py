# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'findings_panel.ui'
##
## Created by: Qt User Interface Compiler version 6.8.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QSpacerItem, QToolButton, QVBoxLayout, QWidget

from anju_desktop.gui.marks import CountsLabel

class Ui_FindingsPanel(object):
    def setupUi(self, FindingsPanel):
        if not FindingsPanel.objectName():
            FindingsPanel.setObjectName(u"FindingsPanel")
        self.panelLayout = QVBoxLayout(FindingsPanel)
        self.panelLayout.setSpacing(0)
        self.panelLayout.setObjectName(u"panelLayout")
        self.panelLayout.setContentsMargins(0, 0, 0, 0)
        self.panelHead = QFrame(FindingsPanel)
        self.panelHead.setObjectName(u"panelHead")
        self.headLayout = QVBoxLayout(self.panelHead)
        self.headLayout.setSpacing(8)
        self.headLayout.setObjectName(u"headLayout")
        self.headLayout.setContentsMargins(14, 10, 14, 10)
        self.titleRow = QHBoxLayout()
        self.titleRow.setSpacing(8)
        self.titleRow.setObjectName(u"titleRow")
        self.titleRow.setContentsMargins(0, 0, 0, 0)
        self.titleLabel = QLabel(self.panelHead)
        self.titleLabel.setObjectName(u"titleLabel")
        self.titleLabel.setProperty(u"kind", u"section")

        self.titleRow.addWidget(self.titleLabel)

        self.titleSpacer = QSpacerItem(8, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.titleRow.addItem(self.titleSpacer)

        self.nextLabel = QLabel(self.panelHead)
        self.nextLabel.setObjectName(u"nextLabel")
        self.nextLabel.setProperty(u"kind", u"third")

        self.titleRow.addWidget(self.nextLabel)


        self.headLayout.addLayout(self.titleRow)

        self.chips = CountsLabel(self.panelHead)
        self.chips.setObjectName(u"chips")

        self.headLayout.addWidget(self.chips)


        self.panelLayout.addWidget(self.panelHead)

        self.scroll = QScrollArea(FindingsPanel)
        self.scroll.setObjectName(u"scroll")
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setWidgetResizable(True)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.content = QWidget()
        self.content.setObjectName(u"content")
        self.cards = QVBoxLayout(self.content)
        self.cards.setSpacing(8)
        self.cards.setObjectName(u"cards")
        self.cards.setContentsMargins(12, 12, 12, 12)
        self.scroll.setWidget(self.content)

        self.panelLayout.addWidget(self.scroll)

        self.panelFoot = QFrame(FindingsPanel)
        self.panelFoot.setObjectName(u"panelFoot")
        self.footLayout = QHBoxLayout(self.panelFoot)
        self.footLayout.setSpacing(8)
        self.footLayout.setObjectName(u"footLayout")
        self.footLayout.setContentsMargins(14, 6, 10, 6)
        self.footLabel = QLabel(self.panelFoot)
        self.footLabel.setObjectName(u"footLabel")
        self.footLabel.setProperty(u"kind", u"third")
        self.footLabel.setWordWrap(True)

        self.footLayout.addWidget(self.footLabel)

        self.footButton = QToolButton(self.panelFoot)
        self.footButton.setObjectName(u"footButton")
        self.footButton.setProperty(u"kind", u"link")

        self.footLayout.addWidget(self.footButton)

        self.footLayout.setStretch(0, 1)

        self.panelLayout.addWidget(self.panelFoot)

        self.panelLayout.setStretch(1, 1)

        self.retranslateUi(FindingsPanel)
    # setupUi

    def retranslateUi(self, FindingsPanel):
        self.titleLabel.setText(QCoreApplication.translate("FindingsPanel", u"\u5ba1\u6838\u7ed3\u679c", None))
        self.nextLabel.setText(QCoreApplication.translate("FindingsPanel", u"F8 \u4e0b\u4e00\u6761", None))
        self.footLabel.setText("")
        self.footButton.setText(QCoreApplication.translate("FindingsPanel", u"\u5ba1\u6838\u8bf4\u660e", None))
        pass
    # retranslateUi

