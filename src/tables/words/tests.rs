//! tables/words/tests: lists that prove themselves.

use super::*;

#[test]
fn pairs_of_marks_and_standard_columns_are_strict() {
    let mut words = Words::default();
    assert!(words.add("t", "never_meet = [\"、、、\"]").unwrap_err().to_string().contains("no pair"));
    assert!(words.add("t", "[[standard_column]]\nfield = \"legal_bases\"\nsays = \"公开依据\"").is_err());
    words.add("t", "never_meet = [\"、。\"]\n[[standard_column]]\nfield = \"marks\"\ngroup = \"mode\"\nsays = \"公开方式\"").unwrap();
    assert!(words.never_meet(('、', '。')) && !words.never_meet(('。', '、')));
    let column = &words.standard_columns()[0];
    assert!(column.is(Field::Marks, Some(MarkGroup::Mode)) && !column.is(Field::Marks, Some(MarkGroup::Level)));
}

#[test]
fn ends_of_pages_prove_themselves() {
    let words = crate::tables::Tables::embedded().unwrap().words;
    for end in words.page_ends() {
        assert!(!end.examples.is_empty());
        for example in &end.examples {
            assert!(words.page_end(example).is_some_and(|last| last || !end.last), "{example}");
        }
    }
    for line in ["办理地点：打印店旁", "附件材料齐全", "主办方", "编辑部", "联系电话：0714-8736756"] {
        assert_eq!(words.page_end(line), None, "{line}");
    }
}

#[test]
fn patterns_prove_themselves() {
    let words = crate::tables::Tables::embedded().unwrap().words;
    for entry in words.no_phones.iter().chain(&words.accounts).chain(&words.leftovers) {
        assert!(!entry.examples.is_empty(), "{}", entry.name);
        for example in &entry.examples {
            assert!(entry.pattern.is_match(example), "{}: {example}", entry.name);
        }
    }
    for example in words.page_lines.iter().flat_map(|entry| &entry.examples) {
        assert!(words.is_page_line(example), "{example}");
    }
}

#[test]
fn trails_are_told_from_titles() {
    let words = crate::tables::Tables::embedded().unwrap().words;
    for trail in ["首页 > 政务公开 > 办事指南", "当前位置：首页 > 办事服务", "首页>目录", "政务公开 » 重点领域 » 目录"]
    {
        assert!(words.is_trail(trail), "{trail}");
    }
    for title in ["临海市婚姻登记领域基层政务公开标准目录", "办事指南", "申请→受理"] {
        assert!(!words.is_trail(title), "{title}");
    }
}

#[test]
fn joints_prove_themselves() {
    fn prove<T: ToString>(joint: &joints::Joint<T>) {
        assert!(!joint.says.is_empty());
        for word in joint.says.iter().map(ToString::to_string) {
            assert!(joint.examples.iter().any(|example| example.contains(&word)), "{word}");
        }
    }
    let joints = crate::tables::Tables::embedded().unwrap().words.joints;
    for joint in [
        &joints.offices,
        &joints.several_levels,
        &joints.level_pairs,
        &joints.shared_by_levels,
        &joints.goes_on,
        &joints.never_first,
        &joints.marks,
        &joints.mark_ends,
        &joints.included,
        &joints.chapters,
        &joints.general_titles,
    ] {
        prove(joint);
    }
    prove(&joints.unknown_marks);
}

#[test]
fn words_that_rightly_meet_themselves_do_so() {
    for word in crate::tables::Tables::embedded().unwrap().words.meets() {
        let chars: Vec<char> = word.chars().collect();
        assert!((1..=chars.len() / 2).any(|length| chars.windows(2 * length).any(|part| part[..length] == part[length..])), "{word}");
    }
}

#[test]
fn texts_that_say_when_are_told_from_contents() {
    let words = crate::tables::Tables::embedded().unwrap().words;
    for when in ["及时", "定期公开", "及时向社会公开", "年度内公开", "招生工作开始前", "任职期间", "批复后", "同步公开"]
    {
        assert!(words.has_deadline_word(when), "{when}");
    }
    for other in
        ["年度建设计划", "定期核查结果", "灾后", "产前", "《任前公示》后", "救助前、救助后", "及时率", "住房发展规划、年度建设计划"]
    {
        assert!(!words.has_deadline_word(other), "{other}");
    }
}

#[test]
fn offices_their_parts_and_titles_of_guides_are_told() {
    let words = crate::tables::Tables::embedded().unwrap().words;
    assert!(words.is_organisation("供水服务站") && !words.is_organisation("县政府网站"));
    assert!(words.is_department("出入境管理大队") && !words.is_department("县公安局"));
    assert!(words.is_guide_title("高龄津贴办事指南（2023年版）") && !words.is_guide_title("基层政务公开标准目录"));
}
