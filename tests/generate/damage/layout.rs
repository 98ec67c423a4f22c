//! layout: damage to columns, tables and pages.

use super::super::directory::{Cell, Column, Directory, Item, Role, Said, State, is_name};
use super::super::draft::{self, Draft, Part, Row};
use super::super::random::Random;

pub(super) fn extra_column(draft: &mut Draft, directory: &mut Directory, items: &mut [Item], random: &mut Random) {
    const LABELS: &[&str] = &["五公开", "审签情况", "公开年份", "归档编目"];
    const TEXTS: &[&str] = &["决策公开", "已审签", "存档备查", "分管领导签发", "执行公开"];
    let column = Column { role: Role::Unknown, label: (*random.pick(LABELS)).into(), heading: None, level: None, merged: false };
    let index = directory.columns.len();
    let first = draft.columns.iter().position(|(_, column)| column.level.is_none()).unwrap_or(draft.columns.len());
    let places: Vec<usize> = (first..=draft.columns.len())
        .filter(|at| {
            *at == draft.columns.len() || at.checked_sub(1).is_none_or(|before| draft.columns[before].1.role != draft.columns[*at].1.role)
        })
        .collect();
    let at = *random.pick(&places);
    draft.columns.insert(at, (index, column.clone()));
    directory.columns.push(column);
    let header = draft::header(&draft.columns);
    draft.replace_header(header);
    for row in draft.body_mut() {
        let Some((item, of)) = row.of else { continue };
        let text = if of == 0 { String::from(*random.pick(TEXTS)) } else { String::new() };
        row.cells.insert(at, text.clone());
        items[item].rows[of].push(text.clone());
        if of == 0 {
            items[item].cells.push(Cell { column: index, part: 0, said: Said::Text(text), state: State::Stated });
        }
    }
}

/// Columns under one heading, and the names of items, stay together and in order.
pub(super) fn scramble(draft: &mut Draft, random: &mut Random) {
    let mut units: Vec<Vec<usize>> = Vec::new();
    for (index, (_, column)) in draft.columns.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| draft.columns[before].1.role);
        let together = before.is_some_and(|role| role == column.role || is_name(role) && is_name(column.role));
        match units.last_mut().filter(|_| together) {
            Some(unit) => unit.push(index),
            None => units.push(vec![index]),
        }
    }
    random.shuffle(&mut units);
    let order: Vec<usize> = units.concat();
    draft.columns = order.iter().map(|index| draft.columns[*index].clone()).collect();
    let header = draft::header(&draft.columns);
    draft.replace_header(header);
    for row in draft.body_mut() {
        row.cells = order.iter().map(|index| row.cells[*index].clone()).collect();
    }
}

/// Cuts where a block of the outermost level begins.
pub(super) fn several_tables(draft: &mut Draft, with_header: bool, random: &mut Random) {
    const TEXTS: &[&str] =
        &["以上事项由各责任单位按职责分工公开。", "说明：本表所列事项根据工作需要动态调整。", "各乡镇、街道参照执行，如有变动另行通知。"];
    let outermost = draft.columns.iter().position(|(_, column)| column.level == Some(0) && is_name(column.role)).unwrap_or(0);
    let header = draft.header();
    let mut parts = vec![Part::Line((*random.pick(TEXTS)).into())];
    let mut tables = 1;
    for (index, part) in std::mem::take(&mut draft.parts).into_iter().enumerate() {
        let begins = matches!(&part, Part::Row(Row { cells, of: Some((item, 0)) }) if *item > 0 && !cells[outermost].is_empty());
        if begins && index > 4 && random.chance(30) {
            tables += 1;
            parts.push(Part::Line((*random.pick(TEXTS)).into()));
            parts.push(Part::Line(format!("{}（{tables}）", draft.title)));
            if with_header {
                parts.extend(header.iter().cloned().map(Part::Row));
            }
        }
        parts.push(part);
    }
    parts.push(Part::Line((*random.pick(TEXTS)).into()));
    draft.parts = parts;
}

/// A table with title and header for every item.
pub(super) fn one_row_tables(draft: &mut Draft) {
    let header = draft.header();
    let mut parts = Vec::new();
    for (index, part) in std::mem::take(&mut draft.parts).into_iter().enumerate() {
        if matches!(part, Part::Row(Row { of: Some((1.., 0)), .. })) {
            parts.push(Part::Line(format!("{}（{index}）", draft.title)));
            parts.extend(header.iter().cloned().map(Part::Row));
        }
        parts.push(part);
    }
    draft.parts = parts;
}

/// The numbers stand behind the outermost names.
pub(super) fn serial_second(draft: &mut Draft) {
    let Some(serial) = draft.columns.iter().position(|(_, column)| column.role == Role::Serial) else { return };
    let Some(name) = draft.columns.iter().position(|(_, column)| is_name(column.role)) else { return };
    if serial > name {
        return;
    }
    let moved = draft.columns.remove(serial);
    draft.columns.insert(name, moved);
    let header = draft::header(&draft.columns);
    draft.replace_header(header);
    for row in draft.body_mut() {
        let cell = row.cells.remove(serial);
        row.cells.insert(name, cell);
    }
}

pub(super) fn pages(draft: &mut Draft, items: &mut [Item], repeat: bool, random: &mut Random) {
    let header = draft.header();
    let mut left = random.within(4, 20);
    let mut parts = Vec::new();
    for mut part in std::mem::take(&mut draft.parts) {
        if let Part::Row(row @ Row { of: Some(_), .. }) = &mut part {
            if left == 0 {
                parts.extend(header.iter().cloned().map(Part::Row));
                if repeat {
                    repeat_parents(row, &draft.columns, items);
                }
                left = random.within(4, 20);
            }
            left -= 1;
        }
        parts.push(part);
    }
    draft.parts = parts;
}

fn repeat_parents(row: &mut Row, columns: &[(usize, Column)], items: &mut [Item]) {
    let Some((item, 0)) = row.of else { return };
    for (shown, (index, column)) in columns.iter().enumerate() {
        let Some(cell) = items[item].cells.iter_mut().find(|cell| cell.column == *index && cell.state == State::Carried) else { continue };
        if let (true, Said::Text(text)) = (column.level.is_some(), &cell.said) {
            row.cells[shown].clone_from(text);
            cell.state = State::Stated;
        }
    }
}

pub(super) fn page_lines(draft: &mut Draft, random: &mut Random) {
    let (mut parts, mut page) = (Vec::new(), 1);
    for part in std::mem::take(&mut draft.parts) {
        let is_body = matches!(&part, Part::Row(Row { of: Some(_), .. }));
        if is_body && random.chance(10) {
            let line = match random.below(5) {
                0 => format!("第 {page} 页 共 20 页"),
                1 => format!("— {page} —"),
                2 => format!("- {page} -"),
                3 => format!("«{page}»"),
                _ => draft.title.clone(),
            };
            parts.push(Part::Line(line));
            page += 1;
        }
        parts.push(part);
    }
    draft.parts = parts;
}
