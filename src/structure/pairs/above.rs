//! structure/pairs/above: tables of labels that stand above their values, several in a row, several such rows below each other, to tables with each label in
//! front of its value.

use super::{guide, is_merged, stated};
use crate::decode::{Block, Dialect, Grid, Row};
use crate::evidence::Cell;
use crate::tables::Tables;
use std::collections::BTreeSet;

/// So many rows of labels at least, each with its own: one alone heads the rows of a table.
const LEAST_ROWS: usize = 2;

/// `blocks` with such tables turned; `None` where there are none.
pub(in crate::structure) fn turned(blocks: &[Block], tables: &Tables) -> Option<Vec<Block>> {
    let turn = |block: &Block| match block {
        Block::Grid(grid) => turned_grid(grid, tables).map(Block::Grid),
        Block::Paragraph(_) => None,
    };
    let found: Vec<Option<Block>> = blocks.iter().map(turn).collect();
    let are_some = found.iter().any(Option::is_some);
    are_some.then(|| blocks.iter().zip(found).map(|(block, turned)| turned.unwrap_or_else(|| block.clone())).collect())
}

fn turned_grid(grid: &Grid, tables: &Tables) -> Option<Grid> {
    if grid.dialect == Dialect::Stream {
        return None;
    }
    let (mut rows, mut said): (Vec<Row>, Vec<BTreeSet<String>>) = (Vec::new(), Vec::new());
    let mut next = 0;
    while let Some(row) = grid.rows.get(next) {
        let part = |cells: Vec<Cell>| Row { cells, pads: 0, lacks: 0, line: row.line, merged: Vec::new() };
        let Some(pairs) = grid.rows.get(next + 1).and_then(|below| pairs(row, below, tables)) else {
            let alone = grid.rows.get(next + 1).and_then(|below| pair_alone(row, below, tables));
            next += 1 + usize::from(alone.is_some());
            rows.push(alone.map_or_else(|| row.clone(), |(label, value)| part(vec![label, value])));
            continue;
        };
        said.push(pairs.iter().map(|(label, _)| crate::text::fold(label.text())).collect());
        // What spans both rows stands beside them (基本信息).
        let beside = stated(row).filter(|(column, _)| grid.rows.get(next + 1).is_some_and(|below| is_merged(below, *column)));
        rows.extend(beside.map(|(_, cell)| part(vec![cell.clone(), Cell::blank()])));
        rows.extend(pairs.into_iter().map(|(label, value)| part(vec![label, value])));
        next += 2;
    }
    // A header is repeated with the same words.
    let differ = said.windows(2).all(|rows| matches!(rows, [above, below] if above.is_disjoint(below)));
    (said.len() >= LEAST_ROWS && differ).then(|| Grid { dialect: grid.dialect, rows, covered: BTreeSet::new() })
}

/// The labels of `row` with their values in the row `below`; `None` where most cells of `row` are no known labels, or those below them are.
fn pairs(row: &Row, below: &Row, tables: &Tables) -> Option<Vec<(Cell, Cell)>> {
    const LEAST: usize = 2;
    let labels: Vec<(usize, &Cell)> = stated(row).filter(|(column, _)| !is_merged(below, *column)).collect();
    let values: Vec<(usize, &Cell)> = stated(below).collect();
    let count = |cells: &[(usize, &Cell)]| cells.iter().filter(|(_, cell)| is_known(cell, tables)).count();
    let stand_above = values.iter().all(|(column, _)| labels.iter().any(|(label, _)| label == column));
    let are_labels = labels.len() >= LEAST && 3 * count(&labels) > 2 * labels.len() && 3 * count(&values) < values.len().max(1);
    let value = |column: usize| values.iter().find(|(own, _)| *own == column).map_or_else(Cell::blank, |(_, cell)| (*cell).clone());
    (are_labels && stand_above && !values.is_empty())
        .then(|| labels.iter().map(|(column, label)| ((*label).clone(), value(*column))).collect())
}

/// The only cell of `row`, a known label, with that of the row `below`, which is none: one over the whole table, above its value.
fn pair_alone(row: &Row, below: &Row, tables: &Tables) -> Option<(Cell, Cell)> {
    let only = |row| {
        let mut cells = stated(row);
        cells.next().filter(|_| cells.next().is_none()).map(|(_, cell)| cell)
    };
    let (label, value) = (only(row)?, only(below)?);
    (row.cells.len() > 1 && is_known(label, tables) && !is_known(value, tables)).then(|| (label.clone(), value.clone()))
}

fn is_known(cell: &Cell, tables: &Tables) -> bool {
    guide::whole_label(cell.text(), tables).is_some()
}
