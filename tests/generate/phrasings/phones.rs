//! Telephone numbers.

use super::super::random::Random;
use super::super::vocabulary::Half;
use super::{Said, of, wide};

/// A number in the words of the contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Phone {
    pub(crate) number: String,
    pub(crate) extension: Option<String>,
    pub(crate) note: Option<String>,
}

const AREAS: &[&str] = &["0714", "0531", "0755", "010", "021"];
const AREAS_HELD_OUT: &[&str] = &["0875", "0391", "0411", "023", "028"];
const HOTLINES: &[&str] = &["12345", "12393"];
const HOTLINES_HELD_OUT: &[&str] = &["12333", "95588", "96196"];
const OWNERS: &[&str] = &["医保局", "社保中心", "人寿保险公司"];
const OWNERS_HELD_OUT: &[&str] = &["便民大厅", "王主任", "城关镇政务服务中心"];
const BETWEEN: &[&str] = &["，", "、", "；", " "];
const BETWEEN_HELD_OUT: &[&str] = &["/", "或", ";", "\u{3000}", "，或 "];
/// What is no number.
const OPEN: &[&str] = &["0714-8717", "0714-871****", "详见官网", "0714-871733612", "87173"];
const OPEN_HELD_OUT: &[&str] = &["0531-（略）", "023-8717336", "1380013800", "见窗口公示", "0875-21*****"];

/// The numbers of a cell.
pub(crate) fn phones(half: Half, random: &mut Random) -> Said<Phone> {
    if random.chance(12) {
        return Said { text: (*of(half, random, OPEN, OPEN_HELD_OUT)).into(), truth: Vec::new() };
    }
    if random.chance(8) {
        // The digits of two numbers of one area run into each other.
        let (area, one) = fixed(half, random);
        let two = local(&area, random);
        let truth = [one, two].map(|local| Phone { number: format!("{area}-{local}"), ..Phone::default() });
        return Said { text: truth.iter().map(|phone| phone.number.as_str()).collect(), truth: truth.into() };
    }
    let count = *random.pick(&[1, 1, 2, 3]);
    let between = *of(half, random, BETWEEN, BETWEEN_HELD_OUT);
    let all: Vec<(String, Phone)> = (0..count).map(|_| one(half, random)).collect();
    let text = all.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(between);
    Said { text, truth: all.into_iter().map(|(_, phone)| phone).collect() }
}

fn one(half: Half, random: &mut Random) -> (String, Phone) {
    let (mut text, number) = match random.below(10) {
        0 => (*of(half, random, HOTLINES, HOTLINES_HELD_OUT), String::new()).into_pair(),
        1 => mobile(random).into_pair(),
        2 => toll_free(half, random),
        _ => area_and_local(half, random),
    };
    let mut phone = Phone { number, ..Phone::default() };
    if phone.number.contains('-') && random.chance(15) {
        let digits = random.within(100, 8999).to_string();
        text += &format!("{}{digits}", of(half, random, &["转"], &["转", "分机"]));
        phone.extension = Some(digits);
    }
    let owner = *of(half, random, OWNERS, OWNERS_HELD_OUT);
    match random.below(8) {
        0 => {
            text += &format!("（{owner}）");
            phone.note = Some(owner.into());
        }
        1 => {
            text = format!("{owner}：{text}");
            phone.note = Some(owner.into());
        }
        _ => {}
    }
    (text, phone)
}

trait IntoPair {
    /// The text as written, and as dialled.
    fn into_pair(self) -> (String, String);
}

impl IntoPair for (&str, String) {
    fn into_pair(self) -> (String, String) {
        (self.0.to_owned(), self.0.to_owned())
    }
}

impl IntoPair for String {
    fn into_pair(self) -> (String, String) {
        (self.clone(), self)
    }
}

fn digits(count: usize, random: &mut Random) -> String {
    (0..count).map(|_| char::from(b'0' + random.below(10) as u8)).collect()
}

fn local(area: &str, random: &mut Random) -> String {
    let first = random.within(2, 8);
    let rest = if area.len() == 3 { 7 } else { 6 };
    format!("{first}{}", digits(rest, random))
}

fn fixed(half: Half, random: &mut Random) -> (String, String) {
    let area = (*of(half, random, AREAS, AREAS_HELD_OUT)).to_owned();
    let local = local(&area, random);
    (area, local)
}

fn mobile(random: &mut Random) -> String {
    format!("1{}{}", random.within(3, 9), digits(9, random))
}

fn toll_free(half: Half, random: &mut Random) -> (String, String) {
    let parts = (digits(3, random), digits(4, random));
    let text = match *of(half, random, &["-", ""], &["-", " "]) {
        "" => return format!("400{}{}", parts.0, parts.1).into_pair(),
        between => format!("400{between}{}{between}{}", parts.0, parts.1),
    };
    (text, format!("400-{}-{}", parts.0, parts.1))
}

fn area_and_local(half: Half, random: &mut Random) -> (String, String) {
    let (area, local) = fixed(half, random);
    let number = format!("{area}-{local}");
    let ways = [format!("{area}-{local}"), format!("（{area}）{local}"), format!("{area}—{local}"), wide(&number).replace('-', "－")];
    let ways_held_out = [
        format!("{area}{local}"),
        format!("({area}) {local}"),
        format!("{area} - {local}"),
        format!("+86-{}-{local}", area.trim_start_matches('0')),
    ];
    (of(half, random, &ways, &ways_held_out).clone(), number)
}
