//! Lists of channels.

use super::super::random::Random;
use super::super::vocabulary::Half;
use super::{Said, of, wrapped};

/// A channel in the words of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) id: Option<String>,
    pub(crate) selected: Option<bool>,
    pub(crate) note: Option<String>,
}

const CHANNELS: &[(&str, &str)] = &[
    ("政府网站", "government_website"),
    ("政府公报", "government_gazette"),
    ("两微一端", "social_media"),
    ("发布会/听证会", "press_conference"),
    ("广播电视", "broadcast"),
    ("纸质媒体", "print_media"),
    ("公开查阅点", "reading_point"),
    ("政务服务中心", "service_center"),
    ("便民服务站", "convenience_station"),
    ("入户/现场", "on_site"),
    ("社区/企事业单位/村公示栏（电子屏）", "notice_board"),
    ("精准推送", "targeted_push"),
];
const CHANNELS_HELD_OUT: &[(&str, &str)] = &[
    ("政府门户网站", "government_website"),
    ("政府公报", "government_gazette"),
    ("政务新媒体", "social_media"),
    ("新闻发布会", "press_conference"),
    ("广播、电视", "broadcast"),
    ("报刊", "print_media"),
    ("公开查询点", "reading_point"),
    ("政府服务中心", "service_center"),
    ("便民服务中心", "convenience_station"),
    ("入户/现场宣传", "on_site"),
    ("村居/企事业单位公示栏(电子屏)", "notice_board"),
    ("精准推送", "targeted_push"),
    ("图书馆", "library"),
];
const UNKNOWN: &[&str] = &["流动宣传车", "楼栋管家群"];
const UNKNOWN_HELD_OUT: &[&str] = &["院落议事亭", "农民夜校", "网格员上门"];
const NOTES: &[&str] = &["基层公共服务平台", "村民小组会"];
const NOTES_HELD_OUT: &[&str] = &["网格服务群", "政务服务网、微信群", "院坝会"];
const OFFICES: &[&str] = &["县医保局", "大冶市"];
const OFFICES_HELD_OUT: &[&str] = &["本单位", "绥江县", "镇政府"];

/// The channels of a cell.
pub(crate) fn channels(half: Half, random: &mut Random) -> Said<Listed> {
    let mut all: Vec<(String, Option<&'static str>)> = (if half == Half::Tuning { CHANNELS } else { CHANNELS_HELD_OUT })
        .iter()
        .map(|(name, id)| ((*name).to_owned(), Some(*id)))
        .collect();
    if random.chance(20) {
        random.shuffle(&mut all);
    }
    if random.chance(25) {
        let unknown = *of(half, random, UNKNOWN, UNKNOWN_HELD_OUT);
        all.insert(random.below(all.len() + 1), (unknown.into(), None));
    }
    if random.chance(15) {
        let office = of(half, random, OFFICES, OFFICES_HELD_OUT);
        if let Some((name, _)) = all.iter_mut().find(|(name, _)| name.ends_with("网站")) {
            *name = format!("{office}{name}");
        }
    }
    if random.chance(60) { boxed(all, half, random) } else { named(all, half, random) }
}

/// Every channel with its box.
fn boxed(all: Vec<(String, Option<&'static str>)>, half: Half, random: &mut Random) -> Said<Listed> {
    let other = random.below(3);
    let note = *of(half, random, NOTES, NOTES_HELD_OUT);
    let behind = random.chance(if half == Half::Tuning { 5 } else { 10 }) && other == 0;
    let between = if behind { " " } else { *of(half, random, &[" ", ""], &["\n", "、", " "]) };
    let between = if between == "\n" { "  " } else { between };
    let blank = *of(half, random, &["", " "], &["", "\u{3000}"]);
    let chosen = *random.pick(&[0, 10, 25]);
    let mut truth: Vec<Listed> = Vec::new();
    let mut written: Vec<String> = Vec::new();
    let mut add = |name: &str, id: Option<&'static str>, selected: bool, note: Option<&str>, tail: &str, truth: &mut Vec<Listed>| {
        let sign = if selected { "■" } else { "□" };
        written.push(if behind { format!("{name}{sign}") } else { format!("{sign}{blank}{name}{tail}") });
        truth.push(Listed { id: id.map(str::to_owned), selected: Some(selected), note: note.map(str::to_owned) });
    };
    for (name, id) in all {
        add(&name, id, random.chance(chosen), None, "", &mut truth);
    }
    match other {
        0 => {}
        1 => add("其他", Some("other"), false, None, "", &mut truth),
        _ => {
            let tail = of(half, random, &[" {n}", "：{n}"], &["（{n}）", ":{n}"]).replace("{n}", note);
            add("其他", Some("other"), true, Some(note), &tail, &mut truth);
        }
    }
    Said { text: wrapped(&written.join(between), *random.pick(&[0, 0, 8]), random), truth }
}

/// Names alone: a few of them are the ones used, all of them say nothing.
fn named(all: Vec<(String, Option<&'static str>)>, half: Half, random: &mut Random) -> Said<Listed> {
    let whole = random.chance(12);
    let count = if whole { all.len() } else { random.within(1, 4) };
    let mut few: Vec<_> = all.into_iter().filter(|(name, _)| !name.contains('、')).collect();
    if !whole {
        random.shuffle(&mut few);
    }
    few.truncate(count);
    let all_known =
        few.iter().all(|(_, id)| id.is_some()) && !few.iter().any(|(name, _)| name.chars().count() > 5 && name.ends_with("网站"));
    let between = *of(half, random, &["、", "；", " "], &["，", "\u{3000}", "、"]);
    let between = if all_known && random.chance(25) { "" } else { between };
    let tail = if random.chance(15) { of(half, random, &["等"], &["等。"]) } else { "" };
    let text = few.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(between) + tail;
    let selected = Some(true).filter(|_| !whole);
    Said { text, truth: few.into_iter().map(|(_, id)| Listed { id: id.map(str::to_owned), selected, note: None }).collect() }
}
