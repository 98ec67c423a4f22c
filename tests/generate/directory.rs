//! directory: an invented directory: its columns, and its items with what an undamaged document says of each.

use super::random::Random;
use super::vocabulary::{ChannelWay, Half, Vocabulary};
use std::collections::BTreeSet;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// A number.
    Serial,
    /// 类别
    Category,
    /// 一级事项
    Primary,
    /// 二级事项
    Secondary,
    /// 三级事项
    Tertiary,
    /// 公开内容
    Contents,
    /// 公开依据
    Basis,
    /// 公开时限
    Deadline,
    /// 公开主体
    Publisher,
    /// 公开渠道和载体
    Channels,
    /// 公开对象
    Audience,
    /// 公开方式
    Mode,
    /// 公开层级
    Level,
    /// A column that no table of words knows.
    Unknown,
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) role: Role,
    /// Its words.
    pub(crate) label: String,
    /// Words over it and its neighbours.
    pub(crate) heading: Option<String>,
    /// Which level of the hierarchy it states, outermost first; numbers belong to a level too.
    pub(crate) level: Option<usize>,
    /// Outside the hierarchy: whether it is merged over the rows of a block.
    pub(crate) merged: bool,
}

/// What sets one directory apart from others, beside its columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Habits {
    /// Outer levels stand on every row.
    pub(crate) parents_repeated: bool,
    /// Some columns outside the hierarchy are merged over blocks.
    pub(crate) others_merged: bool,
    /// Some columns outside the hierarchy are merged over rows that are no block.
    pub(crate) runs_merged: bool,
    /// Some items have further rows with contents, channels and ticks of their own.
    pub(crate) second_contents: bool,
    /// One element of the contents a row.
    pub(crate) element_rows: bool,
    /// Some cells are truly blank.
    pub(crate) blanks: bool,
    /// The header of two columns of numbers is one cell (never by chance: it would hide all else).
    pub(crate) numbers_share_header: bool,
}

/// What kind of directory is wanted.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// Of which words.
    pub(crate) half: Half,
    /// With which habits; `None`: chance decides.
    pub(crate) habits: Option<Habits>,
    /// With at most so many columns.
    pub(crate) most_columns: usize,
}

/// How an undamaged document says a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    Stated,
    Carried,
    Missing,
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Text(String),
    Tick(bool),
}

/// One cell of an item.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// Index of its column.
    pub(crate) column: usize,
    /// To which content of the item it belongs (0 for all that stands once).
    pub(crate) part: usize,
    pub(crate) said: Said,
    pub(crate) state: State,
}

/// One item: the truth about it, and its rows as an undamaged document shows them.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) serial: Option<String>,
    pub(crate) cells: Vec<Cell>,
    /// One text a column; blank where a merged cell goes on.
    pub(crate) rows: Vec<Vec<String>>,
}

/// A directory without its items, which [`Directory::items`] makes one by one.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    pub(crate) title: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) habits: Habits,
    words: Vocabulary,
    channel_way: ChannelWay,
    tick: &'static str,
    levels: usize,
    random: Random,
}

impl Directory {
    /// The directory of `seed`.
    pub(crate) fn new(seed: u64, wanted: &Wanted) -> Self {
        let random = Random::new(seed);
        let mut choice = random.fork("directory");
        let words = Vocabulary::new(wanted.half, &mut choice);
        let parents_repeated = choice.chance(15);
        let habits = wanted.habits.clone().unwrap_or_else(|| Habits {
            parents_repeated,
            others_merged: !parents_repeated && choice.chance(20),
            runs_merged: false,
            second_contents: choice.chance(10),
            element_rows: choice.chance(10),
            blanks: choice.chance(25),
            numbers_share_header: false,
        });
        let columns = super::columns::columns(&habits, wanted.most_columns, &mut choice);
        let levels = columns.iter().filter_map(|column| column.level).max().unwrap_or(0) + 1;
        let way = *choice.pick(&[
            ChannelWay::Boxes,
            ChannelWay::Boxes,
            ChannelWay::TightBoxes,
            ChannelWay::Leaked,
            ChannelWay::Checked,
            ChannelWay::Named,
        ]);
        let tick = *choice.pick(&["√", "√", "✓", "✔"]);
        let title = format!("{}县{}领域基层政务公开标准目录", words.place, words.category(&mut choice));
        Directory { title, columns, habits, words, channel_way: way, tick, levels, random }
    }

    /// Its items, without end.
    pub(crate) fn items(&self) -> Items<'_> {
        let names = vec![String::new(); self.levels];
        Items {
            directory: self,
            random: self.random.fork("items"),
            names,
            left: vec![0; self.levels],
            counts: vec![0; self.levels],
            used: BTreeSet::new(),
            merged: vec![String::new(); self.columns.len()],
        }
    }

    fn has(&self, role: Role) -> bool {
        self.columns.iter().any(|column| column.role == role)
    }
}

/// The items of a directory, one by one.
#[derive(Clone, Debug)]
pub(crate) struct Items<'a> {
    directory: &'a Directory,
    random: Random,
    /// Names of the levels at hand.
    names: Vec<String>,
    /// For each level: how many blocks of the level below are still to come in the block at hand.
    left: Vec<usize>,
    /// Numbers of the levels at hand.
    counts: Vec<usize>,
    /// Names used in the block at hand.
    used: BTreeSet<String>,
    /// Texts of merged columns in the block at hand.
    merged: Vec<String>,
}

impl Iterator for Items<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        let opened = self.open_levels();
        let columns = &self.directory.columns;
        let mut item =
            Item { name: self.names.last()?.clone(), serial: None, cells: Vec::new(), rows: vec![vec![String::new(); columns.len()]] };
        for index in 0..columns.len() {
            self.fill(index, opened, &mut item);
        }
        self.ticks(0, 0, &mut item);
        self.further_rows(&mut item);
        item.serial = columns.iter().rposition(|column| column.role == Role::Serial).and_then(|serial| {
            item.cells.iter().find(|cell| cell.column == serial).map(|cell| match &cell.said {
                Said::Text(text) => text.clone(),
                Said::Tick(_) => String::new(),
            })
        });
        Some(item)
    }
}

impl Items<'_> {
    /// Moves on to the next item; returns the outermost level that begins anew.
    fn open_levels(&mut self) -> usize {
        let innermost = self.names.len() - 1;
        let opened = (0..innermost).rev().take_while(|level| self.left[*level] == 0).last().unwrap_or(innermost);
        if let Some(outer) = opened.checked_sub(1) {
            self.left[outer] -= 1;
        }
        for level in opened..=innermost {
            self.counts[level] += 1;
            if level < innermost {
                self.left[level] = if level + 1 == innermost { self.random.below(7) } else { self.random.below(4) };
                self.used.clear();
            }
            self.names[level] = self.level_name(level);
        }
        opened
    }

    fn level_name(&mut self, level: usize) -> String {
        let words = &self.directory.words;
        let innermost = self.names.len() - 1;
        if level < innermost {
            let old = self.names[level].clone();
            let mut name = old.clone();
            while name == old {
                name = if level == 0 && innermost == 2 { words.category(&mut self.random) } else { words.parent(&mut self.random) };
            }
            return name;
        }
        loop {
            let name = words.name(&mut self.random);
            if self.used.insert(name.clone()) {
                return name;
            }
        }
    }

    /// One cell outside the ticks.
    fn fill(&mut self, index: usize, opened: usize, item: &mut Item) {
        let column = &self.directory.columns[index];
        if is_mark(column.role) {
            return;
        }
        let habits = &self.directory.habits;
        let (text, goes_on) = match (column.level, column.role) {
            (Some(level), Role::Serial) => (self.counts[level].to_string(), level < opened && !habits.parents_repeated),
            (Some(level), _) => (self.names[level].clone(), level < opened && !habits.parents_repeated),
            _ => {
                let in_block = opened > 0 && opened + 1 == self.names.len();
                let goes_on = column.merged
                    && if habits.runs_merged { self.counts[self.names.len() - 1] > 1 && self.random.chance(75) } else { in_block };
                if !goes_on {
                    self.merged[index] = self.text(column.role, column.merged);
                }
                (self.merged[index].clone(), goes_on)
            }
        };
        let state = match (text.is_empty(), goes_on) {
            (true, _) => State::Missing,
            (_, true) => State::Carried,
            _ => State::Stated,
        };
        if !goes_on {
            item.rows[0][index].clone_from(&text);
        }
        item.cells.push(Cell { column: index, part: 0, said: Said::Text(text), state });
    }

    fn text(&mut self, role: Role, merged: bool) -> String {
        let (words, random) = (&self.directory.words, &mut self.random);
        let may_be_blank = self.directory.habits.blanks && !merged;
        if may_be_blank
            && matches!(role, Role::Basis | Role::Deadline | Role::Publisher | Role::Channels | Role::Unknown)
            && random.chance(6)
        {
            return String::new();
        }
        match role {
            Role::Contents if random.chance(20) => words.sentence(random),
            Role::Contents => match random.below(4) {
                0 => numbered(&words.elements(random)).join(" "),
                1 => words.elements(random).join("；"),
                _ => words.elements(random).join("、"),
            },
            Role::Basis => words.basis(random),
            Role::Deadline => words.deadline(random),
            Role::Publisher => words.publisher(random),
            Role::Channels => words.channels(self.directory.channel_way, random),
            Role::Unknown => (*random.pick(&["已办结", "窗口甲", "分管领导签发", "存档备查"])).into(),
            _ => String::new(),
        }
    }

    /// Ticks of the row `row`: each group has at least one.
    fn ticks(&mut self, row: usize, part: usize, item: &mut Item) {
        for role in [Role::Audience, Role::Mode, Role::Level] {
            let members: Vec<usize> =
                (0..self.directory.columns.len()).filter(|index| self.directory.columns[*index].role == role).collect();
            if members.is_empty() {
                continue;
            }
            let mut ticked = vec![false; members.len()];
            let first = if self.random.chance(70) { 0 } else { self.random.below(members.len()) };
            ticked[first] = true;
            for (index, ticked) in ticked.iter_mut().enumerate() {
                *ticked |= index != first && self.random.chance(if role == Role::Level { 40 } else { 10 });
            }
            for (column, ticked) in members.into_iter().zip(ticked) {
                if ticked {
                    item.rows[row][column] = self.directory.tick.into();
                }
                item.cells.push(Cell { column, part, said: Said::Tick(ticked), state: State::Stated });
            }
        }
    }

    /// Rows that continue the item: its contents element by element, or a second content.
    fn further_rows(&mut self, item: &mut Item) {
        let columns = &self.directory.columns;
        let Some(contents) = columns.iter().position(|column| column.role == Role::Contents) else { return };
        if self.directory.habits.element_rows {
            self.split_elements(contents, item);
        }
        let own = |role: Role| columns.iter().any(|column| column.role == role && !column.merged);
        let can = own(Role::Channels) || [Role::Audience, Role::Mode, Role::Level].into_iter().any(|role| self.directory.has(role));
        let merged = columns.iter().any(|column| matches!(column.role, Role::Channels | Role::Contents) && column.merged);
        if self.directory.habits.second_contents && can && !merged && self.random.chance(25) {
            let row = item.rows.len();
            item.rows.push(vec![String::new(); columns.len()]);
            for (index, column) in columns.iter().enumerate() {
                if !matches!(column.role, Role::Contents | Role::Channels) {
                    continue;
                }
                let text = if column.role == Role::Contents { self.text(Role::Contents, true) } else { self.text(Role::Channels, true) };
                item.rows[row][index].clone_from(&text);
                item.cells.push(Cell { column: index, part: 1, said: Said::Text(text), state: State::Stated });
            }
            self.ticks(row, 1, item);
        }
    }

    fn split_elements(&mut self, contents: usize, item: &mut Item) {
        let elements = self.directory.words.elements(&mut self.random);
        let lines = if self.random.chance(60) { numbered(&elements) } else { elements };
        item.rows[0][contents].clone_from(&lines[0]);
        for line in &lines[1..] {
            let mut row = vec![String::new(); self.directory.columns.len()];
            row[contents].clone_from(line);
            item.rows.push(row);
        }
        if let Some(cell) = item.cells.iter_mut().find(|cell| cell.column == contents) {
            *cell = Cell { column: contents, part: 0, said: Said::Text(lines.concat()), state: State::Stated };
        }
    }
}

/// Whether a column of `role` holds ticks.
pub(crate) fn is_mark(role: Role) -> bool {
    matches!(role, Role::Audience | Role::Mode | Role::Level)
}

/// Whether a column of `role` names items.
pub(crate) fn is_name(role: Role) -> bool {
    matches!(role, Role::Category | Role::Primary | Role::Secondary | Role::Tertiary)
}

fn numbered(elements: &[String]) -> Vec<String> {
    elements.iter().enumerate().map(|(index, element)| format!("{}.{element}", index + 1)).collect()
}
