# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'main_window.ui'
##
## Created by: Qt User Interface Compiler version 6.8.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLabel, QLineEdit, QProgressBar, QPushButton, QSizePolicy, QSlider, QSpacerItem, QSplitter, QStackedWidget, QToolButton, QTreeView, QVBoxLayout, QWidget

from anju_desktop.gui.marks import CountsLabel

class Ui_MainWindow(object):
    def setupUi(self, MainWindow):
        if not MainWindow.objectName():
            MainWindow.setObjectName(u"MainWindow")
        self.central = QWidget(MainWindow)
        self.central.setObjectName(u"central")
        self.mainLayout = QVBoxLayout(self.central)
        self.mainLayout.setSpacing(0)
        self.mainLayout.setObjectName(u"mainLayout")
        self.mainLayout.setContentsMargins(0, 0, 0, 0)
        self.topBar = QFrame(self.central)
        self.topBar.setObjectName(u"topBar")
        self.topBar.setMinimumSize(QSize(0, 44))
        self.topBar.setMaximumSize(QSize(16777215, 44))
        self.topLayout = QHBoxLayout(self.topBar)
        self.topLayout.setSpacing(8)
        self.topLayout.setObjectName(u"topLayout")
        self.topLayout.setContentsMargins(12, 0, 12, 0)
        self.menuButton = QToolButton(self.topBar)
        self.menuButton.setObjectName(u"menuButton")
        icon = QIcon()
        icon.addFile(u"icons:menu.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.menuButton.setIcon(icon)
        self.menuButton.setIconSize(QSize(16, 16))
        self.menuButton.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.menuButton.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menuButton.setProperty(u"kind", u"menu")
        self.menuButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.topLayout.addWidget(self.menuButton)

        self.menuSeparator = QFrame(self.topBar)
        self.menuSeparator.setObjectName(u"menuSeparator")
        self.menuSeparator.setProperty(u"kind", u"separator")
        self.menuSeparator.setMinimumSize(QSize(1, 20))
        self.menuSeparator.setMaximumSize(QSize(1, 20))

        self.topLayout.addWidget(self.menuSeparator)

        self.undoButton = QToolButton(self.topBar)
        self.undoButton.setObjectName(u"undoButton")
        icon1 = QIcon()
        icon1.addFile(u"icons:undo.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.undoButton.setIcon(icon1)
        self.undoButton.setIconSize(QSize(16, 16))
        self.undoButton.setProperty(u"kind", u"icon")
        self.undoButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.topLayout.addWidget(self.undoButton)

        self.redoButton = QToolButton(self.topBar)
        self.redoButton.setObjectName(u"redoButton")
        icon2 = QIcon()
        icon2.addFile(u"icons:redo.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.redoButton.setIcon(icon2)
        self.redoButton.setIconSize(QSize(16, 16))
        self.redoButton.setProperty(u"kind", u"icon")
        self.redoButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.topLayout.addWidget(self.redoButton)

        self.undoSeparator = QFrame(self.topBar)
        self.undoSeparator.setObjectName(u"undoSeparator")
        self.undoSeparator.setProperty(u"kind", u"separator")
        self.undoSeparator.setMinimumSize(QSize(1, 20))
        self.undoSeparator.setMaximumSize(QSize(1, 20))

        self.topLayout.addWidget(self.undoSeparator)

        self.homeButton = QToolButton(self.topBar)
        self.homeButton.setObjectName(u"homeButton")
        self.homeButton.setProperty(u"kind", u"crumb")
        self.homeButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.topLayout.addWidget(self.homeButton)

        self.crumbLabel = QLabel(self.topBar)
        self.crumbLabel.setObjectName(u"crumbLabel")
        self.crumbLabel.setProperty(u"kind", u"crumb")
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        sizePolicy.setHorizontalStretch(1)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.crumbLabel.sizePolicy().hasHeightForWidth())
        self.crumbLabel.setSizePolicy(sizePolicy)

        self.topLayout.addWidget(self.crumbLabel)

        self.topSpacer = QSpacerItem(8, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.topLayout.addItem(self.topSpacer)

        self.findButton = QToolButton(self.topBar)
        self.findButton.setObjectName(u"findButton")
        icon3 = QIcon()
        icon3.addFile(u"icons:find.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.findButton.setIcon(icon3)
        self.findButton.setIconSize(QSize(16, 16))
        self.findButton.setProperty(u"kind", u"icon")
        self.findButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.topLayout.addWidget(self.findButton)

        self.printButton = QPushButton(self.topBar)
        self.printButton.setObjectName(u"printButton")
        icon4 = QIcon()
        icon4.addFile(u"icons:print.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.printButton.setIcon(icon4)
        self.printButton.setIconSize(QSize(16, 16))

        self.topLayout.addWidget(self.printButton)

        self.exportButton = QPushButton(self.topBar)
        self.exportButton.setObjectName(u"exportButton")
        icon5 = QIcon()
        icon5.addFile(u"icons:package.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.exportButton.setIcon(icon5)
        self.exportButton.setIconSize(QSize(16, 16))

        self.topLayout.addWidget(self.exportButton)

        self.openButton = QPushButton(self.topBar)
        self.openButton.setObjectName(u"openButton")
        icon6 = QIcon()
        icon6.addFile(u"icons:folder.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.openButton.setIcon(icon6)
        self.openButton.setIconSize(QSize(16, 16))

        self.topLayout.addWidget(self.openButton)

        self.auditButton = QPushButton(self.topBar)
        self.auditButton.setObjectName(u"auditButton")
        icon7 = QIcon()
        icon7.addFile(u"icons:audit.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.auditButton.setIcon(icon7)
        self.auditButton.setIconSize(QSize(16, 16))

        self.topLayout.addWidget(self.auditButton)

        self.finalButton = QPushButton(self.topBar)
        self.finalButton.setObjectName(u"finalButton")
        self.finalButton.setProperty(u"kind", u"primary")

        self.topLayout.addWidget(self.finalButton)


        self.mainLayout.addWidget(self.topBar)

        self.pages = QStackedWidget(self.central)
        self.pages.setObjectName(u"pages")
        self.startHost = QWidget()
        self.startHost.setObjectName(u"startHost")
        self.startLayout = QVBoxLayout(self.startHost)
        self.startLayout.setSpacing(0)
        self.startLayout.setObjectName(u"startLayout")
        self.startLayout.setContentsMargins(0, 0, 0, 0)
        self.pages.addWidget(self.startHost)
        self.formPage = QWidget()
        self.formPage.setObjectName(u"formPage")
        self.formLayout = QVBoxLayout(self.formPage)
        self.formLayout.setSpacing(0)
        self.formLayout.setObjectName(u"formLayout")
        self.formLayout.setContentsMargins(0, 0, 0, 0)
        self.areas = QSplitter(self.formPage)
        self.areas.setObjectName(u"areas")
        self.areas.setOrientation(Qt.Orientation.Horizontal)
        self.areas.setChildrenCollapsible(False)
        self.areas.setHandleWidth(1)
        self.treePanel = QFrame(self.areas)
        self.treePanel.setObjectName(u"treePanel")
        self.treeLayout = QVBoxLayout(self.treePanel)
        self.treeLayout.setSpacing(0)
        self.treeLayout.setObjectName(u"treeLayout")
        self.treeLayout.setContentsMargins(0, 0, 0, 0)
        self.treeHead = QLabel(self.treePanel)
        self.treeHead.setObjectName(u"treeHead")
        sizePolicy1 = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        sizePolicy1.setHorizontalStretch(0)
        sizePolicy1.setVerticalStretch(0)
        sizePolicy1.setHeightForWidth(self.treeHead.sizePolicy().hasHeightForWidth())
        self.treeHead.setSizePolicy(sizePolicy1)
        self.treeHead.setWordWrap(True)
        self.treeHead.setProperty(u"kind", u"third")

        self.treeLayout.addWidget(self.treeHead)

        self.tree = QTreeView(self.treePanel)
        self.tree.setObjectName(u"tree")
        self.tree.setFrameShape(QFrame.Shape.NoFrame)
        self.tree.setRootIsDecorated(True)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(0)
        self.tree.setUniformRowHeights(False)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

        self.treeLayout.addWidget(self.tree)

        self.newButton = QPushButton(self.treePanel)
        self.newButton.setObjectName(u"newButton")
        icon8 = QIcon()
        icon8.addFile(u"icons:plus.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.newButton.setIcon(icon8)
        self.newButton.setIconSize(QSize(16, 16))
        self.newButton.setProperty(u"kind", u"treeFoot")

        self.treeLayout.addWidget(self.newButton)

        self.areas.addWidget(self.treePanel)
        self.work = QSplitter(self.areas)
        self.work.setObjectName(u"work")
        self.work.setOrientation(Qt.Orientation.Horizontal)
        self.work.setChildrenCollapsible(False)
        self.work.setHandleWidth(1)
        self.desk = QFrame(self.work)
        self.desk.setObjectName(u"desk")
        self.deskLayout = QVBoxLayout(self.desk)
        self.deskLayout.setSpacing(0)
        self.deskLayout.setObjectName(u"deskLayout")
        self.deskLayout.setContentsMargins(0, 0, 0, 0)
        self.cellBarHost = QFrame(self.desk)
        self.cellBarHost.setObjectName(u"cellBarHost")
        self.cellBarHost.setMinimumSize(QSize(0, 36))
        self.cellBarHost.setMaximumSize(QSize(16777215, 36))
        self.cellBarLayout = QHBoxLayout(self.cellBarHost)
        self.cellBarLayout.setSpacing(0)
        self.cellBarLayout.setObjectName(u"cellBarLayout")
        self.cellBarLayout.setContentsMargins(0, 0, 0, 0)

        self.deskLayout.addWidget(self.cellBarHost)

        self.findBar = QFrame(self.desk)
        self.findBar.setObjectName(u"findBar")
        self.findBar.setMinimumSize(QSize(0, 36))
        self.findBar.setMaximumSize(QSize(16777215, 36))
        self.findLayout = QHBoxLayout(self.findBar)
        self.findLayout.setSpacing(8)
        self.findLayout.setObjectName(u"findLayout")
        self.findLayout.setContentsMargins(14, 0, 8, 0)
        self.findEdit = QLineEdit(self.findBar)
        self.findEdit.setObjectName(u"findEdit")
        sizePolicy2 = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        sizePolicy2.setHorizontalStretch(0)
        sizePolicy2.setVerticalStretch(0)
        sizePolicy2.setHeightForWidth(self.findEdit.sizePolicy().hasHeightForWidth())
        self.findEdit.setSizePolicy(sizePolicy2)
        self.findEdit.setMinimumSize(QSize(220, 26))

        self.findLayout.addWidget(self.findEdit)

        self.findCount = QLabel(self.findBar)
        self.findCount.setObjectName(u"findCount")
        self.findCount.setProperty(u"kind", u"third")

        self.findLayout.addWidget(self.findCount)

        self.findSpacer = QSpacerItem(8, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.findLayout.addItem(self.findSpacer)

        self.findPrevious = QToolButton(self.findBar)
        self.findPrevious.setObjectName(u"findPrevious")
        icon9 = QIcon()
        icon9.addFile(u"icons:chevron-up.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.findPrevious.setIcon(icon9)
        self.findPrevious.setIconSize(QSize(16, 16))
        self.findPrevious.setProperty(u"kind", u"icon")

        self.findLayout.addWidget(self.findPrevious)

        self.findNext = QToolButton(self.findBar)
        self.findNext.setObjectName(u"findNext")
        icon10 = QIcon()
        icon10.addFile(u"icons:chevron-down.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.findNext.setIcon(icon10)
        self.findNext.setIconSize(QSize(16, 16))
        self.findNext.setProperty(u"kind", u"icon")

        self.findLayout.addWidget(self.findNext)

        self.findClose = QToolButton(self.findBar)
        self.findClose.setObjectName(u"findClose")
        icon11 = QIcon()
        icon11.addFile(u"icons:close.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.findClose.setIcon(icon11)
        self.findClose.setIconSize(QSize(16, 16))
        self.findClose.setProperty(u"kind", u"icon")

        self.findLayout.addWidget(self.findClose)


        self.deskLayout.addWidget(self.findBar)

        self.papers = QStackedWidget(self.desk)
        self.papers.setObjectName(u"papers")

        self.deskLayout.addWidget(self.papers)

        self.work.addWidget(self.desk)
        self.panelHost = QFrame(self.work)
        self.panelHost.setObjectName(u"panelHost")
        self.panelLayout = QVBoxLayout(self.panelHost)
        self.panelLayout.setSpacing(0)
        self.panelLayout.setObjectName(u"panelLayout")
        self.panelLayout.setContentsMargins(0, 0, 0, 0)
        self.work.addWidget(self.panelHost)
        self.areas.addWidget(self.work)

        self.formLayout.addWidget(self.areas)

        self.pages.addWidget(self.formPage)

        self.mainLayout.addWidget(self.pages)

        self.statusFrame = QFrame(self.central)
        self.statusFrame.setObjectName(u"statusFrame")
        self.statusFrame.setMinimumSize(QSize(0, 28))
        self.statusFrame.setMaximumSize(QSize(16777215, 28))
        self.statusLayout = QHBoxLayout(self.statusFrame)
        self.statusLayout.setSpacing(8)
        self.statusLayout.setObjectName(u"statusLayout")
        self.statusLayout.setContentsMargins(14, 0, 14, 0)
        self.savedIcon = QLabel(self.statusFrame)
        self.savedIcon.setObjectName(u"savedIcon")

        self.statusLayout.addWidget(self.savedIcon)

        self.savedLabel = QLabel(self.statusFrame)
        self.savedLabel.setObjectName(u"savedLabel")
        self.savedLabel.setProperty(u"kind", u"saved")

        self.statusLayout.addWidget(self.savedLabel)

        self.savedSeparator = QFrame(self.statusFrame)
        self.savedSeparator.setObjectName(u"savedSeparator")
        self.savedSeparator.setProperty(u"kind", u"separator")
        self.savedSeparator.setMinimumSize(QSize(1, 20))
        self.savedSeparator.setMaximumSize(QSize(1, 20))

        self.statusLayout.addWidget(self.savedSeparator)

        self.countsLabel = CountsLabel(self.statusFrame)
        self.countsLabel.setObjectName(u"countsLabel")

        self.statusLayout.addWidget(self.countsLabel)

        self.countsSeparator = QFrame(self.statusFrame)
        self.countsSeparator.setObjectName(u"countsSeparator")
        self.countsSeparator.setProperty(u"kind", u"separator")
        self.countsSeparator.setMinimumSize(QSize(1, 20))
        self.countsSeparator.setMaximumSize(QSize(1, 20))

        self.statusLayout.addWidget(self.countsSeparator)

        self.noticeLabel = QLabel(self.statusFrame)
        self.noticeLabel.setObjectName(u"noticeLabel")
        self.noticeLabel.setProperty(u"kind", u"second")
        sizePolicy.setHeightForWidth(self.noticeLabel.sizePolicy().hasHeightForWidth())
        self.noticeLabel.setSizePolicy(sizePolicy)

        self.statusLayout.addWidget(self.noticeLabel)

        self.progressBar = QProgressBar(self.statusFrame)
        self.progressBar.setObjectName(u"progressBar")
        self.progressBar.setTextVisible(False)
        self.progressBar.setMinimum(0)
        self.progressBar.setMaximum(0)
        self.progressBar.setMaximumSize(QSize(120, 4))

        self.statusLayout.addWidget(self.progressBar)

        self.cancelButton = QToolButton(self.statusFrame)
        self.cancelButton.setObjectName(u"cancelButton")
        self.cancelButton.setProperty(u"kind", u"link")

        self.statusLayout.addWidget(self.cancelButton)

        self.offlineLabel = QLabel(self.statusFrame)
        self.offlineLabel.setObjectName(u"offlineLabel")
        self.offlineLabel.setProperty(u"kind", u"second")

        self.statusLayout.addWidget(self.offlineLabel)

        self.fitButton = QToolButton(self.statusFrame)
        self.fitButton.setObjectName(u"fitButton")
        self.fitButton.setProperty(u"kind", u"link")
        self.fitButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.statusLayout.addWidget(self.fitButton)

        self.zoomOutButton = QToolButton(self.statusFrame)
        self.zoomOutButton.setObjectName(u"zoomOutButton")
        icon12 = QIcon()
        icon12.addFile(u"icons:minus.svg", QSize(), QIcon.Mode.Normal, QIcon.State.Off)
        self.zoomOutButton.setIcon(icon12)
        self.zoomOutButton.setIconSize(QSize(16, 16))
        self.zoomOutButton.setProperty(u"kind", u"small")
        self.zoomOutButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.statusLayout.addWidget(self.zoomOutButton)

        self.zoomSlider = QSlider(self.statusFrame)
        self.zoomSlider.setObjectName(u"zoomSlider")
        self.zoomSlider.setOrientation(Qt.Orientation.Horizontal)
        self.zoomSlider.setMinimum(50)
        self.zoomSlider.setMaximum(200)
        self.zoomSlider.setPageStep(10)
        self.zoomSlider.setValue(100)
        self.zoomSlider.setMinimumSize(QSize(96, 20))
        self.zoomSlider.setMaximumSize(QSize(96, 20))
        self.zoomSlider.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.statusLayout.addWidget(self.zoomSlider)

        self.zoomInButton = QToolButton(self.statusFrame)
        self.zoomInButton.setObjectName(u"zoomInButton")
        self.zoomInButton.setIcon(icon8)
        self.zoomInButton.setIconSize(QSize(16, 16))
        self.zoomInButton.setProperty(u"kind", u"small")
        self.zoomInButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.statusLayout.addWidget(self.zoomInButton)

        self.zoomLabel = QLabel(self.statusFrame)
        self.zoomLabel.setObjectName(u"zoomLabel")
        self.zoomLabel.setMinimumSize(QSize(38, 0))
        self.zoomLabel.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignVCenter)

        self.statusLayout.addWidget(self.zoomLabel)


        self.mainLayout.addWidget(self.statusFrame)

        self.mainLayout.setStretch(1, 1)
        MainWindow.setCentralWidget(self.central)

        self.retranslateUi(MainWindow)
    # setupUi

    def retranslateUi(self, MainWindow):
        MainWindow.setWindowTitle(QCoreApplication.translate("MainWindow", u"\u5b89\u5c45\u586b\u62a5", None))
        self.menuButton.setText(QCoreApplication.translate("MainWindow", u"\u83dc\u5355", None))
        self.homeButton.setText(QCoreApplication.translate("MainWindow", u"\u9996\u9875", None))
        self.crumbLabel.setText("")
        self.printButton.setText(QCoreApplication.translate("MainWindow", u"\u6253\u5370", None))
        self.exportButton.setText(QCoreApplication.translate("MainWindow", u"\u5bfc\u51fa\u4e0a\u62a5\u5305", None))
        self.openButton.setText(QCoreApplication.translate("MainWindow", u"\u6253\u5f00\u6587\u4ef6", None))
        self.auditButton.setText(QCoreApplication.translate("MainWindow", u"\u5ba1\u6838 F7", None))
        self.finalButton.setText(QCoreApplication.translate("MainWindow", u"\u5b9a\u7a3f", None))
        self.treeHead.setText("")
        self.newButton.setText(QCoreApplication.translate("MainWindow", u"\u65b0\u5efa\u4e0a\u62a5", None))
        self.findEdit.setPlaceholderText(QCoreApplication.translate("MainWindow", u"\u5728\u672c\u8868\u91cc\u67e5\u627e", None))
        self.findCount.setText("")
#if QT_CONFIG(tooltip)
        self.findPrevious.setToolTip(QCoreApplication.translate("MainWindow", u"\u4e0a\u4e00\u5904\uff08Shift+Enter\uff09", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(tooltip)
        self.findNext.setToolTip(QCoreApplication.translate("MainWindow", u"\u4e0b\u4e00\u5904\uff08Enter\uff09", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(tooltip)
        self.findClose.setToolTip(QCoreApplication.translate("MainWindow", u"\u5173\u95ed\u67e5\u627e\uff08Esc\uff09", None))
#endif // QT_CONFIG(tooltip)
        self.savedIcon.setText("")
        self.savedLabel.setText("")
        self.noticeLabel.setText("")
        self.cancelButton.setText(QCoreApplication.translate("MainWindow", u"\u53d6\u6d88", None))
        self.offlineLabel.setText(QCoreApplication.translate("MainWindow", u"\u4e0d\u8054\u7f51\u8fd0\u884c", None))
        self.fitButton.setText(QCoreApplication.translate("MainWindow", u"\u9002\u5408\u5bbd\u5ea6", None))
#if QT_CONFIG(tooltip)
        self.zoomOutButton.setToolTip(QCoreApplication.translate("MainWindow", u"\u7f29\u5c0f\uff08Ctrl+-\uff09", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(tooltip)
        self.zoomSlider.setToolTip(QCoreApplication.translate("MainWindow", u"\u7f29\u653e", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(tooltip)
        self.zoomInButton.setToolTip(QCoreApplication.translate("MainWindow", u"\u653e\u5927\uff08Ctrl++\uff09", None))
#endif // QT_CONFIG(tooltip)
        self.zoomLabel.setText(QCoreApplication.translate("MainWindow", u"100%", None))
    # retranslateUi

