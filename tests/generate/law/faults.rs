//! law/faults: citations with one fault each.

use super::facts::{Act, COUNTRY};
use super::forms::{Number, Written, decree, number, numeral, title, together};
use super::{Fault, Writer};

/// Characters that are mistaken for one another, by sound or by shape.
const ALIKE: &[(char, char)] = &[
    ('例', '列'),
    ('理', '里'),
    ('条', '调'),
    ('规', '归'),
    ('定', '订'),
    ('施', '师'),
    ('管', '官'),
    ('办', '为'),
    ('民', '名'),
    ('保', '报'),
    ('险', '检'),
    ('障', '章'),
    ('劳', '芳'),
    ('动', '功'),
    ('障', '障'),
    ('护', '沪'),
    ('处', '外'),
    ('法', '去'),
    ('税', '说'),
    ('权', '杈'),
];
/// What a slip puts where another character should be.
const SLIPS: &[char] =
    &['的', '事', '中', '建', '议', '工', '作', '件', '有', '关', '部', '时', '业', '务', '公', '开', '发', '市', '区', '生'];

impl Writer<'_> {
    /// A citation with a fault; `None` where the acts at hand do not allow the kind that was drawn.
    pub(super) fn faulty(&mut self, number_first: bool) -> Option<Written> {
        let fault = *self.random.pick(&[
            Fault::OtherAct,
            Fault::OtherAct,
            Fault::NoAct,
            Fault::Superseded,
            Fault::Amending,
            Fault::Malformed,
            Fault::Malformed,
            Fault::Misspelt,
            Fault::Misspelt,
            Fault::Alike,
            Fault::Repealed,
            Fault::WrongYear,
        ]);
        let first = number_first && self.random.chance(10);
        let mut written = match fault {
            Fault::Misspelt => return self.misspelt(),
            Fault::Alike => return self.alike(),
            Fault::Repealed => self.repealed()?,
            _ => {
                let (act, given) = self.wrong_number(fault)?;
                let title = title(act, self.random);
                together(&title, Some(&given), first, self.random)
            }
        };
        written.planted.fault = Some(fault);
        Some(written)
    }

    fn wrong_number(&mut self, fault: Fault) -> Option<(&'static Act, Number)> {
        let day = self.day();
        let act = self.numbered_act();
        Some(match fault {
            Fault::NoAct => {
                let value = *self.random.pick(&self.facts.appointments);
                (act, number(value, Some("2019"), self.random))
            }
            Fault::Superseded => {
                let act = *self.random.pick(&self.facts.reissued);
                let old = act
                    .issue()
                    .filter(|old| Some(old.number) != act.number_on(day))
                    .filter(|_| act.in_force(day) && act.number_on(day).is_some())?;
                (act, number(old.number, old.date.as_deref(), self.random))
            }
            Fault::Amending => {
                let act = *self.random.pick(&self.facts.amended);
                let decision =
                    act.decisions().find(|order| order.date.as_deref().is_some_and(|date| date <= day)).filter(|_| act.in_force(day))?;
                (act, number(decision.number, decision.date.as_deref(), self.random))
            }
            Fault::Malformed => (act, self.malformed(act)?),
            Fault::WrongYear => (act, self.wrong_year(act)?),
            _ if self.random.chance(15) => {
                let published = act.law.published.clone()?;
                let older: Vec<&(u32, String)> =
                    self.facts.decisions.iter().filter(|(_, date)| date.as_str() < published.as_str()).collect();
                let (value, date) = self.random.pick(older.get(..).filter(|older| !older.is_empty())?);
                (act, number(*value, Some(date), self.random))
            }
            _ => {
                let other = self.numbered_act();
                let act = if self.random.chance(25) { *self.random.pick(&self.facts.plain) } else { act };
                let issue = other.issue().filter(|issue| !act.has_number(issue.number) && act.in_force(day))?;
                (act, number(issue.number, issue.date.as_deref(), self.random))
            }
        })
    }

    /// 七11, 7一一, 7l1, 7**.
    fn malformed(&mut self, act: &Act) -> Option<Number> {
        let value = act.number_on(self.day())?;
        let digits: Vec<char> = value.to_string().chars().collect();
        let at = self.random.below(digits.len());
        let is_first = |index: usize| index == 0;
        let damaged: String = match self.random.below(4) {
            // One digit in characters, the others not.
            0 if digits.len() > 1 => digits.iter().enumerate().map(|(index, c)| if index == at { chinese(*c) } else { *c }).collect(),
            1 if digits.len() > 1 => digits.iter().enumerate().map(|(index, c)| if index == at { *c } else { chinese(*c) }).collect(),
            2 => {
                let sign = *self.random.pick(&['*', 'X', 'x', '□', '×']);
                digits.iter().enumerate().map(|(index, c)| if is_first(index) && digits.len() > 1 { *c } else { sign }).collect()
            }
            _ => {
                let letter = |c: char| match c {
                    '1' => 'l',
                    '0' => 'O',
                    other => other,
                };
                let with: String = digits.iter().copied().map(letter).collect();
                if with.contains(['l', 'O']) { with } else { "***".to_owned() }
            }
        };
        Some(Number { printed: decree(&damaged, self.random), value: None })
    }

    /// The right number with another year.
    fn wrong_year(&mut self, act: &Act) -> Option<Number> {
        let value = act.number_on(self.day())?;
        let right = year(act.date_of(value)?);
        let given = (right + self.random.within(2, 12)).min(2029) - self.random.below(2) * 20;
        if given == right || act.law.effective.as_deref().map(year) == Some(given) {
            return None;
        }
        let printed = match self.random.below(4) {
            0 => format!("{given}年国务院令第{value}号"),
            1 => format!("国务院令〔{given}〕第{value}号"),
            2 => format!("{given}年{}月{}日国务院令第{value}号", self.random.within(1, 12), self.random.within(1, 28)),
            _ => format!("国务院令{given}年第{value}号"),
        };
        Some(Number { printed, value: Some(value) })
    }

    /// A ditto before which there is nothing.
    pub(super) fn alone(&mut self) -> Written {
        let said = *self.random.pick(&["同上", "同法", "该条例", "本办法", "同上"]);
        let article = super::forms::article(self.random);
        let planted = super::Planted { fault: Some(Fault::Alone), articles: vec![article.clone()], ..super::Planted::clean() };
        Written { text: format!("{said}{article}"), planted }
    }

    /// A title in which one character, or two, only look like the right ones.
    fn alike(&mut self) -> Option<Written> {
        let act = if self.random.chance(50) { self.numbered_act() } else { *self.random.pick(&self.facts.plain) };
        let right = title(act, self.random);
        let looks: Vec<(usize, char)> = right
            .chars()
            .enumerate()
            .flat_map(|(at, c)| look_alikes().filter(move |(_, meant)| *meant == c).map(move |(seen, _)| (at, seen)))
            .collect();
        if looks.is_empty() || !act.in_force(self.day()) {
            return None;
        }
        let mut chars: Vec<char> = right.chars().collect();
        for _ in 0..self.random.within(1, 2) {
            let (at, seen) = *self.random.pick(&looks);
            chars[at] = seen;
        }
        let printed: String = chars.into_iter().collect();
        let mut written = together(&printed, self.right_number(act).as_ref(), false, self.random);
        written.planted.fault = Some(Fault::Alike);
        written.planted.right_title = Some(act.law.title.to_string());
        Some(written)
    }

    /// The number of `act` on the day, now and then.
    fn right_number(&mut self, act: &Act) -> Option<Number> {
        let value = act.number_on(self.day()).filter(|_| self.random.chance(40))?;
        Some(number(value, act.date_of(value), self.random))
    }

    /// A title with a slip, with its right number or without one.
    fn misspelt(&mut self) -> Option<Written> {
        let act = if self.random.chance(50) { self.numbered_act() } else { *self.random.pick(&self.facts.plain) };
        if !act.in_force(self.day()) || act.bare().chars().count() < 5 {
            return None;
        }
        let right = title(act, self.random);
        let mut chars: Vec<char> = right.chars().collect();
        let edits = if act.bare().chars().count() >= 10 && self.random.chance(20) { 2 } else { 1 };
        let mut spoilt: Vec<usize> = Vec::new();
        for _ in 0..edits {
            let at = self.random.below(chars.len());
            // Two slips beside each other would make another word; a numeral makes another document.
            let near = spoilt.iter().any(|other| other.abs_diff(at) < 3);
            if near || !self.slip(&mut chars, at) {
                return None;
            }
            spoilt.push(at);
        }
        let printed: String = chars.into_iter().collect();
        let bare = printed.strip_prefix(COUNTRY).unwrap_or(&printed);
        let is_title = |title: &str| self.facts.titles.contains(title) || self.facts.titles.contains(&format!("{COUNTRY}{title}"));
        if is_title(&printed) || is_title(bare) || printed == right {
            return None;
        }
        let given = self.right_number(act);
        let mut written = together(&printed, given.as_ref(), false, self.random);
        written.planted.fault = Some(Fault::Misspelt);
        written.planted.right_title = Some(act.law.title.to_string());
        Some(written)
    }

    /// Spoils the character at `at`; whether that was possible.
    fn slip(&mut self, chars: &mut Vec<char>, at: usize) -> bool {
        let is_word = |c: char| mulu::text::is_han(c) && !"一二三四五六七八九十".contains(c);
        let c = chars[at];
        if !is_word(c) {
            return false;
        }
        match self.random.below(20) {
            0..=2 if chars.len() > 6 => drop(chars.remove(at)),
            3..=4 => chars.insert(at, c),
            5..=7 if at + 1 < chars.len() && is_word(chars[at + 1]) && chars[at + 1] != c => chars.swap(at, at + 1),
            _ => {
                let alike = ALIKE.iter().find_map(|(a, b)| if *a == c { Some(*b) } else { (*b == c).then_some(*a) });
                chars[at] = alike.unwrap_or_else(|| *self.random.pick(SLIPS));
            }
        }
        true
    }

    fn repealed(&mut self) -> Option<Written> {
        if self.published.is_some() {
            return None;
        }
        let act = *self.random.pick(&self.facts.repealed);
        let issue = act.issue()?;
        let given = self.random.chance(50).then(|| number(issue.number, issue.date.as_deref(), self.random));
        let title = title(act, self.random);
        Some(together(&title, given.as_ref(), false, self.random))
    }

    /// Two acts with each other's numbers.
    pub(super) fn swapped(&mut self) -> Option<(Written, Written)> {
        let (first, second) = (self.numbered_act(), self.numbered_act());
        let day = self.day();
        let (Some(one), Some(two)) = (first.number_on(day), second.number_on(day)) else { return None };
        if first.has_number(two) || second.has_number(one) {
            return None;
        }
        let mut wrong = |act: &Act, value: u32| {
            let (title, number) = (title(act, self.random), number(value, None, self.random));
            let text = format!("《{title}》（{}）", number.printed);
            let planted =
                super::Planted { title: Some(title), number: Some(value), fault: Some(Fault::Swapped), ..super::Planted::clean() };
            Written { text, planted }
        };
        Some((wrong(first, two), wrong(second, one)))
    }
}

fn year(date: &str) -> usize {
    date.get(..4).and_then(|year| year.parse().ok()).unwrap_or_default()
}

/// Characters, each with the one that it is mistaken for.
fn look_alikes() -> impl Iterator<Item = (char, char)> {
    let rows = include_str!("../../../src/tables/look-alikes.csv").lines().filter(|row| !row.starts_with('#')).skip(1);
    rows.filter_map(|row| row.split_once(',')).filter_map(|(seen, meant)| Some((seen.chars().next()?, meant.chars().next()?)))
}

fn chinese(digit: char) -> char {
    numeral(digit.to_digit(10).unwrap_or(0) as usize).chars().next().unwrap_or('零')
}
