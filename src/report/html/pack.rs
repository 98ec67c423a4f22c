//! report/html/pack: the data of the page. The matrix and the lists are always in it; the texts of items and findings only as long as all fits.

use crate::align::Dataset;
use crate::changes::{Kind, Op};
use crate::error::Error;
use crate::evidence::{State, Text};
use crate::field::Field;
use crate::output::Files;
use crate::report::cards::Card;
use crate::report::complaints::{CheckRow, Complaint, FindingGroup};
use crate::report::details::{Shown, details};
use crate::report::excerpt::Excerpt;
use crate::report::fields::DocumentFields;
use crate::report::gap::{Both, Gap};
use crate::report::matrix::{Column, ConceptRow};
use crate::report::since::Changed;
use crate::tables::report::ReportWords;
use rayon::prelude::*;
use serde::{Serialize, Serializer};
use serde_json::ser::{Formatter, Serializer as JsonSerializer};
use std::collections::BTreeMap;
use std::io::{self, Write};

use super::NAME;
use super::texts::{Chunk, Texts};

/// What the page is given.
pub(super) struct Packed {
    /// What the page needs to draw itself, as JSON that no text within can leave.
    pub(super) json: String,
    /// What it needs when somebody asks, likewise: most of its bytes, so that they are not read before.
    pub(super) rest: String,
    /// Whether all is in it, and nothing in files beside the page.
    pub(super) is_whole: bool,
}

/// The most bytes of texts within the page; it takes about as many again to hold them.
const MOST_BYTES: usize = 20_000_000;

/// All states in their order: the page names them by number.
const STATES: [State; 8] =
    [State::NoColumn, State::Missing, State::Stated, State::Carried, State::Moved, State::Inferred, State::Ambiguous, State::Reviewed];

/// So many texts are made side by side.
const AT_ONCE: usize = 1024;

/// Packs the report; adds the files beside the page where not all fits into it.
pub(super) fn pack(gap: &Gap, dataset: &Dataset, words: &ReportWords, files: &dyn Files) -> Result<Packed, Error> {
    pack_within(gap, dataset, words, MOST_BYTES, files)
}

fn pack_within(gap: &Gap, dataset: &Dataset, words: &ReportWords, most_bytes: usize, files: &dyn Files) -> Result<Packed, Error> {
    let index = Index::new(gap, dataset);
    let mut texts = Texts::new(files, most_bytes);
    texts.begin("items");
    let items: Vec<_> = dataset.documents.iter().flat_map(|document| document.items.iter().map(move |item| (document, item))).collect();
    for items in items.chunks(AT_ONCE) {
        let made = items.par_iter().map(|(document, item)| {
            json(&details(document, item, words).iter().map(|shown| value(shown, &document.source.path)).collect::<Vec<_>>())
        });
        texts.extend(made.collect::<Vec<_>>())?;
    }
    texts.begin("findings");
    for group in &gap.findings {
        for made in group.findings.batches(AT_ONCE, |complaint| json(&said(complaint))) {
            texts.extend(made)?;
        }
    }
    if let Some(since) = &gap.since {
        texts.begin("changes");
        for changes in since.changes.chunks(AT_ONCE) {
            texts.extend(changes.par_iter().map(|change| json(&said_of_change(change))).collect())?;
        }
    }
    let (chunks, is_whole) = texts.end()?;
    let page = Page { chunks, ..page(gap, dataset, words, &index) };
    Ok(Packed { json: safe(&page)?, rest: safe(&rest(gap, dataset, &index))?, is_whole })
}

/// `value` as JSON within a page.
fn safe(value: &impl Serialize) -> Result<String, Error> {
    let mut serializer = JsonSerializer::with_formatter(Vec::new(), WithinScript);
    value.serialize(&mut serializer).map_err(|error| Error::output(NAME, error))?;
    String::from_utf8(serializer.into_inner()).map_err(|error| Error::output(NAME, error))
}

/// An HTML parser ends a script at `</`, and `<!--` changes how it reads on; two signs end a line of a script, though not one of JSON.
struct WithinScript;

impl Formatter for WithinScript {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        self.write_raw_fragment(writer, fragment)
    }

    /// These signs stand in JSON in strings alone.
    fn write_raw_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, sign)) = rest.char_indices().find(|(_, c)| matches!(c, '<' | '>' | '\u{2028}' | '\u{2029}')) {
            let (before, behind) = rest.split_at(at);
            write!(writer, "{before}\\u{:04x}", u32::from(sign))?;
            rest = behind.strip_prefix(sign).unwrap_or_default();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// Where documents and items stand in the page.
struct Index<'a> {
    columns: BTreeMap<&'a str, usize>,
    items: BTreeMap<&'a str, usize>,
}

impl<'a> Index<'a> {
    fn new(gap: &'a Gap<'a>, dataset: &'a Dataset) -> Self {
        let columns = gap.columns.iter().enumerate().filter_map(|(index, column)| Some((column.source.as_deref()?, index)));
        let items =
            dataset.documents.iter().flat_map(|document| &document.items).enumerate().map(|(index, item)| (item.id.as_str(), index));
        Index { columns: columns.collect(), items: items.collect() }
    }

    /// The number of the item; -1 where there is none.
    fn item(&self, id: Option<&str>) -> i64 {
        id.and_then(|id| self.items.get(id)).map_or(-1, |index| *index as i64)
    }

    fn column(&self, source: Option<&str>) -> i64 {
        source.and_then(|source| self.columns.get(source)).map_or(-1, |index| *index as i64)
    }
}

/// All that the page knows.
#[derive(Serialize)]
struct Page<'a> {
    words: BTreeMap<&'a str, (&'a str, &'a str)>,
    fields: Vec<(&'static str, Pair)>,
    states: [&'static str; 8],
    columns: &'a [Column],
    defaults: BTreeMap<String, Vec<usize>>,
    rows: Vec<Row<'a>>,
    findings: Vec<Group<'a>>,
    cards: &'a [Card],
    coverage: Vec<Option<Vec<Coverage>>>,
    citations: BTreeMap<&'static str, Verdicts>,
    checks: Vec<(&'a str, Pair, u32, u64, u64, u64, u64)>,
    chunks: BTreeMap<&'static str, Vec<Chunk>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Changes>,
}

/// Which changes there are since an earlier run.
#[derive(Serialize)]
struct Changes {
    /// Of each what happened and to what, by number, its column and its item.
    of: Vec<(usize, usize, i64, i64)>,
}

/// What is needed when somebody asks.
#[derive(Serialize)]
struct Rest<'a> {
    /// Id, name and column.
    items: Vec<(&'a str, &'a str, i64)>,
    additions: Vec<Option<Additions<'a>>>,
    pool: Vec<Pair>,
}

/// A service: id, name, category, group, and the cells in which there is an item, in one list of numbers: of each cell the column, the state, how
/// many items, the items. Tens of thousands of small lists would take the page longer to read than all the rest.
type Row<'a> = (&'a str, &'a str, Option<&'a str>, String, Vec<i64>);

/// A field of a document: key, coverage, optional, then counts.
type Coverage = (&'static str, crate::report::fields::Coverage, bool, usize, usize, usize, usize);

/// How often each verdict was given, by column.
type Verdicts = BTreeMap<&'static str, Vec<(usize, u64)>>;

#[derive(Serialize)]
struct Group<'a> {
    code: &'a str,
    severity: crate::finding::Severity,
    title: Pair,
    says: Pair,
    why: Pair,
    action: Pair,
    start: usize,
    /// Column and item of each finding.
    of: Vec<(i64, i64)>,
    passing: Option<Sample<'a>>,
}

#[derive(Serialize)]
struct Sample<'a> {
    item: i64,
    at: Vec<[&'a str; 4]>,
}

#[derive(Serialize)]
struct Additions<'a> {
    lists: bool,
    groups: Vec<(Option<&'a str>, Vec<Addition<'a>>)>,
}

/// Item, relation, nearest service, reasons by their number in the pool.
type Addition<'a> = (i64, Option<&'static str>, Option<&'a str>, Vec<usize>);

/// Field, state, text, places, and what else there is to say.
#[derive(Serialize)]
#[serde(untagged)]
enum ItemValue<'a> {
    Plain(usize, usize, Option<Pair>, Vec<[&'a str; 4]>),
    More(usize, usize, Option<Pair>, Vec<[&'a str; 4]>, More<'a>),
}

#[derive(Default, Serialize)]
struct More<'a> {
    /// The elements, where they are not what the text says as it stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    readings: Vec<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<u64>,
}

/// A text in both languages: one string where they are the same, else two.
struct Pair(Both);

impl Serialize for Pair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.en == self.0.zh {
            true => self.0.en.serialize(serializer),
            false => (&self.0.en, &self.0.zh).serialize(serializer),
        }
    }
}

fn page<'a>(gap: &'a Gap<'a>, dataset: &'a Dataset, words: &'a ReportWords, index: &Index<'a>) -> Page<'a> {
    let fields = gap.fields_by_source();
    Page {
        words: words.iter().map(|(key, wording)| (key, (wording.en.as_str(), wording.zh.as_str()))).collect(),
        fields: Field::ALL.iter().map(|field| (field.key(), Pair(words.field(*field).into()))).collect(),
        states: STATES.map(State::key),
        columns: &gap.columns,
        defaults: defaults(gap),
        rows: gap.rows.iter().map(|row| packed_row(row, index)).collect(),
        findings: groups(&gap.findings, index),
        cards: &gap.cards,
        coverage: columns(gap, |source| fields.get(source).map(|fields| coverage(fields))),
        citations: citations(dataset, index),
        checks: gap.checks.iter().map(check).collect(),
        chunks: BTreeMap::new(),
        since: gap.since.as_ref().map(|since| Changes { of: since.changes.iter().map(|change| packed_change(change, index)).collect() }),
    }
}

fn packed_change(change: &Changed, index: &Index) -> (usize, usize, i64, i64) {
    let [op, kind] = [change.op as usize, change.kind as usize];
    let source = if change.kind == Kind::Source { Some(change.id.as_str()) } else { change.source.as_deref() };
    // What was removed is no item of this run, though another may have its id.
    let item = if change.op == Op::Del { None } else { Some(change.id.as_str()) };
    (op, kind, index.column(source), index.item(item))
}

/// A change: what, code, source, its id before, then the fields with their names and both sides.
type SaidOfChange<'a> = (Pair, Option<&'a str>, Option<&'a str>, Option<&'a str>, Vec<(Pair, Option<Pair>, Option<Pair>)>);

fn said_of_change(change: &Changed) -> SaidOfChange<'_> {
    let side = |side: &Option<Both>| side.clone().map(Pair);
    let fields = change.fields.iter().map(|field| (Pair(field.name.clone()), side(&field.old), side(&field.new)));
    let (source, old_id) = (change.source.as_deref(), change.old_id.as_deref());
    (Pair(change.what.clone()), change.code.as_deref(), source, old_id, fields.collect())
}

fn rest<'a>(gap: &'a Gap<'a>, dataset: &'a Dataset, index: &Index<'a>) -> Rest<'a> {
    let mut pool = Pool::default();
    let of_sources = gap.additions_by_source();
    let additions = columns(gap, |source| {
        let additions = of_sources.get(source)?;
        let groups = additions.groups.iter().map(|group| {
            let item = |item: &'a crate::report::additions::Addition<'a>| {
                let nearest = item.nearest.as_ref();
                let reasons = item.reasons.iter().map(|reason| pool.number(reason)).collect();
                (index.item(Some(item.id())), nearest.map(|nearest| nearest.relation), nearest.map(|nearest| nearest.name), reasons)
            };
            (group.primary_item, group.items.iter().map(item).collect())
        });
        Some(Additions { lists: !additions.lists.is_empty(), groups: groups.collect() })
    });
    let items = dataset.documents.iter().flat_map(|document| document.items.iter().map(move |item| (document, item)));
    let items = items.map(|(document, item)| (item.id.as_str(), item.title(), index.column(Some(&document.source.id))));
    Rest { items: items.collect(), additions, pool: pool.texts }
}

/// Texts that stand many times, each once.
#[derive(Default)]
struct Pool<'a> {
    texts: Vec<Pair>,
    numbers: BTreeMap<&'a str, usize>,
}

impl<'a> Pool<'a> {
    fn number(&mut self, text: &'a Both) -> usize {
        let Pool { texts, numbers } = self;
        // The English text alone is what alignment says.
        *numbers.entry(&text.en).or_insert_with(|| {
            texts.push(Pair(text.clone()));
            texts.len() - 1
        })
    }
}

/// What `of` says of each column with a document.
fn columns<'a, T>(gap: &'a Gap<'a>, mut of: impl FnMut(&'a str) -> Option<T>) -> Vec<Option<T>> {
    gap.columns.iter().map(|column| column.source.as_deref().and_then(&mut of)).collect()
}

/// The services that are in the same state wherever there is no item: those of one list; those that it does not expect (`+`); those on no list.
fn group(row: &ConceptRow) -> String {
    if row.expected || row.list.is_empty() { row.list.clone() } else { format!("{}+", row.list) }
}

/// For each group the state of every column in which there is no item.
fn defaults(gap: &Gap) -> BTreeMap<String, Vec<usize>> {
    let mut defaults: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in &gap.rows {
        defaults.entry(group(row)).or_insert_with(|| row.cells.usual().iter().map(|state| *state as usize).collect());
    }
    defaults
}

fn packed_row<'a>(row: &'a ConceptRow, index: &Index) -> Row<'a> {
    let mut cells = Vec::new();
    for (column, cell) in row.cells.own() {
        cells.extend([column as i64, cell.state as i64, cell.items.len() as i64]);
        cells.extend(cell.items.iter().map(|item| index.item(Some(&item.id))));
    }
    (&row.concept, &row.name, row.category.as_deref(), group(row), cells)
}

fn groups<'a>(groups: &'a [FindingGroup<'a>], index: &Index) -> Vec<Group<'a>> {
    let mut start = 0;
    let group = |group: &'a FindingGroup<'a>| {
        let of = group.findings.subjects().map(|(source, item)| (index.column(source), index.item(item)));
        let packed = Group {
            code: &group.code,
            severity: group.severity,
            title: Pair(group.title.clone()),
            says: Pair(group.says.clone()),
            why: Pair(group.why.clone()),
            action: Pair(group.action.clone()),
            start,
            of: of.collect(),
            passing: group
                .passing
                .as_ref()
                .map(|passing| Sample { item: index.item(Some(&passing.item)), at: excerpts(&passing.evidence, "") }),
        };
        start += group.findings.len();
        packed
    };
    groups.iter().map(group).collect()
}

fn coverage(fields: &DocumentFields) -> Vec<Coverage> {
    let fields = fields.fields.iter();
    fields
        .map(|field| (field.field.key(), field.coverage, field.optional, field.stated, field.inferred, field.ambiguous, field.missing))
        .collect()
}

fn check<'a>(check: &'a CheckRow<'a>) -> (&'a str, Pair, u32, u64, u64, u64, u64) {
    let total = check.total;
    (&check.code, Pair(check.title.clone()), check.version, total.passed, total.failed, total.not_applicable, total.could_not_check)
}

/// How often each verdict on citations was given, by axis, verdict and column.
fn citations(dataset: &Dataset, index: &Index) -> BTreeMap<&'static str, Verdicts> {
    let mut counts: BTreeMap<&'static str, BTreeMap<&'static str, BTreeMap<usize, u64>>> = BTreeMap::new();
    for document in &dataset.documents {
        let Some(column) = index.columns.get(document.source.id.as_str()) else { continue };
        for verdict in document.items.iter().flat_map(|item| item.legal_basis.said()).map(|citation| &citation.verdict) {
            let given = [("title", verdict.title.key()), ("number", verdict.number.key()), ("force", verdict.force.key())];
            for (axis, word) in given {
                *counts.entry(axis).or_default().entry(word).or_default().entry(*column).or_default() += 1;
            }
        }
    }
    let of_axis = |words: BTreeMap<&'static str, BTreeMap<usize, u64>>| {
        words.into_iter().map(|(word, counts)| (word, counts.into_iter().collect())).collect()
    };
    counts.into_iter().map(|(axis, words)| (axis, of_axis(words))).collect()
}

fn value<'a>(shown: &'a Shown, path: &str) -> ItemValue<'a> {
    let state = STATES.iter().position(|state| *state == shown.state).unwrap_or_default();
    let (field, text) = (shown.field as usize, shown.text.clone().map(Pair));
    let is_plain = shown.text.as_ref().is_some_and(|text| text.zh.as_str() == shown.parts.join("、"));
    let more = More {
        parts: if is_plain { Vec::new() } else { shown.parts.iter().map(Text::as_str).collect() },
        note: shown.note.clone().map(Pair),
        rule: shown.rule.as_deref(),
        by: shown.reviewed_by.as_deref(),
        moved: shown.moved_from.as_deref(),
        readings: shown.readings.iter().cloned().map(Pair).collect(),
        more: Some(shown.more_readings).filter(|more| *more > 0),
    };
    let says_more = !more.parts.is_empty()
        || more.note.is_some()
        || more.rule.is_some()
        || more.by.is_some()
        || more.moved.is_some()
        || !more.readings.is_empty();
    match says_more {
        true => ItemValue::More(field, state, text, excerpts(&shown.at, path), more),
        false => ItemValue::Plain(field, state, text, excerpts(&shown.at, path)),
    }
}

/// A finding: message, expected, actual, places; where a person accepted it: by whom, until when, why.
#[derive(Serialize)]
#[serde(untagged)]
enum Said<'a> {
    Open(Pair, Option<&'a str>, Option<&'a str>, Vec<[&'a str; 4]>),
    Accepted(Pair, Option<&'a str>, Option<&'a str>, Vec<[&'a str; 4]>, [&'a str; 3]),
}

fn said(complaint: &Complaint) -> Said<'_> {
    let (message, places) = (Pair(complaint.message.clone()), excerpts(&complaint.evidence, ""));
    let (expected, actual) = (complaint.expected.as_deref(), complaint.actual.as_deref());
    match &complaint.waived {
        Some(waived) => Said::Accepted(message, expected, actual, places, [&waived.owner, &waived.until, &waived.reason]),
        None => Said::Open(message, expected, actual, places),
    }
}

/// Places as place, before, marked, after; `path`, which the reader knows, is left out.
fn excerpts<'a>(excerpts: &'a [Excerpt], path: &str) -> Vec<[&'a str; 4]> {
    let place = |excerpt: &'a Excerpt| match excerpt.place.strip_prefix(path) {
        Some(rest) if rest.starts_with([':', ' ']) => rest,
        _ => excerpt.place.as_str(),
    };
    excerpts.iter().map(|excerpt| [place(excerpt), &excerpt.before, &excerpt.marked, &excerpt.after]).collect()
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::output(NAME, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::in_memory;
    use crate::report::matrix::CellState;
    use crate::report::{gap, sample};

    #[test]
    fn what_does_not_fit_stands_in_files_beside_the_page() {
        let (dataset, checked, tables) = (sample::dataset(), sample::checked(), sample::tables());
        let model = gap::gap(&dataset, &checked, &tables);
        let packed = |most| {
            let mut packed = None;
            let files = in_memory(|files| {
                packed = Some(pack_within(&model, &dataset, &tables.report, most, files)?);
                Ok(())
            });
            (packed.unwrap(), files.unwrap())
        };
        let (whole, files) = packed(MOST_BYTES);
        assert!(files.is_empty() && whole.is_whole && whole.json.contains("大喇叭"));
        let (cut, files) = packed(100);
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["reports/gap/findings-1.js", "reports/gap/items-1.js"]);
        assert!(!cut.json.contains("大喇叭") && cut.json.contains("\"texts\":null"));
        let text = String::from_utf8_lossy(&files[0].bytes).into_owned();
        let list = text.strip_prefix("mulu(\"findings\",0,").unwrap().strip_suffix(");\n").unwrap();
        let list: Vec<serde_json::Value> = serde_json::from_str(list).unwrap();
        assert_eq!(list.len(), model.findings.iter().map(|group| group.findings.len()).sum::<usize>());
    }

    #[test]
    fn every_state_has_a_number() {
        assert!(STATES.is_sorted());
        assert!(CellState::ALL.iter().enumerate().all(|(index, state)| *state as usize == index));
    }
}
