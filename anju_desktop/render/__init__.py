"""Writers of xlsx, docx and PDF from the one sheet."""

import os

# openpyxl writes through lxml where it finds it, with other bytes than through the standard
# library; python-docx brings lxml along. Read when openpyxl is first imported.
os.environ["OPENPYXL_LXML"] = "False"
