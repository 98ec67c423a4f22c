//! structure/pairs/cases: materials by case: a column of cases (办理情形) merged over the rows of their materials. The case heads its materials, so that none
//! are lost and those of two cases are not mixed.

use super::{below, guide, is_merged, stated};
use crate::decode::{Block, Dialect, Grid, Row};
use crate::evidence::{Cell, Passage};
use crate::field::Field;
use crate::tables::Tables;
use std::sync::Arc;

/// `blocks` with the materials of such tables under their cases, and the words that head them; `None` where there are none.
pub(in crate::structure) fn headed(blocks: &[Block], tables: &Tables) -> Option<(Vec<Block>, Vec<Cell>)> {
    let mut heads = Vec::new();
    let mut read = |block: &Block| match block {
        Block::Grid(grid) if grid.dialect != Dialect::Stream => spanned(grid, &mut heads, tables)
            .or_else(|| below_header(grid, &mut heads, tables))
            .or_else(|| of_services(grid, tables))
            .map(Block::Grid),
        _ => None,
    };
    let found: Vec<Option<Block>> = blocks.iter().map(&mut read).collect();
    let are_some = found.iter().any(Option::is_some);
    let blocks = || blocks.iter().zip(found).map(|(block, own)| own.unwrap_or_else(|| block.clone())).collect();
    are_some.then(|| (blocks(), heads))
}

/// A case with its materials.
struct Case {
    name: Cell,
    materials: Vec<Cell>,
}

/// A label of materials that spans several rows, with the cases beside it and their materials beside these.
fn spanned(grid: &Grid, heads: &mut Vec<Cell>, tables: &Tables) -> Option<Grid> {
    let (first, column) = grid.rows.iter().enumerate().find_map(|(index, row)| {
        let (column, label) = stated(row).next()?;
        let spans = grid.rows.get(index + 1).is_some_and(|below| is_merged(below, column));
        (spans && is_of_materials(label, tables)).then_some((index, column))
    })?;
    let height = 1 + grid.rows.iter().skip(first + 1).take_while(|row| is_merged(row, column)).count();
    let rows = grid.rows.get(first..first + height)?;
    let right = |row: &Row| stated(row).filter(|(at, _)| *at > column).map(|(_, cell)| cell.clone()).collect::<Vec<_>>();
    let header = rows
        .first()
        .map(right)
        .filter(|cells| below::is_head(cells, tables) || cells.first().is_some_and(|cell| is_case_word(cell, tables)));
    let body = rows.get(usize::from(header.is_some())..)?;
    let at = body.first().and_then(|row| stated(row).find(|(at, _)| *at > column)).map(|(at, _)| at)?;
    let cases = cases(body, at)?;
    heads.extend(header.into_iter().flatten());
    put(grid, first, height, stated(grid.rows.get(first)?).next()?.1, &cases)
}

/// A row with a word for cases and one for their materials, and no name of services, and the rows below it up to the next label.
fn below_header(grid: &Grid, heads: &mut Vec<Cell>, tables: &Tables) -> Option<Grid> {
    let (first, case, label) = grid.rows.iter().enumerate().find_map(|(index, row)| {
        let (case, _) = stated(row).find(|(_, cell)| is_case_word(cell, tables))?;
        let (_, label) = stated(row).find(|(at, cell)| *at > case && is_of_materials(cell, tables))?;
        let only_heads = stated(row).next().is_some_and(|(at, _)| at == case);
        only_heads.then_some((index, case, label))
    })?;
    let is_label = |cell: &Cell| guide::whole_label(cell.text(), tables).is_some();
    let goes_on = |row: &&Row| {
        let begins = stated(row).find(|(at, _)| *at == case);
        stated(row).any(|(at, _)| at > case) && !begins.is_some_and(|(_, cell)| is_label(cell)) && !stated(row).any(|(at, _)| at < case)
    };
    let body: &[Row] = grid.rows.get(first + 1..)?;
    let height = body.iter().take_while(goes_on).count();
    let cases = cases(body.get(..height)?, case)?;
    heads.extend(stated(grid.rows.get(first)?).map(|(_, cell)| cell).filter(|cell| *cell != label).cloned());
    put(grid, first, height + 1, label, &cases)
}

/// The cases in the column `at` of `rows` with what stands right of them; `None` where there are not several, or a row has a case and nothing else.
fn cases(rows: &[Row], at: usize) -> Option<Vec<Case>> {
    let mut found: Vec<(Cell, Vec<Vec<Cell>>)> = Vec::new();
    for row in rows {
        let materials: Vec<Cell> = stated(row).filter(|(column, _)| *column > at).map(|(_, cell)| cell.clone()).collect();
        match stated(row).find(|(column, _)| *column == at) {
            Some((_, name)) if below::numbers(std::slice::from_ref(name)).is_none() => found.push((name.clone(), vec![materials])),
            Some(_) => return None,
            None => found.last_mut()?.1.push(materials),
        }
    }
    let are_merged = found.iter().any(|(_, rows)| rows.len() > 1);
    let is_whole = found.iter().all(|(_, rows)| rows.iter().all(|cells| !cells.is_empty()));
    let case =
        |(name, rows): (Cell, Vec<Vec<Cell>>)| Case { name, materials: rows.iter().filter_map(|cells| below::line(cells)).collect() };
    (found.len() > 1 && are_merged && is_whole).then(|| found.into_iter().map(case).collect())
}

/// `grid` with one row in place of the `height` rows at `first`: `label`, and the cases with their materials.
fn put(grid: &Grid, first: usize, height: usize, label: &Cell, cases: &[Case]) -> Option<Grid> {
    let row = grid.rows.get(first)?;
    let lines: Vec<Cell> =
        cases.iter().flat_map(|case| std::iter::once(with_colon(&case.name)).chain(case.materials.iter().cloned())).collect();
    let value = Cell::stacked(lines.iter().map(|line| (line, false)));
    let own = Row { cells: vec![label.clone(), value], pads: 0, lacks: 0, line: row.line, merged: Vec::new() };
    let (before, behind) = (grid.rows.get(..first)?, grid.rows.get(first + height..)?);
    let rows = before.iter().chain(std::iter::once(&own)).chain(behind).cloned().collect();
    // Rows below have moved up.
    let moved = |(row, column): &(usize, usize)| match *row {
        row if row < first => Some((row, *column)),
        row if row < first + height => None,
        row => Some((row + 1 - height, *column)),
    };
    Some(Grid { dialect: grid.dialect, rows, covered: grid.covered.iter().filter_map(moved).collect() })
}

/// A table with a service in one row or several, and columns of cases and of their materials: where a service has several cases, each heads the first of its
/// materials.
fn of_services(grid: &Grid, tables: &Tables) -> Option<Grid> {
    let names = |cell: &Cell| guide::whole_label(cell.text(), tables).is_some_and(|(label, _)| label.begins);
    let (first, name, case, materials) = grid.rows.iter().enumerate().take(3).find_map(|(index, row)| {
        let (name, _) = stated(row).find(|(_, cell)| names(cell))?;
        let (case, _) = stated(row).find(|(_, cell)| is_case_word(cell, tables))?;
        let (materials, _) = stated(row).find(|(_, cell)| is_of_materials(cell, tables))?;
        Some((index, name, case, materials))
    })?;
    let mut turned = grid.clone();
    let body = grid.rows.get(first + 1..)?;
    let starts: Vec<usize> = (0..body.len()).filter(|index| body.get(*index).is_some_and(|row| has_own(row, name))).collect();
    let ends = starts.iter().skip(1).copied().chain([body.len()]);
    let mut are_some = false;
    for (start, end) in starts.iter().copied().zip(ends) {
        let of_cases: Vec<usize> = (start..end).filter(|index| body.get(*index).is_some_and(|row| has_own(row, case))).collect();
        let is_merged = of_cases.len() < end - start;
        if of_cases.len() < 2 || !is_merged || of_cases.first() != Some(&start) {
            continue;
        }
        for index in of_cases {
            let cells = body.get(index).map(|row| row.cells.as_slice()).unwrap_or_default();
            let (Some(head), Some(own)) = (cells.get(case), cells.get(materials).filter(|cell| !cell.is_blank())) else { continue };
            let whole = with_colon(head).above(own);
            are_some |= put_cell(&mut turned, first + 1 + index, materials, whole);
        }
    }
    are_some.then_some(turned)
}

fn put_cell(grid: &mut Grid, row: usize, column: usize, cell: Cell) -> bool {
    let own = grid.rows.get_mut(row).and_then(|row| row.cells.get_mut(column));
    own.map(|own| *own = cell).is_some()
}

/// `cell` with a colon at its end, which stands for the border behind it.
fn with_colon(cell: &Cell) -> Cell {
    let cell = cell.trimmed();
    if cell.text().ends_with(['：', ':']) {
        return cell;
    }
    let last = cell.passage.pieces().last().map_or(0..0, |(_, range)| range);
    let one_line = cell.passage.pieces().map(|(c, range)| (if c == '\n' { ' ' } else { c }, range));
    let pieces: Vec<_> = one_line.chain([('：', last)]).collect();
    Cell { passage: Arc::new(Passage::mapped(cell.passage.raw.clone(), pieces.into_iter())), at: cell.at.clone() }
}

fn is_case_word(cell: &Cell, tables: &Tables) -> bool {
    tables.columns.is_case_header(cell.text())
}

fn is_of_materials(cell: &Cell, tables: &Tables) -> bool {
    guide::whole_label(cell.text(), tables).is_some_and(|(label, _)| label.field == Field::Materials)
}

fn has_own(row: &Row, column: usize) -> bool {
    stated(row).any(|(own, _)| own == column)
}
