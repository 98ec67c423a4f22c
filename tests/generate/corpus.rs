//! corpus: directories of several counties that follow one list of services, each in its own manner, with faults put in on purpose.

use super::random::Random;
use super::vocabulary::CHANNELS;
use std::collections::BTreeSet;

/// What can go wrong in one document of a corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// A service is left out, and the numbers close over it.
    Dropped,
    /// A cell is empty.
    Emptied,
    /// A service is published on another level.
    Level,
    /// A text was copied from another county, with its name.
    Foreign,
    /// A number is wrong, left out, or stands twice.
    Number,
    /// A service stands under another heading.
    Parent,
    /// An element of the contents is left out, or says something else.
    Element,
}

/// A fault that was put in: into which document, and at which service.
#[derive(Clone, Debug)]
pub(crate) struct PlantedFault {
    pub(crate) document: usize,
    pub(crate) fault: Fault,
    /// The name of the service as the document has it; for one that was left out, as the list has it.
    pub(crate) name: String,
    /// The name of the service in the next row.
    pub(crate) next: Option<String>,
}

/// Documents, and what was put in.
#[derive(Clone, Debug)]
pub(crate) struct Corpus {
    pub(crate) texts: Vec<String>,
    pub(crate) planted: Vec<PlantedFault>,
}

/// A service of a list: category and name.
pub(crate) type Listed = (String, String);

/// One row before it is written.
#[derive(Clone, Debug)]
struct Row {
    serial: usize,
    parent: String,
    name: String,
    elements: Vec<&'static str>,
    basis: String,
    deadline: String,
    publisher: String,
    channels: String,
    /// 全社会 特定群体 主动 依申请 县级 乡级
    ticks: [bool; 6],
    emptied: Option<usize>,
}

const COUNTIES: &[&str] = &[
    "阳新县",
    "嘉鱼县",
    "通城县",
    "崇阳县",
    "通山县",
    "团风县",
    "红安县",
    "罗田县",
    "英山县",
    "浠水县",
    "蕲春县",
    "黄梅县",
    "孝昌县",
    "大悟县",
    "云梦县",
    "保康县",
    "南漳县",
    "谷城县",
    "竹山县",
    "竹溪县",
    "郧西县",
    "秭归县",
    "兴山县",
    "远安县",
    "江陵县",
    "沙洋县",
    "巴东县",
    "建始县",
    "宣恩县",
    "来凤县",
    "鹤峰县",
];
const ELEMENTS: &[&str] = &[
    "事项名称",
    "事项简述",
    "办理材料",
    "办理方式",
    "办理时限",
    "结果送达",
    "收费依据及标准",
    "办事时间",
    "办理机构及地点",
    "咨询查询途径",
    "监督投诉渠道",
];
/// What names may begin with in a directory of medical insurance.
const SCHEME: &str = "基本医疗保险";
const DEADLINES: &[&str] =
    &["信息形成或变更之日起20个工作日内公开", "自信息形成（变更）20个工作日内", "公开事项信息形成或变更之日起20个工作日内公开"];
const FAULTS: &[Fault] = &[Fault::Dropped, Fault::Emptied, Fault::Level, Fault::Foreign, Fault::Number, Fault::Parent, Fault::Element];

/// The corpus of `seed`: `documents` directories of the services `listed`, in `percent` of a hundred of which each kind of fault is put in once.
pub(crate) fn corpus(seed: u64, listed: &[Listed], documents: usize, percent: usize) -> Corpus {
    let mut random = Random::new(seed).fork("corpus");
    let mut counties: Vec<&str> = COUNTIES.to_vec();
    random.shuffle(&mut counties);
    let mut made = Corpus { texts: Vec::new(), planted: Vec::new() };
    // Two places that err alike are no error of the rest: one service is spoilt in one document of a corpus only.
    let mut spoilt = BTreeSet::new();
    for document in 0..documents.min(counties.len()) {
        let mut own = random.fork(counties[document]);
        let mut rows = rows(listed, counties[document], &mut own);
        for fault in FAULTS {
            if own.chance(percent) {
                let other = counties[(document + 1 + own.below(counties.len() - 1)) % counties.len()];
                let name = spoil(*fault, &mut rows, listed, other, &mut spoilt, &mut own);
                made.planted.extend(name.map(|name| PlantedFault { document, fault: *fault, name, next: None }));
            }
        }
        // The faults may have left out or moved rows: which one is next is known at the end.
        for planted in made.planted.iter_mut().filter(|planted| planted.document == document) {
            let at = rows.iter().position(|row| row.name == planted.name);
            planted.next = at.and_then(|at| Some(rows.get(at + 1)?.name.clone()));
        }
        made.texts.push(write(counties[document], &rows, &mut own));
    }
    made
}

fn rows(listed: &[Listed], county: &str, random: &mut Random) -> Vec<Row> {
    let deadline = random.pick(DEADLINES);
    let names_scheme = random.chance(30);
    let row = |(index, (parent, name)): (usize, &Listed)| {
        let can = names_scheme && ["职工", "单位", "城乡居民"].iter().any(|word| name.starts_with(word));
        let law = if parent.contains("救助") { "《社会救助暂行办法》" } else { "《中华人民共和国社会保险法》" };
        let chosen = random.below(CHANNELS.len() - 1);
        let boxes = CHANNELS
            .iter()
            .enumerate()
            .map(|(index, channel)| format!("{}{channel}", if index == chosen || index == 0 { "■" } else { "□" }));
        Row {
            serial: index + 1,
            parent: parent.clone(),
            name: if can { format!("{SCHEME}{name}") } else { name.clone() },
            elements: ELEMENTS.to_vec(),
            basis: format!("《中华人民共和国政府信息公开条例》、{law}"),
            deadline: (*deadline).into(),
            publisher: format!("{county}医疗保障局"),
            channels: boxes.collect::<Vec<_>>().join(" "),
            ticks: [true, false, true, false, true, name.contains("居民") || name.contains("查询")],
            emptied: None,
        }
    };
    listed.iter().enumerate().map(row).collect()
}

/// Puts `fault` into one of `rows`; the name of its service, where there is a row left for it.
fn spoil(
    fault: Fault,
    rows: &mut Vec<Row>,
    listed: &[Listed],
    other: &str,
    spoilt: &mut BTreeSet<String>,
    random: &mut Random,
) -> Option<String> {
    let at = random.within(1, rows.len() - 2);
    let service = rows[at].name.trim_start_matches(SCHEME).to_owned();
    if !spoilt.insert(service) {
        return None;
    }
    let name = rows[at].name.clone();
    match fault {
        Fault::Dropped => {
            rows.remove(at);
            rows[at..].iter_mut().for_each(|row| row.serial -= 1);
            return listed.iter().map(|(_, listed)| listed.clone()).find(|listed| name == *listed || name == format!("{SCHEME}{listed}"));
        }
        Fault::Emptied => rows[at].emptied = Some(random.below(5)),
        Fault::Level => rows[at].ticks[5] ^= true,
        Fault::Foreign if random.chance(50) => rows[at].publisher = format!("{other}医疗保障局"),
        Fault::Foreign => rows[at].basis = format!("《中华人民共和国政府信息公开条例》、《{other}医疗救助实施办法》"),
        Fault::Number => match random.below(3) {
            0 => rows[at..].iter_mut().for_each(|row| row.serial += 1),
            1 => rows[at].serial -= 1,
            _ => rows[at].serial += 40,
        },
        Fault::Parent => {
            let own = rows[at].parent.clone();
            let others: Vec<&Listed> = listed.iter().filter(|(parent, _)| *parent != own).collect();
            rows[at].parent = random.pick(&others).0.clone();
        }
        Fault::Element => {
            let element = random.within(1, ELEMENTS.len() - 1);
            match random.chance(50) {
                true => drop(rows[at].elements.remove(element)),
                false => rows[at].elements[element] = "工作动态",
            }
        }
    }
    Some(name)
}

/// The directory as text, cells between tabs.
fn write(county: &str, rows: &[Row], random: &mut Random) -> String {
    let (merged, style) = (random.chance(50), random.below(3));
    let mut text = format!(
        "{county}医疗保险领域基层政务公开标准目录\n\n序号\t公开事项\t\t公开内容（要素）\t公开依据\t公开时限\t公开主体\t公开渠道和载体\t公开对象\t\t公开方式\t\t公开层级\t\n\
         \t一级事项\t二级事项\t\t\t\t\t\t全社会\t特定群体\t主动\t依申请\t县级\t乡级\n"
    );
    let mut last = "";
    for row in rows {
        let parent = if merged && last == row.parent { "" } else { row.parent.as_str() };
        last = &row.parent;
        let cells = [elements(&row.elements, style), row.basis.clone(), row.deadline.clone(), row.publisher.clone(), row.channels.clone()];
        let cells: Vec<String> =
            cells.into_iter().enumerate().map(|(index, cell)| if row.emptied == Some(index) { String::new() } else { cell }).collect();
        let ticks: Vec<&str> = row.ticks.iter().map(|ticked| if *ticked { "√" } else { "" }).collect();
        text += &format!("{}\t{parent}\t{}\t{}\t{}\n", row.serial, row.name, cells.join("\t"), ticks.join("\t"));
    }
    text
}

fn elements(elements: &[&str], style: usize) -> String {
    match style {
        0 => elements.join("、"),
        1 => elements.join("；"),
        _ => elements.iter().enumerate().map(|(index, element)| format!("{}.{element}", index + 1)).collect::<Vec<_>>().join(" "),
    }
}

impl Fault {
    pub(crate) const ALL: &[Fault] = FAULTS;

    /// What it is called.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Fault::Dropped => "a service left out",
            Fault::Emptied => "an empty cell",
            Fault::Level => "another level",
            Fault::Foreign => "copied from another county",
            Fault::Number => "a wrong number",
            Fault::Parent => "another heading",
            Fault::Element => "an element altered",
        }
    }

    /// Codes of the findings that tell it.
    pub(crate) fn codes(self) -> &'static [&'static str] {
        match self {
            Fault::Dropped => &["service-missing"],
            Fault::Emptied => &["value-missing"],
            Fault::Level => &["level-differs"],
            Fault::Foreign => &["place-foreign"],
            Fault::Number => &["serial-gap", "serial-repeated", "serial-out-of-order"],
            Fault::Parent => &["parent-differs"],
            Fault::Element => &["element-missing"],
        }
    }
}
