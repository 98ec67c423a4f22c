"""Reading only: the cells of workbooks with openpyxl, merged cells filled."""
import sys

import openpyxl

count = 0
for path in sys.argv[1:]:
    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        cells = {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
        for merged in sheet.merged_cells.ranges:
            value = cells.get((merged.min_row, merged.min_col))
            for place in merged.cells:
                cells[place] = value
        count += len(cells)
print(count)
