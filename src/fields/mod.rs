//! fields: the cells of each record to typed values; one file per kind of value. In: [`Records`]. Out: [`Reading`].

mod access;
mod aside;
mod channel;
pub mod citation;
mod contacts;
mod deadline;
mod ditto;
mod elements;
mod fee;
mod form;
mod inner;
mod joined;
mod level;
mod list;
mod materials;
mod memo;
mod offices;
mod open;
mod options;
mod parted;
mod phone;
pub mod place;
mod publisher;

use crate::evidence::{At, Cell, Places, State, Text, Value};
use crate::field::Field;
use crate::finding::{Finding, Staged};
use crate::item::{Citation, Content, Entry, Extra, Fit, Item, Jurisdiction, Kind, Shared, States};
use crate::structure::table::Slot;
use crate::structure::{Part, Record, Records};
use crate::tables::Tables;
use aside::Aside;
use memo::Memo;
use place::PlaceClues;
use std::collections::HashMap;
use std::ops::Range;

/// Parts of a value, each with the field of its own label.
type Labelled = Vec<(Field, Slot)>;

/// The items of one document, and what they say of the document itself.
#[derive(Clone, Debug)]
pub struct Reading {
    /// In document order.
    pub items: Vec<Item>,
    /// The place the document is about.
    pub jurisdiction: Jurisdiction,
}

/// What fields are judged by besides their own text.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Id of the source; part of the ids of its items.
    pub source: &'a str,
    /// The place that a person wrote into the manifest.
    pub place: Option<&'a str>,
    /// The folders it lies in, with `/` between.
    pub folder: Option<&'a str>,
    /// The date of the document, where known.
    pub published: Option<&'a str>,
    /// "Today".
    pub as_of: Option<&'a str>,
    /// The decoded lines.
    pub lines: &'a [Text],
}

/// Reads the fields of `records`. They are given away: each is forgotten when it is an item.
pub fn fields(mut records: Records, context: Context, tables: &Tables) -> Staged<Reading> {
    let mut findings = Vec::new();
    let mut aside = Aside::default();
    let (mut memo, mut shared) = (Memo::default(), Shared::default());
    let citations = citation::Reader::new(tables, context.published, context.as_of);
    let cells = cells(&records);
    let mut read = std::mem::take(&mut records.records);
    ditto::resolve(&mut read, tables);
    read.iter_mut().for_each(|record| parted::join(record, tables));
    let lists_words = elements::lists_words(&read, &mut memo, tables);
    // A list of offices beside a directory says nothing of its items.
    let lists_institutions = records.kind == Some(Kind::Guide)
        && records.headers.iter().any(|header| header.field == Field::Name && tables.columns.names_institutions(&header.label));
    for (index, record) in read.into_iter().enumerate() {
        let memo = &mut memo;
        let mut reader = Reader { tables, citations: &citations, memo, lists_words, findings: Vec::new(), item: Item::new(record.kind) };
        reader.read(&record);
        drop(record);
        reader.findings.fit(&mut shared);
        findings.extend(reader.findings.into_iter().map(|finding| finding.item(index)));
        if lists_institutions {
            reader.item.nature = crate::item::Nature::Institution;
        }
        aside.push(reader.item);
    }
    drop((memo, shared, citations));
    let mut items = aside.all().collect(&mut findings);
    name_items(&mut items, context.source);
    let jurisdiction = match items.is_empty() {
        true => Jurisdiction::unresolved(),
        false => jurisdiction(&records.title, &cells, &items, context, tables).collect(&mut findings),
    };
    level::resolve(&mut items, &records.headers, &jurisdiction, tables);
    Staged { output: Reading { items, jurisdiction }, findings }
}

struct Reader<'a, 'b> {
    tables: &'a Tables,
    /// Shared by all records, so that each text is read once.
    citations: &'a citation::Reader<'b>,
    memo: &'a mut Memo,
    /// Whether the contents of this document are lists of words between 、, as a habit.
    lists_words: bool,
    findings: Vec<Finding>,
    item: Item,
}

impl Reader<'_, '_> {
    fn read(&mut self, record: &Record) {
        self.levels(record);
        for part in &record.contents {
            let content = self.content(part);
            self.item.contents.push(content);
        }
        for (field, slots) in &record.fields {
            for slot in slots {
                let before = self.findings.len();
                self.field(*field, slot);
                self.say_once(before, slot);
            }
        }
        for (header, slot) in &record.extra {
            match self
                .inner(Field::Extra, slot)
                .filter(|(head, parts)| head.is_none() && parts.iter().all(|(field, _)| inner::is_of_contacts(*field)))
            {
                Some((_, parts)) => parts.iter().for_each(|(field, slot)| self.field(*field, slot)),
                None if self.read_halves(header, slot) => {}
                None => self.extra(header, slot),
            }
        }
        self.findings.extend(open::cells(record));
        self.states(record);
        let above = self.item.levels().map(|level| level.value.as_deref().unwrap_or(""));
        let elements = self.item.contents.iter().flat_map(|content| content.elements.said()).filter_map(|element| element.value.as_deref());
        self.item.nature = match self.item.kind {
            Kind::Guide => crate::item::Nature::Service,
            Kind::Directory => self.tables.natures.nature(self.item.title(), &above, elements),
        };
    }

    /// What is wrong in a merged cell was said where the cell stands, and what is wrong in one that 同上 means as well.
    fn say_once(&mut self, before: usize, slot: &Slot) {
        if slot.state == State::Carried || slot.rule == Some(ditto::RULE) {
            self.findings.truncate(before);
        }
    }

    /// Numbers and names; the name is the deepest level that has a value.
    fn levels(&mut self, record: &Record) {
        self.item.serials = record.serials.iter().map(text).collect();
        let level = |field: Field| record.fields.get(&field).and_then(|slots| slots.first()).map_or_else(Value::no_column, name);
        self.item.category = level(Field::Category);
        self.item.primary_item = level(Field::PrimaryItem);
        self.item.secondary_item = level(Field::SecondaryItem);
        self.item.tertiary_item = level(Field::TertiaryItem);
        let own = level(Field::Name);
        let deepest = self.item.levels().into_iter().rev().find(|level| level.state != State::NoColumn && level.state != State::Missing);
        self.item.name = match own.state {
            State::NoColumn => deepest.cloned().unwrap_or_else(Value::missing),
            _ => own,
        };
    }

    fn content(&mut self, part: &Part) -> Content {
        let elements = part.text.cell.as_ref().map(|cell| self.elements(cell, &part.text)).unwrap_or_default();
        let before = self.findings.len();
        let channels = part.channels.cell.as_ref().map(|cell| {
            let listed = self.memo.channels(&cell.passage.text, self.tables);
            channel::values(cell, &listed, &mut self.findings)
        });
        self.say_once(before, &part.channels);
        let open = |cell: &Cell| channel::values(cell, &self.memo.channels(&cell.passage.text, self.tables), &mut Vec::new());
        let mut channels = channels.unwrap_or_else(|| open::channels(&part.channels, open));
        for channel in channels.iter_mut().filter(|channel| channel.state == State::Stated) {
            channel.state = part.channels.state;
        }
        self.findings.extend(open::marks(part, self.item.title(), self.tables));
        let is_numbered = part.text.cell.as_ref().is_some_and(|cell| !self.memo.list(&cell.passage.text, self.tables).nodes.is_empty());
        Content {
            text: content_text(&part.text, is_numbered),
            elements: elements.into(),
            channels: channels.into(),
            ticks: vec![part.marks.clone()].into(),
            membership: part.membership,
        }
    }

    /// The elements of a content: the entries of its list; else the parts between 、 where most are known elements, or between ；.
    fn elements(&mut self, cell: &Cell, slot: &Slot) -> Vec<Value<Text>> {
        let list = self.memo.list(&cell.passage.text, self.tables);
        list::report(cell, &list, &mut self.findings);
        let mut found = Vec::new();
        elements::of_list(cell, &list.nodes, &mut found);
        if found.is_empty() {
            let parts = self.memo.unnumbered(&cell.passage.text, self.tables);
            let words = elements::words(cell.text()).filter(|words| self.lists_words && parts.len() == 1 && words.len() > 1);
            let by_habit = |value: Value<Text>| Value { state: State::Inferred, rule: Some("list-of-column".into()), ..value };
            let heading = elements::heading(cell.text()).filter(|_| parts.len() > 1);
            let part = |range: &Range<usize>| {
                let own = elements::without_bullet(cell.text(), range.clone());
                let start = heading.filter(|heading| (own.start..own.end).contains(heading)).unwrap_or(own.start);
                list::part(cell, range.clone(), start..own.end)
            };
            found = match words {
                Some(words) => words.iter().map(part).map(by_habit).collect(),
                None => parts.iter().map(part).collect(),
            };
        }
        found.into_iter().map(|value| under(value, slot)).collect()
    }

    fn field(&mut self, field: Field, slot: &Slot) {
        let Some(cell) = &slot.cell else { return self.without_cell(field, slot) };
        let field = self.of_office(cell, slot).unwrap_or(field);
        let is_second = match field {
            Field::Publisher => self.item.publisher.value.is_some(),
            Field::ServiceTarget => self.item.guide.service_target.value.is_some(),
            _ => false,
        };
        if is_second {
            return self.extra(&slot.label, slot);
        }
        if let Some((head, parts)) = self.labelled(field, slot) {
            // What is no number tells whose the numbers are.
            let is_other = |head: &Slot| {
                field == Field::Phones && head.cell.as_ref().is_some_and(|cell| !cell.text().contains(|c: char| c.is_ascii_digit()))
            };
            let head = head.map(|head| (if is_other(&head) { Field::Extra } else { field }, head));
            head.iter().chain(&parts).for_each(|(field, slot)| match field {
                Field::Extra => self.extra(&slot.label, slot),
                field => self.field(*field, slot),
            });
            return;
        }
        if field == Field::Addresses && (self.read_halves(&slot.label, slot) || self.addresses_with_numbers(slot)) {
            return;
        }
        let Reader { tables, memo, findings, item, .. } = self;
        let source = &cell.passage.text;
        let is_limit = field == Field::Hours && contacts::is_limit(&memo.limits(source, &slot.label, tables), source, &slot.label, tables);
        let mut limits = || {
            let read = memo.limits(source, &slot.label, tables);
            all_under(deadline::values(cell, &read, findings, tables), slot)
        };
        match field {
            Field::Publisher => item.publisher = under(cell.part(0..source.len(), memo.publisher(source, tables)), slot),
            Field::Deadlines => item.deadlines.edit(|deadlines| deadlines.extend(limits().into_iter().map(deadline::or_lasting))),
            Field::TimeLimits => item.guide.time_limits.extend(limits()),
            Field::ServiceTarget => item.guide.service_target = under(options::checked(cell, tables).unwrap_or_else(|| text(slot)), slot),
            Field::Materials => {
                item.guide.materials.extend(entries_under(materials::entries(cell, &memo.list(source, tables), tables, findings), slot));
            }
            Field::Notes => item.guide.notes.extend(entries_under(list::entries(cell, &memo.list(source, tables), findings), slot)),
            Field::HandlingLevels => item.guide.handling_levels.extend(all_under(access::split(cell, tables), slot)),
            Field::HandlingChannels => self.access(cell, slot),
            Field::Phones => {
                let read = memo.phones(source, &slot.label, tables);
                item.guide.phones.extend(all_under(phone::values(cell, &read, findings, tables), slot));
                let list = memo.list(source, tables);
                if contacts::says_more_than_phones(source, &slot.label, &list, &read, tables) {
                    self.plain_extra(&slot.label, slot);
                }
            }
            Field::Fees => item.guide.fees.extend(match fee::read(slot, tables) {
                Some(answer) => vec![under(answer, slot)],
                None => numbered(slot, &memo.list(source, tables), &[]),
            }),
            // 办理时间 may mean how long it takes, too.
            Field::Hours if is_limit => item.guide.time_limits.extend(limits()),
            Field::Hours => item.guide.hours.extend(numbered(slot, &memo.list(source, tables), &[])),
            Field::Addresses => {
                let several = numbered(slot, &memo.list(source, tables), access::between_addresses(source, tables));
                let one = || vec![text_by(slot, |text| offices::address(text, tables))];
                // Hours alone are no address: 窗口 8:30-12:00；13:00-17:00.
                let says_where = |part: &Value<Text>| part.raw.as_deref().is_some_and(|raw| raw.chars().any(crate::text::is_han));
                item.guide.addresses.extend(if several.len() > 1 && several.iter().all(says_where) { several } else { one() });
            }
            Field::LegalBasis => self.citations(cell, slot),
            _ => {}
        }
    }

    /// The field of `cell`, the name of an office with a level or a place, where the label of `slot` has one of its own for such.
    fn of_office(&mut self, cell: &Cell, slot: &Slot) -> Option<Field> {
        let field = self.tables.columns.label(&slot.label)?.with_office?;
        let office = self.memo.publisher(&cell.passage.text, self.tables);
        let is_office = self.tables.words.is_organisation(cell.text()) && (office.level.is_some() || office.jurisdiction.is_some());
        is_office.then_some(field)
    }

    /// The parts of the value in `slot` that have labels of their own, and what stands in front of them; `None` where it is one.
    fn inner(&self, field: Field, slot: &Slot) -> Option<(Option<Slot>, Labelled)> {
        let cell = slot.cell.as_ref().filter(|_| !self.tables.words.tells_phone_purpose(&slot.label))?;
        let inner::Parts { head, parts } = inner::parts(cell.text(), field, self.tables)?;
        let at = |range: Range<usize>, label: Text| Slot { cell: Some(cell.sub(range)), label, ..slot.clone() };
        let part = |part: inner::Part| (part.field, at(part.value, cell.text().get(part.word).unwrap_or_default().into()));
        let head = head.map(|head| Slot { cell: Some(inner::closed(cell, head)), ..slot.clone() });
        Some((head, parts.into_iter().map(part).collect()))
    }

    fn citations(&mut self, cell: &Cell, slot: &Slot) {
        let read = self.citations.read(cell).collect(&mut self.findings);
        let read = read.into_iter().map(|citation| Citation { title: under(citation.title, slot), ..citation });
        self.item.legal_basis.edit(|cited| cited.extend(read));
    }

    fn extra(&mut self, header: &Text, slot: &Slot) {
        if slot.state == State::Stated && self.ways(header, slot) {
            return;
        }
        self.plain_extra(header, slot);
    }

    fn plain_extra(&mut self, header: &Text, slot: &Slot) {
        let value = if self.tables.words.tells_steps(header) {
            text_by(slot, joined::steps)
        } else {
            text_by(slot, |text| offices::entries(text, self.tables))
        };
        if !header.is_empty() || value.state != State::Missing {
            self.item.extra.push(Extra { header: header.clone(), value });
        }
    }

    /// Lists cannot show whether their column is missing or empty; this table does.
    fn states(&mut self, record: &Record) {
        let strongest = |slots: &[Slot]| slots.iter().map(|slot| slot.state).max().unwrap_or(State::NoColumn);
        let mut states: States = record.fields.iter().map(|(field, slots)| (*field, strongest(slots))).collect();
        states.insert(Field::Serial, self.item.serial().state);
        states.insert(Field::Name, self.item.name.state);
        // A second publisher is kept among the extra columns, and what stands under 办理主体 may be one.
        states.insert(Field::Publisher, self.item.publisher.state);
        if states.get(Field::ServiceTarget).is_some() {
            states.insert(Field::ServiceTarget, self.item.guide.service_target.state);
        }
        let parts = |slot: fn(&Part) -> State| record.contents.iter().map(slot).max().unwrap_or(State::NoColumn);
        states.insert(Field::Contents, parts(|part| part.text.state));
        states.insert(Field::Channels, parts(|part| part.channels.state));
        let marks = record.contents.iter().flat_map(|part| &part.marks.columns).map(|mark| mark.state).max();
        states.insert(Field::Marks, marks.unwrap_or(State::NoColumn));
        let extra = self.item.extra.iter().map(|extra| extra.value.state).max().unwrap_or(State::NoColumn);
        states.insert(Field::Extra, extra);
        // Labels within other values open fields that have no label of their own.
        let strongest = |values: &[Value<Text>]| values.iter().map(|value| value.state).max();
        let phones = self.item.guide.phones.iter().map(|phone| phone.state).max();
        let limits = self.item.guide.time_limits.iter().map(|limit| limit.state).max();
        // What stood under 办理时间 was a limit: nothing is said of hours.
        let is_limit = self.item.guide.hours.is_empty() && limits.is_some();
        if is_limit && states.get(Field::Hours).is_some_and(|hours| hours != State::NoColumn) {
            states.insert(Field::Hours, State::Missing);
        }
        let lists = [(Field::Addresses, strongest(&self.item.guide.addresses)), (Field::Hours, strongest(&self.item.guide.hours))];
        for (field, state) in lists.into_iter().chain([(Field::Phones, phones), (Field::TimeLimits, limits)]) {
            let known = states.get(field).filter(|known| *known > State::Missing);
            states.extend(state.filter(|_| known.is_none()).map(|state| (field, state)));
        }
        self.item.states = states;
    }
}

/// The text of a slot as a value. Line ends between Chinese characters vanish, others become blanks.
fn text(slot: &Slot) -> Value<Text> {
    text_by(slot, joined::one_line)
}

/// The text of a slot as the name of something: a stop at its end is no part of that.
fn name(slot: &Slot) -> Value<Text> {
    let value = text(slot);
    let kept = value.value.as_ref().map(|name| name.trim_end_matches(['。', '；', ';', '，']));
    match kept.filter(|kept| !kept.is_empty()).map(Text::from) {
        Some(kept) => Value { value: Some(kept), ..value },
        None => value,
    }
}

/// The text of a content as a value. Where no numbers tell what its lines are, its elements end with them, and the line ends stay.
fn content_text(slot: &Slot, is_numbered: bool) -> Value<Text> {
    if is_numbered { text(slot) } else { text_by(slot, str::to_owned) }
}

/// The text of a slot as a value; `join` makes readable what has several lines.
fn text_by(slot: &Slot, join: impl Fn(&str) -> String) -> Value<Text> {
    let readable = |cell: &Cell| -> Text {
        if !cell.text().contains('\n') {
            return cell.passage.text.clone();
        }
        join(cell.text()).into()
    };
    if slot.state == State::Ambiguous && slot.cell.is_none() {
        return shown(slot, Value::empty(State::Ambiguous)).with_readings(slot.readings.iter().map(readable).collect());
    }
    match &slot.cell {
        Some(cell) => under(Value { value: Some(readable(cell)), ..cell.value() }, slot),
        None => Value::empty(slot.state),
    }
}

/// The entries of a numbered list, or the parts between `separators`, as values; the whole text where it is no list, or more than one.
fn numbered(slot: &Slot, list: &list::List, separators: &[char]) -> Vec<Value<Text>> {
    let Some(cell) = &slot.cell else { return vec![text(slot)] };
    let parts = list::whole_entries(cell.text(), list).or_else(|| list::parted(cell.text(), separators));
    match parts {
        Some(parts) => all_under(parts.into_iter().map(|(whole, value)| list::part(cell, whole, value)).collect(), slot),
        None => vec![text(slot)],
    }
}

/// An ambiguous value shows all cells that it may be, and the rule by which it may.
fn shown<T>(slot: &Slot, value: Value<T>) -> Value<T> {
    let raw: Vec<&str> = slot.readings.iter().map(|cell| cell.passage.raw.as_str()).collect();
    let at: Places = slot.readings.iter().flat_map(|cell| cell.at.iter().copied()).collect();
    let rule = value.rule.or_else(|| slot.rule.map(Into::into));
    Value { raw: Some(raw.join("\n").into()), at, rule, ..value }
}

/// The value in the state of the slot it was read from.
fn under<T>(value: Value<T>, slot: &Slot) -> Value<T> {
    let state = if value.state == State::Stated { slot.state } else { value.state };
    let rule = value.rule.or_else(|| slot.rule.map(Text::from));
    Value { state, rule, confidence: slot.measured(), ..value }.with_moved_from(slot.moved_from)
}

fn all_under<T>(values: Vec<Value<T>>, slot: &Slot) -> Vec<Value<T>> {
    values.into_iter().map(|value| under(value, slot)).collect()
}

fn entries_under(entries: Vec<Entry>, slot: &Slot) -> Vec<Entry> {
    let one = |entry: Entry| Entry { text: under(entry.text, slot), items: entries_under(entry.items, slot), ..entry };
    entries.into_iter().map(one).collect()
}

/// Ids that stay when other items come and go: source, kind, names of the levels above, name, and which of equal ones it is.
fn name_items(items: &mut [Item], source: &str) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for item in items {
        let levels = item.levels().map(|level| level.value.as_deref().unwrap_or(""));
        let mut key = format!("{source}\u{1f}{:?}\u{1f}{}\u{1f}{}\u{1f}", item.kind, levels.join("\u{1f}"), item.title());
        let length = key.len();
        // Equal ones have the same beginning up to the number of which it is.
        let occurrence = seen.get(&key).copied().unwrap_or(0);
        key.push_str(&occurrence.to_string());
        let hash = blake3::hash(key.as_bytes()).to_hex();
        item.id = hash.chars().take(12).collect::<String>().into();
        key.truncate(length);
        seen.insert(key, occurrence + 1);
    }
}

fn jurisdiction(title: &Value<Text>, cells: &[Cell], items: &[Item], context: Context, tables: &Tables) -> Staged<Jurisdiction> {
    let publishers: Vec<(Text, Text, Places)> = items
        .iter()
        .filter_map(|item| {
            let publisher = item.publisher.value.as_ref()?;
            Some((publisher.name.clone(), item.publisher.raw.clone()?, item.publisher.at.clone()))
        })
        .collect();
    let clues = PlaceClues {
        title: Some(title).filter(|title| title.value.is_some()),
        publishers: &publishers,
        lines: context.lines,
        cells,
        folder: context.folder,
        manifest: context.place,
    };
    place::jurisdiction(&clues, tables)
}

/// The cells that stand in no line of text, each once.
fn cells(records: &Records) -> Vec<Cell> {
    let slots = records.records.iter().flat_map(|record| {
        let parts = record.contents.iter().map(|part| &part.text);
        record.fields.values().flatten().chain(record.extra.iter().map(|(_, slot)| slot)).chain(parts)
    });
    let own = slots.filter(|slot| slot.state != State::Carried).flat_map(|slot| slot.cell.iter().chain(&slot.readings));
    own.filter(|cell| !matches!(cell.at.first(), None | Some(At::Text { .. }))).cloned().collect()
}

/// Entries of a list with all entries below them, in order.
pub fn all_entries(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    let mut open: Vec<&Entry> = entries.iter().rev().collect();
    std::iter::from_fn(move || {
        let next = open.pop()?;
        open.extend(next.items.iter().rev());
        Some(next)
    })
}
