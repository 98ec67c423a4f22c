//! structure/guide/shared: what a guide says once for several services: in front of the first one, or behind the last.

use super::group::says;
use super::lines::{EXTRA, Labelled, Line, Style};
use super::roles::{Role, begins};
use super::{Reader, Record, counted, put};
use crate::evidence::{At, State, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::structure::table::Slot;
use crate::tables::Tables;
use crate::tables::columns::Label;

/// Marks the lines at the end that tell of all services when and where they are had; where nothing shows that they do, says so.
pub(super) fn settle(lines: &mut [Line], roles: &[Role]) -> Option<Finding> {
    let (closing, is_apart) = closing(lines, roles)?;
    if !is_apart {
        // A number says whose the lines are: they go on with those of the last service, or with those of all.
        let is_numbered = closing.iter().any(|index| lines.get(*index).is_some_and(|line| line.numbering.is_some()));
        return (!is_numbered).then(|| unclear(lines, &closing));
    }
    let first = closing.first().and_then(|index| lines.get_mut(*index)?.label.as_mut());
    first.into_iter().for_each(|label| label.of_all = true);
    None
}

/// The labels at the end that are nothing but contacts and are said of no service before, and whether they stand apart from those of the last one, which
/// are numbered or indented, stand in a table, or end at a blank line as nothing but services does.
fn closing(lines: &[Line], roles: &[Role]) -> Option<(Vec<usize>, bool)> {
    if roles.contains(&Role::OfAll) {
        // The heading above them says whose such lines are.
        return None;
    }
    let is_start = |index: &usize| begins(lines, *index) || roles.get(*index) == Some(&Role::Item);
    let starts: Vec<usize> = (0..lines.len()).filter(is_start).collect();
    let (first, last) = (*starts.first()?, *starts.last().filter(|_| starts.len() > 1)?);
    let labels: Vec<(usize, &Labelled)> = (first..lines.len())
        .filter(|index| roles.get(*index) == Some(&Role::Label) && !is_start(index))
        .filter_map(|index| Some((index, lines.get(index)?.label.as_ref()?)))
        .collect();
    if labels.iter().any(|(index, label)| *index > last && (label.of_all || goes_on(lines, roles, *index))) {
        // What stands below such a label holds for all already.
        return None;
    }
    let run = labels.iter().rev().take_while(|(index, label)| *index > last && label.is_contact()).count();
    let before = labels.len() - run;
    // What services before have too is the last one's own, and so is what is said in front of all in another way.
    let in_front = lines.iter().take(first).filter_map(|line| line.label.as_ref()).map(|label| &label.word);
    let is_said_before = |label: &Labelled| labels.iter().take(before).any(|(_, other)| other.word == label.word);
    let is_own = |label: &Labelled| is_said_before(label) || in_front.clone().any(|word| *word == label.word);
    let own = labels.iter().skip(before).take_while(|(_, label)| is_own(label)).count();
    let (above, run) = labels.split_at_checked(before + own)?;
    let own: Vec<usize> = above.iter().map(|(index, _)| *index).filter(|index| *index > last).collect();
    let is_said = above.iter().any(|(_, label)| run.iter().any(|(_, other)| other.word == label.word));
    let run: Vec<usize> = run.iter().map(|(index, _)| *index).collect();
    let is_apart = is_apart(lines, &own, &run, &starts);
    (!own.is_empty() && !run.is_empty() && !is_said).then_some((run, is_apart))
}

/// Whether the label at `index` has the next number of the services above, or of the groups they stand in.
fn goes_on(lines: &[Line], roles: &[Role], index: usize) -> bool {
    let Some((style, arabic, number)) = lines.get(index).and_then(counted) else { return false };
    let headings = lines.iter().zip(roles).take(index).filter(|(_, role)| matches!(role, Role::Item | Role::Group));
    let last = headings.filter_map(|(line, _)| counted(line)).rfind(|(own, digits, _)| (*own, *digits) == (style, arabic));
    last.is_some_and(|(.., last)| last + 1 == number)
}

/// Says that the labels at `indexes` stand at the last service only and may hold for all.
fn unclear(lines: &[Line], indexes: &[usize]) -> Finding {
    let labels = || indexes.iter().filter_map(|index| lines.get(*index)).filter_map(|line| Some((line, line.label.as_ref()?)));
    let words: Vec<&str> = labels().map(|(_, label)| label.word.as_str()).collect();
    let finding = Finding::new("shared-lines-unclear").with("labels", words.join("、"));
    labels().fold(finding, |finding, (line, _)| finding.shown(&line.cell.passage.raw, &line.cell.at))
}

/// Whether the lines of `run` stand apart from the labels `own` of the last service.
fn is_apart(lines: &[Line], own: &[usize], run: &[usize], starts: &[usize]) -> bool {
    let all = |indexes: &[usize], test: &dyn Fn(&Line) -> bool| indexes.iter().all(|index| lines.get(*index).is_some_and(test));
    let is_numbered = |line: &Line| line.numbering.as_ref().is_some_and(|numbering| numbering.number.is_some());
    let has_sign = |line: &Line| line.numbering.is_some();
    let by_signs = all(own, &has_sign) && all(run, &|line| !has_sign(line));
    let by_numbers = by_signs || all(own, &is_numbered) && all(run, &|line| !is_numbered(line));
    let by_table = all(own, &|line| line.in_table) && all(run, &|line| !line.in_table);
    let by_indent = all(own, &is_indented) && all(run, &|line| !is_indented(line));
    let (Some(first), Some(begin)) = (starts.first(), run.first()) else { return false };
    let mut gaps = (first + 1..lines.len()).filter(|index| !starts.contains(index) && is_behind_blank(lines, *index));
    // A blank line that is the only one may as well set the last service's own lines apart: others divide the services, or set the title apart.
    let are_divided = is_behind_blank(lines, *first) || starts.iter().skip(1).all(|start| is_behind_blank(lines, *start));
    by_numbers || by_table || by_indent || are_divided && gaps.next() == Some(*begin) && gaps.all(|gap| gap > *begin)
}

fn is_indented(line: &Line) -> bool {
    matches!(line.cell.at.first(), Some(At::Text { from, .. }) if *from > 1)
}

/// Whether a blank line stands above the line at `index`.
fn is_behind_blank(lines: &[Line], index: usize) -> bool {
    let number = |at: Option<&At>| at.and_then(|at| at.line());
    let above = index.checked_sub(1).and_then(|above| number(lines.get(above)?.cell.at.last()));
    let own = lines.get(index).and_then(|line| number(line.cell.at.first()));
    above.zip(own).is_some_and(|(above, own)| own > above + 1)
}

/// Lines without label, behind all services, that say something of all of them (以上事项均不收费) are notes on each.
pub(super) fn mark_statements(lines: &mut [Line], roles: &mut [Role], tables: &Tables) {
    let is_start = |index: &usize| begins(lines, *index) || roles.get(*index) == Some(&Role::Item);
    let Some(last) = (0..lines.len()).rfind(is_start).filter(|last| (0..*last).any(|index| is_start(&index))) else { return };
    let mut above = None;
    for (line, role) in lines.iter_mut().zip(roles).skip(last + 1) {
        let is_free = matches!(role, Role::More | Role::Outside) && line.role.is_none() && line.label.is_none() && line.numbering.is_none();
        // What stands below a label alone is its value, and what goes on with notes is one of them.
        let is_apart = !line.in_table && !line.is_row && above != Some(None) && above != Some(Some(Field::Notes));
        if let Some(word) = tables.columns.said_of_all(line.cell.text()).filter(|_| is_free && is_apart) {
            let meaning = Label { field: Field::Notes, ..EXTRA };
            line.label = Some(Labelled { meaning, word: word.into(), number: None, of_all: true, head: 0, apart: None });
            *role = Role::Label;
            above = None;
            continue;
        }
        above = match &line.label {
            Some(label) => Some(Some(label.meaning.field).filter(|_| label.has_value(line.cell))),
            None => above.filter(|field| field.is_some()),
        };
    }
}

/// What holds for several services, and where such lines stand.
#[derive(Default)]
pub(super) struct Shared {
    /// Whether lines in front of the first service hold for all.
    pub(super) leads: bool,
    /// Whether the lines at hand hold for the services above.
    pub(super) is_open: bool,
    /// Whether the service at hand has begun with another label than its name.
    pub(super) nameless: bool,
    /// The label with which services begin, in front of that of their names.
    opener: Option<Text>,
    /// The first services that a slot is for: so many, or all.
    slots: Vec<(Option<usize>, Field, Slot)>,
}

impl Reader<'_> {
    /// Keeps the number of a heading.
    pub(super) fn count(&mut self, line: &Line) {
        let Some((style, arabic, number)) = counted(line) else { return };
        self.numbers.retain(|(known, digits, _)| (*known, *digits) != (style, arabic));
        self.numbers.push((style, arabic, number));
    }

    /// Keeps the number of `line`, which heads no service, where it goes on with those of headings, or stands in front of all.
    pub(super) fn count_on(&mut self, line: &Line) {
        let goes_on = |(style, arabic, last): &(Style, bool, u32)| counted(line) == Some((*style, *arabic, last + 1));
        if self.records.is_empty() || self.numbers.iter().any(goes_on) {
            self.count(line);
        }
    }

    /// Whether what `line` says holds for several services: it stands in front of all, goes on with their numbers or with those in front of all at their
    /// end, or one above it says so.
    pub(super) fn is_shared(&mut self, line: &Line) -> bool {
        let number = counted(line);
        let is_next = |(style, arabic, last): &(Style, bool, u32)| self.records.len() > 1 && number == Some((*style, *arabic, last + 1));
        match number {
            Some(_) if self.records.is_empty() && self.shared.leads => self.count(line),
            // The labels of a service are numbered so themselves.
            Some((style, arabic, 1)) => self.numbers.retain(|(known, digits, _)| (*known, *digits) != (style, arabic)),
            Some(_) if self.numbers.iter().any(is_next) => {
                self.count(line);
                self.shared.is_open = true;
            }
            _ => {}
        }
        self.shared.is_open || self.records.is_empty() && self.shared.leads
    }
}

impl Shared {
    /// What the labels in front of the first service are: said once, they hold for all; said in front of each name, they begin the services.
    pub(super) fn new(lines: &[Line], roles: &[Role]) -> Self {
        let is_first = |index: usize| begins(lines, index) || roles.get(index) == Some(&Role::Item);
        let starts: Vec<usize> = (0..lines.len()).filter(|index| is_first(*index)).collect();
        let words = |from: usize, to: usize| {
            let lines = lines.iter().zip(roles).take(to).skip(from);
            let labels = lines.filter(|(_, role)| **role == Role::Label).filter_map(|(line, _)| line.label.as_ref());
            labels.filter(|label| !label.meaning.part).map(|label| &label.word).collect::<Vec<_>>()
        };
        let Some(leading) = starts.first().map(|start| words(0, *start)) else { return Shared::default() };
        let Some(first) = leading.first() else { return Shared::default() };
        let recurs = starts.windows(2).all(|pair| matches!(pair, [above, below] if words(*above + 1, *below).contains(first)));
        let behind = words(starts.first().copied().unwrap_or_default(), lines.len());
        let is_said_once = !leading.iter().any(|word| behind.contains(word));
        // Whom to ask is said of all, though some service may say it otherwise of itself.
        let labels = lines.iter().zip(roles).take(starts.first().copied().unwrap_or_default()).filter(|(_, role)| **role == Role::Label);
        let are_contacts = labels.filter_map(|(line, _)| line.label.as_ref()).all(Labelled::is_contact);
        let ends = starts.iter().skip(1).copied().chain([lines.len()]);
        let services: Vec<Vec<&Text>> = starts.iter().zip(ends).map(|(start, end)| words(start + 1, end)).collect();
        let are_usual = leading.iter().any(|word| services.iter().all(|words| words.contains(word)));
        let holds_for_most = are_contacts && services.len() > 1 && !are_usual;
        let by_names = starts.iter().all(|index| begins(lines, *index));
        let opener = Some((*first).clone()).filter(|_| by_names && recurs && starts.len() > 1);
        Shared { leads: is_said_once || holds_for_most, opener, ..Shared::default() }
    }

    /// Whether the label `word` begins a service.
    pub(super) fn opens(&self, word: &Text) -> bool {
        self.opener.as_ref() == Some(word)
    }

    /// Whether the service at hand waits for its name, which is at hand now.
    pub(super) fn take_nameless(&mut self) -> bool {
        std::mem::take(&mut self.nameless)
    }

    /// Keeps `slot` for the `services` above; for all where there is none yet.
    pub(super) fn put(&mut self, field: Field, slot: Slot, services: usize) {
        self.is_open = true;
        self.slots.push((Some(services).filter(|services| *services > 0), field, slot));
    }

    /// The slot at hand, where further lines go on with it.
    pub(super) fn last(&mut self) -> Option<&mut Slot> {
        self.slots.last_mut().filter(|_| self.is_open).map(|(.., slot)| slot)
    }

    /// A service begins.
    pub(super) fn end(&mut self) {
        (self.is_open, self.nameless) = (false, false);
    }

    /// Gives each of the services what is said for it; what is said in front of all of them, where it does not say that of itself.
    pub(super) fn hand_out(self, records: &mut [Record], tables: &Tables) {
        let is_only = records.len() < 2;
        for (services, field, slot) in self.slots {
            let state = if is_only || slot.state != State::Stated { slot.state } else { State::Carried };
            let most = services.unwrap_or(records.len());
            let own: Vec<bool> = records.iter().map(|record| services.is_none() && says(record, field, &slot, tables)).collect();
            let takers = records.iter_mut().zip(own).take(most).filter(|(_, own)| !own);
            takers.for_each(|(record, _)| put(record, field, Slot { state, ..slot.clone() }));
        }
    }
}
