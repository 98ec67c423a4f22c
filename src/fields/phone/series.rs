//! fields/phone/series: the last digits of further numbers behind a number: 6123405~7 (and 6, and 7), 6123405/7 (and 7).

use super::{Line, Scan};
use crate::evidence::Text;
use crate::item::Phone;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static TAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s?(?P<sign>[-~至/])\s?(?:(?P<area>0\d{2,3})-)?(?P<digits>\d{1,8})(?:[\s,;、。()]|$)").ok());

/// A series has so many numbers at most.
const MOST: u32 = 10;

impl Scan<'_> {
    /// Whether nothing but the sign of a range stands at `between`, in front of the next number.
    pub(super) fn is_range(&self, between: Range<usize>) -> bool {
        self.text.get(between).is_some_and(|between| matches!(between.trim(), "~" | "至"))
    }

    /// The numbers that the digits right behind `phone`, at the start of the stretch `rest`, make of it, and where these digits end. Behind a hyphen they may
    /// be an extension, too.
    pub(super) fn series(&self, rest: Range<usize>, phone: &Phone) -> Option<(usize, Vec<Line>)> {
        let captures = TAIL.as_ref()?.captures(self.text.get(rest.clone())?)?;
        let (sign, digits) = (captures.name("sign")?.as_str(), captures.name("digits")?);
        let range = rest.start + digits.start()..rest.start + digits.end();
        let kept = phone.number.len().checked_sub(digits.len()).filter(|_| phone.extension.is_none())?;
        let (front, own) = phone.number.split_at_checked(kept)?;
        // Behind other signs than those of a range, so many digits are a number of their own.
        const MOST_LAST: usize = 2;
        let is_other = digits.len() > MOST_LAST && !matches!(sign, "~" | "至");
        let is_elsewhere = captures.name("area").is_some_and(|area| front.strip_suffix('-') != Some(area.as_str()));
        if is_other || is_elsewhere {
            return None;
        }
        let (first, last): (u32, u32) = (own.parse().ok()?, digits.as_str().parse().ok()?);
        if last <= first || last - first > MOST {
            return None;
        }
        let number = |last: u32| -> Text { format!("{front}{last:0width$}", width = digits.len()).into() };
        let other = |last: u32| Phone { number: number(last), extension: None, note: phone.note.clone() };
        let line = |readings: Vec<Phone>| Line { range: range.clone(), readings, rule: Some("number-series") };
        let lines = match sign {
            "-" => vec![line(vec![Phone { extension: Some(digits.as_str().into()), ..phone.clone() }, other(last)])],
            "/" => vec![line(vec![other(last)])],
            _ => (first + 1..=last).map(|last| line(vec![other(last)])).collect(),
        };
        Some((range.end, lines))
    }
}
