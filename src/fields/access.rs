//! fields/access: how a service is reached: online and at a counter (办理渠道：1.线上：…2.线下：…).

use super::joined::ends_with_number;
use super::list::trimmed;
use super::offices;
use crate::boxes::boxes;
use crate::evidence::{Cell, State, Text, Value};
use crate::tables::Tables;
use crate::text::is_blank;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static WAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:\d{1,2}\s*[.．、]|[(（][一二三四\d][)）]|[①-⑨])?\s*(?P<word>\p{Han}{2,6})\s*[：:]").ok());

static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:\d{1,2}[.．、]\s*|[(（](?:[一二三四五六七八九十]|\d{1,2})[)）]\s*|[①-⑳]\s*)").ok());

/// A way to reach a service at its place in a text.
#[derive(Clone, Debug)]
pub(super) struct Way {
    range: Range<usize>,
    /// Online (`true`) or at a counter; `None` where it could be neither.
    online: Option<bool>,
    /// Whether only its own words tell that.
    guessed: bool,
    /// The telephone number behind its name: 电话办理：0799-5550123.
    pub(super) number: Option<Range<usize>>,
}

/// The channels of a guide.
#[derive(Debug, Default)]
pub(super) struct Access {
    /// Online.
    pub(super) online: Vec<Value<Text>>,
    /// At a counter.
    pub(super) offline: Vec<Value<Text>>,
    /// What could be neither.
    pub(super) unclear: Vec<Value<Text>>,
}

impl Access {
    /// What could be neither, where the label of the value tells (网上办理：https://…).
    pub(super) fn under_label(mut self, label: &str, tables: &Tables) -> Self {
        if self.unclear.iter().any(|value| value.value.as_deref().is_some_and(|text| tables.words.refuses(text))) {
            return self;
        }
        let is_sign = |c: char| !c.is_alphanumeric() && (tables.marks.sign(c).is_some() || tables.marks.is_tick_sign(c));
        let is_way = |value: &Value<Text>| value.raw.as_deref().is_some_and(|raw| !raw.contains(is_sign));
        let told = match tables.words.is_online(label) {
            Some(true) => &mut self.online,
            Some(false) => &mut self.offline,
            None => return self,
        };
        let (ways, unclear): (Vec<_>, Vec<_>) = self.unclear.into_iter().partition(is_way);
        told.extend(ways.into_iter().map(|value| inferred(value, true)));
        self.unclear = unclear;
        self
    }
}

/// Reads the channels of `text`. Under 线上 and 线下 they are stated; elsewhere words of the tables tell, and they are guessed. Of options with boxes the
/// checked ones are ways; the others are kept with their boxes, and so is all where nobody can tell whose the boxes are.
pub(super) fn read(text: &str, tables: &Tables) -> Vec<Way> {
    let boxes = boxes(text, false, tables);
    let unclear = |range: Range<usize>| trimmed(text, range).map(|range| Way { range, online: None, guessed: false, number: None });
    match boxes.behind {
        _ if boxes.all.is_empty() => told(text, 0..text.len(), tables),
        None => unclear(0..text.len()).into_iter().collect(),
        Some(_) => {
            let is_own = |sign: &Range<usize>, range: &Range<usize>| match boxes.behind {
                Some(true) => sign.start == range.end,
                _ => sign.end == range.start,
            };
            let own_box = |range: &Range<usize>| boxes.all.iter().find(|(sign, _)| is_own(sign, range));
            let with_box = |range: Range<usize>| match own_box(&range) {
                Some((sign, _)) => sign.start.min(range.start)..sign.end.max(range.end),
                None => range,
            };
            let read = |(checked, range): (Option<bool>, Range<usize>)| match checked {
                Some(false) => unclear(with_box(range)).into_iter().collect(),
                _ => told(text, range, tables),
            };
            boxes.segments(text).into_iter().flat_map(read).collect()
        }
    }
}

/// The channels of the stretch `range` of `text`.
fn told(text: &str, range: Range<usize>, tables: &Tables) -> Vec<Way> {
    if let Some(named) = named(text, range.clone(), tables) {
        return named;
    }
    let tell = |online: Option<bool>, part: &Range<usize>| {
        let words = text.get(part.clone()).filter(|words| !tables.words.refuses(words))?;
        online.or_else(|| tables.words.way(words)).or_else(|| tables.words.is_online(words))
    };
    let mut found = Vec::new();
    for (online, word, range) in ways(text, range, tables) {
        if let Some(way) = answered(text, online, word, range.clone(), tables) {
            found.push(way);
            continue;
        }
        let own = |part: Range<usize>| match tell(online, &part) {
            None => options(text, part, |option| tell(None, option).is_some()),
            Some(_) => vec![part],
        };
        let whole = whole_ways(text, parts(text, range), tables).into_iter().flat_map(own);
        let said = |part: &Range<usize>| !text.get(part.clone()).is_some_and(|words| tables.citations.words.says_nothing(words));
        let whole = whole.map(|part| behind_number(text, part)).filter(said);
        found.extend(whole.map(|part| Way { online: tell(online, &part), range: part, guessed: online.is_none(), number: None }));
    }
    found
}

/// The way whose name `word` an answer or a number stands behind: 网上办理：是 is that way, 自助终端：否 none, and 电话办理：0799-5550123 says how it is reached.
fn answered(text: &str, online: Option<bool>, word: Option<Range<usize>>, range: Range<usize>, tables: &Tables) -> Option<Way> {
    let word = word?;
    let said = text.get(range.clone())?.trim_matches(|c: char| is_blank(c) || matches!(c, '；' | ';' | '，' | ',' | '。' | '、'));
    let whole = trimmed(text, word.start..range.end)?;
    let is_number = said.chars().all(|c| c.is_ascii_digit() || c == '-') && ends_with_number(said);
    match said {
        said if tables.words.agrees(said) => Some(Way { range: word, online, guessed: false, number: None }),
        said if tables.words.refuses(said) && !tables.citations.words.says_nothing(said) && said.chars().count() == 1 => {
            Some(Way { range: whole, online: None, guessed: false, number: None })
        }
        _ => is_number.then(|| Way { range: whole, online, guessed: false, number: trimmed(text, range) }),
    }
}

/// The ways of the stretch `range` of `text` where it is nothing but names of them, of both kinds: 线上、线下均可, 线上线下均可.
fn named(text: &str, range: Range<usize>, tables: &Tables) -> Option<Vec<Way>> {
    let is_joint = |c: char| is_blank(c) || matches!(c, '、' | '，' | ',' | '/' | '或' | '和' | '与' | '及' | '+');
    let range = trimmed(text, range)?;
    let own = tables.words.ways_in(text.get(range.clone())?);
    let (mut at, end) = (range.start + own.start, range.start + own.end);
    let mut found: Vec<Way> = Vec::new();
    while let Some(rest) = text.get(at..end).map(|rest| rest.trim_start_matches(is_joint)).filter(|rest| !rest.is_empty()) {
        let (length, online) = tables.words.way_at_start(rest)?;
        let start = end - rest.len();
        at = start + length;
        found.push(Way { range: start..at, online: Some(online), guessed: true, number: None });
    }
    let has = |online: bool| found.iter().any(|way| way.online == Some(online));
    (has(true) && has(false)).then_some(found)
}

/// `part` without the number of a list in front of it (①窗口).
fn behind_number(text: &str, part: Range<usize>) -> Range<usize> {
    let words = text.get(part.clone()).unwrap_or_default();
    let number = NUMBER.as_ref().and_then(|number| number.find(words)).map_or(0, |number| number.end());
    if number < words.len() { part.start + number..part.end } else { part }
}

/// The parts of `range` between slashes or blanks, where each of them tells what it is (窗口/网办).
fn options(text: &str, range: Range<usize>, tells: impl Fn(&Range<usize>) -> bool) -> Vec<Range<usize>> {
    let words = text.get(range.clone()).unwrap_or_default();
    let cut = super::list::parted(words, &['/', ' ', '\u{3000}']).unwrap_or_default();
    let cut: Vec<Range<usize>> = cut.into_iter().map(|(cut, _)| range.start + cut.start..range.start + cut.end).collect();
    if cut.len() > 1 && cut.iter().all(tells) { cut } else { vec![range] }
}

/// `ways` as values of `cell`.
pub(super) fn values(cell: &Cell, ways: &[Way]) -> Access {
    let mut access = Access::default();
    for way in ways {
        let value = super::list::part(cell, way.range.clone(), way.range.clone());
        match way.online {
            Some(true) => access.online.push(inferred(value, way.guessed)),
            Some(false) => access.offline.push(inferred(value, way.guessed)),
            None => access.unclear.push(value),
        }
    }
    access
}

fn inferred(value: Value<Text>, guessed: bool) -> Value<Text> {
    if !guessed {
        return value;
    }
    Value { state: State::Inferred, rule: Some("channel-words".into()), ..value }
}

/// Parts of an enumeration whose sentence goes on in a later part are no ways of their own: 微信、支付宝医保电子凭证小程序 is one.
fn whole_ways(text: &str, parts: Vec<Range<usize>>, tables: &Tables) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Vec<Range<usize>> = Vec::new();
    for part in parts {
        let enumerated =
            open.last().is_some_and(|last| text.get(last.end..part.start).is_some_and(|between| between.trim_matches(is_blank) == "、"));
        if !enumerated {
            found.append(&mut open);
        }
        let words = text.get(part.clone()).unwrap_or_default();
        if tables.words.way(words).is_some() {
            found.append(&mut open);
            found.push(part);
            continue;
        }
        let is_whole = tables.words.is_way(words);
        match open.first().filter(|_| is_whole) {
            Some(first) => {
                found.push(first.start..part.end);
                open.clear();
            }
            None if is_whole => found.push(part),
            None => open.push(part),
        }
    }
    found.append(&mut open);
    found
}

/// A stretch of a text under the name of a way, whether that is online, and where its name stands.
type Stretch = (Option<bool>, Option<Range<usize>>, Range<usize>);

/// The stretches of `range` of `text` under 线上 or 线下; what stands before the first is under neither.
fn ways(text: &str, range: Range<usize>, tables: &Tables) -> Vec<Stretch> {
    let mut found: Vec<(Stretch, usize)> = vec![((None, None, range.start..range.start), range.start)];
    let stretch = text.get(range.clone()).unwrap_or_default();
    for captures in WAY.as_ref().into_iter().flat_map(|way| way.captures_iter(stretch)) {
        let (Some(whole), Some(word)) = (captures.get(0), captures.name("word")) else { continue };
        if let Some(online) = tables.words.way(word.as_str()) {
            let (name, end) = (range.start + word.start()..range.start + word.end(), range.start + whole.end());
            found.push(((Some(online), Some(name), end..end), range.start + whole.start()));
        }
    }
    let ends: Vec<usize> = found.iter().skip(1).map(|(_, start)| *start).chain([range.end]).collect();
    let stretches = found.into_iter().zip(ends).map(|(((online, name, own), _), end)| (online, name, own.start..end));
    stretches.filter(|(.., range)| !range.is_empty()).collect()
}

/// Parts between separators that stand outside brackets and quotation marks.
fn parts(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0i32, range.start);
    for (offset, c) in text.get(range.clone()).unwrap_or_default().char_indices() {
        let at = range.start + offset;
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth -= 1,
            '、' | '；' | ';' | '，' | ',' | '。' | '\n' if depth <= 0 => {
                found.extend(trimmed(text, start..at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    found.extend(trimmed(text, start..range.end));
    found
}

/// What parts the addresses of `text`: line ends too, where each line says whose its address is (湖镇镇便民服务中心：希望路1号), ends with a number, or names an
/// office of its own.
pub(super) fn between_addresses(text: &str, tables: &Tables) -> &'static [char] {
    let all_name = || text.split('\n').all(|line| line.contains(['：', ':']));
    let all_end = || text.rsplit('\n').skip(1).all(|line| ends_with_number(crate::text::trim(line)));
    let several = text.contains('\n') && (all_name() || all_end() || offices::are_apart(text, tables));
    if several { &['；', ';', '\n'] } else { &['；', ';'] }
}

/// Parts of a plain list of levels (市级、乡镇（街道）); also between slashes and blanks, where every part is a level.
pub(super) fn split(cell: &Cell, tables: &Tables) -> Vec<Value<Text>> {
    let text = cell.text();
    let level = |part: &Range<usize>| text.get(part.clone()).is_some_and(|word| tables.divisions.words.level_word(word).is_some());
    let boxes = boxes(text, false, tables);
    let stretches = match boxes.behind {
        Some(_) if !boxes.all.is_empty() => boxes.segments(text),
        _ => vec![(None, 0..uncounted(text, tables))],
    };
    let offered = stretches.into_iter().filter(|(checked, _)| *checked != Some(false));
    let found = offered.flat_map(|(_, range)| parts(text, range)).flat_map(|part| options(text, part, level));
    found.map(|part| super::list::part(cell, part.clone(), part)).collect()
}

/// The bytes of the list of levels `text` without the words that count them (省、市、县三级).
fn uncounted(text: &str, tables: &Tables) -> usize {
    let list = text.strip_suffix('级').and_then(|text| text.strip_suffix(['两', '二', '三', '四', '五']));
    let count = |list: &str| text.get(list.len()..).and_then(|behind| crate::text::number(behind.trim_end_matches('级')));
    // As many parts as are counted are levels, whatever they are called (省、市、县、乡四级).
    let is_counted =
        |list: &str| usize::try_from(count(list).unwrap_or(0)).is_ok_and(|count| count > 1 && list.split('、').count() == count);
    let ends_so = |list: &str| list.rsplit_once('、').is_some_and(|(_, last)| tables.divisions.words.level_word(last).is_some());
    list.filter(|list| ends_so(list) || is_counted(list)).map_or(text.len(), str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_reach_a_service() {
        let tables = Tables::embedded().unwrap();
        let show = |text: &str| {
            let sign = |way: &Way| match way.online {
                Some(true) => '@',
                Some(false) => '#',
                None => '?',
            };
            let shown = read(text, &tables)
                .into_iter()
                .map(|way| format!("{}{}{}", if way.guessed { "~" } else { "" }, sign(&way), text.get(way.range).unwrap()));
            shown.collect::<Vec<_>>().join(" ")
        };
        for (text, expected) in [
            (
                "1.线上：PC端湖北政务服务网；手机端“鄂汇办”APP\n2.线下: 市政务服务大厅。",
                "@PC端湖北政务服务网 @手机端“鄂汇办”APP #市政务服务大厅",
            ),
            ("线上：国家医保服务平台，微信、支付宝医保电子凭证小程序", "@国家医保服务平台 @微信、支付宝医保电子凭证小程序"),
            ("线下：市、县医保局窗口、乡镇卫生院（协办）", "#市、县医保局窗口 #乡镇卫生院（协办）"),
            ("线上：微信、支付宝", "@微信 @支付宝"),
            ("窗口办理、网上办理", "~#窗口办理 ~@网上办理"),
            ("全程代办", "~?全程代办"),
            ("线下：医保窗口；线上：无", "#医保窗口"),
            ("①交管12123APP；②车管所窗口", "~@交管12123APP ~#车管所窗口"),
            ("窗口/网办", "~#窗口 ~@网办"),
            ("☑窗口办理  ☐网上办理 ☑邮寄", "~#窗口办理 ?☐网上办理 ~#邮寄"),
            ("√窗口办理 √网上办理", "~#窗口办理 ~@网上办理"),
            ("线上、线下均可", "~@线上 ~#线下"),
            ("仅支持线下办理，不支持线上", "~#仅支持线下办理 ~?不支持线上"),
            ("窗口办理，暂未开通网上办理", "~#窗口办理 ~?暂未开通网上办理"),
            ("线上线下均可。", "~@线上 ~#线下"),
            ("支持网上办理或窗口办理", "~@网上办理 ~#窗口办理"),
            ("线上、线下办理", "~@线上 ~#线下办理"),
            ("线上☑ 线下☐", "~@线上 ?线下☐"),
            ("线下：市政务服务大厅、乡镇（街道）政务便民服务中心、。", "#市政务服务大厅 #乡镇（街道）政务便民服务中心"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }
}
