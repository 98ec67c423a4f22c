//! corpus: directories of several counties that list the same services, each in its own manner, with faults put in on purpose.
//!
//! Of a field with a national list, or of one without; as text between tabs or bars, or as a page.

use super::random::Random;
use super::vocabulary::CHANNELS;
use std::collections::BTreeSet;
use std::fmt::Write as _;

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
    /// A row was copied from another office.
    Office,
    /// A deadline is another one than everywhere else.
    Deadline,
    /// A row stands twice.
    Repeated,
    /// No channel is selected.
    Channel,
    /// An element has a character too many, too few, or a wrong one.
    Slip,
}

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Tabs,
    Bars,
    Page,
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
    /// How each of them is written.
    pub(crate) forms: Vec<Form>,
    pub(crate) planted: Vec<PlantedFault>,
}

/// A service of a list: category and name.
pub(crate) type Listed = (String, String);

/// What the counties of a corpus publish about.
pub(crate) struct Subject {
    /// As titles say it.
    pub(crate) title: &'static str,
    /// The office in charge.
    pub(crate) office: &'static str,
    /// What names may begin with; `None` where they do not.
    pub(crate) scheme: Option<&'static str>,
    pub(crate) services: Vec<Listed>,
}

impl Subject {
    /// Medical insurance: `services` are those of the national list.
    pub(crate) fn with_list(services: Vec<Listed>) -> Self {
        Subject { title: "医疗保险", office: "医疗保障局", scheme: Some("基本医疗保险"), services }
    }

    /// Social insurance, for which there is no list.
    pub(crate) fn without_list() -> Self {
        let services = WITHOUT_LIST.iter().map(|(parent, name)| ((*parent).to_owned(), (*name).to_owned())).collect();
        Subject { title: "社会保险", office: "人力资源和社会保障局", scheme: None, services }
    }
}

/// What directories of social insurance list (guide to open government of 2019, social insurance).
const WITHOUT_LIST: &[(&str, &str)] = &[
    ("社会保险登记", "机关事业单位社会保险登记"),
    ("社会保险登记", "工程建设项目工伤保险登记"),
    ("社会保险登记", "城乡居民养老保险登记"),
    ("社会保险参保信息维护", "单位基本信息变更"),
    ("社会保险参保信息维护", "个人基本信息变更"),
    ("社会保险参保信息维护", "工伤保险待遇发放账户维护申请"),
    ("社会保险缴费申报", "缴费人员增减申报"),
    ("社会保险缴费申报", "社会保险缴费延期申请"),
    ("社会保险参保缴费记录查询", "单位参保证明查询打印"),
    ("社会保险参保缴费记录查询", "个人权益记录查询打印"),
    ("养老保险服务", "职工正常退休申请"),
    ("养老保险服务", "城乡居民养老保险待遇申领"),
    ("养老保险服务", "暂停养老保险待遇申请"),
    ("养老保险服务", "遗属待遇申领"),
    ("养老保险服务", "病残津贴申领"),
    ("工伤保险服务", "工伤事故备案"),
    ("工伤保险服务", "用人单位办理工伤登记"),
    ("工伤保险服务", "异地居住就医申请确认"),
    ("工伤保险服务", "旧伤复发申请确认"),
    ("工伤保险服务", "辅助器具异地配置申请"),
    ("失业保险服务", "失业保险金申领"),
    ("失业保险服务", "丧葬补助金申领"),
    ("失业保险服务", "职业培训补贴申领"),
    ("失业保险服务", "稳岗返还申领"),
    ("社会保障卡服务", "社会保障卡申领"),
    ("社会保障卡服务", "社会保障卡启用"),
    ("社会保障卡服务", "社会保障卡密码修改与重置"),
    ("社会保障卡服务", "社会保障卡挂失与解挂"),
];

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
const DEADLINES: &[&str] =
    &["信息形成或变更之日起20个工作日内公开", "自信息形成（变更）20个工作日内", "公开事项信息形成或变更之日起20个工作日内公开"];
const FAULTS: &[Fault] = &[
    Fault::Dropped,
    Fault::Emptied,
    Fault::Level,
    Fault::Foreign,
    Fault::Number,
    Fault::Parent,
    Fault::Element,
    Fault::Office,
    Fault::Deadline,
    Fault::Repeated,
    Fault::Channel,
    Fault::Slip,
];
/// Elements, each with a slip of typing.
const SLIPS: &[(&str, &str)] = &[
    ("办理材料", "办理村料"),
    ("结果送达", "结果送迏"),
    ("办理机构及地点", "办理机构地点"),
    ("咨询查询途径", "咨询查询途径径"),
    ("监督投诉渠道", "监督投拆渠道"),
];

/// The corpus of `seed`: `documents` directories about `subject`, in `percent` of a hundred of which each kind of fault is put in once.
pub(crate) fn corpus(seed: u64, subject: &Subject, documents: usize, percent: usize) -> Corpus {
    let mut random = Random::new(seed).fork("corpus");
    let mut counties: Vec<&str> = COUNTIES.to_vec();
    random.shuffle(&mut counties);
    let mut made = Corpus { texts: Vec::new(), forms: Vec::new(), planted: Vec::new() };
    // Two places that err alike are no error of the rest: one service is spoilt in one document of a corpus only.
    let mut spoilt = BTreeSet::new();
    for document in 0..documents.min(counties.len()) {
        let mut own = random.fork(counties[document]);
        let mut rows = rows(subject, counties[document], &mut own);
        for fault in FAULTS {
            if own.chance(percent) {
                let other = counties[(document + 1 + own.below(counties.len() - 1)) % counties.len()];
                let name = spoil(*fault, &mut rows, subject, (counties[document], other), &mut spoilt, &mut own);
                made.planted.extend(name.map(|name| PlantedFault { document, fault: *fault, name, next: None }));
            }
        }
        // The faults may have left out or moved rows: which one is next is known at the end.
        for planted in made.planted.iter_mut().filter(|planted| planted.document == document) {
            let at = rows.iter().position(|row| row.name == planted.name);
            planted.next = at.and_then(|at| Some(rows.get(at + 1)?.name.clone()));
        }
        let form = *own.pick(&[Form::Tabs, Form::Bars, Form::Page]);
        made.forms.push(form);
        made.texts.push(write(&format!("{}{}", counties[document], subject.title), &rows, form, &mut own));
    }
    made
}

fn rows(subject: &Subject, county: &str, random: &mut Random) -> Vec<Row> {
    let deadline = random.pick(DEADLINES);
    let names_scheme = random.chance(30);
    let row = |(index, (parent, name)): (usize, &Listed)| {
        let scheme = subject.scheme.filter(|_| names_scheme && ["职工", "单位", "城乡居民"].iter().any(|word| name.starts_with(word)));
        let law = if parent.contains("救助") { "《社会救助暂行办法》" } else { "《中华人民共和国社会保险法》" };
        let chosen = random.below(CHANNELS.len() - 1);
        let boxes = CHANNELS
            .iter()
            .enumerate()
            .map(|(index, channel)| format!("{}{channel}", if index == chosen || index == 0 { "■" } else { "□" }));
        Row {
            serial: index + 1,
            parent: parent.clone(),
            name: format!("{}{name}", scheme.unwrap_or_default()),
            elements: ELEMENTS.to_vec(),
            basis: format!("《中华人民共和国政府信息公开条例》、{law}"),
            deadline: (*deadline).into(),
            publisher: format!("{county}{}", subject.office),
            channels: boxes.collect::<Vec<_>>().join(" "),
            ticks: [true, false, true, false, true, name.contains("居民") || name.contains("查询")],
            emptied: None,
        }
    };
    subject.services.iter().enumerate().map(row).collect()
}

/// Puts `fault` into one of `rows`; the name of its service, where there is a row left for it.
fn spoil(
    fault: Fault,
    rows: &mut Vec<Row>,
    subject: &Subject,
    (own, other): (&str, &str),
    spoilt: &mut BTreeSet<String>,
    random: &mut Random,
) -> Option<String> {
    let at = random.within(1, rows.len() - 2);
    let scheme = subject.scheme.unwrap_or_default();
    let service = rows[at].name.trim_start_matches(scheme).to_owned();
    if !spoilt.insert(service) {
        return None;
    }
    let name = rows[at].name.clone();
    match fault {
        Fault::Dropped => {
            rows.remove(at);
            rows[at..].iter_mut().for_each(|row| row.serial -= 1);
            return subject
                .services
                .iter()
                .map(|(_, name)| name.clone())
                .find(|listed| name == *listed || name == format!("{scheme}{listed}"));
        }
        Fault::Emptied => rows[at].emptied = Some(random.below(5)),
        Fault::Level => rows[at].ticks[5] ^= true,
        Fault::Foreign if random.chance(50) => rows[at].publisher = format!("{other}{}", subject.office),
        Fault::Foreign => rows[at].basis = format!("《中华人民共和国政府信息公开条例》、《{other}医疗救助实施办法》"),
        Fault::Number => match random.below(3) {
            0 => rows[at..].iter_mut().for_each(|row| row.serial += 1),
            1 => rows[at].serial -= 1,
            _ => rows[at].serial += 40,
        },
        Fault::Parent => {
            let parent = rows[at].parent.clone();
            let others: Vec<&Listed> = subject.services.iter().filter(|(other, _)| *other != parent).collect();
            rows[at].parent = random.pick(&others).0.clone();
        }
        Fault::Element => {
            let element = random.within(1, ELEMENTS.len() - 1);
            match random.chance(50) {
                true => drop(rows[at].elements.remove(element)),
                false => rows[at].elements[element] = "工作动态",
            }
        }
        Fault::Office => rows[at].publisher = format!("{own}{}", random.pick(&["民政局", "教育局", "水利局", "公安局"])),
        Fault::Deadline => rows[at].deadline = format!("信息形成或变更之日起{}个工作日内公开", random.pick(&[2, 7, 200])),
        Fault::Repeated => {
            let again = rows[at].clone();
            rows.insert(at + 1, again);
            rows[at + 1..].iter_mut().for_each(|row| row.serial += 1);
        }
        Fault::Channel => rows[at].channels = rows[at].channels.replace('■', "□"),
        Fault::Slip => {
            let (right, wrong) = random.pick(SLIPS);
            rows[at].elements.iter_mut().filter(|element| *element == right).for_each(|element| *element = wrong);
        }
    }
    Some(name)
}

/// The heads of the columns, and what stands below those over several columns.
const HEADS: &[(&str, &[&str])] = &[
    ("序号", &[]),
    ("公开事项", &["一级事项", "二级事项"]),
    ("公开内容（要素）", &[]),
    ("公开依据", &[]),
    ("公开时限", &[]),
    ("公开主体", &[]),
    ("公开渠道和载体", &[]),
    ("公开对象", &["全社会", "特定群体"]),
    ("公开方式", &["主动", "依申请"]),
    ("公开层级", &["县级", "乡级"]),
];

/// The directory about `about`.
fn write(about: &str, rows: &[Row], form: Form, random: &mut Random) -> String {
    let (merged, style) = (random.chance(50), random.below(3));
    let title = format!("{about}领域基层政务公开标准目录");
    let mut text = match form {
        Form::Tabs => format!("{title}\n\n"),
        Form::Bars => format!("# {title}\n\n"),
        Form::Page => format!("<html><head><title>{title}</title></head><body><h1>{title}</h1>\n<table>\n"),
    };
    head(&mut text, form);
    for (index, row) in rows.iter().enumerate() {
        let first = index == 0 || rows[index - 1].parent != row.parent;
        let span = if merged { rows[index..].iter().take_while(|other| other.parent == row.parent).count() } else { 1 };
        line(&mut text, form, &cells(row, style), (!merged || first).then_some(span));
    }
    if form == Form::Page {
        text += "</table>\n</body></html>\n";
    }
    text
}

/// Both rows of the header. In text, a head over several columns leaves the cells behind it blank.
fn head(text: &mut String, form: Form) {
    if form == Form::Page {
        let upper = |(head, below): &(&str, &[&str])| match below.len() {
            0 => format!("<th rowspan=\"2\">{head}</th>"),
            columns => format!("<th colspan=\"{columns}\">{head}</th>"),
        };
        let lower = |(_, below): &(&str, &[&str])| below.iter().map(|head| format!("<th>{head}</th>")).collect::<String>();
        let _ = writeln!(text, "<tr>{}</tr>", HEADS.iter().map(upper).collect::<String>());
        let _ = writeln!(text, "<tr>{}</tr>", HEADS.iter().map(lower).collect::<String>());
        return;
    }
    let upper = HEADS.iter().flat_map(|(head, below)| std::iter::once(*head).chain(below.iter().skip(1).map(|_| "")));
    let lower = HEADS.iter().flat_map(|(_, below)| if below.is_empty() { &[""][..] } else { *below });
    between(text, form, &upper.map(ToOwned::to_owned).collect::<Vec<_>>());
    between(text, form, &lower.map(|head| (*head).to_owned()).collect::<Vec<_>>());
}

fn cells(row: &Row, style: usize) -> Vec<String> {
    let own = [elements(&row.elements, style), row.basis.clone(), row.deadline.clone(), row.publisher.clone(), row.channels.clone()];
    let own = own.into_iter().enumerate().map(|(index, cell)| if row.emptied == Some(index) { String::new() } else { cell });
    let ticks = row.ticks.iter().map(|ticked| if *ticked { "√" } else { "" }.to_owned());
    [row.serial.to_string(), row.parent.clone(), row.name.clone()].into_iter().chain(own).chain(ticks).collect()
}

/// One row; its heading, the second cell, goes over `span` rows, or was written above (`None`).
fn line(text: &mut String, form: Form, cells: &[String], span: Option<usize>) {
    if form != Form::Page {
        let blank = |(index, cell): (usize, &String)| if index == 1 && span.is_none() { String::new() } else { cell.clone() };
        return between(text, form, &cells.iter().enumerate().map(blank).collect::<Vec<_>>());
    }
    let cell = |(index, cell): (usize, &String)| match (index, span) {
        (1, None) => String::new(),
        (1, Some(span)) => format!("<td rowspan=\"{span}\">{cell}</td>"),
        _ => format!("<td>{cell}</td>"),
    };
    let _ = writeln!(text, "<tr>{}</tr>", cells.iter().enumerate().map(cell).collect::<String>());
}

fn between(text: &mut String, form: Form, cells: &[String]) {
    let _ = match form {
        Form::Bars => writeln!(text, "| {} |", cells.join(" | ")),
        Form::Tabs | Form::Page => writeln!(text, "{}", cells.join("\t")),
    };
}

fn elements(elements: &[&str], style: usize) -> String {
    match style {
        0 => elements.join("、"),
        1 => elements.join("；"),
        _ => elements.iter().enumerate().map(|(index, element)| format!("{}.{element}", index + 1)).collect::<Vec<_>>().join(" "),
    }
}

impl Form {
    /// What it is called.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Form::Tabs => "text between tabs",
            Form::Bars => "text between bars",
            Form::Page => "page",
        }
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
            Fault::Office => "copied from another office",
            Fault::Deadline => "another deadline",
            Fault::Repeated => "a row twice",
            Fault::Channel => "no channel selected",
            Fault::Slip => "a slip in an element",
        }
    }

    /// Codes of the findings that tell it.
    pub(crate) fn codes(self) -> &'static [&'static str] {
        match self {
            Fault::Dropped => &["service-missing", "service-missing-among-places"],
            Fault::Emptied => &["value-missing"],
            Fault::Level => &["level-differs"],
            Fault::Foreign => &["place-foreign"],
            Fault::Number => &["serial-gap", "serial-repeated", "serial-out-of-order"],
            Fault::Parent => &["parent-differs"],
            Fault::Element => &["element-missing"],
            Fault::Office => &["publisher-outlier"],
            Fault::Deadline => &["deadline-outlier"],
            Fault::Repeated => &["item-repeated"],
            Fault::Channel => &["channel-none-selected"],
            Fault::Slip => &["element-unknown"],
        }
    }
}
