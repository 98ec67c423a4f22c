//! Growth: four times the text of a document takes about four times as long to read, however it is written. A step that looks at all lines for each of
//! them is not seen in documents of an office, and stops an import when a list of ten thousand lines comes.
#![cfg(unix)]

use mulu::decode::decode;
use mulu::document::read;
use mulu::ingest::{Manifest, raw_document};
use mulu::tables::Tables;
use rustix::time::{ClockId, clock_gettime};

/// Four times the text may take so many times as long; a quadratic step takes up to sixteen times. Noise has its share.
const MOST: f64 = 7.0;
/// Rounds of which the fastest counts.
const ROUNDS: usize = 2;
/// Lines of the shorter document: rows of tables take longer each.
const ROWS: usize = 200;
const LINES: usize = 800;

const HEADER: [&str; 11] =
    ["序号", "一级事项", "二级事项", "公开内容", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "公开方式", "公开层级"];

/// A way of writing documents: its name, the name of its file, lines of the shorter document, the document of so many lines whose numbers begin at an
/// offset, and how many items each hundred lines have at least.
type Shape = (&'static str, &'static str, usize, fn(usize, usize) -> String, usize);

const SHAPES: &[Shape] = &[
    ("table of bars", "a.txt", ROWS, |lines, from| table(lines, from, "|", "\n"), 90),
    ("table of tabs", "a.txt", ROWS, |lines, from| table(lines, from, "\t", "\n"), 90),
    ("table of blanks", "a.txt", ROWS, |lines, from| table(lines, from, "  ", "\n"), 90),
    ("bars and merged cells that were dropped", "a.txt", ROWS, dropped, 90),
    ("one cell a line", "a.txt", ROWS, |lines, from| table(lines / 11, from, "\n", "\n"), 8),
    ("a bar in front of each line", "a.txt", ROWS, |lines, from| table(lines / 11, from, "\n|", "\n"), 8),
    ("nothing between cells", "a.txt", ROWS, |lines, from| table(lines / 4, from, "", "\n"), 20),
    ("group headings in a table", "a.txt", ROWS, |lines, from| sections(lines, from), 70),
    ("table in HTML", "a.html", ROWS, |lines, from| html(&table(lines, from, "</td><td>", "</td></tr><tr><td>")), 90),
    ("services with labels", "a.txt", LINES, services, 15),
    ("services with numbered parts", "a.txt", LINES, parts, 10),
    (
        "services with labels in HTML",
        "a.html",
        LINES,
        |lines, from| services(lines, from).lines().map(|line| format!("<p>{line}</p>\n")).collect(),
        15,
    ),
    ("a list of lines", "a.txt", LINES, |lines, from| list(lines, from, "\n"), 0),
    ("a list in one line", "a.txt", LINES, |lines, from| list(lines, from, "；"), 0),
    ("sentences", "a.txt", LINES, sentences, 0),
];

/// What is written for `numbers`, one after the other.
fn each(numbers: std::ops::Range<usize>, write: impl Fn(usize) -> String) -> String {
    numbers.map(write).collect()
}

fn row(number: usize) -> [String; 11] {
    let fixed = |text: &str| text.to_owned();
    [
        number.to_string(),
        format!("业务{}", number / 10),
        format!("第{number}类补贴"),
        format!("1.申请条件{number}；2.办理流程；3.办理材料"),
        fixed("《社会救助暂行办法》（国务院令第649号）"),
        fixed("自信息形成之日起20个工作日内"),
        fixed("县民政局"),
        fixed("■政府网站"),
        fixed("全社会"),
        fixed("主动"),
        fixed("县级"),
    ]
}

fn table(rows: usize, from: usize, between: &str, end: &str) -> String {
    let title = "青山县社会救助领域基层政务公开标准目录\n";
    format!("{title}{}{end}{}", HEADER.join(between), each(from..from + rows, |number| row(number).join(between) + end))
}

/// Of five rows, four are without the cells that go on with those above.
fn dropped(rows: usize, from: usize) -> String {
    let kept = |number: usize| match number % 5 {
        1 => row(number).join("|"),
        _ => row(number)
            .into_iter()
            .enumerate()
            .filter(|(index, _)| ![1, 7, 8].contains(index))
            .map(|(_, cell)| cell)
            .collect::<Vec<_>>()
            .join("|"),
    };
    format!("{}{}", table(0, 0, "|", "\n"), each(from..from + rows, |number| kept(number) + "\n"))
}

fn sections(rows: usize, from: usize) -> String {
    let heading =
        |number: usize| if number.is_multiple_of(5) { format!("{}、业务{number}||||||||||\n", number / 5 + 1) } else { String::new() };
    format!("{}{}", table(0, 0, "|", "\n"), each(from..from + rows, |number| heading(number) + &row(number).join("|") + "\n"))
}

fn html(rows: &str) -> String {
    format!("<html><body><table><tr><td>{rows}</td></tr></table></body></html>")
}

fn services(lines: usize, from: usize) -> String {
    let service = |number: usize| {
        format!(
            "{number}.第{number}类补贴申领\n办理对象：第{number}类居民\n办理材料：申请表{number}、身份证\n办理时限：{}个工作日\n咨询电话：0713-52{number:05}\n\n",
            number % 20 + 1
        )
    };
    format!("青山县民政服务办事指南\n{}", each(from..from + lines / 6, service))
}

fn parts(lines: usize, from: usize) -> String {
    let service = |number: usize| {
        format!(
            "{number}.第{number}类补贴申领\n（一）办理对象\n第{number}类居民\n（二）办理材料\n申请表{number}、身份证\n（三）办理时限\n10个工作日\n"
        )
    };
    format!("青山县民政服务办事指南\n{}", each(from..from + lines / 7, service))
}

fn list(lines: usize, from: usize, end: &str) -> String {
    let materials = each(from..from + lines, |number| format!("{}.第{number}号证明文件原件及复印件（加盖公章）{end}", number - from + 1));
    format!(
        "青山县养老机构备案办事指南\n一、办理对象：养老机构\n二、办理材料：{materials}\n三、办理时限：10个工作日\n四、咨询电话：0713-5241261\n"
    )
}

fn sentences(lines: usize, from: usize) -> String {
    let sentence = |number: usize| {
        format!("第{number}条 各部门应当按照《养老机构管理办法》第{number}条的规定，在{}个工作日内完成。\n", number % 30 + 1)
    };
    format!("青山县人民政府关于养老服务的通知\n{}", each(from..from + lines, sentence))
}

/// Seconds of this thread until `text` is read, and how many items that gives.
fn seconds(tables: &Tables, file: &str, text: String) -> (f64, usize) {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    let raw = raw_document(file, text.into_bytes(), &Manifest::default());
    let start = now();
    let read = read(&raw, None, tables, &decode);
    (now() - start, read.result.items.len())
}

#[test]
fn four_times_the_text_takes_about_four_times_as_long() {
    let tables = Tables::embedded().unwrap();
    let mut slow = Vec::new();
    let mut from = 1;
    for (name, file, short, write, least) in SHAPES {
        let mut fastest = [f64::INFINITY; 2];
        for _ in 0..ROUNDS {
            for (fastest, lines) in fastest.iter_mut().zip([*short, 4 * short]) {
                // Texts that were read before are known; each document has its own.
                let (took, items) = seconds(&tables, file, write(lines, from));
                from += lines;
                assert!(items >= lines * least / 100, "{name}: {items} items of {lines} lines");
                *fastest = fastest.min(took);
            }
        }
        let [short, long] = fastest;
        println!("{name}: {short:.3} s, {long:.3} s, {:.1} times", long / short);
        if long > MOST * short {
            slow.push(format!("{name}: {:.1} times", long / short));
        }
    }
    assert!(slow.is_empty(), "grows faster than the text: {slow:?}");
}
