//! decode/word/tests: what stands where in Word documents, and documents made to do harm.

use super::super::media;
use super::super::parts::sample::packed;
use super::super::{Block, Decoded};
use super::*;
use std::sync::LazyLock;

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());

/// A document whose body is `body`, with other parts.
fn document(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let body = format!("<w:document><w:body>{body}</w:body></w:document>");
    packed(&[&[(BODY, body.as_str())], parts].concat())
}

/// Its blocks as text (a grid as its rows, `|` between cells, `^` before those that repeat a merged one), and the codes of its findings.
fn blocks(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let mut decoded = Decoded::default();
    let findings = read(bytes, &TABLES, &mut decoded);
    let row = |row: &super::super::Row| {
        let cells = (0u16..).zip(&row.cells).map(|(index, cell)| {
            let sign = if row.merged.contains(&index) { "^" } else { "" };
            format!("{sign}{}", cell.passage.raw)
        });
        cells.collect::<Vec<_>>().join("|")
    };
    let shown = decoded.blocks.iter().map(|block| match block {
        Block::Paragraph(cell) => cell.passage.raw.to_string(),
        Block::Grid(grid) => grid.rows.iter().map(row).collect::<Vec<_>>().join(" / "),
    });
    (shown.collect(), findings.iter().map(|finding| finding.code.to_string()).collect())
}

fn read_body(body: &str) -> (Vec<String>, Vec<String>) {
    blocks(&document(body, &[]))
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn tc(properties: &str, content: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
}

fn table(rows: &[&[String]]) -> String {
    let rows: String = rows.iter().map(|row| format!("<w:tr>{}</w:tr>", row.concat())).collect();
    format!("<w:tbl>{rows}</w:tbl>")
}

#[test]
fn inner_tables_follow_the_outer_one() {
    let inner = table(&[&[tc("", &p("内"))]]);
    let outer = table(&[&[tc("", &(p("外") + &inner + &p("边"))), tc("", &p("旁"))]]);
    assert_eq!(read_body(&(outer + &p("后"))).0, ["外\n边|旁", "内", "后"]);
}

#[test]
fn merges_down_need_a_start_at_the_same_place() {
    let (start, on, wide) = ("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>", "<w:gridSpan w:val=\"2\"/>");
    let body = table(&[
        &[tc(start, &p("甲")), tc(wide, &p("乙"))],
        &[tc(on, &p("")), tc(on, &p("丙")), tc("", &p("丁"))],
        &[tc(on, &p("藏")), tc(on, &p("")), tc("<w:hMerge w:val=\"restart\"/>", &p("戊")), tc("<w:hMerge/>", &p(""))],
    ]);
    let (blocks, findings) = read_body(&body);
    assert_eq!(blocks, ["甲|乙|| / ^甲|丙|丁| / ^甲|^丙|戊|"]);
    assert_eq!(findings, ["text-hidden"]);
}

#[test]
fn rows_may_begin_late_and_end_early() {
    let body = "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc>"
        .to_owned()
        + &p("甲")
        + "</w:tc><w:tc/></w:tr></w:tbl>";
    assert_eq!(read_body(&body).0, ["|| / |甲|"]);
}

#[test]
fn breaks_end_lines_and_codes_of_fields_are_no_text() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let run = "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>码</w:t></w:r>";
    let shown = "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r>";
    let body = format!("<w:p>{}{run}{}{shown}{}</w:p>", field("begin"), field("separate"), field("end"));
    assert_eq!(read_body(&body), (vec!["一".into(), "二\t三".into()], vec!["text-hidden".into()]));
}

#[test]
fn levels_of_lists_begin_anew_below_a_higher_one() {
    let level = |index: u8, text: &str| {
        format!("<w:lvl w:ilvl=\"{index}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"{text}\"/></w:lvl>")
    };
    let kinds = format!("<w:abstractNum w:abstractNumId=\"7\">{}{}</w:abstractNum>", level(0, "%1"), level(1, "%1.%2"));
    let lists = "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num>";
    let numbering = format!("<w:numbering>{kinds}{lists}</w:numbering>");
    let item = |level: u8| {
        format!("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>")
    };
    let body: String = [0, 1, 1, 0, 1].map(item).concat();
    assert_eq!(blocks(&document(&body, &[("word/numbering.xml", &numbering)])).0, ["1 甲", "1.1 甲", "1.2 甲", "2 甲", "2.1 甲"]);
}

/// The parts may have any names: the file says which one is which.
#[test]
fn parts_are_found_by_what_the_file_says() {
    let relation = |kind: &str, target: &str| format!("<Relationship Id=\"{kind}\" Type=\"http://x/{kind}\" Target=\"{target}\"/>");
    let body = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p><w:altChunk r:id=\"aFChunk\"/></w:body></w:document>";
    let styles = "<w:styles><w:style w:styleId=\"a\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>";
    let level = "<w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/><w:suff w:val=\"nothing\"/></w:lvl>";
    let numbering = format!(
        "<w:numbering><w:abstractNum w:abstractNumId=\"0\">{level}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    );
    let inner = ["styles", "numbering", "aFChunk", "header"].map(|kind| relation(kind, &format!("../b/{kind}.xml"))).concat();
    let types = "<Types><Override PartName=\"/a/main.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let bytes = packed(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", &format!("<Relationships>{}</Relationships>", relation("officeDocument", "/a/main.xml"))),
        ("a/main.xml", body),
        ("a/_rels/main.xml.rels", &format!("<Relationships>{inner}</Relationships>")),
        ("b/styles.xml", styles),
        ("b/numbering.xml", &numbering),
        ("b/header.xml", "<w:hdr><w:p><w:r><w:t>眉</w:t></w:r></w:p></w:hdr>"),
    ]);
    assert_eq!(media::media(&bytes).reading, media::Reading::Word);
    assert_eq!(blocks(&bytes), (vec!["一、甲".into()], vec!["file-not-inserted".into(), "text-beside-body".into()]));
}

/// A title has no number in the text, also where the list of headings begins with it; titles of guides that are counted keep theirs.
#[test]
fn the_number_of_a_title_is_not_part_of_it() {
    let level = "<w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl>";
    let numbering = format!(
        "<w:numbering><w:abstractNum w:abstractNumId=\"0\">{level}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    );
    let style = "<w:styles><w:style w:styleId=\"a\"><w:name w:val=\"Title\"/></w:style></w:styles>";
    let item = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let read = |items: &[String]| blocks(&document(&items.concat(), &[("word/numbering.xml", &numbering), ("word/styles.xml", style)])).0;
    assert_eq!(read(&[item("b", "青山县政务公开目录"), item("b", "申请条件")]), ["青山县政务公开目录", "2. 申请条件"]);
    assert_eq!(read(&[item("a", "青山县说明"), item("b", "申请条件")]), ["青山县说明", "1. 申请条件"]);
    assert_eq!(read(&[item("b", "参保办事指南"), item("b", "转移办事指南")]), ["1. 参保办事指南", "2. 转移办事指南"]);
    assert_eq!(read(&[p("前言"), item("b", "参保办事指南")]), ["前言", "1. 参保办事指南"]);
}

#[test]
fn text_in_shapes_is_read_and_pictures_are_counted() {
    let shape = "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:drawing><wps:txBody><a:bodyPr/><a:p><a:r><a:t>乙</a:t></a:r><a:br/><a:r><a:t>丙</a:t></a:r></a:p></wps:txBody>\
        <pic:blipFill><a:blip/></pic:blipFill></w:drawing></w:r><w:r><w:pict><v:shape><v:textpath string=\"丁\"/></v:shape></w:pict></w:r></w:p>";
    assert_eq!(read_body(shape), (["甲", "乙", "丙", "丁"].map(String::from).into(), vec!["pictures-not-read".into()]));
    assert_eq!(read_body(&format!("<w:del>{shape}</w:del>")), (Vec::new(), vec!["text-deleted".into(), "pictures-not-read".into()]));
}

#[test]
fn too_many_tables_and_columns_are_told_by_name() {
    let limit = |body: &str| {
        let findings = read(&document(body, &[]), &TABLES, &mut Decoded::default());
        findings.iter().map(|finding| finding.arguments[0].1.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(limit(&"<w:tbl><w:tr><w:tc/></w:tr></w:tbl>".repeat(66_000)), ["number of tables"]);
    assert_eq!(limit(&table(&[&[tc("<w:gridSpan w:val=\"1000\"/>", "").repeat(70)]])), ["number of columns of a table"]);
}

#[test]
fn what_stands_before_the_damage_is_kept() {
    let bytes = document(&(p("甲") + "<w:p><w:r><w:t>乙</w:x>" + &p("丙")), &[]);
    assert_eq!(blocks(&bytes), (vec!["甲".into(), "乙".into()], vec!["part-damaged".into()]));
}

#[test]
fn circles_of_styles_end() {
    let style = |name: &str, base: &str| format!("<w:style w:styleId=\"{name}\"><w:basedOn w:val=\"{base}\"/></w:style>");
    let styles = format!("<w:styles>{}{}</w:styles>", style("a", "b"), style("b", "a"));
    let body = "<w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>";
    assert_eq!(blocks(&document(body, &[("word/styles.xml", &styles)])).0, ["甲"]);
}

#[test]
fn harm_ends_at_a_limit() {
    let wide = tc("<w:gridSpan w:val=\"4000000000\"/>", &p("宽"));
    let bombs = [
        table(&[&[tc("", "")]]).replace("<w:tc>", &"<w:tc><w:tbl><w:tr>".repeat(100_000)),
        "<w:sdt><w:sdtContent>".repeat(100_000),
        "<w:p>".repeat(100_000),
        "<w:p><w:r><w:pict>".to_owned() + &"<w:txbxContent><w:p><w:r><w:pict>".repeat(10_000),
        format!("<w:tbl><w:tr>{wide}</w:tr>{}</w:tbl>", "<w:tr><w:tc/></w:tr>".repeat(5_000)),
        table(&[&[wide.repeat(100)]]),
        table(&[&[tc("", &p("甲"))]]) + &format!("<w:tbl>{}</w:tbl>", format!("<w:tr>{wide}</w:tr>").repeat(1_000)).repeat(4),
    ];
    for bomb in bombs {
        let (_, findings) = read_body(&bomb);
        assert!(findings.contains(&"limit-reached".to_owned()), "{}: {findings:?}", bomb.get(..60).unwrap_or_default());
    }
}

/// Every byte of a part may be wrong: nothing panics, whatever is made of it.
#[test]
fn broken_parts_never_panic() {
    let parts = include_bytes!("../../../tests/cases/word-check-boxes/raw/a.docx");
    let mut parts = Parts::open(parts).ok().unwrap();
    let text = String::from_utf8(parts.read(BODY).unwrap()).unwrap();
    let body = text.split_once("<w:body>").unwrap().1;
    let mut next = 88_172_645_463_325_252u64;
    for _ in 0..300 {
        let mut broken = body.as_bytes().to_vec();
        for _ in 0..3 {
            next ^= next << 13;
            next ^= next >> 7;
            next ^= next << 17;
            let (from, other) = (next as usize % broken.len(), (next >> 32) as usize % broken.len());
            match next % 3 {
                0 => broken.truncate(from.max(1)),
                1 => drop(broken.drain(from..broken.len().min(from + 9))),
                _ => broken.swap(from, other),
            }
        }
        read_body(&String::from_utf8_lossy(&broken));
    }
}
