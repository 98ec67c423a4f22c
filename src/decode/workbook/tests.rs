//! decode/workbook/tests: workbooks that do harm, and what calamine reads.
