; The installer: for one user, without an administrator. build.py says VERSION, NUMBERS (four of
; them), DIST (the folder to pack) and OUTFILE. Exit codes: 0 done, 1 given up, 2 failed,
; 3 this Windows is too old, 4 the program is running.
Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
!ifdef FAST
  SetCompressor /FINAL zlib
!else
  SetCompressor /SOLID /FINAL lzma
  ; Large enough to find the common characters of a font again in the full font beside it.
  SetCompressorDictSize 64
!endif
; All files carry one date: the same input gives the same setup, byte for byte.
SetDateSave on
SetOverwrite on

!define APPID "anju-desktop"
!define NAME "安居填报"
!define FORM "AnjuDesktop.Form"
!define PACKAGE "AnjuDesktop.Package"
!define UNINSTALLER "卸载.exe"
!define UNKEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APPID}"
!define ARGUMENTS "-m anju_desktop"
!define FIRST_BUILD 17763 ; Windows 10 1809

Name "${NAME}"
OutFile "${OUTFILE}"
InstallDir "$LOCALAPPDATA\Programs\${APPID}"
InstallDirRegKey HKCU "Software\${APPID}" "InstallDir"
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include x64.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define MUI_ICON "${DIST}/anju.ico"
!define MUI_UNICON "${DIST}/anju.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "side.bmp"
!define MUI_WELCOMEPAGE_TEXT "将为当前用户安装${NAME} ${VERSION}，不需要管理员权限。$\r$\n$\r$\n\
装过旧版的，新版会替换程序，已填的资料原样保留。$\r$\n$\r$\n点“下一步”继续。"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\runtime\pythonw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "${ARGUMENTS}"
!define MUI_FINISHPAGE_RUN_TEXT "打开${NAME}"
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "将删除程序。已填的资料不删除，留在文件夹$\r$\n$LOCALAPPDATA\${NAME}"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; A running copy holds its libraries: they cannot be opened for writing.
!macro RefuseWhileRunning un
Function ${un}RefuseWhileRunning
  again:
  ${IfNot} ${FileExists} "$INSTDIR\runtime\python311.dll"
    Return
  ${EndIf}
  ClearErrors
  FileOpen $0 "$INSTDIR\runtime\python311.dll" a
  ${IfNot} ${Errors}
    FileClose $0
    Return
  ${EndIf}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION \
    "${NAME}正在运行，安装或卸载没有开始。请先关闭它，再点“重试”。" /SD IDCANCEL IDRETRY again
  SetErrorLevel 4
  Quit
FunctionEnd
!macroend
!insertmacro RefuseWhileRunning ""
!insertmacro RefuseWhileRunning "un."

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastBuild} ${FIRST_BUILD}
    MessageBox MB_ICONSTOP "${NAME}需要 64 位的 Windows 10（1809 或更高版本），这台电脑上装不了。" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd

Function un.onInit
  Call un.RefuseWhileRunning
FunctionEnd

; Only what setup itself wrote; the folder may hold files of the user's.
!macro RemoveProgram
  RMDir /r "$INSTDIR\runtime"
  RMDir /r "$INSTDIR\lib"
  RMDir /r "$INSTDIR\resources"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\app.zip"
  Delete "$INSTDIR\lib.zip"
  Delete "$INSTDIR\anju.cmd"
  Delete "$INSTDIR\anju.ico"
  Delete "$INSTDIR\使用说明.txt"
  Delete "$INSTDIR\${UNINSTALLER}"
!macroend

; A shortcut to the program. Its AppUserModelID is the one that app.py gives the window: that makes
; the taskbar show and pin this shortcut, not the bare pythonw.exe.
!macro ProgramShortcut PATH
  CreateShortcut "${PATH}" "$INSTDIR\runtime\pythonw.exe" "${ARGUMENTS}" "$INSTDIR\anju.ico"
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("${PATH}", ${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
        System::Call 'oleaut32::SysAllocString(w "${APPID}")p.r4'
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_BSTR},,p r4)p.r5'
        ${IPropertyStore::SetValue} $2 '($3,$5)'
        ${IPropertyStore::Commit} $2 ""
        ${IPersistFile::Save} $1 '("${PATH}",1)'
        System::Free $3
        System::Free $5
        System::Call 'oleaut32::SysFreeString(p r4)'
        ${IUnknown::Release} $2 ""
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend

!macro OpenWith EXTENSION TYPE WORDS
  WriteRegStr HKCU "Software\Classes\${EXTENSION}\OpenWithProgids" "${TYPE}" ""
  WriteRegStr HKCU "Software\Classes\${TYPE}" "" "${WORDS}"
  WriteRegStr HKCU "Software\Classes\${TYPE}" "FriendlyTypeName" "${WORDS}"
  WriteRegStr HKCU "Software\Classes\${TYPE}\Application" "ApplicationName" "${NAME}"
  WriteRegStr HKCU "Software\Classes\${TYPE}\Application" "ApplicationIcon" "$INSTDIR\anju.ico"
  WriteRegStr HKCU "Software\Classes\${TYPE}\DefaultIcon" "" "$INSTDIR\anju.ico"
  WriteRegStr HKCU "Software\Classes\${TYPE}\shell\open" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "Software\Classes\${TYPE}\shell\open\command" "" \
    '"$INSTDIR\runtime\pythonw.exe" ${ARGUMENTS} "%1"'
!macroend

!macro NoLongerOpenWith EXTENSION TYPE
  DeleteRegValue HKCU "Software\Classes\${EXTENSION}\OpenWithProgids" "${TYPE}"
  DeleteRegKey /ifempty HKCU "Software\Classes\${EXTENSION}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "Software\Classes\${EXTENSION}"
  DeleteRegKey HKCU "Software\Classes\${TYPE}"
!macroend

Section "main"
  Call RefuseWhileRunning
  ${If} ${FileExists} "$INSTDIR\runtime\python311.dll"
    !insertmacro RemoveProgram
  ${EndIf}
  !include files.nsh ; every file, by build.py
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"

  CreateDirectory "$SMPROGRAMS\${NAME}"
  !insertmacro ProgramShortcut "$SMPROGRAMS\${NAME}\${NAME}.lnk"
  CreateShortcut "$SMPROGRAMS\${NAME}\使用说明.lnk" "$INSTDIR\使用说明.txt"
  CreateShortcut "$SMPROGRAMS\${NAME}\卸载${NAME}.lnk" "$INSTDIR\${UNINSTALLER}"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/NODESKTOP" $1
  ${If} ${Errors}
    !insertmacro ProgramShortcut "$DESKTOP\${NAME}.lnk"
  ${EndIf}

  ; Forms and packages are plain .json and .zip: the program is offered for them, no more.
  !insertmacro OpenWith ".json" "${FORM}" "安居填报的表"
  !insertmacro OpenWith ".zip" "${PACKAGE}" "安居填报的上报包"
  WriteRegStr HKCU "Software\${APPID}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNKEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNKEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNKEY}" "Publisher" "安居填报 contributors"
  WriteRegStr HKCU "${UNKEY}" "DisplayIcon" "$INSTDIR\anju.ico"
  WriteRegStr HKCU "${UNKEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNKEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "${UNKEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${UNKEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNKEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNKEY}" "EstimatedSize" $0
  ${RefreshShellIcons}
SectionEnd

Section "Uninstall"
  ${IfNot} ${FileExists} "$INSTDIR\runtime\python311.dll"
    MessageBox MB_ICONSTOP "“$INSTDIR”里没有${NAME}，什么也没有删除。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  !insertmacro RemoveProgram
  RMDir "$INSTDIR" ; stays when it holds something else
  RMDir /r "$SMPROGRAMS\${NAME}"
  Delete "$DESKTOP\${NAME}.lnk"
  !insertmacro NoLongerOpenWith ".json" "${FORM}"
  !insertmacro NoLongerOpenWith ".zip" "${PACKAGE}"
  DeleteRegKey HKCU "${UNKEY}"
  DeleteRegKey HKCU "Software\${APPID}"
  ${RefreshShellIcons}
  ${If} ${FileExists} "$LOCALAPPDATA\${NAME}\*"
    MessageBox MB_ICONINFORMATION "程序已删除。已填的资料还在：$\r$\n$LOCALAPPDATA\${NAME}$\r$\n\
以后重新安装就能接着用；确实不要了，请自己删除这个文件夹。" /SD IDOK
  ${EndIf}
SectionEnd
