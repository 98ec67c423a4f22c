//! damage: ways in which a table is spoiled before it reaches a reader. The truth stays what the undamaged document says.

use super::directory::{Cell, Column, Directory, Item, Role, Said, State, is_mark, is_name};
use super::draft::{self, Draft, Part, Row};
use super::random::Random;

/// A way to spoil a table. Ordered by the time at which it is done: columns, header, pages, cells, rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Damage {
    /// A column that no table of words knows.
    ExtraColumn,
    /// Columns in any order.
    Scrambled,
    /// 公开方式 over the columns of levels too.
    HeaderSameName,
    /// Three rows of header.
    HeaderThreeRows,
    /// Blanks inside the words of the header.
    HeaderBroken,
    /// Each word of the header twice.
    HeaderWordsDoubled,
    /// The first line of narrow header cells is lost: 全社会 reads 社会.
    HeaderCut,
    /// The first header cell is lost, and all others stand one to the left.
    HeaderShifted,
    /// No header at all.
    HeaderMissing,
    /// The header stands twice, one below the other.
    HeaderDoubled,
    /// A first row of the table holds its title.
    TitleRow,
    /// Several tables with titles, each with its header, and text around them.
    SeveralTables,
    /// The same, and only the first has a header.
    SeveralTablesOneHeader,
    /// A header on every page; a block may go on over the page break.
    Paged,
    /// The same; a block that goes on states its parent again.
    PagedParentsRepeated,
    /// Page numbers and page headings between rows.
    PageLines,
    /// Cells broken by blanks, as from a narrow column.
    Wraps,
    /// Line ends inside cells, behind the entries of lists.
    LineBreaks,
    /// No tick is left.
    TicksGone,
    /// Ticks twice in one cell.
    TickDoubled,
    /// Ticks as words: 是 and 否.
    TickWord,
    /// The header's word behind the tick.
    TickWithLabel,
    /// A tick that stands behind the text of the cell before.
    TickGlued,
    /// Blank cells hold a backslash and an n.
    BlankBackslash,
    /// Blank cells that are not merged hold a slash.
    BlankSlash,
    /// One blank cell too many.
    ShiftRight,
    /// One blank cell too few.
    ShiftLeft,
    /// Two neighbours in one cell.
    SeparatorMissing,
    /// One cell in two.
    SeparatorExtra,
}

/// Share of rows, in hundredths, that damage to single rows hits.
const ROWS_HIT: usize = 15;

impl Damage {
    /// Spoils `draft`; where the damaged document itself says a cell otherwise (a parent repeated), `items` say it too.
    pub(crate) fn spoil(self, draft: &mut Draft, directory: &mut Directory, items: &mut [Item], random: &mut Random) {
        match self {
            Damage::ExtraColumn => extra_column(draft, directory, items, random),
            Damage::Scrambled => scramble(draft, random),
            Damage::HeaderSameName => same_name(draft),
            Damage::HeaderThreeRows => three_rows(draft),
            Damage::HeaderBroken => header_broken(draft, random),
            Damage::HeaderWordsDoubled => header_words(draft, |word| format!("{word}{word}")),
            Damage::HeaderCut => header_words(draft, |word| {
                let cut = ["特定", "全", "依"].into_iter().find_map(|first| word.strip_prefix(first));
                cut.unwrap_or(word).into()
            }),
            Damage::HeaderShifted => header_shifted(draft),
            Damage::HeaderMissing => draft.parts.retain(|part| !matches!(part, Part::Row(Row { of: None, .. }))),
            Damage::HeaderDoubled => {
                let header = draft.header();
                draft.replace_header([header.clone(), header].concat());
            }
            Damage::TitleRow => {
                let mut cells = vec![String::new(); draft.columns.len()];
                cells[0].clone_from(&draft.title);
                let header = draft.header();
                draft.replace_header([vec![Row::header(cells)], header].concat());
            }
            Damage::SeveralTables => several_tables(draft, true, random),
            Damage::SeveralTablesOneHeader => several_tables(draft, false, random),
            Damage::Paged => pages(draft, items, false, random),
            Damage::PagedParentsRepeated => pages(draft, items, true, random),
            Damage::PageLines => page_lines(draft, random),
            Damage::Wraps => wraps(draft, random),
            Damage::LineBreaks => line_breaks(draft, random),
            Damage::TicksGone => ticks_gone(draft),
            Damage::TickDoubled => ticks(draft, random, |tick, _| format!("{tick}{tick}")),
            Damage::TickWithLabel => ticks(draft, random, |tick, label| format!("{tick}{label}")),
            Damage::TickWord => tick_words(draft, random),
            Damage::TickGlued => hit(draft, random, tick_glued),
            Damage::BlankBackslash => {
                draft.body_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.is_empty()).for_each(|cell| *cell = "\\n".into())
            }
            Damage::BlankSlash => blank_slash(draft, items),
            Damage::ShiftRight => hit(draft, random, shift_right),
            Damage::ShiftLeft => hit(draft, random, shift_left),
            Damage::SeparatorMissing => hit(draft, random, separator_missing),
            Damage::SeparatorExtra => hit(draft, random, separator_extra),
        }
    }
}

fn extra_column(draft: &mut Draft, directory: &mut Directory, items: &mut [Item], random: &mut Random) {
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
fn scramble(draft: &mut Draft, random: &mut Random) {
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

fn same_name(draft: &mut Draft) {
    for (_, column) in &mut draft.columns {
        if column.role == Role::Level {
            column.heading = Some("公开方式".into());
        }
    }
    let header = draft::header(&draft.columns);
    draft.replace_header(header);
}

/// One more row of headings over the columns of ticks.
fn three_rows(draft: &mut Draft) {
    let mut header = draft.header();
    let [upper, lower] = header.as_mut_slice() else { return };
    let mut middle = vec![String::new(); upper.cells.len()];
    let mut covered = false;
    for (index, (_, column)) in draft.columns.iter().enumerate() {
        if is_mark(column.role) {
            middle[index] = std::mem::take(&mut upper.cells[index]);
            if !covered {
                upper.cells[index] = "公开要求".into();
            }
        }
        covered = is_mark(column.role);
    }
    let rows = vec![upper.clone(), Row::header(middle), lower.clone()];
    draft.replace_header(rows);
}

fn header_words(draft: &mut Draft, mut change: impl FnMut(&str) -> String) {
    for cell in draft.header_mut().flat_map(|row| &mut row.cells).filter(|cell| !cell.is_empty()) {
        *cell = change(cell);
    }
}

fn header_broken(draft: &mut Draft, random: &mut Random) {
    header_words(draft, |word| {
        let mut broken = String::new();
        for (index, c) in word.chars().enumerate() {
            if index > 0 && random.chance(30) {
                broken.push(' ');
            }
            broken.push(c);
        }
        broken
    });
}

fn header_shifted(draft: &mut Draft) {
    if draft.columns[0].1.role != Role::Serial {
        return;
    }
    for row in draft.header_mut() {
        row.cells.remove(0);
        row.cells.push(String::new());
    }
}

/// Cuts where a block of the outermost level begins.
fn several_tables(draft: &mut Draft, with_header: bool, random: &mut Random) {
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

fn pages(draft: &mut Draft, items: &mut [Item], repeat: bool, random: &mut Random) {
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

fn page_lines(draft: &mut Draft, random: &mut Random) {
    let (mut parts, mut page) = (Vec::new(), 1);
    for part in std::mem::take(&mut draft.parts) {
        let is_body = matches!(&part, Part::Row(Row { of: Some(_), .. }));
        if is_body && random.chance(10) {
            let line = match random.below(4) {
                0 => format!("第 {page} 页 共 20 页"),
                1 => format!("— {page} —"),
                2 => format!("- {page} -"),
                _ => draft.title.clone(),
            };
            parts.push(Part::Line(line));
            page += 1;
        }
        parts.push(part);
    }
    draft.parts = parts;
}

/// Every column has a width of its own.
fn wraps(draft: &mut Draft, random: &mut Random) {
    let widths: Vec<usize> =
        draft.columns.iter().map(|(_, column)| if is_name(column.role) { random.within(4, 8) } else { random.within(5, 14) }).collect();
    let roles: Vec<Role> = draft.columns.iter().map(|(_, column)| column.role).collect();
    for row in draft.body_mut() {
        for ((cell, width), role) in row.cells.iter_mut().zip(&widths).zip(&roles) {
            if is_mark(*role) || *role == Role::Serial {
                continue;
            }
            let letters: Vec<char> = cell.chars().collect();
            *cell = letters.chunks(*width).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
        }
    }
}

/// Every column of lists breaks its lines always or never.
fn line_breaks(draft: &mut Draft, random: &mut Random) {
    let lists = |role: Role| matches!(role, Role::Contents | Role::Basis | Role::Channels);
    let breaks: Vec<bool> = draft.columns.iter().map(|(_, column)| lists(column.role) && random.chance(70)).collect();
    for row in draft.body_mut() {
        for (cell, _) in row.cells.iter_mut().zip(&breaks).filter(|(_, breaks)| **breaks) {
            *cell = cell.replace(' ', "\n").replace('、', "、\n").replace('；', "；\n");
        }
    }
}

fn ticks_gone(draft: &mut Draft) {
    let columns = draft.columns.clone();
    for row in draft.body_mut() {
        let marks = row.cells.iter_mut().zip(&columns).filter(|(_, (_, column))| is_mark(column.role));
        marks.for_each(|(cell, _)| cell.clear());
    }
}

fn blank_slash(draft: &mut Draft, items: &[Item]) {
    let columns = draft.columns.clone();
    for row in draft.body_mut() {
        let Some((item, of)) = row.of else { continue };
        let marked = row.cells.iter().zip(&columns).any(|(cell, (_, column))| is_mark(column.role) && !cell.is_empty());
        for (cell, (index, column)) in row.cells.iter_mut().zip(&columns).filter(|(cell, _)| cell.is_empty()) {
            let truly = items[item].cells.iter().any(|cell| cell.column == *index && cell.part == of && cell.state == State::Missing);
            if truly || marked && is_mark(column.role) {
                *cell = "/".into();
            }
        }
    }
}

fn ticks(draft: &mut Draft, random: &mut Random, change: impl Fn(&str, &str) -> String) {
    let columns = draft.columns.clone();
    for row in draft.body_mut() {
        for (cell, (_, column)) in row.cells.iter_mut().zip(&columns) {
            if is_mark(column.role) && !cell.is_empty() && random.chance(25) {
                *cell = change(cell, &column.label);
            }
        }
    }
}

fn tick_words(draft: &mut Draft, random: &mut Random) {
    let columns = draft.columns.clone();
    let says_no = random.chance(40);
    for row in draft.body_mut() {
        let marked = row.cells.iter().zip(&columns).any(|(cell, (_, column))| is_mark(column.role) && !cell.is_empty());
        for (cell, (_, column)) in row.cells.iter_mut().zip(&columns) {
            match (is_mark(column.role) && marked, cell.is_empty()) {
                (true, false) => *cell = "是".into(),
                (true, true) if says_no => *cell = "否".into(),
                _ => {}
            }
        }
    }
}

/// Spoils some of the rows that can be spoiled.
fn hit(draft: &mut Draft, random: &mut Random, spoil: impl Fn(&mut Row, &[Role], &mut Random)) {
    let roles: Vec<Role> = draft.columns.iter().map(|(_, column)| column.role).collect();
    for row in draft.body_mut() {
        let whole = row.cells.len() == roles.len() && matches!(row.of, Some((_, 0)));
        let typed =
            row.cells.iter().zip(&roles).filter(|(cell, role)| !cell.is_empty() && !is_name(**role) && **role != Role::Unknown).count();
        if whole && typed >= 4 && random.chance(ROWS_HIT) {
            spoil(row, &roles, random);
        }
    }
}

/// The last cell whose text tells its column; what is shifted in front of it can be told.
fn last_typed(row: &Row, roles: &[Role]) -> usize {
    let tells = |role: Role| !is_mark(role) && !is_name(role) && role != Role::Unknown;
    row.cells.iter().zip(roles).rposition(|(cell, role)| !cell.is_empty() && tells(*role)).unwrap_or(0)
}

fn shift_right(row: &mut Row, roles: &[Role], random: &mut Random) {
    let places: Vec<usize> = (0..=last_typed(row, roles)).filter(|at| !is_mark(roles[*at])).collect();
    if !places.is_empty() {
        row.cells.insert(*random.pick(&places), String::new());
    }
}

fn shift_left(row: &mut Row, roles: &[Role], random: &mut Random) {
    let places: Vec<usize> = (0..last_typed(row, roles)).filter(|at| row.cells[*at].is_empty() && !is_mark(roles[*at])).collect();
    if !places.is_empty() {
        row.cells.remove(*random.pick(&places));
    }
}

fn separator_missing(row: &mut Row, roles: &[Role], random: &mut Random) {
    let tells =
        |a: Role, b: Role| a != b && !(is_name(a) && is_name(b)) && !(is_mark(a) && is_mark(b)) && a != Role::Unknown && b != Role::Unknown;
    let places: Vec<usize> = (1..roles.len())
        .filter(|at| !row.cells[*at].is_empty() && !row.cells[at - 1].is_empty() && tells(roles[at - 1], roles[*at]))
        .collect();
    if places.is_empty() {
        return;
    }
    let at = *random.pick(&places);
    let second = row.cells.remove(at);
    row.cells[at - 1] = format!("{} {second}", row.cells[at - 1]);
}

fn separator_extra(row: &mut Row, roles: &[Role], random: &mut Random) {
    const SHORTEST: usize = 8;
    let long = |role: Role| matches!(role, Role::Contents | Role::Basis | Role::Deadline | Role::Publisher | Role::Channels);
    let places: Vec<usize> = (0..roles.len()).filter(|at| long(roles[*at]) && row.cells[*at].chars().count() >= SHORTEST).collect();
    if places.is_empty() {
        return;
    }
    let at = *random.pick(&places);
    let letters: Vec<char> = row.cells[at].chars().collect();
    let (first, second) = letters.split_at(random.within(2, letters.len() - 2));
    row.cells[at] = first.iter().collect();
    row.cells.insert(at + 1, second.iter().collect());
}

/// A tick behind the text of the cell before it.
fn tick_glued(row: &mut Row, roles: &[Role], random: &mut Random) {
    let places: Vec<usize> = (1..roles.len())
        .filter(|at| is_mark(roles[*at]) && !row.cells[*at].is_empty() && !is_mark(roles[at - 1]) && !row.cells[at - 1].is_empty())
        .collect();
    if places.is_empty() {
        return;
    }
    let at = *random.pick(&places);
    let tick = std::mem::take(&mut row.cells[at]);
    row.cells[at - 1].push_str(&tick);
}
