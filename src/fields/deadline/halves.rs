//! fields/deadline/halves: amounts with a half or with tenths (半年, 一个半小时, 1.5小时), in the next smaller unit where they are whole numbers of it.

use super::{Found, Scan, empty, overlaps};
use crate::item::{Deadline, Unit};
use crate::text::number;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static HALF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:(?P<whole>\d{1,2}|[一二两三四五六七八九十]{1,3})个?)?半(?:个)?(?P<small>小时|年)|(?P<years>\d{1,2}|[一二两三四五六七八九十]{1,3})年半|(?P<written>\d{1,2})[.．](?P<tenth>\d)个?(?P<unit>小时|年)").ok()
});

impl Scan<'_> {
    /// The amounts outside `taken`. Half a year alone may also be how often something is due: it is one only in front of 内 or behind 不超过.
    pub(super) fn halves(&self, taken: &[Range<usize>]) -> Vec<Found> {
        let mut found = Vec::new();
        for captures in HALF.iter().flat_map(|half| half.captures_iter(self.text)) {
            let Some(range) = captures.get(0).map(|whole| whole.range()).filter(|range| !overlaps(taken, range)) else { continue };
            let said = |name: &str| captures.name(name).map(|said| said.as_str());
            let unit = said("small").or(said("unit")).unwrap_or("年");
            let whole = said("whole").or(said("years")).or(said("written")).map_or(Some(0), number);
            let tenths = said("tenth").map_or(Some(5), number);
            let amount = whole.zip(tenths).and_then(|(whole, tenths)| smaller(whole * 10 + tenths, unit));
            let (before, behind) = (self.before(range.start), self.behind(range.end));
            let is_one = !self.deadlines.open.has(before, behind) && !self.deadlines.named.has(self.before(range.end), behind);
            let stands_before = |words: &[String]| words.iter().any(|word| before.ends_with(word.as_str()));
            let is_most = stands_before(&self.deadlines.at_most);
            let is_limit = unit == "小时" || behind.starts_with(['内', '以', '之']) || is_most;
            let is_told = !is_most && stands_before(&self.deadlines.no_half);
            if let Some(limit) = amount.filter(|_| is_one && is_limit && !is_told) {
                found.push(Found { range, readings: vec![limit], rule: Some("in-smaller-units") });
            }
        }
        found
    }
}

/// So many tenths of `unit` in the next smaller unit, where that is a whole number: an hour has 60 minutes, a year 12 months. How many days are half a month
/// or how many hours half a day is nowhere said.
fn smaller(tenths: u32, unit: &str) -> Option<Deadline> {
    let (parts, unit) = if unit == "小时" { (60, Unit::Minute) } else { (12, Unit::Month) };
    let amount = tenths * parts;
    (amount > 0 && amount.is_multiple_of(10)).then(|| Deadline { amount: Some(amount / 10), unit: Some(unit), ..empty() })
}
