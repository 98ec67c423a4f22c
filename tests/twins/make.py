"""Writes two of the directories in raw/ in other formats, with the usual office libraries: `pip install python-docx openpyxl xlwt odfpy`,
then `python tests/twins/make.py`. The files are kept; this script says how they came about. Each twin is one table with real merged cells: pages are
joined, and the row that stands one cell too far right in raw/001 is put back, as the reader of the text does. The text twins are the texts themselves."""

import csv
import html
import re
from pathlib import Path

import docx
import openpyxl
import xlwt
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import H, P

HERE = Path(__file__).parent
RAW = HERE.parent.parent / "raw"
BOX = re.compile(r'<input (checked="" )?type="checkbox"/>')


def read(path):
    """Title, header rows and body rows of a directory in tab text; body rows have blanks where a merged cell goes on."""
    lines = path.read_text(encoding="utf-8").split("\n")
    title = next(line for line in lines if line.strip())
    rows = [line.split("\t") for line in lines if "\t" in line]
    header, body = rows[:2], [row for row in rows if row not in rows[:2]]
    for row in body:
        if row[1] == "" and row[3] and "、" not in row[3]:  # one cell too far right
            del row[1]
            row.append("")
    return title, header, body


def merges(header, body):
    """(row, column, rows, columns) of each merged cell; rows from 0, the header first."""
    found, width = [], len(header[0])
    for column in range(width):
        if header[0][column] and not header[1][column]:
            found.append((0, column, 2, 1))
        elif header[0][column]:
            more = 1
            while column + more < width and not header[0][column + more] and header[1][column + more]:
                more += 1
            found.append((0, column, 1, more))
    starts = [row for row in range(len(body)) if body[row][1]]
    for start, end in zip(starts, starts[1:] + [len(body)]):
        if end - start > 1:
            found.append((start + 2, 1, end - start, 1))
    return found


def covered(found):
    return {(row + down, column + right) for row, column, rows, columns in found for down in range(rows) for right in range(columns)
            if (down, right) != (0, 0)}


def plain(text):
    """The text with boxes as characters."""
    return BOX.sub(lambda box: "☑" if box.group(1) else "☐", text)


def write_html(path, title, rows, found):
    spans = {(row, column): (down, right) for row, column, down, right in found}
    hidden = covered(found)
    out = ["<!DOCTYPE html>", '<html><head><meta charset="utf-8"><title>目录</title></head><body>', f"<h2>{html.escape(title.lstrip('# '))}</h2>", "<table>"]
    for number, row in enumerate(rows):
        out.append("<tr>")
        for column, text in enumerate(row):
            if (number, column) in hidden:
                continue
            down, right = spans.get((number, column), (1, 1))
            span = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{right}"' if right > 1 else "")
            parts = BOX.split(text)
            cell = html.escape(parts[0])
            for checked, more in zip(parts[1::2], parts[2::2]):
                cell += f'<input type="checkbox"{" checked" if checked else ""}>' + html.escape(more)
            out.append(f"<td{span}>{cell}</td>")
        out.append("</tr>")
    out.append("</table></body></html>")
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


def add_symbol(paragraph, code):
    symbol = OxmlElement("w:sym")
    symbol.set(qn("w:font"), "Wingdings")
    symbol.set(qn("w:char"), code)
    paragraph.add_run()._r.append(symbol)


def write_docx(path, title, rows, found):
    document = docx.Document()
    document.add_paragraph(title.lstrip("# "))
    table = document.add_table(len(rows), len(rows[0]))
    for row, column, down, right in found:
        table.cell(row, column).merge(table.cell(row + down - 1, column + right - 1))
    hidden = covered(found)
    for number, row in enumerate(rows):
        cells = table.rows[number].cells
        for column, text in enumerate(row):
            if (number, column) in hidden or not text:
                continue
            paragraph = cells[column].paragraphs[0]
            for part in re.split(r'(<input [^>]*>|■|✓|√)', text):
                if part.startswith("<input"):
                    add_symbol(paragraph, "F0FE" if "checked" in part else "F0A8")
                elif part in ("■", "✓", "√"):
                    add_symbol(paragraph, "F06E" if part == "■" else "F0FC")
                elif part:
                    paragraph.add_run(part)
    document.save(path)


def write_xlsx(path, title, rows, found):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "目录"
    sheet.cell(1, 1, title.lstrip("# "))
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                sheet.cell(number + 2, column + 1, int(text) if text.isdigit() else plain(text))
    for row, column, down, right in found:
        sheet.merge_cells(start_row=row + 2, start_column=column + 1, end_row=row + down + 1, end_column=column + right)
    book.save(path)


def write_xls(path, title, rows, found):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("目录")
    sheet.write_merge(0, 0, 0, len(rows[0]) - 1, title.lstrip("# "))
    spans = {(row, column): (down, right) for row, column, down, right in found}
    hidden = covered(found)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if (number, column) in hidden or not text:
                continue
            down, right = spans.get((number, column), (1, 1))
            value = int(text) if text.isdigit() else plain(text)
            sheet.write_merge(number + 1, number + down, column, column + right - 1, value)
    book.save(str(path))


def open_table(rows, found, value_type):
    table = Table(name="目录")
    spans = {(row, column): (down, right) for row, column, down, right in found}
    hidden = covered(found)
    for number, row in enumerate(rows):
        line = TableRow()
        for column, text in enumerate(row):
            if (number, column) in hidden:
                line.addElement(CoveredTableCell())
                continue
            down, right = spans.get((number, column), (1, 1))
            attributes = {}
            if (down, right) != (1, 1):
                attributes = {"numberrowsspanned": down, "numbercolumnsspanned": right}
            if text and value_type:
                attributes |= {"valuetype": "float", "value": text} if text.isdigit() else {"valuetype": "string"}
            cell = TableCell(**attributes)
            if text:
                cell.addElement(P(text=plain(text)))
            line.addElement(cell)
        table.addElement(line)
    return table


def write_ods(path, title, rows, found):
    book = OpenDocumentSpreadsheet()
    first = [title.lstrip("# ")] + [""] * (len(rows[0]) - 1)
    below = [(row + 1, column, down, right) for row, column, down, right in found]
    book.spreadsheet.addElement(open_table([first] + rows, [(0, 0, 1, len(first))] + below, True))
    book.save(str(path))


def write_odt(path, title, rows, found):
    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text=title.lstrip("# ")))
    document.text.addElement(open_table(rows, found, False))
    document.save(str(path))


def write_csv(path, title, rows):
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([title.lstrip("# ")] + [""] * (len(rows[0]) - 1))
        writer.writerows([plain(text) for text in row] for row in rows)


for source in ("001", "004"):
    path = next(RAW.glob(source + "*"))
    folder = HERE / source
    folder.mkdir(exist_ok=True)
    title, header, body = read(path)
    rows, found = header + body, merges(header, body)
    write_html(folder / "twin.html", title, rows, found)
    write_docx(folder / "twin.docx", title, rows, found)
    write_odt(folder / "twin.odt", title, rows, found)
    write_xlsx(folder / "twin.xlsx", title, rows, found)
    write_xls(folder / "twin.xls", title, rows, found)
    write_ods(folder / "twin.ods", title, rows, found)
    write_csv(folder / "twin.csv", title, rows)
    text = path.read_text(encoding="utf-8")
    (folder / "twin.gb18030.txt").write_bytes(text.encode("gb18030"))
    (folder / "twin.utf-16.txt").write_bytes(text.encode("utf-16-le"))
