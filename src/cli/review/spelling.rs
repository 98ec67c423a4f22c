//! cli/review/spelling: days as people and spreadsheets write them.

use crate::text::fold;
use jiff::civil::{Date, date};

/// Days as a spreadsheet counts them, of the years that a waiver may end in.
const SERIALS: std::ops::Range<i64> = 36_526..73_051;
/// The day that a spreadsheet counts from.
const FIRST: Date = date(1899, 12, 30);

/// The day that `text` names: year, month, day with any of `-/.年月日` between, or the number by which a spreadsheet keeps it.
pub(super) fn day(text: &str) -> Option<Date> {
    let folded = fold(text);
    let text = folded.split_once('t').map_or(folded.as_str(), |(day, _)| day).trim_end_matches('日');
    if let Some(days) = text.parse::<i64>().ok().filter(|days| SERIALS.contains(days)) {
        return FIRST.checked_add(jiff::Span::new().days(days)).ok();
    }
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in
            ["2027-03-05", " 2027-3-5 ", "2027/3/5", "2027.3.5", "2027年3月5日", "２０２７-０３-０５", "46451", "2027-03-05T00:00:00"]
        {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), Some("2027-03-05"), "{text}");
        }
        for text in ["31.12.2027", "2027-02-30", "下周", "", "12", "27-3-5", "2027"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
