//! Delimited text: the files of csv-spectrum and the JSON that they are expected to give, found by `MULU_SUITES`.

use mulu::decode::{Block, Decoded, decode};
use mulu::ingest::{Manifest, raw_document};
use mulu::tables::Tables;
use serde_json::{Map, Value as Json};
use std::fs;

/// Files whose expected JSON says something else than the file, with the reason; what of it holds is compared.
const EXCEPTIONS: [(&str, &str); 1] =
    [("location_coordinates", "the JSON has another phone number (1234567890) than the file, and no list around its only row")];

/// How many files are read right, and which are not.
pub(crate) struct Measured {
    pub(crate) right: usize,
    pub(crate) excepted: usize,
    pub(crate) wrong: Vec<String>,
}

#[test]
fn files_give_the_expected_rows() {
    let Some(Measured { right, excepted, wrong }) = measure() else {
        println!("MULU_SUITES is not set: skipped");
        return;
    };
    println!("csv: {right} right, {excepted} whose JSON is at odds with the file");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((right, excepted), (11, 1), "the suite has 12 files");
}

/// Reads all files; `None` where the suites are not at hand.
pub(crate) fn measure() -> Option<Measured> {
    let folder = std::env::var("MULU_SUITES").ok()?;
    let mut paths: Vec<_> = fs::read_dir(format!("{folder}/csv/csvs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut right, mut excepted, mut wrong) = (0, 0, Vec::new());
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let json = fs::read_to_string(format!("{folder}/csv/json/{name}.json")).unwrap();
        // A line end inside a cell is `\n` here, whatever the file has.
        let expected: Json = serde_json::from_str(&json.replace("\\r\\n", "\\n")).unwrap();
        let actual = rows(fs::read(path).unwrap());
        if EXCEPTIONS.iter().any(|(exception, _)| *exception == name) {
            let same = expected.as_object().unwrap().iter().filter(|(key, value)| actual[0].get(key.as_str()) == Some(*value)).count();
            assert_eq!(same + 1, expected.as_object().unwrap().len(), "{name}: all but the phone number is equal");
            excepted += 1;
        } else if actual == expected {
            right += 1;
        } else {
            wrong.push(format!("{name} gives {actual}\n    and not {expected}"));
        }
    }
    Some(Measured { right, excepted, wrong })
}

/// The rows of the only grid in `bytes`, the first row as keys.
fn rows(bytes: Vec<u8>) -> Json {
    let decoded = read(bytes);
    let [Block::Grid(grid)] = decoded.blocks.as_slice() else { return Json::Null };
    let texts: Vec<Vec<String>> = grid.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text().to_owned()).collect()).collect();
    let (header, rows) = texts.split_first().unwrap();
    let object = |row: &Vec<String>| header.iter().cloned().zip(row.iter().cloned().map(Json::from)).collect::<Map<_, _>>();
    rows.iter().map(object).map(Json::from).collect()
}

fn read(bytes: Vec<u8>) -> Decoded {
    decode(&raw_document("a", bytes, &Manifest::default()), &Tables::embedded().unwrap()).output
}

/// Every character of a cell stands where its place says, in every way to write the same table.
#[test]
fn places_are_exact() {
    let text = "\u{feff}序号,事项,内容\r\n1,\"参保,登记\",\" 1.材料\r\n2.\"\"方式\"\" \"\r\n2, \"变更\" ,无\r\n";
    let decoded = read(text.as_bytes().to_vec());
    let [Block::Grid(grid)] = decoded.blocks.as_slice() else { panic!("no grid") };
    let mut texts = Vec::new();
    for cell in grid.rows.iter().flat_map(|row| &row.cells) {
        let (raw, places) = cell.source(0..cell.text().len());
        let shown: Vec<String> = places.iter().map(|at| shown(&decoded, *at)).collect();
        assert_eq!(shown.join("\n"), raw.as_str());
        texts.push(cell.text());
    }
    assert_eq!(texts, ["序号", "事项", "内容", "1", "参保,登记", "1.材料\n2.\"方式\"", "2", "变更", "无"]);
    assert_eq!(decoded.media_type, "text/csv");
}

/// What stands at `at` in the lines of `decoded`.
fn shown(decoded: &Decoded, at: mulu::evidence::At) -> String {
    let mulu::evidence::At::Text { line, from, to } = at else { panic!("no line") };
    decoded.lines[line as usize - 1].chars().skip(from as usize - 1).take((to + 1 - from) as usize).collect()
}
