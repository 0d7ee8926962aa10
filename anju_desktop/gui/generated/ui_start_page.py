# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'start_page.ui'
##
## Created by: Qt User Interface Compiler version 6.8.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from anju_desktop.gui.marks import CountsLabel

class Ui_StartPage(object):
    def setupUi(self, StartPage):
        if not StartPage.objectName():
            StartPage.setObjectName(u"StartPage")
        self.pageLayout = QVBoxLayout(StartPage)
        self.pageLayout.setSpacing(0)
        self.pageLayout.setObjectName(u"pageLayout")
        self.pageLayout.setContentsMargins(0, 0, 0, 0)
        self.scroll = QScrollArea(StartPage)
        self.scroll.setObjectName(u"scroll")
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setWidgetResizable(True)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.content = QWidget()
        self.content.setObjectName(u"content")
        self.columns = QHBoxLayout(self.content)
        self.columns.setSpacing(28)
        self.columns.setObjectName(u"columns")
        self.columns.setContentsMargins(67, 24, 67, 24)
        self.left = QVBoxLayout()
        self.left.setSpacing(0)
        self.left.setObjectName(u"left")
        self.left.setContentsMargins(0, 0, 0, 0)
        self.headRow = QHBoxLayout()
        self.headRow.setSpacing(10)
        self.headRow.setObjectName(u"headRow")
        self.headRow.setContentsMargins(0, 0, 0, 0)
        self.yearLabel = QLabel(self.content)
        self.yearLabel.setObjectName(u"yearLabel")
        self.yearLabel.setProperty(u"kind", u"page")

        self.headRow.addWidget(self.yearLabel)

        self.subtitleLabel = QLabel(self.content)
        self.subtitleLabel.setObjectName(u"subtitleLabel")
        self.subtitleLabel.setProperty(u"kind", u"second")

        self.headRow.addWidget(self.subtitleLabel)

        self.headSpacer = QSpacerItem(8, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.headRow.addItem(self.headSpacer)


        self.left.addLayout(self.headRow)

        self.headGap = QSpacerItem(0, 12, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.left.addItem(self.headGap)

        self.returnedLayout = QVBoxLayout()
        self.returnedLayout.setSpacing(0)
        self.returnedLayout.setObjectName(u"returnedLayout")
        self.returnedLayout.setContentsMargins(0, 0, 0, 0)

        self.left.addLayout(self.returnedLayout)

        self.continueCard = QFrame(self.content)
        self.continueCard.setObjectName(u"continueCard")
        self.continueCard.setProperty(u"kind", u"continue")
        self.continueRow = QHBoxLayout(self.continueCard)
        self.continueRow.setSpacing(12)
        self.continueRow.setObjectName(u"continueRow")
        self.continueRow.setContentsMargins(20, 14, 24, 14)
        self.continueTexts = QVBoxLayout()
        self.continueTexts.setSpacing(4)
        self.continueTexts.setObjectName(u"continueTexts")
        self.continueTexts.setContentsMargins(0, 0, 0, 0)
        self.continueWhen = QLabel(self.continueCard)
        self.continueWhen.setObjectName(u"continueWhen")
        self.continueWhen.setProperty(u"kind", u"second")

        self.continueTexts.addWidget(self.continueWhen)

        self.continueTitle = QLabel(self.continueCard)
        self.continueTitle.setObjectName(u"continueTitle")
        self.continueTitle.setProperty(u"kind", u"current")

        self.continueTexts.addWidget(self.continueTitle)

        self.continueTodo = QHBoxLayout()
        self.continueTodo.setSpacing(18)
        self.continueTodo.setObjectName(u"continueTodo")
        self.continueTodo.setContentsMargins(0, 0, 0, 0)
        self.continueCounts = CountsLabel(self.continueCard)
        self.continueCounts.setObjectName(u"continueCounts")

        self.continueTodo.addWidget(self.continueCounts)

        self.continueDue = QLabel(self.continueCard)
        self.continueDue.setObjectName(u"continueDue")
        self.continueDue.setProperty(u"kind", u"second")

        self.continueTodo.addWidget(self.continueDue)

        self.continueTodoSpacer = QSpacerItem(8, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.continueTodo.addItem(self.continueTodoSpacer)


        self.continueTexts.addLayout(self.continueTodo)


        self.continueRow.addLayout(self.continueTexts)

        self.continueSpacer = QSpacerItem(8, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.continueRow.addItem(self.continueSpacer)

        self.continueButton = QPushButton(self.continueCard)
        self.continueButton.setObjectName(u"continueButton")
        self.continueButton.setProperty(u"kind", u"big")

        self.continueRow.addWidget(self.continueButton)


        self.left.addWidget(self.continueCard)

        self.welcomeCard = QFrame(self.content)
        self.welcomeCard.setObjectName(u"welcomeCard")
        self.welcomeCard.setProperty(u"kind", u"continue")
        self.welcomeRow = QHBoxLayout(self.welcomeCard)
        self.welcomeRow.setSpacing(24)
        self.welcomeRow.setObjectName(u"welcomeRow")
        self.welcomeRow.setContentsMargins(20, 16, 24, 16)
        self.welcomeTexts = QVBoxLayout()
        self.welcomeTexts.setSpacing(6)
        self.welcomeTexts.setObjectName(u"welcomeTexts")
        self.welcomeTexts.setContentsMargins(0, 0, 0, 0)
        self.welcomeTitle = QLabel(self.welcomeCard)
        self.welcomeTitle.setObjectName(u"welcomeTitle")
        self.welcomeTitle.setProperty(u"kind", u"current")

        self.welcomeTexts.addWidget(self.welcomeTitle)

        self.welcomeText = QLabel(self.welcomeCard)
        self.welcomeText.setObjectName(u"welcomeText")
        self.welcomeText.setProperty(u"kind", u"second")
        self.welcomeText.setWordWrap(True)

        self.welcomeTexts.addWidget(self.welcomeText)


        self.welcomeRow.addLayout(self.welcomeTexts)

        self.welcomeButton = QPushButton(self.welcomeCard)
        self.welcomeButton.setObjectName(u"welcomeButton")
        self.welcomeButton.setProperty(u"kind", u"big")

        self.welcomeRow.addWidget(self.welcomeButton)

        self.welcomeRow.setStretch(0, 1)

        self.left.addWidget(self.welcomeCard)

        self.cardGap = QSpacerItem(0, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.left.addItem(self.cardGap)

        self.listRow = QHBoxLayout()
        self.listRow.setSpacing(8)
        self.listRow.setObjectName(u"listRow")
        self.listRow.setContentsMargins(0, 0, 0, 0)
        self.listLabel = QLabel(self.content)
        self.listLabel.setObjectName(u"listLabel")
        self.listLabel.setProperty(u"kind", u"section")

        self.listRow.addWidget(self.listLabel)

        self.listCount = QLabel(self.content)
        self.listCount.setObjectName(u"listCount")
        self.listCount.setProperty(u"kind", u"second")

        self.listRow.addWidget(self.listCount)

        self.listSpacer = QSpacerItem(8, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.listRow.addItem(self.listSpacer)

        self.newButton = QPushButton(self.content)
        self.newButton.setObjectName(u"newButton")
        icon = QIcon()
        icon.addFile(u"icons:plus.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.newButton.setIcon(icon)
        self.newButton.setIconSize(QSize(16, 16))

        self.listRow.addWidget(self.newButton)


        self.left.addLayout(self.listRow)

        self.listGap = QSpacerItem(0, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.left.addItem(self.listGap)

        self.submissionsCard = QFrame(self.content)
        self.submissionsCard.setObjectName(u"submissionsCard")
        self.submissionsCard.setProperty(u"kind", u"card")
        self.submissionsLayout = QVBoxLayout(self.submissionsCard)
        self.submissionsLayout.setSpacing(0)
        self.submissionsLayout.setObjectName(u"submissionsLayout")
        self.submissionsLayout.setContentsMargins(0, 0, 0, 0)

        self.left.addWidget(self.submissionsCard)

        self.leftSpacer = QSpacerItem(0, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.left.addItem(self.leftSpacer)


        self.columns.addLayout(self.left)

        self.side = QWidget(self.content)
        self.side.setObjectName(u"side")
        self.side.setMinimumSize(QSize(304, 0))
        self.side.setMaximumSize(QSize(304, 16777215))
        self.sideLayout = QVBoxLayout(self.side)
        self.sideLayout.setSpacing(0)
        self.sideLayout.setObjectName(u"sideLayout")
        self.sideLayout.setContentsMargins(0, 0, 0, 0)
        self.backupLabel = QLabel(self.side)
        self.backupLabel.setObjectName(u"backupLabel")
        self.backupLabel.setProperty(u"kind", u"section")

        self.sideLayout.addWidget(self.backupLabel)

        self.backupGap = QSpacerItem(0, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.sideLayout.addItem(self.backupGap)

        self.backupCard = QFrame(self.side)
        self.backupCard.setObjectName(u"backupCard")
        self.backupCard.setProperty(u"kind", u"card")
        self.backupLayout = QVBoxLayout(self.backupCard)
        self.backupLayout.setSpacing(8)
        self.backupLayout.setObjectName(u"backupLayout")
        self.backupLayout.setContentsMargins(16, 16, 16, 14)
        self.backupHead = QHBoxLayout()
        self.backupHead.setSpacing(10)
        self.backupHead.setObjectName(u"backupHead")
        self.backupHead.setContentsMargins(0, 0, 0, 0)
        self.backupIcon = QLabel(self.backupCard)
        self.backupIcon.setObjectName(u"backupIcon")
        self.backupIcon.setMinimumSize(QSize(16, 16))
        self.backupIcon.setMaximumSize(QSize(16, 16))

        self.backupHead.addWidget(self.backupIcon)

        self.backupWhen = QLabel(self.backupCard)
        self.backupWhen.setObjectName(u"backupWhen")
        self.backupWhen.setProperty(u"kind", u"heading")
        self.backupWhen.setWordWrap(True)
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        sizePolicy.setHorizontalStretch(0)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.backupWhen.sizePolicy().hasHeightForWidth())
        self.backupWhen.setSizePolicy(sizePolicy)

        self.backupHead.addWidget(self.backupWhen)


        self.backupLayout.addLayout(self.backupHead)

        self.backupChecked = QLabel(self.backupCard)
        self.backupChecked.setObjectName(u"backupChecked")
        self.backupChecked.setProperty(u"kind", u"second")
        self.backupChecked.setWordWrap(True)

        self.backupLayout.addWidget(self.backupChecked)

        self.backupRule = QFrame(self.backupCard)
        self.backupRule.setObjectName(u"backupRule")
        self.backupRule.setProperty(u"kind", u"rule")
        self.backupRule.setMinimumSize(QSize(0, 1))
        self.backupRule.setMaximumSize(QSize(16777215, 1))

        self.backupLayout.addWidget(self.backupRule)

        self.backupFolder = QLabel(self.backupCard)
        self.backupFolder.setObjectName(u"backupFolder")
        self.backupFolder.setProperty(u"kind", u"second")
        self.backupFolder.setWordWrap(True)

        self.backupLayout.addWidget(self.backupFolder)

        self.backupCount = QLabel(self.backupCard)
        self.backupCount.setObjectName(u"backupCount")
        self.backupCount.setProperty(u"kind", u"second")
        self.backupCount.setWordWrap(True)

        self.backupLayout.addWidget(self.backupCount)

        self.backupButtons = QHBoxLayout()
        self.backupButtons.setSpacing(8)
        self.backupButtons.setObjectName(u"backupButtons")
        self.backupButtons.setContentsMargins(0, 0, 0, 0)
        self.backupOpen = QPushButton(self.backupCard)
        self.backupOpen.setObjectName(u"backupOpen")
        self.backupOpen.setProperty(u"kind", u"panel")

        self.backupButtons.addWidget(self.backupOpen)

        self.backupNow = QPushButton(self.backupCard)
        self.backupNow.setObjectName(u"backupNow")
        self.backupNow.setProperty(u"kind", u"panel")

        self.backupButtons.addWidget(self.backupNow)

        self.backupSpacer = QSpacerItem(8, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.backupButtons.addItem(self.backupSpacer)


        self.backupLayout.addLayout(self.backupButtons)


        self.sideLayout.addWidget(self.backupCard)

        self.sampleGap = QSpacerItem(0, 28, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.sideLayout.addItem(self.sampleGap)

        self.sampleRow = QHBoxLayout()
        self.sampleRow.setSpacing(8)
        self.sampleRow.setObjectName(u"sampleRow")
        self.sampleRow.setContentsMargins(0, 0, 0, 0)
        self.sampleLabel = QLabel(self.side)
        self.sampleLabel.setObjectName(u"sampleLabel")
        self.sampleLabel.setProperty(u"kind", u"section")

        self.sampleRow.addWidget(self.sampleLabel)

        self.sampleNote = QLabel(self.side)
        self.sampleNote.setObjectName(u"sampleNote")
        self.sampleNote.setProperty(u"kind", u"second")

        self.sampleRow.addWidget(self.sampleNote)

        self.sampleSpacer = QSpacerItem(8, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.sampleRow.addItem(self.sampleSpacer)


        self.sideLayout.addLayout(self.sampleRow)

        self.sampleListGap = QSpacerItem(0, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.sideLayout.addItem(self.sampleListGap)

        self.samplesCard = QFrame(self.side)
        self.samplesCard.setObjectName(u"samplesCard")
        self.samplesCard.setProperty(u"kind", u"card")
        self.samplesLayout = QVBoxLayout(self.samplesCard)
        self.samplesLayout.setSpacing(0)
        self.samplesLayout.setObjectName(u"samplesLayout")
        self.samplesLayout.setContentsMargins(0, 0, 0, 0)

        self.sideLayout.addWidget(self.samplesCard)

        self.sideSpacer = QSpacerItem(0, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.sideLayout.addItem(self.sideSpacer)


        self.columns.addWidget(self.side)

        self.columns.setStretch(0, 1)
        self.scroll.setWidget(self.content)

        self.pageLayout.addWidget(self.scroll)


        self.retranslateUi(StartPage)
    # setupUi

    def retranslateUi(self, StartPage):
        self.yearLabel.setText("")
        self.subtitleLabel.setText(QCoreApplication.translate("StartPage", u"\u57ce\u9547\u4fdd\u969c\u6027\u5b89\u5c45\u5de5\u7a0b", None))
        self.continueWhen.setText("")
        self.continueTitle.setText("")
        self.continueDue.setText("")
        self.continueButton.setText(QCoreApplication.translate("StartPage", u"\u7ee7\u7eed\u586b\u5199", None))
        self.welcomeTitle.setText(QCoreApplication.translate("StartPage", u"\u4ece\u4e00\u5f20\u586b\u597d\u7684\u6837\u4f8b\u5f00\u59cb\uff0c\u6216\u8005\u65b0\u5efa\u4e0a\u62a5", None))
        self.welcomeText.setText(QCoreApplication.translate("StartPage", u"\u6837\u4f8b\u662f\u516c\u5f00\u53d1\u5e03\u7684\u771f\u5b9e\u8868\u683c\uff0c\u53ef\u4ee5\u968f\u4fbf\u6539\uff0c\u4e0d\u4f1a\u4e0a\u62a5\u3002\u65b0\u5efa\u4e0a\u62a5\u65f6\u9009\u597d\u5355\u4f4d\u3001\u5e74\u5ea6\u548c\u8981\u62a5\u7684\u8868\uff0c\u5c31\u80fd\u76f4\u63a5\u5728\u8868\u4e0a\u586b\u5199\u3002", None))
        self.welcomeButton.setText(QCoreApplication.translate("StartPage", u"\u6253\u5f00\u6837\u4f8b", None))
        self.listLabel.setText(QCoreApplication.translate("StartPage", u"\u4eca\u5e74\u7684\u4e0a\u62a5", None))
        self.listCount.setText("")
        self.newButton.setText(QCoreApplication.translate("StartPage", u"\u65b0\u5efa\u4e0a\u62a5", None))
        self.backupLabel.setText(QCoreApplication.translate("StartPage", u"\u5907\u4efd", None))
        self.backupIcon.setText("")
        self.backupWhen.setText("")
        self.backupChecked.setText("")
        self.backupFolder.setText("")
        self.backupCount.setText("")
        self.backupOpen.setText(QCoreApplication.translate("StartPage", u"\u6253\u5f00\u6587\u4ef6\u5939", None))
        self.backupNow.setText(QCoreApplication.translate("StartPage", u"\u7acb\u5373\u5907\u4efd", None))
        self.sampleLabel.setText(QCoreApplication.translate("StartPage", u"\u6837\u4f8b", None))
        self.sampleNote.setText(QCoreApplication.translate("StartPage", u"\u53ef\u4ee5\u968f\u4fbf\u6539\uff0c\u4e0d\u4f1a\u4e0a\u62a5", None))
        pass
    # retranslateUi

