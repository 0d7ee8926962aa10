# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'about.ui'
##
## Created by: Qt User Interface Compiler version 6.8.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout

class Ui_AboutDialog(object):
    def setupUi(self, AboutDialog):
        if not AboutDialog.objectName():
            AboutDialog.setObjectName(u"AboutDialog")
        AboutDialog.setMinimumSize(QSize(440, 0))
        self.dialogLayout = QVBoxLayout(AboutDialog)
        self.dialogLayout.setSpacing(12)
        self.dialogLayout.setObjectName(u"dialogLayout")
        self.dialogLayout.setContentsMargins(24, 20, 24, 20)
        self.head = QHBoxLayout()
        self.head.setSpacing(12)
        self.head.setObjectName(u"head")
        self.head.setContentsMargins(0, 0, 0, 0)
        self.logo = QLabel(AboutDialog)
        self.logo.setObjectName(u"logo")
        self.logo.setMinimumSize(QSize(48, 48))
        self.logo.setMaximumSize(QSize(48, 48))

        self.head.addWidget(self.logo)

        self.names = QVBoxLayout()
        self.names.setSpacing(2)
        self.names.setObjectName(u"names")
        self.names.setContentsMargins(0, 0, 0, 0)
        self.nameLabel = QLabel(AboutDialog)
        self.nameLabel.setObjectName(u"nameLabel")
        self.nameLabel.setProperty(u"kind", u"page")

        self.names.addWidget(self.nameLabel)

        self.versionLabel = QLabel(AboutDialog)
        self.versionLabel.setObjectName(u"versionLabel")
        self.versionLabel.setProperty(u"kind", u"second")

        self.names.addWidget(self.versionLabel)


        self.head.addLayout(self.names)

        self.headSpacer = QSpacerItem(8, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.head.addItem(self.headSpacer)


        self.dialogLayout.addLayout(self.head)

        self.textLabel = QLabel(AboutDialog)
        self.textLabel.setObjectName(u"textLabel")
        self.textLabel.setWordWrap(True)

        self.dialogLayout.addWidget(self.textLabel)

        self.foldersLabel = QLabel(AboutDialog)
        self.foldersLabel.setObjectName(u"foldersLabel")
        self.foldersLabel.setProperty(u"kind", u"second")
        self.foldersLabel.setWordWrap(True)
        self.foldersLabel.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        self.dialogLayout.addWidget(self.foldersLabel)

        self.licenceLabel = QLabel(AboutDialog)
        self.licenceLabel.setObjectName(u"licenceLabel")
        self.licenceLabel.setProperty(u"kind", u"second")
        self.licenceLabel.setWordWrap(True)

        self.dialogLayout.addWidget(self.licenceLabel)

        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setContentsMargins(0, 0, 0, 0)
        self.changesButton = QPushButton(AboutDialog)
        self.changesButton.setObjectName(u"changesButton")

        self.buttons.addWidget(self.changesButton)

        self.buttonSpacer = QSpacerItem(8, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.buttonSpacer)

        self.closeButton = QPushButton(AboutDialog)
        self.closeButton.setObjectName(u"closeButton")
        self.closeButton.setProperty(u"kind", u"primary")

        self.buttons.addWidget(self.closeButton)


        self.dialogLayout.addLayout(self.buttons)


        self.retranslateUi(AboutDialog)

        self.closeButton.setDefault(True)

    # setupUi

    def retranslateUi(self, AboutDialog):
        AboutDialog.setWindowTitle(QCoreApplication.translate("AboutDialog", u"\u5173\u4e8e\u5b89\u5c45\u586b\u62a5", None))
        self.logo.setText("")
        self.nameLabel.setText(QCoreApplication.translate("AboutDialog", u"\u5b89\u5c45\u586b\u62a5", None))
        self.versionLabel.setText("")
        self.textLabel.setText(QCoreApplication.translate("AboutDialog", u"\u57ce\u9547\u4fdd\u969c\u6027\u5b89\u5c45\u5de5\u7a0b\u8d44\u91d1\u7ee9\u6548\u8868\u7684\u586b\u62a5\u3001\u5ba1\u6838\u3001\u6253\u5370\u548c\u62a5\u9001\u3002\u5168\u90e8\u5185\u5bb9\u4fdd\u5b58\u5728\u672c\u673a\uff0c\u4e0d\u8054\u7f51\u8fd0\u884c\u3002", None))
        self.foldersLabel.setText("")
        self.licenceLabel.setText("")
        self.changesButton.setText(QCoreApplication.translate("AboutDialog", u"\u66f4\u65b0\u5185\u5bb9", None))
#if QT_CONFIG(tooltip)
        self.changesButton.setToolTip(QCoreApplication.translate("AboutDialog", u"\u5728\u624b\u518c\u91cc\u770b\u8fd9\u4e00\u7248\u6709\u4ec0\u4e48\u4e0d\u540c", None))
#endif // QT_CONFIG(tooltip)
        self.closeButton.setText(QCoreApplication.translate("AboutDialog", u"\u77e5\u9053\u4e86", None))
    # retranslateUi

