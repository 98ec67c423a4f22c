//! structure/columns: what a table's columns are, and how well a text fits into each: the type models.

mod habits;

use crate::evidence::{At, Text};
use crate::field::Field;
use crate::item::MarkGroup;
use crate::recognise::{Traits, list_parts};
use ahash::RandomState;
use habits::Habit;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What it holds.
    pub field: Field,
    /// Its words in the header.
    pub label: Text,
    /// For columns of ticks: what they are about.
    pub group: Option<MarkGroup>,
    /// For columns of ticks: what a tick says.
    pub keys: Arc<[Text]>,
    /// Whether its cells say in words what ticks say elsewhere (公开对象：全社会).
    pub by_words: bool,
    /// Whether only what stands in its cells tells what it holds.
    pub by_type: bool,
    /// Whether it is one of those below a heading that nobody knows, which often hold ticks.
    pub may_be_ticked: bool,
    /// Whether its header names parts of authorities (责任科室).
    pub of_departments: bool,
    /// For columns of numbers: whether the rows show that it numbers the outer level though it stands right of the numbers of the inner one.
    pub numbers_outer: bool,
    /// Whether its cells hold figures, or none does; told only where nothing else is known of the columns of a table.
    pub figures: Option<bool>,
    /// The rule by which its cells are inferred, where its header does not say what they are.
    pub rule: Option<&'static str>,
    /// Where the header stands; `None` where it was guessed.
    pub at: Option<At>,
}

/// The columns of one table with what is known about their texts.
///
/// Costs are integers, about ten times the negative logarithm of a probability; the same for every machine.
#[derive(Clone, Debug)]
pub struct Model {
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// For every column its rank in the hierarchy of items (0 outermost; the contents are innermost); `None` for columns outside it.
    pub ranks: Vec<Option<usize>>,
    /// For each text the columns in which it stands in rows that leave no doubt, as bits.
    seen: HashMap<Text, u64, RandomState>,
    /// The columns in which a single row says that it stands, as bits.
    said: HashMap<Text, u64, RandomState>,
    /// The columns of contents, as bits.
    contents: u64,
    /// The columns whose cells say in words what ticks say elsewhere, as bits.
    worded: u64,
    /// Whether a column names parts of authorities.
    has_departments: bool,
    /// What rows that have lost no cell show of each column; nothing where positions are stated, which tell more.
    habits: Vec<Habit>,
    /// The columns of which something is known so, as bits.
    asked: u64,
    /// What a number costs without the name that stands below another level.
    nameless: u32,
}

/// A text that cannot stand in such a column.
pub(super) const IMPOSSIBLE: u32 = 130;
/// A blank cell of the item hierarchy whose outer level is stated in the same row.
const INNER_BLANK: u32 = 40;
/// A name without its number, or a number without its name.
const HALF_LEVEL: u32 = 25;
/// A number without the name that stands below another level, where blank cells were dropped: rows are numbered by their innermost names.
const NAMELESS: u32 = 60;
/// A law without 《》 in a row that goes on with the one above, or where all others have them: an element may look like it (补偿方案).
const UNTITLED: u32 = 16;
/// A known element that would name a level which has items below it.
const OUTER_ELEMENT: u32 = 15;
/// What stands among the contents of another row, as a name or as a basis.
const ELEMENT_ELSEWHERE: u32 = 8;
/// A part of an authority as the publisher, where another column names those.
const DEPARTMENT: u32 = 14;
/// An entry of a list that would be the second line of what is no list.
const LISTED: u32 = 30;
/// A cell that begins as only the middle of a text does.
const GOES_ON: u32 = 25;
/// A cell of the item hierarchy that continues a merged one.
const MERGED: u32 = 3;
/// 同上, wherever it stands.
const DITTO: u32 = 2;
/// A tick in a column of which nothing is known.
const TICK_IN_EXTRA: u32 = 30;
/// A figure in a column of words, and the other way round.
const OTHER_FIGURES: u32 = 40;
/// Any other blank cell.
const BLANK: u32 = 12;
/// A text of no kind in a column that has others of no kind, though its header asks for one.
const UNTYPED: u32 = 16;
/// A text that stands in another column in rows that have lost no cell.
const SEEN_BESIDE: u32 = 8;
/// What stands in other rows in the column whose words say what ticks do elsewhere (主动公开), in another column.
const WORDED: u32 = 60;
/// The same of a word that may say what ticks do.
const WORD: u32 = 12;
/// At most so much costs a text of no kind where it stands: it does not tell that the row is shifted.
const AT_HOME: u32 = 30;
/// A text in a column that takes texts of any kind.
const FREE: u32 = 2;

impl Column {
    /// A column of `field` under the header `label` at `at`.
    pub fn new(field: Field, label: Text, at: Option<At>) -> Self {
        Column {
            field,
            label,
            group: None,
            keys: Arc::default(),
            by_words: false,
            by_type: false,
            may_be_ticked: false,
            of_departments: false,
            numbers_outer: false,
            figures: None,
            rule: None,
            at,
        }
    }

    /// Whether it names items or a level above them.
    pub fn is_name(&self) -> bool {
        self.field == Field::Name || self.field.depth().is_some()
    }

    /// Whether it is one of ticks.
    pub fn is_mark(&self) -> bool {
        self.group.is_some() && !self.by_words
    }
}

impl Model {
    /// The model that the header alone gives.
    pub fn new(columns: Vec<Column>) -> Self {
        let bits = |is: fn(&Column) -> bool| (0..).zip(&columns).filter(|(_, of)| is(of)).fold(0, |bits, (index, _)| bits | bit(index));
        let (contents, worded) = (bits(|column| column.field == Field::Contents), bits(|column| column.by_words));
        let habits = vec![Habit::default(); columns.len()];
        Model {
            has_departments: columns.iter().any(|column| column.of_departments),
            ranks: ranks(&columns),
            seen: HashMap::default(),
            said: HashMap::default(),
            contents,
            worded,
            habits,
            asked: 0,
            nameless: HALF_LEVEL,
            columns,
        }
    }

    /// How many ranks the hierarchy has.
    pub fn depth(&self) -> usize {
        self.ranks.iter().flatten().max().map_or(0, |most| most + 1)
    }

    /// The same for rows that have dropped their blank cells and nothing else.
    pub fn of_dropped(self) -> Self {
        Model { nameless: NAMELESS, ..self }
    }

    /// Remembers that `text` stands in `column` in a row that leaves no doubt; of the contents each part too.
    pub fn learn(&mut self, column: usize, text: &Text) {
        *self.seen.entry(text.clone()).or_default() |= bit(column);
        if self.contents & bit(column) != 0 {
            for part in list_parts(text).filter(|part| part.len() < text.len()) {
                *self.seen.entry(part.into()).or_default() |= bit(column);
            }
        }
    }

    /// As [`Model::learn`], where another row has said so before.
    pub fn learn_again(&mut self, column: usize, text: &Text) {
        let said = self.said.entry(text.clone()).or_default();
        if *said & bit(column) != 0 {
            self.learn(column, text);
        } else {
            *said |= bit(column);
        }
    }

    /// Remembers that a text that looks like `traits`, or nothing, stands in `column` in a row whose asked columns are filled.
    pub fn learn_habit(&mut self, column: usize, traits: Option<&Traits>) {
        if let Some(habit) = self.habits.get_mut(column) {
            habit.learn(traits);
            self.asked |= if traits.is_some() { bit(column) } else { 0 };
        }
    }

    /// Remembers which columns, of which `filled` tells whether something stands in them, are blank in a row whose cells stand where their positions say.
    pub fn learn_blanks(&mut self, filled: &[bool]) {
        let is_filled = |column: usize| filled.get(column) == Some(&true);
        let opened = (0..)
            .zip(&self.ranks)
            .filter(|(column, _)| is_filled(*column))
            .fold(0, |opened, (_, rank)| opened | rank.map_or(0, |rank| 1 << rank));
        if self.goes_on(opened) {
            return;
        }
        (0..).zip(&mut self.habits).for_each(|(column, habit)| habit.learn_of_item(!is_filled(column)));
    }

    /// Whether each row may be asked for a text in `column`: neither ticks nor merged levels fill it.
    pub fn is_asked(&self, column: usize) -> bool {
        let is_level = self.ranks.get(column).copied().flatten().is_some();
        self.columns.get(column).is_some_and(|column| !column.is_mark() && !is_level)
    }

    /// The columns in which `text` stands in rows that leave no doubt, as bits.
    pub fn seen(&self, text: &Text) -> u64 {
        self.seen.get(text).copied().unwrap_or_default()
    }

    /// Whether one of the columns `seen` (as bits) holds contents.
    pub fn are_contents(&self, seen: u64) -> bool {
        seen & self.contents != 0
    }

    /// What it costs to put a text that looks like `traits` and was `seen` in some columns into `column`; `opened` are the ranks (as bits) that the row
    /// has stated so far.
    pub fn put(&self, column: usize, traits: &Traits, seen: u64, opened: u32) -> u32 {
        let Some(of) = self.columns.get(column) else { return IMPOSSIBLE };
        let is_known = seen & bit(column) != 0;
        let fit = if is_known { 0 } else { self.fit(column, of, traits) };
        let beside = !is_known && seen & self.asked != 0 && self.is_asked(column);
        let untitled = of.field == Field::LegalBasis && traits.citation && !traits.has_title;
        let elsewhere = self.are_contents(seen) && seen & bit(column) == 0;
        let odd = [
            (self.is_half_stated(column, opened, false), HALF_LEVEL),
            (traits.goes_on, GOES_ON),
            (self.has_departments && traits.department && !is_known && of.field == Field::Publisher, DEPARTMENT),
            (beside, SEEN_BESIDE),
            (!is_known && seen & self.worded != 0 && !of.by_words, WORDED),
            (!is_known && traits.word && self.worded != 0 && !of.by_words, WORD),
            (!is_known && !traits.word && of.by_words && self.goes_on(opened), WORD),
            (untitled && (self.goes_on(opened) || self.is_titled(column)), UNTITLED),
            (elsewhere && (of.is_name() || of.field == Field::LegalBasis), ELEMENT_ELSEWHERE),
            ((traits.element && seen & bit(column) == 0 || elsewhere) && self.is_outer(column), OUTER_ELEMENT),
        ];
        fit + sum(&odd)
    }

    /// As [`Model::put`], where the position of the text states that it stands in `column`.
    pub fn put_at_home(&self, column: usize, traits: &Traits, seen: u64, opened: u32) -> u32 {
        let cost = self.put(column, traits, seen, opened);
        let field = self.columns.get(column).map_or(Field::Extra, |column| column.field);
        let asks = matches!(field, Field::Publisher | Field::Deadlines | Field::Channels);
        // Many a channel is named after its place (营业厅), as bodies are.
        let plain = Traits { organisation: traits.organisation && field != Field::Channels, ..*traits };
        let tells = seen != 0 || is_typed(&plain) || traits.tick || traits.element || traits.has_title || traits.list;
        let is_other_channel = traits.channels > 0 && field != Field::Channels;
        if asks && !tells && !is_other_channel { cost.min(AT_HOME) } else { cost }
    }

    /// How badly a text that looks like `traits` fits `column`, the column `of`, after what other rows show of it.
    fn fit(&self, column: usize, of: &Column, traits: &Traits) -> u32 {
        let fit = fit(of, traits);
        let Some(habit) = self.habits.get(column).filter(|_| !of.is_mark() && !traits.tick) else { return fit };
        if is_free(of.field) {
            return if habit.has_typed() && is_typed(traits) { fit.min(FREE) } else { fit };
        }
        let is_asked = matches!(of.field, Field::LegalBasis | Field::Publisher | Field::Deadlines | Field::TimeLimits | Field::Phones);
        if is_asked && habit.has_untyped() && !is_typed(traits) { fit.min(UNTYPED) } else { fit }
    }

    fn is_titled(&self, column: usize) -> bool {
        self.habits.get(column).is_some_and(Habit::is_titled)
    }

    /// Whether `column` names a level of the items further out than the innermost.
    fn is_outer(&self, column: usize) -> bool {
        let rank = self.ranks.get(column).copied().flatten();
        rank.is_some_and(|rank| rank + 2 < self.depth())
    }

    /// Whether a row that has stated the ranks `opened` so far states no level of an item: it goes on with the one above.
    fn goes_on(&self, opened: u32) -> bool {
        opened & ((1 << self.depth().saturating_sub(1)) - 1) == 0
    }

    /// What it costs to take a piece that looks like `traits` and was `seen` in some columns for the rest of the text before it in `column`.
    pub fn join(&self, column: usize, traits: &Traits, seen: u64) -> u32 {
        let Some(of) = self.columns.get(column) else { return IMPOSSIBLE };
        if self.are_contents(seen & bit(column)) {
            return 0;
        }
        let is_channels = traits.boxed || traits.channels > 1;
        match of.field {
            Field::Serial | Field::Marks => IMPOSSIBLE,
            Field::Channels => unless(traits.channels > 0, 30),
            Field::Contents => {
                unless(!is_channels && (!traits.citation || traits.published) && !traits.serial, 60) + unless(!traits.published, 5)
            }
            Field::LegalBasis => unless(!is_channels && !traits.deadline && !traits.serial, 60) + 5,
            _ => fit(of, traits) / 2 + 5 + sum(&[(traits.element || traits.numbered, LISTED)]),
        }
    }

    /// What it costs to leave `column` blank.
    pub fn blank(&self, column: usize, opened: u32) -> u32 {
        let Some(of) = self.columns.get(column) else { return 0 };
        if of.is_mark() || of.by_words {
            return 0;
        }
        if of.field == Field::Extra {
            let is_filled = self.habits.get(column).is_some_and(Habit::is_filled) && !self.goes_on(opened);
            return if is_filled { BLANK } else { 0 };
        }
        let Some(rank) = self.ranks.get(column).copied().flatten() else {
            // In a row that goes on with the one above most cells are blank.
            let is_usual = self.goes_on(opened) || self.habits.get(column).is_some_and(Habit::is_often_left);
            return if is_usual { MERGED } else { BLANK };
        };
        if self.is_half_stated(column, opened, true) {
            if rank > 0 { self.nameless } else { HALF_LEVEL }
        } else if opened & ((1 << rank) - 1) != 0 {
            INNER_BLANK
        } else {
            MERGED
        }
    }

    /// Whether an earlier column of the same rank was stated (`stated`) or left blank (not `stated`) in this row.
    fn is_half_stated(&self, column: usize, opened: u32, stated: bool) -> bool {
        let Some(rank) = self.ranks.get(column).copied().flatten() else { return false };
        let has_earlier = self.ranks.iter().take(column).any(|other| *other == Some(rank));
        has_earlier && (opened & (1 << rank) != 0) == stated
    }
}

/// Columns beyond the 64th share no bit: nothing is learnt of them.
fn bit(column: usize) -> u64 {
    if column < 64 { 1 << column } else { 0 }
}

/// How badly a text that looks like `traits` fits a column (0: as one would expect there).
fn fit(column: &Column, traits: &Traits) -> u32 {
    if column.figures.is_some_and(|figures| figures != traits.figure) {
        return OTHER_FIGURES;
    }
    if column.field == Field::Extra && traits.tick {
        return if column.may_be_ticked { 0 } else { TICK_IN_EXTRA };
    }
    if column.is_mark() || traits.tick && !is_free(column.field) {
        return if traits.tick && column.is_mark() { 0 } else { IMPOSSIBLE };
    }
    if traits.ditto && column.field != Field::Serial {
        return DITTO;
    }
    let is_channels = traits.boxed || traits.channels > 1;
    match column.field {
        Field::Extra if column.of_departments && traits.department => FREE,
        field if is_free(field) || column.by_words => {
            if is_typed(traits) || traits.tick && field != Field::Fees {
                15
            } else {
                FREE
            }
        }
        Field::Serial => unless(traits.serial, 90),
        Field::Phones => unless(traits.serial || traits.phone, 40),
        Field::TimeLimits => unless(traits.deadline, 30),
        Field::Deadlines => unless(traits.deadline, 60) + sum(&[(traits.elements || traits.numbered, 25)]),
        Field::Channels => unless(is_channels || traits.channel, unless(traits.channels == 1, 60) + 10),
        Field::LegalBasis if traits.has_title => unless(traits.citation, 15),
        Field::LegalBasis => unless(traits.citation, 45) + sum(&[(traits.element, 10), (traits.numbered, 10)]),
        Field::Publisher if traits.serial || is_channels => 80,
        Field::Publisher => {
            unless(traits.organisation, 40) + unless(traits.length <= 30, 20) + sum(&[(traits.element || traits.numbered, 10)])
        }
        Field::Contents if traits.serial || is_channels => 80,
        Field::Contents => {
            let plain = !traits.list;
            sum(&[
                (plain, 6),
                (plain && traits.citation && !traits.published, 10),
                (plain && traits.citation && traits.has_title && !traits.published, 30),
                (plain && traits.deadline, 45),
                (plain && traits.organisation, 15),
            ])
        }
        _ if traits.serial || is_channels => 90,
        _ => sum(&[
            (traits.elements, 60),
            (traits.deadline, 50),
            (traits.phone, 40),
            (traits.element, 10),
            (traits.citation, 8),
            (traits.citation && traits.has_title, 17),
            (traits.length > 60, 25),
            (traits.sentence && traits.list, 15),
            (traits.numbered, 20),
            (traits.unfinished, 20),
        ]),
    }
}

/// Fields that take texts of any kind; 是 and 否 answer some of them.
fn is_free(field: Field) -> bool {
    use Field::{Addresses, Extra, Fees, HandlingChannels, HandlingLevels, Hours, Materials, Notes, ServiceTarget};
    matches!(field, ServiceTarget | Materials | HandlingLevels | HandlingChannels | Notes | Fees | Hours | Addresses | Extra)
}

/// Whether a text is of a kind that has a column of its own in most tables.
fn is_typed(traits: &Traits) -> bool {
    traits.serial
        || traits.phone
        || traits.citation
        || traits.deadline
        || traits.organisation
        || traits.elements
        || traits.boxed
        || traits.channels > 1
}

fn unless(fits: bool, cost: u32) -> u32 {
    if fits { 0 } else { cost }
}

fn sum(odd: &[(bool, u32)]) -> u32 {
    odd.iter().filter(|(is, _)| *is).map(|(_, cost)| cost).sum()
}

/// Ranks of the hierarchy: the item levels that the table has, outermost first, then the contents. Numbers belong to the levels from the innermost outwards.
fn ranks(columns: &[Column]) -> Vec<Option<usize>> {
    let level = |column: &Column| match column.field {
        Field::Name => Some(4),
        field => field.depth(),
    };
    // A category right of the items says something of each.
    let first = columns.iter().position(|column| level(column).is_some_and(|depth| depth > 0)).unwrap_or(columns.len());
    let is_aside = |index: usize| columns.get(index).is_some_and(|column| column.field == Field::Category) && index > first;
    let levels: BTreeSet<usize> =
        columns.iter().enumerate().filter(|(index, _)| !is_aside(*index)).filter_map(|(_, column)| level(column)).collect();
    let rank = |depth: usize| levels.iter().position(|other| *other == depth);
    let numbers = numbers_outwards(columns);
    columns
        .iter()
        .enumerate()
        .map(|(index, column)| match column.field {
            _ if is_aside(index) => None,
            Field::Serial => {
                let outwards = numbers.iter().position(|other| *other == index).unwrap_or_default();
                Some(levels.len().saturating_sub(outwards + 1))
            }
            Field::Contents => Some(levels.len().max(1)),
            _ => level(column).and_then(rank),
        })
        .collect()
}

/// The columns of numbers, that of the innermost level first: from right to left, but for one that numbers an outer level.
fn numbers_outwards(columns: &[Column]) -> Vec<usize> {
    let mut numbers: Vec<usize> =
        (0..columns.len()).rev().filter(|index| columns.get(*index).is_some_and(|column| column.field == Field::Serial)).collect();
    numbers.sort_by_key(|index| columns.get(*index).is_some_and(|column| column.numbers_outer));
    numbers
}
