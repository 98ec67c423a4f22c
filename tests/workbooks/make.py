"""Writes the workbooks of the golden cases `workbook-*`: `pip install openpyxl xlwt odfpy`, then `python tests/workbooks/make.py`. The files are
kept; this script says how they came about. The binary twins (`tests/twins/*/twin.xlsb`) were made of `twin.xlsx` with the npm package `xlsx` 0.18:
`XLSX.writeFile(XLSX.readFile("twin.xlsx"), "twin.xlsb", { bookType: "xlsb", bookSST: true })`."""

import datetime
from pathlib import Path

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import FontFace, Style, TableProperties, TextProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P, Span
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

CASES = Path(__file__).parent.parent / "cases"
HEADER = [["序号", "公开事项", "", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "", "公开方式", "", "公开层级", ""],
          ["", "一级事项", "二级事项", "", "", "", "", "", "全社会", "特定群体", "主动", "依申请", "县级", "乡级"]]
CONTENT, LAW = "办事指南、申请材料", "《中华人民共和国政府信息公开条例》"
WHEN, WHO = "自信息形成或变更之日起20个工作日内公开", "甲县民政局"
WHERE = "■政府网站 □政府公报"


def row(number, first, second):
    marks = {8: "√", 10: "√", 12: "√"}
    return [number, first, second, CONTENT, LAW, WHEN, WHO, WHERE] + [marks.get(column, "") for column in range(8, 14)]


def folder(case):
    path = CASES / case / "raw"
    path.mkdir(parents=True, exist_ok=True)
    return path


def header_xlsx(sheet, top, left):
    for down, names in enumerate(HEADER):
        for right, name in enumerate(names):
            if name:
                sheet.cell(top + down, left + right, name)
    for right in [0, 3, 4, 5, 6, 7]:
        sheet.merge_cells(start_row=top, end_row=top + 1, start_column=left + right, end_column=left + right)
    for right in [1, 8, 10, 12]:
        sheet.merge_cells(start_row=top, end_row=top, start_column=left + right, end_column=left + right + 1)


def put(sheet, top, left, cells):
    for right, text in enumerate(cells):
        if text != "":
            sheet.cell(top, left + right, text)


def merged():
    """A title over all columns, a note, an unused first column, merged cells, a blank row within a block, notes below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "目录"
    sheet["B2"] = "甲县社会救助领域基层政务公开标准目录"
    sheet.merge_cells("B2:O2")
    sheet["B3"] = "发布时间：2024-05-06"
    header_xlsx(sheet, 5, 2)
    put(sheet, 7, 2, row(1, "最低生活保障", "申请"))
    put(sheet, 8, 2, row(2, "", "审核"))
    put(sheet, 10, 2, row(3, "", "发放"))
    sheet.merge_cells("C7:C10")
    for column in "EFG":
        sheet.merge_cells(f"{column}7:{column}10")
    put(sheet, 11, 2, row(4, "临时救助", "申请"))
    sheet["B13"] = "注：本目录由甲县民政局解释。"
    book.save(folder("workbook-merged-cells") / "a.xlsx")


def numbers():
    """Numbers, dates and times as Excel 97 keeps them, with their formats; an error; a header of other columns at the end."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("目录")
    names = ["序号", "一级事项", "公开内容（要素）", "公开时限", "公开主体", "咨询电话", "比例", "启用日期", "备注"]
    for column, name in enumerate(names):
        sheet.write(0, column, name)
    date, percent, text = (xlwt.easyxf(num_format_str=code) for code in ['yyyy"年"m"月"d"日"', "0.0%", "0000-0000000"])
    for line, (number, name, phone) in enumerate([(1, "最低生活保障", 7140012345.0), (2, "临时救助", 13800000000), (3, "特困供养", 7140054321)], 1):
        for column, value in enumerate([number, name, CONTENT, 20, WHO]):
            sheet.write(line, column, value, xlwt.easyxf(num_format_str='0"个工作日"') if column == 3 else xlwt.Style.default_style)
        sheet.write(line, 5, phone, text if phone < 1e10 else xlwt.Style.default_style)
        sheet.write(line, 6, 0.125 * number, percent)
        sheet.write(line, 7, datetime.date(2024, number, 5), date)
    sheet.write(1, 8, True)
    sheet.row(2).set_cell_error(8, "#REF!")
    book.save(str(folder("workbook-numbers-dates") / "a.xls"))


def sheets():
    """A directory over two sheets with the same header, and a hidden sheet with an older one; a hidden row; a comment."""
    book = OpenDocumentSpreadsheet()
    hidden = Style(name="hidden", family="table")
    hidden.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(hidden)
    for name, rows, style in [("第一部分", [(1, "最低生活保障", "申请"), (2, "", "审核")], None), ("旧版", [(1, "旧事项", "申请")], hidden),
                              ("第二部分", [(3, "临时救助", "申请"), (4, "", "发放")], None)]:
        table = Table(name=name, **({"stylename": style} if style else {}))
        for down, names in enumerate(HEADER):
            line = TableRow()
            for right, text in enumerate(names):
                covered = not text and (down == 1 and right in (0, 3, 4, 5, 6, 7) or down == 0)
                if covered:
                    line.addElement(CoveredTableCell())
                    continue
                spans = {"numberrowsspanned": 2} if down == 0 and right in (0, 3, 4, 5, 6, 7) else {}
                spans |= {"numbercolumnsspanned": 2} if down == 0 and right in (1, 8, 10, 12) else {}
                cell = TableCell(valuetype="string", **spans)
                cell.addElement(P(text=text))
                line.addElement(cell)
            table.addElement(line)
        for number, first, second in rows:
            line = TableRow(**({"visibility": "filter"} if number == 4 else {}))
            for right, text in enumerate(row(number, first, second)):
                if right == 1 and not text:
                    line.addElement(CoveredTableCell())
                    continue
                spans = {"numberrowsspanned": 2} if right == 1 and len(rows) > 1 else {}
                kind = {"valuetype": "float", "value": text} if right == 0 else {"valuetype": "string"} if text else {}
                cell = TableCell(**kind, **spans)
                if text != "":
                    cell.addElement(P(text=str(text)))
                line.addElement(cell)
            line.addElement(TableCell(numbercolumnsrepeated=1010))
            table.addElement(line)
        table.addElement(TableRow(numberrowsrepeated=1048000))
        book.spreadsheet.addElement(table)
    book.save(str(folder("workbook-hidden-sheet") / "a.ods"))


def marks():
    """Ticks in the font Wingdings 2, boxes in runs of Wingdings, and boxes that are linked to cells (TRUE, FALSE)."""
    book = openpyxl.Workbook()
    sheet = book.active
    header_xlsx(sheet, 1, 1)
    boxes = InlineFont(rFont="Wingdings")
    for line, number in enumerate([1, 2], 3):
        put(sheet, line, 1, row(number, f"救助事项{number}", "申请"))
        sheet.cell(line, 8).value = CellRichText(TextBlock(boxes, "þ"), "政府网站\n", TextBlock(boxes, "¨"), "政府公报")
        for column in (9, 11, 13):
            sheet.cell(line, column).value = "P" if number == 1 else True
            if number == 1:
                sheet.cell(line, column).font = Font(name="Wingdings 2")
        for column in (10, 12, 14) if number == 2 else ():
            sheet.cell(line, column).value = False
    book.save(folder("workbook-marks-by-font") / "a.xlsx")


merged()
numbers()
sheets()
marks()
