# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'new_submission.ui'
##
## Created by: Qt User Interface Compiler version 6.8.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout

class Ui_NewSubmissionDialog(object):
    def setupUi(self, NewSubmissionDialog):
        if not NewSubmissionDialog.objectName():
            NewSubmissionDialog.setObjectName(u"NewSubmissionDialog")
        NewSubmissionDialog.setMinimumSize(QSize(480, 0))
        self.dialogLayout = QVBoxLayout(NewSubmissionDialog)
        self.dialogLayout.setSpacing(12)
        self.dialogLayout.setObjectName(u"dialogLayout")
        self.dialogLayout.setContentsMargins(24, 20, 24, 20)
        self.heading = QLabel(NewSubmissionDialog)
        self.heading.setObjectName(u"heading")
        self.heading.setProperty(u"kind", u"page")

        self.dialogLayout.addWidget(self.heading)

        self.intro = QLabel(NewSubmissionDialog)
        self.intro.setObjectName(u"intro")
        self.intro.setProperty(u"kind", u"second")
        self.intro.setWordWrap(True)

        self.dialogLayout.addWidget(self.intro)

        self.facts = QGridLayout()
        self.facts.setObjectName(u"facts")
        self.facts.setHorizontalSpacing(12)
        self.facts.setVerticalSpacing(8)
        self.facts.setContentsMargins(0, 0, 0, 0)
        self.unitLabel = QLabel(NewSubmissionDialog)
        self.unitLabel.setObjectName(u"unitLabel")

        self.facts.addWidget(self.unitLabel, 0, 0, 1, 1)

        self.unitBox = QComboBox(NewSubmissionDialog)
        self.unitBox.setObjectName(u"unitBox")
        self.unitBox.setEditable(True)
        self.unitBox.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.unitBox.setMinimumSize(QSize(300, 28))

        self.facts.addWidget(self.unitBox, 0, 1, 1, 1)

        self.yearLabel = QLabel(NewSubmissionDialog)
        self.yearLabel.setObjectName(u"yearLabel")

        self.facts.addWidget(self.yearLabel, 1, 0, 1, 1)

        self.yearEdit = QLineEdit(NewSubmissionDialog)
        self.yearEdit.setObjectName(u"yearEdit")
        self.yearEdit.setMinimumSize(QSize(96, 28))
        self.yearEdit.setMaximumSize(QSize(96, 28))
        self.yearEdit.setMaxLength(4)

        self.facts.addWidget(self.yearEdit, 1, 1, 1, 1)

        self.programmeLabel = QLabel(NewSubmissionDialog)
        self.programmeLabel.setObjectName(u"programmeLabel")

        self.facts.addWidget(self.programmeLabel, 2, 0, 1, 1)

        self.programmeBox = QComboBox(NewSubmissionDialog)
        self.programmeBox.setObjectName(u"programmeBox")
        self.programmeBox.setMinimumSize(QSize(300, 28))

        self.facts.addWidget(self.programmeBox, 2, 1, 1, 1)


        self.dialogLayout.addLayout(self.facts)

        self.renewCheck = QCheckBox(NewSubmissionDialog)
        self.renewCheck.setObjectName(u"renewCheck")

        self.dialogLayout.addWidget(self.renewCheck)

        self.renewLabel = QLabel(NewSubmissionDialog)
        self.renewLabel.setObjectName(u"renewLabel")
        self.renewLabel.setProperty(u"kind", u"second")
        self.renewLabel.setWordWrap(True)

        self.dialogLayout.addWidget(self.renewLabel)

        self.formsLabel = QLabel(NewSubmissionDialog)
        self.formsLabel.setObjectName(u"formsLabel")
        self.formsLabel.setProperty(u"kind", u"section")

        self.dialogLayout.addWidget(self.formsLabel)

        self.formsHost = QFrame(NewSubmissionDialog)
        self.formsHost.setObjectName(u"formsHost")
        self.formsHost.setProperty(u"kind", u"card")
        self.formsLayout = QVBoxLayout(self.formsHost)
        self.formsLayout.setSpacing(4)
        self.formsLayout.setObjectName(u"formsLayout")
        self.formsLayout.setContentsMargins(12, 8, 12, 8)

        self.dialogLayout.addWidget(self.formsHost)

        self.problemLabel = QLabel(NewSubmissionDialog)
        self.problemLabel.setObjectName(u"problemLabel")
        self.problemLabel.setProperty(u"kind", u"error")
        self.problemLabel.setWordWrap(True)

        self.dialogLayout.addWidget(self.problemLabel)

        self.grow = QSpacerItem(0, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.dialogLayout.addItem(self.grow)

        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setContentsMargins(0, 0, 0, 0)
        self.buttonSpacer = QSpacerItem(8, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.buttonSpacer)

        self.cancelButton = QPushButton(NewSubmissionDialog)
        self.cancelButton.setObjectName(u"cancelButton")
        self.cancelButton.setAutoDefault(False)

        self.buttons.addWidget(self.cancelButton)

        self.createButton = QPushButton(NewSubmissionDialog)
        self.createButton.setObjectName(u"createButton")
        self.createButton.setProperty(u"kind", u"primary")

        self.buttons.addWidget(self.createButton)


        self.dialogLayout.addLayout(self.buttons)


        self.retranslateUi(NewSubmissionDialog)

        self.createButton.setDefault(True)

    # setupUi

    def retranslateUi(self, NewSubmissionDialog):
        NewSubmissionDialog.setWindowTitle(QCoreApplication.translate("NewSubmissionDialog", u"\u65b0\u5efa\u4e0a\u62a5", None))
        self.heading.setText(QCoreApplication.translate("NewSubmissionDialog", u"\u65b0\u5efa\u4e0a\u62a5", None))
        self.intro.setText(QCoreApplication.translate("NewSubmissionDialog", u"\u586b\u597d\u5355\u4f4d\u548c\u5e74\u5ea6\uff0c\u52fe\u9009\u8fd9\u6b21\u8981\u62a5\u7684\u8868\u3002\u4ee5\u540e\u8fd8\u53ef\u4ee5\u589e\u52a0\u6216\u79fb\u8d70\u3002", None))
        self.unitLabel.setText(QCoreApplication.translate("NewSubmissionDialog", u"\u586b\u62a5\u5355\u4f4d", None))
        self.yearLabel.setText(QCoreApplication.translate("NewSubmissionDialog", u"\u5e74\u5ea6", None))
        self.programmeLabel.setText(QCoreApplication.translate("NewSubmissionDialog", u"\u8d44\u91d1\u7c7b\u522b", None))
        self.renewCheck.setText("")
        self.renewLabel.setText(QCoreApplication.translate("NewSubmissionDialog", u"\u540d\u79f0\u3001\u6307\u6807\u3001\u6743\u91cd\u548c\u6587\u5b57\u7167\u6284\uff0c\u91d1\u989d\u3001\u6570\u503c\u548c\u5f97\u5206\u7559\u7a7a\uff1b\u65b0\u5efa\u524d\u5148\u5217\u51fa\u6539\u4e86\u4ec0\u4e48\u3002", None))
        self.formsLabel.setText(QCoreApplication.translate("NewSubmissionDialog", u"\u8981\u62a5\u7684\u8868", None))
        self.problemLabel.setText("")
        self.cancelButton.setText(QCoreApplication.translate("NewSubmissionDialog", u"\u4e0d\u5efa\u4e86", None))
        self.createButton.setText(QCoreApplication.translate("NewSubmissionDialog", u"\u65b0\u5efa\u4e0a\u62a5", None))
    # retranslateUi

