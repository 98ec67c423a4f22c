"""Reading only, as a person would script it: the cells of all tables of HTML files, merged cells filled, with lxml."""
import sys

from lxml import html


def span(cell, name):
    text = (cell.get(name) or "1").strip()
    return max(1, min(int(text), 1000)) if text.isdigit() else 1


def grid(table):
    rows, open_cells = [], {}
    for row_number, row in enumerate(table.iter("tr")):
        cells, column = [], 0
        for cell in row.iterchildren("td", "th"):
            while (row_number, column) in open_cells:
                cells.append(open_cells.pop((row_number, column)))
                column += 1
            text = " ".join(cell.text_content().split())
            for right in range(span(cell, "colspan")):
                for down in range(1, span(cell, "rowspan")):
                    open_cells[(row_number + down, column + right)] = text
                cells.append(text)
            column += span(cell, "colspan")
        while (row_number, column) in open_cells:
            cells.append(open_cells.pop((row_number, column)))
            column += 1
        rows.append(cells)
    return rows


count = 0
for path in sys.argv[1:]:
    tree = html.parse(path).getroot()
    if tree is not None:
        count += sum(len(row) for table in tree.iter("table") for row in grid(table))
print(count)
