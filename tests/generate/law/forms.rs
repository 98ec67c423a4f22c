//! law/forms: the ways in which citations are written, all of them right.

use super::super::random::Random;
use super::facts::{Act, COUNTRY};
use super::{Planted, Writer};

/// A citation as text, with its truth.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) planted: Planted,
}

/// A number of a decree: as it is printed, and what it is.
pub(super) struct Number {
    pub(super) printed: String,
    pub(super) value: Option<u32>,
}

const PLACES: &[&str] = &["青山市", "云岭县", "石河省", "白塘区", "龙泉市"];
const TOPICS: &[&str] = &[
    "城乡居民补充保险",
    "公共租赁房分配",
    "临时救助对象认定",
    "政务服务中心进驻",
    "村务公开监督",
    "养老机构补贴",
    "小额贷款贴息",
    "校园食堂卫生",
    "农机购置补贴",
    "物业维修资金使用",
    "古树名木养护",
    "网约车经营",
    "犬只饲养",
    "夜间施工",
    "公交优待",
    "旧楼加装电梯",
];
const MINISTRIES: &[(&str, &str)] =
    &[("民政部", "民发"), ("人力资源和社会保障部", "人社部发"), ("国家医疗保障局", "医保发"), ("财政部", "财税"), ("教育部", "教基")];
const ENDS: &[&str] = &["办法", "实施细则", "管理规定", "工作规程"];
const YEAR_BRACKETS: &[(&str, &str)] =
    &[("〔", "〕"), ("﹝", "﹞"), ("[", "]"), ("(", ")"), ("（", "）"), ("〔", "]"), ("〔", ")"), ("【", "】")];
const BRACKETS: &[(&str, &str)] =
    &[("（", "）"), ("（", "）"), ("(", ")"), ("", ""), ("[", "]"), ("（", ""), ("（", ")"), (" ", ""), ("，", "")];
const NUMERALS: &[char] = &['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// An article as it is cited.
pub(super) fn article(random: &mut Random) -> String {
    let number = random.within(1, 60);
    match random.below(4) {
        0 => format!("第{number}条"),
        1 => format!("第{}条第（{}）项", numeral(number), numeral(random.within(1, 9))),
        2 => format!("第{}条第{}款", numeral(number), numeral(random.within(1, 9))),
        _ => format!("第{}条", numeral(number)),
    }
}

/// 711 as 七百一十一.
pub(super) fn numeral(number: usize) -> String {
    let digit = |n: usize| NUMERALS[n].to_string();
    match number {
        0..=9 => digit(number),
        10..=19 => format!("十{}", if number > 10 { digit(number - 10) } else { String::new() }),
        20..=99 => format!("{}十{}", digit(number / 10), if number.is_multiple_of(10) { String::new() } else { digit(number % 10) }),
        100..=999 => {
            let rest = number % 100;
            let tens = match rest {
                0 => String::new(),
                1..=9 => format!("零{}", digit(rest)),
                10..=19 => format!("一{}", numeral(rest)),
                _ => numeral(rest),
            };
            format!("{}百{tens}", digit(number / 100))
        }
        _ => number.to_string(),
    }
}

/// 711 as 七一一.
fn digit_by_digit(number: u32) -> String {
    number.to_string().chars().filter_map(|c| Some(NUMERALS[c.to_digit(10)? as usize])).collect()
}

/// A decree with the digits `digits`.
pub(super) fn decree(digits: &str, random: &mut Random) -> String {
    match random.below(8) {
        0 => format!("国令第{digits}号"),
        1 => format!("中华人民共和国国务院令第{digits}号"),
        2 => format!("国务院第{digits}号令"),
        3 => format!("国务院令 第{digits}号"),
        4 => format!("国务院令{digits}号"),
        5 => format!("中华人民共和国国务院第{digits}号令"),
        _ => format!("国务院令第{digits}号"),
    }
}

/// A decree in one of its forms.
pub(super) fn number(value: u32, date: Option<&str>, random: &mut Random) -> Number {
    let year = date.and_then(|date| date.get(..4)).unwrap_or("2010");
    let printed = match random.below(10) {
        0 => decree(&numeral(value as usize), random),
        1 => decree(&digit_by_digit(value), random),
        2 => format!("{year}年国务院令第{value}号"),
        3 => format!("国务院令〔{year}〕第{value}号"),
        _ => decree(&value.to_string(), random),
    };
    Number { printed, value: Some(value) }
}

/// A code of a ministry with its year.
fn code(random: &mut Random) -> (String, u32) {
    let (_, series) = random.pick(MINISTRIES);
    let (open, close) = random.pick(YEAR_BRACKETS);
    let count = random.within(1, 220);
    (format!("{series}{open}{}{close}{count}号", random.within(2005, 2024)), count as u32)
}

/// A title as it is printed: with or without the country's name.
pub(super) fn title(act: &Act, random: &mut Random) -> String {
    if random.chance(45) { act.bare().to_owned() } else { act.law.title.to_string() }
}

/// Puts together what was decided.
pub(super) fn together(title: &str, number: Option<&Number>, number_first: bool, random: &mut Random) -> Written {
    let articles: Vec<String> = if random.chance(25) { vec![article(random)] } else { Vec::new() };
    let version = if random.chance(4) { "（2018年修正）" } else { "" };
    let inner = if number.is_none() { version } else { "" };
    let marked = format!("《{title}》{inner}");
    let text = match number {
        None => marked,
        Some(number) if number_first => format!("{}《{title}》", number.printed),
        Some(number) => {
            let (open, close) = random.pick(BRACKETS);
            format!("{marked}{open}{}{close}", number.printed)
        }
    };
    let planted = Planted {
        title: Some(title.to_owned()),
        number: number.and_then(|number| number.value),
        articles: articles.clone(),
        ..Planted::clean()
    };
    Written { text: text + &articles.concat(), planted }
}

impl Writer<'_> {
    /// A citation in which nothing is wrong.
    pub(super) fn clean(&mut self, number_first: bool) -> Written {
        let day = self.day();
        match self.random.below(20) {
            0..=7 => {
                let act = self.numbered_act();
                let given = self.number_of(act);
                let title = title(act, self.random);
                let first = number_first && self.random.chance(15);
                together(&title, Some(&given), first, self.random)
            }
            8..=11 => {
                let act = *self.random.pick(&self.facts.plain);
                if !act.in_force(day) {
                    return self.clean(number_first);
                }
                let title = title(act, self.random);
                together(&title, None, false, self.random)
            }
            12 => self.history(),
            13 => self.of_president(),
            14 => self.unconfirmed(),
            15 => self.bare_title(),
            _ => self.unregistered(),
        }
    }

    /// The number to be cited on the day; also that of an order of which it is not known whether it issued the act anew.
    fn number_of(&mut self, act: &Act) -> Number {
        let day = self.day();
        let value = act.number_on(day).unwrap_or_default();
        let date = act.law.orders.iter().find(|order| order.number == value).and_then(|order| order.date.clone());
        number(value, date.as_deref(), self.random)
    }

    /// （1999年1月22日国务院令第259号发布，根据2019年3月24日国务院令第710号修订）
    fn history(&mut self) -> Written {
        let day = self.day();
        let amended = self.facts.amended.iter().copied().filter(|act| act.in_force(day) && act.reissue().is_none());
        let acts: Vec<&Act> =
            amended.filter(|act| act.decisions().any(|order| order.date.as_deref().is_some_and(|date| date <= day))).collect();
        if acts.is_empty() {
            return self.clean(false);
        }
        let act = *self.random.pick(&acts);
        let title = title(act, self.random);
        let (Some(issue), Some(decision)) =
            (act.issue(), act.decisions().find(|order| order.date.as_deref().is_some_and(|date| date <= day)))
        else {
            return self.clean(false);
        };
        let said = |order: &mulu::tables::laws::Order| {
            let date = order.date.as_deref().unwrap_or("2010-01-01").replacen('-', "年", 1).replacen('-', "月", 1);
            format!("{date}日国务院令第{}号", order.number)
        };
        let text = format!("《{title}》（{}公布，根据{}修订）", said(issue), said(decision));
        Written { text, planted: Planted { title: Some(title), number: Some(issue.number), ..Planted::clean() } }
    }

    fn of_president(&mut self) -> Written {
        let day = self.day();
        let act = *self.random.pick(&self.facts.laws);
        let order = act.law.orders.iter().find(|order| order.confirmed).map(|order| order.number);
        let (Some(value), true) = (order, act.in_force(day)) else { return self.clean(false) };
        let digits = if self.random.chance(50) { value.to_string() } else { numeral(value as usize) };
        let printed = match self.random.below(3) {
            0 => format!("主席第{digits}号令"),
            1 => format!("{COUNTRY}主席令第{digits}号"),
            _ => format!("主席令第{digits}号"),
        };
        let title = title(act, self.random);
        together(&title, Some(&Number { printed, value: Some(value) }), false, self.random)
    }

    /// A number that no collection states; nobody can say that it is wrong.
    fn unconfirmed(&mut self) -> Written {
        let day = self.day();
        let act = *self.random.pick(&self.facts.unconfirmed);
        let order = act.law.orders.iter().find(|order| !order.confirmed);
        let Some(order) = order.filter(|order| act.in_force(day) && order.series.as_str() == "国务院令") else {
            return self.clean(false);
        };
        let title = title(act, self.random);
        together(&title, Some(&Number { printed: format!("国务院令第{}号", order.number), value: Some(order.number) }), false, self.random)
    }

    /// A title without marks, its number behind.
    fn bare_title(&mut self) -> Written {
        let act = self.numbered_act();
        let given = self.number_of(act);
        let title = title(act, self.random);
        if title.contains('《') {
            return self.clean(false);
        }
        let text = format!("{title}（{}）", given.printed);
        Written { text, planted: Planted { title: Some(title), number: given.value, ..Planted::clean() } }
    }

    /// A document that the register does not know.
    fn unregistered(&mut self) -> Written {
        let (place, topic, end) = (*self.random.pick(PLACES), *self.random.pick(TOPICS), *self.random.pick(ENDS));
        let (ministry, _) = *self.random.pick(MINISTRIES);
        let count = self.random.within(1, 90) as u32;
        let (title, given) = match self.random.below(5) {
            0 => (format!("{place}{topic}{end}"), Some((format!("{place}人民政府令第{count}号"), count))),
            1 => (format!("{topic}{end}"), Some((format!("{ministry}令第{count}号"), count))),
            2 => (format!("{ministry}关于做好{topic}工作的通知"), Some(code(self.random))),
            3 => (format!("关于印发〈{place}{topic}{end}〉的通知"), Some(code(self.random))),
            _ => (format!("{place}{topic}{end}（试行）"), None),
        };
        let given = given.map(|(printed, value)| Number { printed, value: Some(value) });
        together(&title, given.as_ref(), false, self.random)
    }
}
