//! decode/workbook/number/date: numbers of days to dates and times, as a date format shows them.

use super::Token;
use calamine::{ExcelDateTime, ExcelDateTimeType};

/// A section of a format that shows a date or a time.
#[derive(Clone, Debug)]
pub(super) struct DateSection {
    parts: Vec<Part>,
    /// Whether numbers are written in Chinese numerals.
    chinese: bool,
}

#[derive(Clone, Debug)]
enum Part {
    Literal(String),
    Year(usize),
    Month(usize),
    Day(usize),
    /// Name of the day, as in English (3 letters, or all) or Chinese.
    Weekday {
        chinese: bool,
        long: bool,
    },
    Hour(usize),
    Minute(usize),
    Second(usize),
    /// Decimal places of the seconds.
    Fraction(usize),
    Half(String),
    /// All hours, minutes or seconds since the beginning.
    Elapsed(char, usize),
}

/// A moment taken apart.
struct Moment {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    thousandth: u16,
    /// From 0, Sunday.
    weekday: usize,
}

/// The first day that no workbook shows: 10000-01-01.
const END_OF_DATES: f64 = 2_958_466.0;
/// Days between the beginnings of the two ways to count (ECMA-376 part 1, 18.17.4.1).
const DAYS_BEFORE_1904: f64 = 1462.0;

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const CHINESE_DAYS: [&str; 7] = ["日", "一", "二", "三", "四", "五", "六"];

impl DateSection {
    /// The section, where `tokens` name any part of a date or time.
    pub(super) fn read(tokens: &[Token]) -> Option<DateSection> {
        let is_exponent =
            |pair: &[Token]| matches!(pair, [Token::Letters('e', 1), Token::Literal(sign)] if matches!(sign.as_str(), "+" | "-"));
        if tokens.windows(2).any(is_exponent) {
            return None;
        }
        let is_digits = tokens.iter().any(|token| matches!(token, Token::Place('#' | '?')));
        let mut parts: Vec<Part> = Vec::new();
        let mut chinese = false;
        for token in tokens {
            match token {
                Token::Literal(text) => parts.push(Part::Literal(text.clone())),
                Token::Half(text) => parts.push(Part::Half(text.clone())),
                Token::Bracket(inside) => {
                    chinese |= inside.eq_ignore_ascii_case("DBNum1");
                    parts.extend(elapsed(inside));
                }
                Token::Letters(letter, count) => parts.extend(part(*letter, *count)),
                Token::Place('0') if matches!(parts.last(), Some(Part::Fraction(_))) => {
                    if let Some(Part::Fraction(places)) = parts.last_mut() {
                        *places += 1;
                    }
                }
                Token::Place('.') if matches!(parts.last(), Some(Part::Second(_) | Part::Elapsed('s', _))) => parts.push(Part::Fraction(0)),
                Token::Place(c) => parts.push(Part::Literal((*c).into())),
            }
        }
        let is_date = |part: &Part| !matches!(part, Part::Literal(_) | Part::Half(_) | Part::Fraction(_));
        (!is_digits && parts.iter().any(is_date)).then(|| DateSection { parts: with_minutes(parts), chinese })
    }

    /// The date that is `value` days after the beginning; `None` where no program shows one.
    pub(super) fn show(&self, value: f64, is_1904: bool) -> Option<String> {
        let days = if is_1904 { value + DAYS_BEFORE_1904 } else { value };
        if !(0.0..END_OF_DATES).contains(&days) {
            return None;
        }
        let finest = self.parts.iter().any(|part| matches!(part, Part::Fraction(places) if *places > 0));
        let moment = Moment::of(days, if finest { 86_400_000.0 } else { 86_400.0 });
        let has_half = self.parts.iter().any(|part| matches!(part, Part::Half(_)));
        Some(self.parts.iter().map(|part| self.part(part, &moment, value, has_half)).collect())
    }

    fn part(&self, part: &Part, moment: &Moment, value: f64, has_half: bool) -> String {
        let number = |number: u64, width: usize| self.number(number, width.min(2));
        match part {
            Part::Literal(text) => text.clone(),
            Part::Year(count) if *count < 3 => number(u64::from(moment.year % 100), 2),
            Part::Year(_) if self.chinese => moment.year.to_string().chars().filter_map(|c| chinese(u64::from(c.to_digit(10)?))).collect(),
            Part::Year(_) => format!("{:04}", moment.year),
            Part::Month(count @ 3..) => {
                let name = MONTHS.get(usize::from(moment.month).saturating_sub(1)).copied().unwrap_or_default();
                name.chars()
                    .take(match count {
                        3 => 3,
                        5 => 1,
                        _ => usize::MAX,
                    })
                    .collect()
            }
            Part::Month(count) => number(moment.month.into(), *count),
            Part::Day(count) => number(moment.day.into(), *count),
            Part::Weekday { chinese: true, long } => {
                format!("{}{}", if *long { "星期" } else { "" }, CHINESE_DAYS.get(moment.weekday).copied().unwrap_or_default())
            }
            Part::Weekday { long, .. } => {
                DAYS.get(moment.weekday).map(|name| name.chars().take(if *long { usize::MAX } else { 3 }).collect()).unwrap_or_default()
            }
            Part::Hour(count) if has_half => number(u64::from((moment.hour + 11) % 12 + 1), *count),
            Part::Hour(count) => number(moment.hour.into(), *count),
            Part::Minute(count) => number(moment.minute.into(), *count),
            Part::Second(count) => number(moment.second.into(), *count),
            Part::Fraction(places) => {
                format!("{:03}", moment.thousandth).chars().take(*places).fold(".".into(), |text, c| text + c.encode_utf8(&mut [0; 4]))
            }
            Part::Half(text) => text.split('/').nth(usize::from(moment.hour >= 12)).unwrap_or_default().into(),
            Part::Elapsed(unit, count) => {
                let units = match unit {
                    'h' => 24.0,
                    'm' => 1440.0,
                    _ => 86_400.0,
                };
                format!("{:0count$}", (value * units + 1e-6).floor() as u64)
            }
        }
    }

    fn number(&self, number: u64, width: usize) -> String {
        match chinese(number).filter(|_| self.chinese) {
            Some(text) => text,
            None => format!("{number:0width$}"),
        }
    }
}

impl Moment {
    /// The moment `days` after the beginning of 1900, rounded to the `finest`-th part of a day.
    fn of(days: f64, finest: f64) -> Moment {
        let serial = ((days * finest).round() + 0.25) / finest;
        let (year, month, day, hour, minute, second, thousandth) =
            ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, false).to_ymd_hms_milli();
        let weekday = (serial.floor() as usize + 6) % 7;
        Moment { year, month, day, hour, minute, second, thousandth, weekday }
    }
}

fn part(letter: char, count: usize) -> Option<Part> {
    Some(match letter {
        'y' | 'e' => Part::Year(if letter == 'e' { 4 } else { count }),
        'm' => Part::Month(count),
        'd' if count > 2 => Part::Weekday { chinese: false, long: count > 3 },
        'd' => Part::Day(count),
        'a' if count > 2 => Part::Weekday { chinese: true, long: count > 3 },
        'h' => Part::Hour(count),
        's' => Part::Second(count),
        _ => return None,
    })
}

fn elapsed(inside: &str) -> Option<Part> {
    let unit = inside.chars().next()?.to_ascii_lowercase();
    let same = inside.chars().all(|c| c.to_ascii_lowercase() == unit);
    (same && matches!(unit, 'h' | 'm' | 's')).then(|| Part::Elapsed(unit, inside.len().min(10)))
}

/// `m` means minutes behind hours and before seconds.
fn with_minutes(parts: Vec<Part>) -> Vec<Part> {
    let is_clock = |part: &&Part| !matches!(part, Part::Literal(_) | Part::Half(_) | Part::Fraction(_));
    let becomes = |index: usize| {
        let before = parts.iter().take(index).rev().find(is_clock);
        let behind = parts.iter().skip(index + 1).find(is_clock);
        matches!(before, Some(Part::Hour(_) | Part::Elapsed('h', _))) || matches!(behind, Some(Part::Second(_) | Part::Elapsed('s', _)))
    };
    let read = |(index, part): (usize, &Part)| match part {
        Part::Month(count @ 1..=2) if becomes(index) => Part::Minute(*count),
        other => other.clone(),
    };
    parts.iter().enumerate().map(read).collect()
}

/// A number below 100 in Chinese numerals.
fn chinese(number: u64) -> Option<String> {
    const NUMERALS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let one = |number: u64| NUMERALS.get(number as usize).copied().unwrap_or_default();
    let ones = |number: u64| if number.is_multiple_of(10) { "" } else { one(number % 10) };
    match number {
        0..10 => Some(one(number).into()),
        10..20 => Some(format!("十{}", ones(number))),
        20..100 => Some(format!("{}十{}", one(number / 10), ones(number))),
        _ => None,
    }
}
