//! phrases: what is seen in published directories and guides, cell by cell, read by the whole pipeline; tests/it/phrases/*.tsv say what it means.

mod show;

use mulu::tables::Tables;

#[test]
fn phrases_are_read_as_they_are_meant() {
    let tables = Tables::embedded().unwrap();
    let files = [
        include_str!("phrases/deadlines.tsv"),
        include_str!("phrases/citations.tsv"),
        include_str!("phrases/channels.tsv"),
        include_str!("phrases/guides.tsv"),
    ];
    let differing: Vec<String> = files
        .iter()
        .flat_map(|rows| show::read_all(rows, &tables))
        .filter(|(.., expected, read)| expected != read)
        .map(|(line, label, cell, expected, read)| format!("line {line}: {label}：{cell}\n   not {expected}\n   but {read}"))
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
