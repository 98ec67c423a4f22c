//! Deadlines of directories and time limits of guides.

use super::super::random::Random;
use super::super::vocabulary::Half;
use super::{Said, chinese, of, wide, wrapped};

/// What a deadline says, in the words of the contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) amount: Option<u32>,
    pub(crate) unit: Option<&'static str>,
    pub(crate) kind: &'static str,
    pub(crate) trigger: Option<String>,
    pub(crate) condition: Option<String>,
    pub(crate) basis: Option<&'static str>,
}

type Trigger = (&'static str, &'static str);

const TRIGGERS: &[Trigger] = &[
    ("自信息形成或者变更之日起", "信息形成或变更"),
    ("信息形成（变更）", "信息形成或变更"),
    ("公开事项信息形成或变更之日起", "信息形成或变更"),
    ("信息形成", "信息形成"),
    ("自制定或获取信息之日起", "制定或获取"),
    ("信息批复之日起", "批复"),
    ("行政处罚决定形成之日起", "决定形成"),
    ("自受理之日起", "受理"),
    ("收到申请材料后", "收到材料"),
    ("文件印发后", "印发"),
    ("自公示期满之日起", "公示期满"),
];
const TRIGGERS_HELD_OUT: &[Trigger] = &[
    ("自该政府信息产生或更新之日起", "信息形成或变更"),
    ("信息产生后的", "信息形成"),
    ("自信息形成及变更之日起", "信息形成或变更"),
    ("自制作或获取该信息之日起", "制定或获取"),
    ("自预算批复之日起", "批复"),
    ("作出行政许可决定之日起", "决定形成"),
    ("自受理申请之日起", "受理"),
    ("自收到齐全的申请材料之日起", "收到材料"),
    ("自文件公布之日起", "印发"),
    ("自合同签订之日起", "合同签订"),
    ("会议结束后", "会议结束"),
    ("每季度结束后", "每季度结束"),
];
const UNITS: &[(&str, &str)] =
    &[("个工作日", "working_day"), ("个工作日", "working_day"), ("日", "day"), ("个月", "month"), ("小时", "hour")];
const UNITS_HELD_OUT: &[(&str, &str)] =
    &[("个工作日", "working_day"), ("工作日", "working_day"), ("天", "day"), ("个自然日", "day"), ("周", "week"), ("分钟", "minute")];
const LEADS: &[&str] = &["", "", "", "不超过"];
const LEADS_HELD_OUT: &[&str] = &["", "", "最迟不超过", "，不得超过"];
const TAILS: &[&str] = &["内公开", "内", "内予以公开", "内及时公开"];
const TAILS_HELD_OUT: &[&str] = &["以内", "内向社会公开", "之内公开", "内主动公开"];
const RIDERS: &[&str] = &["", "", "", "，法律、法规另有规定的，从其规定"];
const RIDERS_HELD_OUT: &[&str] = &["", "", "；法律法规对公开期限另有规定的从其规定", "（涉密信息除外）"];
type Phrase = (&'static str, &'static str, Option<(u32, &'static str)>);

const PHRASES: &[Phrase] = &[
    ("及时公开", "immediate", None),
    ("实时公开", "immediate", None),
    ("长期", "duration", None),
    ("任期内", "duration", None),
    ("按年公开", "periodic", Some((1, "year"))),
    ("半年至少更新1次", "periodic", Some((6, "month"))),
    ("定期更新", "periodic", None),
];
const PHRASES_HELD_OUT: &[Phrase] = &[
    ("按进展情况及时公开", "immediate", None),
    ("立即公开", "immediate", None),
    ("长期公示", "duration", None),
    ("每季度更新", "periodic", Some((3, "month"))),
    ("按季度公开", "periodic", Some((3, "month"))),
    ("每月至少更新一次", "periodic", Some((1, "month"))),
    ("每年至少公布2次", "periodic", None),
];
const DATES: &[&str] = &["1月31日之前", "每年3月底前", "每月10日前", "年底前"];
const DATES_HELD_OUT: &[&str] = &["次年4月30日前", "每季度首月15日前", "12月末前", "次月5日前"];
/// What no limit can be read from.
const OPEN: &[&str] = &[
    "按有关规定",
    "提前{n}个工作日",
    "{n}-{m}个工作日",
    "会议召开{n}日前",
    "{n}O个工作日内",
    "另行通知",
    "不定期更新",
    "2021年{n}月",
    "第{n}个工作日",
    "{n}.5个工作日",
];
const OPEN_HELD_OUT: &[&str] = &[
    "根据工作需要",
    "举行前{n}日",
    "{n}个工作日至{m}个工作日",
    "{n}至{m}日内",
    "按实际情况适时公开",
    "视情况而定",
    "{n}**个工作日内",
    "满{n}个月",
    "二{n}个工作日",
    "提前一周发通知",
];

/// A deadline of a directory.
pub(crate) fn deadline(half: Half, random: &mut Random) -> Said<Limit> {
    let said = match random.below(20) {
        0..11 => {
            let (text, mut limit) = within(half, random);
            let rider = of(half, random, RIDERS, RIDERS_HELD_OUT);
            limit.condition = rider.strip_prefix('（').map(|inside| inside.trim_end_matches('）').to_owned());
            Said { text: format!("{text}{rider}"), truth: vec![limit] }
        }
        11..13 => {
            let ((first, one), (second, two)) = (within(half, random), within(half, random));
            let between = random.pick(&["；", "。", "，"]);
            Said { text: format!("{first}{between}{second}"), truth: vec![one, two] }
        }
        13 => {
            let (text, limit) = within(half, random);
            let days = random.within(3, 30) as u32;
            let words = of(half, random, &["公示", "公示期为"], &["公示时间不少于", "公告"]);
            let shown = Limit { amount: Some(days), unit: Some("working_day"), kind: "duration", ..Limit::default() };
            Said { text: format!("{text}，{words}{days}个工作日"), truth: vec![limit, shown] }
        }
        14..16 => {
            let (text, kind, period) = of(half, random, PHRASES, PHRASES_HELD_OUT);
            let (amount, unit) = period.map_or((None, None), |(amount, unit)| (Some(amount), Some(unit)));
            Said { text: (*text).into(), truth: vec![Limit { kind, amount, unit, ..Limit::default() }] }
        }
        16 => {
            let date = of(half, random, DATES, DATES_HELD_OUT);
            Said { text: (*date).into(), truth: vec![Limit { kind: "by_date", condition: Some((*date).into()), ..Limit::default() }] }
        }
        _ => open(half, random),
    };
    Said { text: wrapped(&said.text, *random.pick(&[0, 0, 0, 12]), random), ..said }
}

/// A time limit of a guide.
pub(crate) fn time_limit(half: Half, random: &mut Random) -> Said<Limit> {
    let days = |random: &mut Random| random.within(1, 60) as u32;
    let limit = |amount| Limit { amount: Some(amount), unit: Some("working_day"), kind: "within", ..Limit::default() };
    let (a, b) = (days(random), days(random));
    let at_once = *of(half, random, &["即时办结", "当场办结"], &["即来即办", "即时办理"]);
    let immediate = || Limit { kind: "immediate", ..Limit::default() };
    let (one, two) =
        *of(half, random, &[("承诺制", "提交材料"), ("线下市级", "线上、线下乡镇、村")], &[("容缺受理", "补齐材料"), ("窗口", "邮寄")]);
    match random.below(8) {
        0 => Said { text: at_once.into(), truth: vec![immediate()] },
        1 => Said { text: format!("不超过{a}个工作日"), truth: vec![limit(a)] },
        2 => Said {
            text: format!("{at_once}（{one}），{a}个工作日（{two}）"),
            truth: vec![Limit { condition: Some(one.into()), ..immediate() }, Limit { condition: Some(two.into()), ..limit(a) }],
        },
        3 => {
            let between = of(half, random, &["；", " "], &["，", "\u{3000}"]);
            Said {
                text: format!("法定时限：{a}个工作日{between}承诺时限：{b}个工作日"),
                truth: vec![Limit { basis: Some("legal"), ..limit(a) }, Limit { basis: Some("promised"), ..limit(b) }],
            }
        }
        4 => Said {
            text: format!("{a}个工作日（法定），{b}个工作日（承诺）"),
            truth: vec![Limit { basis: Some("legal"), ..limit(a) }, Limit { basis: Some("promised"), ..limit(b) }],
        },
        5 => {
            let excluded = of(half, random, &["不含资料邮寄时间", "不含公示时间"], &["不含补正材料时间", "听证时间不计算在内"]);
            Said {
                text: format!("不超过{a}个工作日（{excluded}）"),
                truth: vec![Limit { condition: Some((*excluded).into()), ..limit(a) }],
            }
        }
        6 => {
            let (general, special) = of(half, random, &[("一般", "特殊情况不超过")], &[("一般情况下", "情况复杂的，不超过")]);
            Said {
                text: format!("{general}{a}个工作日，{special}{b}个工作日"),
                truth: vec![
                    Limit { condition: Some("一般情况".into()), ..limit(a) },
                    Limit {
                        condition: Some(if special.starts_with("情况复杂") { "情况复杂" } else { "特殊情况" }.into()), ..limit(b)
                    },
                ],
            }
        }
        _ => open(half, random),
    }
}

fn within(half: Half, random: &mut Random) -> (String, Limit) {
    let (trigger, name) = of(half, random, TRIGGERS, TRIGGERS_HELD_OUT);
    let (unit, key) = of(half, random, UNITS, UNITS_HELD_OUT);
    let amount = *random.pick(&[2, 3, 5, 7, 10, 15, 20, 20, 30]);
    let written = match random.below(6) {
        0 => chinese(amount),
        1 => wide(&amount.to_string()),
        2 if half == Half::HeldOut => format!("{}（{amount}）", chinese(amount)),
        _ => amount.to_string(),
    };
    let (lead, tail) = (of(half, random, LEADS, LEADS_HELD_OUT), of(half, random, TAILS, TAILS_HELD_OUT));
    let limit = Limit { amount: Some(amount), unit: Some(key), kind: "within", trigger: Some((*name).into()), ..Limit::default() };
    (format!("{trigger}{lead}{written}{unit}{tail}"), limit)
}

fn open(half: Half, random: &mut Random) -> Said<Limit> {
    let (n, m) = (random.within(2, 9), random.within(10, 30));
    let text = of(half, random, OPEN, OPEN_HELD_OUT).replace("{n}", &n.to_string()).replace("{m}", &m.to_string());
    Said { text, truth: Vec::new() }
}
