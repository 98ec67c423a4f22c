//! Tests of the place of a document: excerpts, counterexamples, and the real documents where they are at hand.

use super::*;
use crate::evidence::At;

fn tables() -> Tables {
    Tables::embedded().unwrap()
}

fn stated(text: &str) -> Value<Text> {
    let at = At::Text { line: 1, from: 1, to: text.chars().count() as u32 };
    Value::stated(text.into(), text.into(), std::iter::once(at).collect())
}

/// The place of a document with a title, publishers (one a line from line 10) and a text.
fn place(title: &str, publishers: &[&str], text: &str) -> Staged<Jurisdiction> {
    let title = Some(stated(title)).filter(|title| title.value.as_deref() != Some(""));
    let publishers: Vec<_> = publishers.iter().enumerate().map(|(index, name)| publisher(name, index as u32 + 10)).collect();
    let lines: Vec<Text> = text.lines().map(Text::from).collect();
    jurisdiction(&PlaceClues { title: title.as_ref(), publishers: &publishers, lines: &lines, ..PlaceClues::default() }, &tables())
}

fn publisher(raw: &str, line: u32) -> (Text, Text, Places) {
    let at = At::Text { line, from: 1, to: raw.chars().count() as u32 };
    (tally::joined(raw).as_ref().into(), raw.into(), std::iter::once(at).collect())
}

/// Name, code, state and rule of a place, and its findings, in one line.
fn told(staged: &Staged<Jurisdiction>) -> String {
    let place = &staged.output;
    let word = |text: &Option<Text>| text.as_deref().unwrap_or("-").to_owned();
    let findings: Vec<_> = staged.findings.iter().map(|finding| &*finding.code).collect();
    format!("{} {} {} {} {}", word(&place.name), word(&place.code), place.state.key(), word(&place.rule), findings.join(","))
        .trim_end()
        .into()
}

fn candidates(staged: &Staged<Jurisdiction>) -> Vec<&str> {
    staged.output.candidates.iter().filter_map(|candidate| candidate.code.as_deref()).collect()
}

#[track_caller]
fn check(title: &str, publishers: &[&str], text: &str, expected: &str) -> Staged<Jurisdiction> {
    let staged = place(title, publishers, text);
    assert_eq!(told(&staged), expected);
    staged
}

#[test]
fn a_name_that_another_place_gave_up_names_either() {
    let title = "江北区社会救助领域基层政务公开标准目录";
    let staged = check(title, &["区民政局"; 3], "", "- - ambiguous title place-ambiguous");
    assert_eq!(candidates(&staged), ["330205", "500157"]);
    check(title, &["区民政局"; 3], "重庆市江北区民政局编制", "两江新区 500157 inferred former-name place-renamed");
    check(title, &["宁波市江北区民政局"; 3], "", "江北区 330205 stated title");
}

#[test]
fn publishers_that_agree_name_the_place() {
    let staged = check("", &["大冶市医疗保障局"; 3], "", "大冶市 420281 stated publisher");
    let parents: Vec<_> = staged.output.parents.iter().map(|parent| (&*parent.name, parent.code.as_deref())).collect();
    assert_eq!(parents, [("湖北省", Some("42")), ("黄石市", Some("4202"))]);
    assert_eq!(staged.output.evidence.first(), Some(&At::Text { line: 10, from: 1, to: 3 }));
    assert_eq!((staged.output.level, staged.output.code_list.as_deref()), (Some(Level::County), Some("民政部 2026-09")));
    check("", &["大冶市医 疗保障局", "大冶 市税务局"], "", "大冶市 420281 stated publisher");
    let province = ["湖北省医疗保障局"; 5];
    check("", &[&province[..], &["大冶市医疗保障局"; 1]].concat(), "", "- - missing - place-unresolved");
    check("", &[&province[..1], &["大冶市医疗保障局"; 5]].concat(), "", "大冶市 420281 stated publisher");
    let text = "大冶市医疗保障局\n阳新县医疗保障局";
    check("", &["大冶市医疗保障局", "阳新县医疗保障局"], text, "- - ambiguous text-names-place place-ambiguous");
}

#[test]
fn names_on_one_chain_support_each_other() {
    let text = "线上：PC端湖北政务服务网、湖北省医保服务平台\n湖北省医保服务平台\n在异地（黄石市以外）居住\n大冶市工商税务已开户登记单位\n《大冶市参保单位登记表》";
    let staged = check("医疗保障经办政务服务事项清单", &[], text, "大冶市 420281 inferred text-names-place");
    let places = [At::Text { line: 4, from: 1, to: 3 }, At::Text { line: 5, from: 2, to: 4 }];
    assert_eq!(staged.output.evidence.as_slice(), places);
}

#[test]
fn a_platform_of_the_province_is_no_place_of_a_county() {
    let text = "PC端湖北政务服务网、湖北省医保服务平台；国家医保服务平台\n市政务服务大厅";
    let staged = check("", &[], text, "- - ambiguous text-names-place place-ambiguous");
    let shown: Vec<_> = staged.findings[0].evidence.iter().map(|evidence| (&*evidence.text, evidence.at)).collect();
    let places = [At::Text { line: 1, from: 4, to: 5 }, At::Text { line: 1, from: 12, to: 14 }];
    assert_eq!((candidates(&staged), shown), (vec!["42"], vec![("湖北", places[0]), ("湖北省", places[1])]));
    assert_eq!(candidates(&check("", &["县医保局"], "湖北省医疗保障工作", "- - ambiguous text-names-place place-ambiguous")), ["42"]);
}

#[test]
fn a_municipality_by_its_rules_and_products() {
    let text = "1.《中华人民共和国政府信息公开条例》 2.上海市政府信息公开规定\n办理《上海社区医疗互助卡》制卡";
    let staged = check("政务公开标准目录", &["市医保局", "区医保局"], text, "上海市 31 inferred text-names-place");
    assert_eq!((staged.output.level, staged.output.parents.len()), (Some(Level::Province), 0));
}

#[test]
fn nothing_names_a_place() {
    let text = "中华人民共和国香港特别行政区基本法 《中华人民共和国政府信息公开条例》 《社会保险法》（国务院令第711号） 市级、区级、街镇级、本市、城乡居民、乡镇";
    check(
        "社会保险（医疗）领域基层政务公开目录",
        &["县医保局", "各乡镇人民政府", "国家医疗保障局"],
        text,
        "- - missing - place-unresolved",
    );
    check("", &[], "", "- - missing - place-unresolved");
}

#[test]
fn a_town_that_is_in_no_list() {
    let staged = check("会议镇医疗保险领域基层政务公开标准目录", &["会议镇人 民政府"], "", "会议镇 - stated title place-not-in-list");
    assert_eq!((staged.output.level, candidates(&staged).first()), (Some(Level::Town), Some(&"530626104")));
    assert_eq!(staged.output.evidence.as_slice(), [At::Text { line: 1, from: 1, to: 3 }]);
    assert!(
        tables().findings.message(&staged.findings[0], crate::tables::findings::Language::English).contains("云南省昭通市绥江县会仪镇")
    );
    check("", &["会议镇人 民政府"; 2], "", "会议镇 - stated publisher place-not-in-list");
}

#[test]
fn a_name_of_a_town_alone_is_no_key() {
    let staged = check("", &["大冶镇人民政府"], "", "大冶镇 - ambiguous publisher place-ambiguous");
    assert_eq!(candidates(&staged), ["410185105"]);
    check("", &["大冶镇人民政府"], "登封市医疗保障局", "大冶镇 410185105 stated publisher");
    check("登封市大冶镇政务公开目录", &[], "", "大冶镇 410185105 stated title");
    let staged = check("城关镇基层政务公开标准目录", &[], "", "城关镇 - ambiguous title place-ambiguous");
    assert_eq!(staged.output.candidates.len(), tables().divisions.words.most_candidates);
    let staged = check("绥江县会议镇政务公开目录", &[], "", "会议镇 - stated title place-not-in-list");
    assert_eq!(staged.output.parents.len(), 3);
}

#[test]
fn a_county_name_of_several_places_needs_a_parent() {
    let staged = check("鼓楼区医疗保障服务指南", &["区医保局"], "", "鼓楼区 - ambiguous title place-ambiguous");
    assert_eq!(candidates(&staged), ["320106", "320302", "350102", "410204"]);
    check("鼓楼区医疗保障服务指南", &[], "南京市医疗保险中心", "鼓楼区 320106 stated title");
    assert_eq!(
        candidates(&check("鼓楼区医疗保障服务指南", &[], "江苏省医疗保障", "鼓楼区 - ambiguous title place-ambiguous")),
        ["320106", "320302"]
    );
    check("", &["鼓楼区医保局"; 4], "", "鼓楼区 - ambiguous publisher place-ambiguous");
    check("", &["鼓楼区医保局"; 4], "福州市鼓楼区", "鼓楼区 350102 stated publisher");
    check("", &[], "鼓楼区医保局\n徐州市", "鼓楼区 320302 inferred text-names-place");
    check("", &[], "鼓楼区医保局", "鼓楼区 - ambiguous text-names-place place-ambiguous");
}

#[test]
fn other_places_in_the_text() {
    let own = "襄阳市医保中心\n".repeat(5);
    check("", &[], &format!("{own}参照宜昌市的做法"), "襄阳市 4206 inferred text-names-place");
    check("", &[], &format!("{own}《宜昌市医疗保险办法》《宜昌市医疗救助规定》"), "襄阳市 4206 inferred text-names-place");
    let staged = check("", &[], "襄阳市医保中心\n宜昌市医保中心", "- - ambiguous text-names-place place-ambiguous");
    assert_eq!(candidates(&staged), ["4205", "4206"]);
    check("", &[], &format!("{}办公地址：武汉市", "湖北省医疗保障局\n".repeat(20)), "湖北省 42 inferred text-names-place");
    check("", &[], "湖北省武汉市洪山区医保局", "洪山区 420111 inferred text-names-place");
}

#[test]
fn title_before_publishers_and_no_silent_contradiction() {
    check("湖北省黄石市大冶市医疗保障局政务公开标准目录", &["市医保局"], "", "大冶市 420281 stated title");
    check("2023年大冶市政务公开目录", &["大冶市医保局"], "", "大冶市 420281 stated title");
    let staged = check("大冶市政务公开目录", &["阳新县医保局"; 3], "", "- - ambiguous title place-ambiguous");
    assert_eq!(candidates(&staged), ["420281", "420222"]);
    let copied = ["县医保局", "县医保局", "县医保局", "阳新县医保局"];
    check("大冶市政务公开目录", &copied, "", "大冶市 420281 stated title");
}

#[test]
fn a_former_name_leads_to_the_place_of_today() {
    let staged = check("", &["会理县医疗保障局"; 2], "", "会理市 513402 inferred former-name place-renamed");
    assert_eq!(staged.output.evidence.first(), Some(&At::Text { line: 10, from: 1, to: 3 }));
    check("", &[], "由会理县医疗保障局办理", "会理市 513402 inferred former-name place-renamed");
    check("", &["会理市医疗保障局"], "原会理县", "会理市 513402 stated publisher");
}

#[test]
fn a_county_that_is_in_no_list() {
    for title in ["青山县户籍管理服务指南", "青山县不动产登记办事指南", "青山县就业创业服务指南（2023年版）"]
    {
        check(title, &[], "", "青山县 - stated title place-not-in-list");
    }
    for title in ["农贸市场管理服务指南", "贫困县退出服务指南", "居民社区管理服务指南", "农产品入市服务指南", "跨县通办服务指南"]
    {
        check(title, &[], "", "- - missing - place-unresolved");
    }
    let staged = check("青云县医疗保障领域基层政务公开标准目录", &[], "", "青云县 - stated title place-not-in-list");
    assert_eq!(
        (staged.output.level, staged.output.evidence.as_slice()),
        (Some(Level::County), &[At::Text { line: 1, from: 1, to: 3 }][..])
    );
    check("", &["青云县医保局"; 3], "", "青云县 - stated publisher place-not-in-list");
    let staged = check("", &["黄石市青云县医疗保障局"; 3], "", "青云县 - stated publisher place-not-in-list");
    assert_eq!(staged.output.parents.iter().map(|parent| &*parent.name).collect::<Vec<_>>(), ["湖北省", "黄石市"]);
    for title in ["农村社区医疗保障目录", "全市医疗保障目录", "各县医疗保障目录", "城市医疗救助目录", "经济技术开发区医疗保障目录"]
    {
        check(title, &["区医保局", "市辖区医疗保障局"], "", "- - missing - place-unresolved");
    }
}

#[test]
fn a_folder_decides_what_the_text_leaves_open() {
    let at = |folder, title: &str| {
        let (title, tables) = (stated(title), tables());
        told(&jurisdiction(&PlaceClues { title: Some(&title), folder: Some(folder), ..PlaceClues::default() }, &tables))
    };
    assert_eq!(at("湖北省/大冶市/医保", "社会保险领域基层政务公开目录"), "大冶市 420281 inferred folder");
    assert_eq!(at("南京市", "鼓楼区医疗保障服务指南"), "鼓楼区 320106 inferred folder");
    assert_eq!(at("郑州市/登封市", "大冶镇政务公开目录"), "大冶镇 410185105 inferred folder");
    assert_eq!(at("江苏省", "鼓楼区医疗保障服务指南"), "鼓楼区 - ambiguous title place-ambiguous");
    assert_eq!(at("大冶市", "阳新县政务公开目录"), "阳新县 420222 stated title");
    assert_eq!(at("大冶市", "鼓楼区医疗保障服务指南"), "鼓楼区 - ambiguous title place-ambiguous");
    assert_eq!(at("医保/2023", "社会保险领域基层政务公开目录"), "- - missing - place-unresolved");
}

#[test]
fn a_person_decides() {
    let at = |manifest| {
        let (title, tables) = (stated("会议镇政务公开目录"), tables());
        told(&jurisdiction(&PlaceClues { title: Some(&title), manifest: Some(manifest), ..PlaceClues::default() }, &tables))
    };
    assert_eq!(at("530626104"), "会仪镇 530626104 reviewed manifest");
    assert_eq!(at("湖北省黄石市大冶市"), "大冶市 420281 reviewed manifest");
    assert_eq!(at("江苏省南京市鼓楼区"), "鼓楼区 320106 reviewed manifest");
    assert_eq!(at("云南省昭通市绥江县会仪镇"), "会仪镇 530626104 reviewed manifest");
    assert_eq!(at("雄安"), "雄安 - reviewed manifest place-not-in-list");
    assert_eq!(at("鼓楼区"), "鼓楼区 - ambiguous manifest place-ambiguous");
}

/// Every province, prefecture and county, and every 37th town, is found by its name with those of its parents.
#[test]
fn every_division_is_found_by_its_full_path() {
    let tables = tables();
    let all: Vec<Division> = include_str!("../../tables/divisions.csv")
        .lines()
        .skip(1)
        .enumerate()
        .filter_map(|(index, row)| row.split(',').next().filter(|code| code.len() < 9 || index % 37 == 0))
        .map(|code| tables.divisions.get(code).unwrap())
        .collect();
    let mut wrong = Vec::new();
    for division in &all {
        let parents: String = tables.divisions.parents(division.code).map(|parent| parent.name).collect();
        let name = format!("{parents}{}{}", division.name, if division.code.len() < 9 { "医疗保障局" } else { "人民政府" });
        let publishers = [publisher(&name, 1)];
        let staged = jurisdiction(&PlaceClues { publishers: &publishers, ..PlaceClues::default() }, &tables);
        if staged.output.code.as_deref() != Some(division.code) {
            wrong.push(format!("{name}: {}", told(&staged)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

/// A county that alone bears its name is found by it, in a publisher and in running text.
#[test]
fn every_county_with_a_name_of_its_own_is_found_by_it() {
    let tables = tables();
    let rows = include_str!("../../tables/divisions.csv").lines().skip(1).filter_map(|row| row.split(',').next());
    let counties = rows.filter(|code| code.len() < 9).filter_map(|code| tables.divisions.get(code));
    let mut wrong = Vec::new();
    let bearers = |name| tables.divisions.named(name).chain(tables.divisions.once_named(name)).count();
    let (single, several): (Vec<_>, Vec<_>) = counties.partition(|division| bearers(division.name) == 1);
    for division in several.into_iter().filter(|division| tables.divisions.once_named(division.name).next().is_some()) {
        let publishers = [publisher(&format!("{}医疗保障局", division.name), 1)];
        let found = jurisdiction(&PlaceClues { publishers: &publishers, ..PlaceClues::default() }, &tables);
        assert_eq!(found.output.code, None, "{}", division.name);
    }
    for division in single {
        let name = format!("{}医疗保障局", division.name);
        let publishers = [publisher(&name, 1)];
        let by_publisher = jurisdiction(&PlaceClues { publishers: &publishers, ..PlaceClues::default() }, &tables);
        let lines = [Text::from(format!("由{name}办理"))];
        let by_text = jurisdiction(&PlaceClues { lines: &lines, ..PlaceClues::default() }, &tables);
        let is_right = |staged: &Staged<Jurisdiction>| staged.output.code.as_deref() == Some(division.code);
        let is_word = tables.divisions.words.is_often_a_word(division.name);
        let by_text = if is_word { by_text.output.code.is_none() } else { is_right(&by_text) };
        if !by_text || is_right(&by_publisher) == tables.divisions.words.is_never_alone(division.name) {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_place_of_a_cell_of_a_workbook() {
    let raw = Text::from("襄阳市医保中心");
    let at = At::Sheet { sheet: 0, row: 2, column: 1 };
    let cell = Cell { passage: std::sync::Arc::new(crate::evidence::Passage::plain(raw)), at: std::iter::once(at).collect() };
    let staged = jurisdiction(&PlaceClues { cells: &[cell], ..PlaceClues::default() }, &tables());
    assert_eq!((told(&staged).as_str(), staged.output.evidence.as_slice()), ("襄阳市 4206 inferred text-names-place", &[at][..]));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the real documents are read where they are at hand")]
fn the_real_documents_by_their_text() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/raw");
    for (file, expected) in [
        ("000_ce7322e408fbaf00.txt", "大冶市 420281 inferred text-names-place"),
        ("001_e0ecc524d0d5608e.txt", "- - missing - place-unresolved"),
        ("002_0400c30d465930c1.txt", "上海市 31 inferred text-names-place"),
        ("003_179e72f5bb92ea41.txt", "大冶市 420281 inferred text-names-place"),
        ("004_64b3f3eb907f7148.txt", "- - missing - place-unresolved"),
    ] {
        let Ok(text) = std::fs::read_to_string(format!("{folder}/{file}")) else { continue };
        let staged = place("", &[], &text);
        assert_eq!(told(&staged), expected, "{file}");
        let lines: Vec<&str> = text.lines().collect();
        for at in &staged.output.evidence {
            let At::Text { line, from, to } = at else { panic!("{at}") };
            let shown: String = lines[*line as usize - 1].chars().skip(*from as usize - 1).take((to - from + 1) as usize).collect();
            let name = staged.output.name.as_deref().unwrap();
            assert!(name.starts_with(tally::joined(&shown).as_ref()), "{file}:{at} {shown}");
        }
    }
}

#[test]
fn a_title_that_lists_places_is_about_none_of_them_alone() {
    let staged = check("桐梓县、习水县社会救助领域基层政务公开标准目录", &["县民政局"; 3], "", "- - ambiguous title place-ambiguous");
    assert_eq!(candidates(&staged), ["520322", "520330"]);
    check("大冶市和阳新县医疗保障局办事指南", &[], "", "- - ambiguous title place-ambiguous");
    check("大冶市、各乡镇基层政务公开标准目录", &[], "", "大冶市 420281 stated title");
}

#[test]
fn titles_of_attachments_and_notices_name_their_place() {
    for title in [
        "附件：1.郏县医疗保障经办政务服务事项清单",
        "附件2郏县基层政务公开标准目录",
        "关于印发《郏县基层政务公开标准目录》的通知",
        "关于公布郏县公共服务事项清单的通知",
    ] {
        check(title, &[], "", "郏县 410425 stated title");
    }
    check("附件3三亚市基层政务公开标准目录", &[], "", "三亚市 4602 stated title");
}

#[test]
fn branches_of_authorities_of_the_state_name_the_place() {
    check("", &["国家税务总局桐梓县税务局"; 2], "", "桐梓县 520322 stated publisher");
    check("", &["国家税务总局"; 2], "", "- - missing - place-unresolved");
}

#[test]
fn a_town_of_a_city_without_list_of_towns() {
    let staged = check("东莞市塘厦镇低保办事指南", &["塘厦镇人民政府"], "", "塘厦镇 - stated title");
    let parents: Vec<_> = staged.output.parents.iter().map(|parent| &*parent.name).collect();
    assert_eq!((staged.output.level, parents), (Some(Level::Town), vec!["广东省", "东莞市"]));
    check("东莞市南城街道居住证办事指南", &["东莞市南城街道办事处"], "", "南城街道 - stated title");
    check("中山市小榄镇居住登记办事指南", &["小榄镇流动人口服务管理办公室"], "", "小榄镇 - stated title");
    check("嘉峪关市峪泉镇高龄补贴办事指南", &[], "地址：峪泉镇政府一楼", "峪泉镇 - stated title");
    // Nothing else tells whether it is a town.
    let open = check("东莞市塘厦镇低保办事指南", &[], "", "- - ambiguous title place-ambiguous");
    assert_eq!(candidates(&open), ["4419"]);
    for title in ["东莞市城镇居民低保办事指南", "东莞市各镇街低保办事指南", "中山市返乡创业补贴办事指南", "东莞市低保办事指南"]
    {
        let city = if title.starts_with('中') { "中山市 4420 stated title" } else { "东莞市 4419 stated title" };
        check(title, &[], "", city);
    }
}
