//! output/sqlite: mulu.sqlite, the dataset as tables with indexes and full-text search. Renaming a table or a column here is a change that users see.
//!
//! SQLite's own tokenizers see a Chinese sentence as one word. So the search is over bigrams, every two characters that stand side by side: a word of two
//! characters is found as it is, a longer one as the phrase of its bigrams (`"医疗 疗保 保险"`).

use super::{alignment, findings, flat, sources, statements};
use crate::align::Dataset;
use crate::check::Checked;
use crate::field::Field;
use crate::tables::findings::FindingKinds;
use rusqlite::{Connection, params_from_iter};
use serde::Serialize;
use std::error::Error;
use std::io::Write;

pub(super) const NAME: &str = "mulu.sqlite";

/// A table made of the lines of a JSON Lines file: its name, and of each column the name and the path in the line.
struct OfLines {
    name: &'static str,
    columns: &'static [(&'static str, &'static str)],
}

const SOURCES: OfLines = OfLines {
    name: "sources",
    columns: &[
        ("id", "$.id"),
        ("path", "$.path"),
        ("sha256", "$.sha256"),
        ("media_type", "$.media_type"),
        ("encoding", "$.encoding"),
        ("title", "$.title.value"),
        ("published", "$.published.value"),
        ("url", "$.url"),
        ("kind", "$.kind"),
        ("domain", "$.domain"),
        ("jurisdiction", "$.jurisdiction.name"),
        ("jurisdiction_code", "$.jurisdiction.code"),
        ("items", "$.items"),
    ],
};

const CONCEPTS: OfLines =
    OfLines { name: "concepts", columns: &[("id", "$.id"), ("name", "$.name"), ("category", "$.category"), ("list", "$.list")] };

const ALIGNMENT: OfLines = OfLines {
    name: "alignment",
    columns: &[
        ("item", "$.item"),
        ("concept", "$.concept"),
        ("relation", "$.relation"),
        ("asserted", "$.asserted"),
        ("score", "$.score"),
        ("method", "$.method"),
    ],
};

const FINDINGS: OfLines = OfLines {
    name: "findings",
    columns: &[
        ("id", "$.id"),
        ("code", "$.code"),
        ("severity", "$.severity"),
        ("source", "$.source"),
        ("item", "$.item"),
        ("field", "$.field"),
        ("message_en", "$.message.en"),
        ("message_zh", "$.message.zh"),
        ("expected", "$.expected"),
        ("actual", "$.actual"),
        ("evidence", "$.evidence"),
    ],
};

/// What the tables are asked for most.
const INDEXES: &str = "
    CREATE UNIQUE INDEX items_id ON items (id);
    CREATE INDEX items_source ON items (source);
    CREATE INDEX items_name ON items (name);
    CREATE INDEX items_place ON items (jurisdiction_code);
    CREATE INDEX statements_item ON statements (item, field);
    CREATE UNIQUE INDEX sources_id ON sources (id);
    CREATE UNIQUE INDEX concepts_id ON concepts (id);
    CREATE INDEX alignment_item ON alignment (item);
    CREATE INDEX alignment_concept ON alignment (concept);
    CREATE INDEX findings_source ON findings (source);
    CREATE INDEX findings_item ON findings (item);
    CREATE INDEX findings_code ON findings (code);";

/// The columns of the table `search`, which holds the bigrams of these fields; its row ids are those of `items`.
const SEARCHED: [&str; 4] = ["name", "parents", "contents", "legal_basis"];

/// Writes the whole file, which is made in memory.
pub(super) fn write(dataset: &Dataset, checked: &Checked, kinds: &FindingKinds, to: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let mut database = Connection::open_in_memory()?;
    // One transaction: the file is in memory, and either there or not.
    database.execute_batch("BEGIN")?;
    add_items(&database, dataset)?;
    add_statements(&database, dataset)?;
    add_lines(&database, &SOURCES, sources::rows(dataset))?;
    add_lines(&database, &CONCEPTS, alignment::concepts(dataset))?;
    add_lines(&database, &ALIGNMENT, alignment::rows(dataset))?;
    add_lines(&database, &FINDINGS, findings::rows(dataset, checked, kinds))?;
    database.execute_batch(INDEXES)?;
    database.execute_batch("COMMIT")?;
    to.write_all(&database.serialize("main")?)?;
    Ok(())
}

/// The table `items` with the columns of items.csv, and the search over it.
fn add_items(database: &Connection, dataset: &Dataset) -> rusqlite::Result<()> {
    let columns = flat::columns();
    let columns: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
    let mut insert = table_of_texts(database, "items", &columns)?;
    for row in flat::rows(dataset) {
        insert.execute(params_from_iter(row))?;
    }
    database
        .execute_batch(&format!("CREATE VIRTUAL TABLE search USING fts5({}, content='', tokenize='unicode61')", SEARCHED.join(", ")))?;
    let mut insert = database.prepare("INSERT INTO search (rowid, name, parents, contents, legal_basis) VALUES (?, ?, ?, ?, ?)")?;
    let at = |field: Field| columns.iter().position(|column| *column == field.key());
    let fields: [Vec<Option<usize>>; 4] = [
        vec![at(Field::Name)],
        vec![at(Field::Category), at(Field::PrimaryItem), at(Field::SecondaryItem)],
        vec![at(Field::Contents)],
        vec![at(Field::LegalBasis)],
    ];
    for (number, row) in (1_i64..).zip(flat::rows(dataset)) {
        let text = |at: &Option<usize>| row.get((*at)?)?.as_deref().map(bigrams);
        let texts = fields.each_ref().map(|fields| fields.iter().filter_map(text).collect::<Vec<_>>().join(" "));
        let [name, parents, contents, legal_basis] = texts;
        insert.execute((number, name, parents, contents, legal_basis))?;
    }
    Ok(())
}

fn add_statements(database: &Connection, dataset: &Dataset) -> rusqlite::Result<()> {
    let mut insert = table_of_texts(database, "statements", &statements::COLUMNS)?;
    let mut inserted = Ok(());
    statements::each(dataset, &mut |row| {
        if inserted.is_ok() {
            inserted = insert.execute(row).map(drop);
        }
    });
    inserted
}

/// Makes an empty table of texts, and says how its rows are inserted.
fn table_of_texts<'d>(database: &'d Connection, table: &str, columns: &[&str]) -> rusqlite::Result<rusqlite::Statement<'d>> {
    let named: Vec<String> = columns.iter().map(|column| format!("\"{column}\" TEXT")).collect();
    database.execute_batch(&format!("CREATE TABLE {table} ({})", named.join(", ")))?;
    let blanks = vec!["?"; columns.len()].join(", ");
    database.prepare(&format!("INSERT INTO {table} VALUES ({blanks})"))
}

/// A table of what stands in the lines that `rows` are in a JSON Lines file.
fn add_lines<T: Serialize>(database: &Connection, table: &OfLines, rows: impl Iterator<Item = T>) -> Result<(), Box<dyn Error>> {
    let names: Vec<String> = table.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let values: Vec<String> = table.columns.iter().map(|(_, path)| format!("json_extract(?1, '{path}')")).collect();
    database.execute_batch(&format!("CREATE TABLE {} ({})", table.name, names.join(", ")))?;
    let mut insert = database.prepare(&format!("INSERT INTO {} SELECT {}", table.name, values.join(", ")))?;
    for row in rows {
        insert.execute([serde_json::to_string(&row)?])?;
    }
    Ok(())
}

/// The words of `text` for the search: other scripts as they are, of Chinese every two characters that stand side by side, and one that stands alone.
fn bigrams(text: &str) -> String {
    let mut words = String::with_capacity(text.len() * 2);
    let mut before: Option<char> = None;
    let mut is_paired = false;
    let end_run = |words: &mut String, before: Option<char>, is_paired: bool| {
        if let Some(alone) = before.filter(|_| !is_paired) {
            words.push(alone);
        }
        words.push(' ');
    };
    for c in text.chars() {
        if !is_chinese(c) {
            if before.is_some() {
                end_run(&mut words, before, is_paired);
            }
            (before, is_paired) = (None, false);
            words.push(c);
            continue;
        }
        match before {
            Some(before) => {
                words.extend([before, c, ' ']);
                is_paired = true;
            }
            None => words.push(' '),
        }
        before = Some(c);
    }
    end_run(&mut words, before, is_paired);
    words.trim().to_owned()
}

/// Chinese characters that the register of Unicode calls ideographs, those of the planes beyond the first included.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn every_two_characters_are_a_word() {
        for (text, words) in [
            ("参保登记", "参保 保登 登记"),
            ("参保", "参保"),
            ("税", "税"),
            ("县（市）税务局", "县 （ 市 ） 税务 务局"),
            ("ETC办理2次", "ETC 办理 2 次"),
            ("", ""),
        ] {
            let found: Vec<String> = bigrams(text).split_whitespace().map(str::to_owned).collect();
            assert_eq!(found.join(" "), words, "{text}");
        }
    }

    #[test]
    fn words_of_two_characters_and_longer_ones_are_found() {
        let dataset = sample::dataset();
        let bytes = || {
            let mut bytes = Vec::new();
            write(&dataset, &Checked::default(), &sample::kinds(), &mut bytes).unwrap();
            bytes
        };
        assert_eq!(bytes(), bytes(), "the same dataset gives the same bytes");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        Write::write_all(&mut std::fs::OpenOptions::new().create(true).write(true).truncate(true).open(&path).unwrap(), &bytes()).unwrap();
        let database = Connection::open(path).unwrap();
        let count = |sql: &str| database.query_one(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        let items: usize = dataset.documents.iter().map(|document| document.items.len()).sum();
        assert_eq!(count("SELECT count(*) FROM items"), items as i64);
        assert_eq!(count("SELECT count(*) FROM sources"), dataset.documents.len() as i64);
        let name = dataset
            .documents
            .iter()
            .flat_map(|document| &document.items)
            .filter_map(|item| item.name.value.clone())
            .find(|name| name.chars().take(2).all(is_chinese))
            .unwrap();
        let found = |asked: &str| {
            count(&format!("SELECT count(*) FROM search JOIN items ON items.rowid = search.rowid WHERE search MATCH '{asked}'"))
        };
        let two: String = name.chars().take(2).collect();
        assert!(found(&two) > 0, "{two}");
        assert!(found(&format!("\"{}\"", bigrams(&name))) > 0, "{name}");
        assert_eq!(found("鱻鱻"), 0);
    }
}
