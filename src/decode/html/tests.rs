//! decode/html/tests: pages and what is read of them.

use super::*;
use crate::evidence::{At, Cell};
use std::sync::LazyLock;

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());

/// The page as text: a line for each paragraph, `|` between the cells of a row, `/` for a line end in a cell; then the codes of findings.
fn reads(html: &str) -> String {
    reads_bytes(html.as_bytes())
}

fn reads_bytes(bytes: &[u8]) -> String {
    let mut decoded = Decoded::default();
    let findings = read(bytes, &TABLES, &mut decoded);
    let mut shown: Vec<String> = Vec::new();
    for block in &decoded.blocks {
        match block {
            Block::Paragraph(cell) => shown.push(cell.text().into()),
            Block::Grid(grid) => {
                let row = |cells: &[Cell]| cells.iter().map(|cell| cell.text().replace('\n', "/")).collect::<Vec<_>>().join("|");
                shown.extend(grid.rows.iter().map(|grid_row| format!("|{}|", row(&grid_row.cells))));
            }
        }
    }
    shown.extend(findings.iter().map(|finding| format!("! {}", finding.code)));
    shown.join("\n")
}

fn body(cell: &str) -> String {
    reads(&format!("<table><tr><th>甲<th>乙<tr><td>{cell}<td>丙</table>")).lines().nth(1).unwrap_or_default().to_owned()
}

#[test]
fn cells_read_as_a_browser_shows_them() {
    for (cell, expected) in [
        ("  一 \n\t 二  ", "|一 二|丙|"),
        ("一<br>二<br/><br>三", "|一/二/三|丙|"),
        ("<p>一</p><p>二</p>三<div>四<div>五</div></div>六", "|一/二/三/四/五/六|丙|"),
        ("一<span> </span>二<b>三</b><!-- 四 -->", "|一 二三|丙|"),
        ("一&nbsp;&nbsp;二&nbsp;", "|一  二|丙|"),
        ("<pre>一\n 二</pre>", "|一/二|丙|"),
        ("<span style='display: block'>一</span>二<div style='display:inline'>三</div>", "|一/二三|丙|"),
        ("<ol><li>一<li><p>二</p></ol><ul><li>三</ul>", "|1. 一/2. 二/三|丙|"),
        ("<ol start=3 reversed type=A><li>一<li value=27>二<li type=i>三</ol>", "|C. 一/AA. 二/xxvi. 三|丙|"),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲<ol><li>乙</ol><li>丙</ol>", "|一、甲/1. 乙/二、丙|丙|"),
        ("<input type=radio>甲<INPUT TYPE=CheckBox CHECKED=false>乙<input type=hidden value=丁><input value=戊>", "|☐甲☑乙戊|丙|"),
        ("<font face='Wingdings 2'>R</font>甲<span style='font:10pt Wingdings'>&uml;</span>乙<font face=Arial>n</font>", "|☑甲☐乙n|丙|"),
        ("<ruby>漢<rp>(</rp></ruby><script>'x'</script><style>y</style><template>z</template><noscript>w</noscript>", "|漢|丙|"),
        ("甲<table><tr><td>一<td>二<tr><td>三</table>乙", "|甲/一\t二/三/乙|丙|"),
    ] {
        assert_eq!(body(cell), expected, "{cell}");
    }
}

#[test]
fn hidden_text_is_counted_and_never_a_value() {
    let page = "<p>甲<span style='DISPLAY : None !important'>隐 一</span><i hidden>二</i><b style='visibility:hidden'>三<u style='visibility:visible'>乙</u></b>\
        <del>四</del></p><select><option>五<option selected>丙</select><dialog>六</dialog><!-- 七 -->\
        <table><tr><td>一<td style='mso-hide:all'>八<td>二<tr hidden><td>九<td>十</table>";
    assert_eq!(reads(page), "甲乙\n丙\n|一|二|\n! text-hidden");
    let mut decoded = Decoded::default();
    let findings = read(page.as_bytes(), &TABLES, &mut decoded);
    assert_eq!(findings[0].arguments.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["10", "隐一二三四五六八九十"]);
}

#[test]
fn style_sheets_hide_text() {
    let page = "<style media=print>.d{display:none}</style><style>.a{display:none}td.b{visibility:hidden}@media print{p{display:none}}</style>\
        <p class=d>甲<span class='x a'>藏</span><span class=a style='display:inline'>乙</span></p><table><tr><td>一<td class=b>藏<td>二<tr><td class=a>藏<td>三<td>四</table>";
    assert_eq!(reads(page), "甲乙\n|一||二|\n|三|四||\n! text-hidden");
}

/// A picture is a mark only where its description is a mark and nothing else; all others in tables are counted.
#[test]
fn pictures_are_marks_only_where_they_say_so() {
    for (picture, expected) in [
        ("<img src=a.png alt=' 是 '>", "|☑|丙|"),
        ("<img src=yes.png alt=√>政府网站", "|☑政府网站|丙|"),
        ("<img alt=未勾选>两微一端", "|☐两微一端|丙|"),
        ("<img src=checked.png alt=公章>", "||丙|"),
        ("<img src=checked.png>", "||丙|"),
    ] {
        assert_eq!(body(picture), expected, "{picture}");
    }
    let page = "<img alt=徽标><table><tr><td>甲<td><img alt=公章><img alt=是><tr><td>乙<td><img>丙</table>";
    let findings = read(page.as_bytes(), &TABLES, &mut Decoded::default());
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    let said: Vec<&str> = finding.arguments.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!((finding.code.as_str(), said), ("pictures-not-read", vec!["2", "公章"]));
}

#[test]
fn tables_follow_the_table_model() {
    for (table, expected) in [
        ("<tfoot><tr><td>末<td>尾<tbody><tr><td>一<td>二", "|一|二|\n|末|尾|"),
        ("<tr><td rowspan=0>甲<td>一<tr><td>二<tbody><tr><td>三<td>四", "|甲|一|\n|甲|二|\n|三|四|"),
        ("<tr><td rowspan=9>甲<td>一<tbody><tr><td>二<td>三", "|甲|一|\n|二|三|"),
        ("<tr><td colspan=0>甲<td colspan='+2x'>乙<td colspan=-1>丙<tr><td>一<td>二<td>三<td>四", "|甲|乙||丙|\n|一|二|三|四|"),
        ("<tr><td>一<td rowspan=2>二<tr><td colspan=2>三<td>四<tr><td>五", "|一|二||\n|三|二|四|\n|五|||"),
        ("<caption>表一</caption><tr><td>一<td>二<tr><tr><td>三<td>四", "表一\n|一|二|\n|||\n|三|四|"),
    ] {
        assert_eq!(reads(&format!("<table>{table}</table>")), expected, "{table}");
    }
}

#[test]
fn frames_are_no_tables() {
    let data = "<table><tr><td>一<td>二<tr><td>三<td>四</table>";
    for (page, expected) in [
        (format!("<table><tr><td>菜单<br>首页<td>{data}</table>"), "菜单\n首页\n|一|二|\n|三|四|"),
        (format!("<table><tr><td>甲<td>乙<tr><td colspan=2>{data}<tr><td colspan=2>丙</table>"), "甲\n乙\n|一|二|\n|三|四|\n丙"),
        ("<table><tr><td><p>服务对象：甲<p>办理材料：乙</table>".into(), "服务对象：甲\n办理材料：乙"),
        ("<table><tr><td>序<br>号<td>事项<br>名称<td>备注</table>".into(), "|序/号|事项/名称|备注|"),
        (format!("<table><tr><td>标题</table><table><tr><td><table><tr><td>{data}</table></table>"), "标题\n|一|二|\n|三|四|"),
        (format!("{data}<p>中间</p>{data}"), "|一|二|\n|三|四|\n中间\n|一|二|\n|三|四|"),
        ("<table><tr><td> <td>&nbsp;</table><p>甲".into(), "甲"),
    ] {
        assert_eq!(reads(&page), expected, "{page}");
    }
}

#[test]
fn cells_have_places() {
    let page = "<p>甲</p><table><tr><td></table><table><tr><td>一<td>二</table><table><tr><td>三<td rowspan=2>四<tr><td>五</table>";
    let mut decoded = Decoded::default();
    read(page.as_bytes(), &TABLES, &mut decoded);
    let cells = decoded.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(cell) => vec![cell],
        Block::Grid(grid) => grid.rows.iter().flat_map(|row| &row.cells).collect(),
    });
    let at = |table, row, column| At::Table { table, row, column };
    let expected = [At::Text { line: 1, from: 1, to: 1 }, at(1, 1, 1), at(1, 1, 2), at(2, 1, 1), at(2, 1, 2), at(2, 2, 1), at(2, 1, 2)];
    assert_eq!(cells.flat_map(|cell| cell.at.clone()).collect::<Vec<_>>(), expected);
    assert_eq!(decoded.ledger.shares(&decoded.lines).total, 6);
}

#[test]
fn titles_of_windows_are_read_where_the_page_shows_none() {
    assert_eq!(reads("<title>甲县目录_乙网</title><p>首页"), "甲县目录_乙网\n首页");
    assert_eq!(reads("<title>甲县目录_乙网</title><h1>甲县 目录（2020年）</h1>"), "甲县 目录（2020年）");
}

#[test]
fn line_ends_of_the_source_are_blanks_but_in_pages_of_office_programs() {
    assert_eq!(reads("<p>人口\n登记 a\nb"), "人口 登记 a b");
    assert_eq!(reads("<p>一、遭遇突发事件意外伤害重大疾病的家庭\n二、其他"), "一、遭遇突发事件意外伤害重大疾病的家庭 二、其他");
    assert_eq!(reads("<p>人口登记，\n  办理<b>甲</b>\n乙"), "人口登记，办理甲 乙");
    let long = "因遭遇突发事件、意外伤害、重大疾病或其他特殊原因导致基本生活暂时陷入困";
    assert_eq!(reads(&format!("<p>{long}\n境的家庭")), format!("{long}境的家庭"));
    assert_eq!(reads(&format!("<p>{long}\n联系电话：0714-8717336")), format!("{long} 联系电话：0714-8717336"));
    assert_eq!(reads("<p>周一至周五 上午8:30-12:00，\n下午14:00-17:00"), "周一至周五 上午8:30-12:00，下午14:00-17:00");
    assert_eq!(reads("<p>大冶市人力资源和社会保障局养老保险科\n大冶市医疗保障局"), "大冶市人力资源和社会保障局养老保险科 大冶市医疗保障局");
    assert_eq!(
        reads("<html xmlns:o='urn:schemas-microsoft-com:office:office'><p>人口\n  登记，\n办理 事项 a\nb"),
        "人口登记，办理 事项 a b"
    );
    assert_eq!(reads("<meta name=Generator content='Microsoft Word 15 (filtered)'><p>人口\r\n登记"), "人口登记");
}

#[test]
fn declared_encodings_decide_where_the_bytes_fit() {
    let page = |charset: &str| format!("<meta charset={charset}><p>戶籍登記");
    let (big5, ..) = encoding_rs::BIG5.encode("<meta charset=big5><p>戶籍登記");
    assert_eq!(reads_bytes(&big5), "戶籍登記");
    let (gbk, ..) = encoding_rs::GBK.encode("<meta charset=iso-8859-1><p>戶籍登記");
    assert_eq!(reads_bytes(&gbk), "戶籍登記");
    assert_eq!(reads(&page("gb2312")), "戶籍登記");
}

#[test]
fn hostile_pages_end() {
    assert_eq!(reads(&format!("甲{}乙", "<div>".repeat(100_000))), "甲\n! limit-reached");
    let wide = "<tr><td colspan=1000 rowspan=65534>甲".repeat(3_000);
    assert!(reads(&format!("<table>{wide}</table>")).ends_with("! limit-reached"));
    let tall = "<tr><td>甲".repeat(50_000);
    assert!(reads(&format!("<table>{tall}<tr><td colspan=1000>乙</table>")).ends_with("! limit-reached"));
    let many = "<table><tr><td colspan=1000 rowspan=9>甲<tr><td>乙<tr><td>丙</table>".repeat(2_000);
    assert!(reads(&many).ends_with("! limit-reached"));
    assert!(reads(&format!("<table><tr>{}</table>", "<td>甲".repeat(70_000))).ends_with("! limit-reached"));
}

/// Tags in any order, well closed or not: the parser, the walk and the tables hold.
#[test]
fn any_soup_of_tags_is_read() {
    const TAGS: [&str; 40] = [
        "table",
        "tr",
        "td rowspan=0",
        "td rowspan=3 colspan=2",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "colgroup",
        "col",
        "p",
        "div",
        "b id=1",
        "a",
        "i",
        "font face=Wingdings",
        "ul",
        "ol",
        "li",
        "dl",
        "dd",
        "dt",
        "select",
        "option",
        "template",
        "svg",
        "math",
        "desc",
        "mi",
        "form",
        "button",
        "input type=checkbox",
        "br",
        "script",
        "style",
        "title",
        "frameset",
        "body hidden",
        "html xmlns:o=urn:schemas-microsoft-com:office:x",
    ];
    let mut state = 7u64;
    let mut random = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    for _ in 0..2_000 {
        let page: String = (0..40)
            .map(|_| {
                let tag = TAGS[random(TAGS.len())];
                match random(5) {
                    0 | 1 => format!("<{tag}>"),
                    2 => format!("</{}>", tag.split(' ').next().unwrap()),
                    3 => "甲 ".to_owned(),
                    _ => format!("<{tag}>乙</{}>", tag.split(' ').next().unwrap()),
                }
            })
            .collect();
        let mut decoded = Decoded::default();
        read(page.as_bytes(), &TABLES, &mut decoded);
        let places = decoded.ledger.shares(&decoded.lines).total as usize;
        // An item of a list has its number besides.
        assert!(places <= page.chars().count(), "{page}");
    }
}

#[test]
fn pages_are_known_behind_comments() {
    let is_page = |start: &str| crate::decode::media::media(start.as_bytes()).reading == crate::decode::media::Reading::Html;
    assert!(is_page("<?xml version=\"1.0\"?>\n<!DOCTYPE html><html>") && is_page("<!--[if IE]><p><![endif]--> <table border=1>"));
    assert!(!is_page("<input type=checkbox> 政府网站") && !is_page("<!-- 没有结束 > <table>"));
}
