//! tables/laws/tests: the register against what is known of single acts.

use super::*;

fn laws() -> Laws {
    Laws::parse("laws.jsonl", include_str!("../laws.jsonl")).unwrap()
}

#[test]
fn the_embedded_register_can_be_read() {
    assert!(laws().iter().count() > 1_100);
    assert_eq!(laws().as_of().unwrap().as_str(), "2026-08-28");
}

#[test]
fn unknown_keys_wrong_dates_and_repeated_ids_are_refused() {
    let line = r#"{"id":"a","title":"甲条例","kind":"行政法规","status":"unknown","source":"s"}"#;
    assert!(Laws::parse("t", line).is_ok());
    assert!(Laws::parse("t", &format!("{line}\n{line}")).unwrap_err().to_string().contains("line 2: `a` stands twice"));
    assert!(Laws::parse("t", &line.replace("\"kind\"", "\"other\":1,\"kind\"")).is_err());
    assert!(Laws::parse("t", &line.replace("\"source\"", "\"effective\":\"2019\",\"source\"")).is_err());
}

#[test]
fn titles_are_found_in_every_form() {
    let laws = laws();
    for (title, expected) in [
        ("中华人民共和国政府信息公开条例", Some((TitleForm::Full, "中华人民共和国政府信息公开条例"))),
        ("中华人 民共和国 政府信息 公开条例 ", Some((TitleForm::Full, "中华人民共和国政府信息公开条例"))),
        ("社会保险法", Some((TitleForm::Short, "中华人民共和国社会保险法"))),
        ("中华人民共和国社会保险费征缴暂行条例", Some((TitleForm::Longer, "社会保险费征缴暂行条例"))),
        (
            "第五届全国人民代表大会常务委员会关于批准<国务院关于职工探亲待遇的规定>的决议",
            Some((TitleForm::Full, "第五届全国人民代表大会常务委员会关于批准《国务院关于职工探亲待遇的规定》的决议")),
        ),
        ("社会保险費征缴暂行条例", None),
        ("商巿场条例", None),
        ("中华人⺠共和国社会保险法", Some((TitleForm::Alike, "中华人民共和国社会保险法"))),
        ("城巿公共交通条例", Some((TitleForm::Alike, "城市公共交通条例"))),
        ("信息公开规定", None),
    ] {
        let found = laws.by_title(title).map(|(form, found)| (form, found[0].title.to_string()));
        assert_eq!(found, expected.map(|(form, title)| (form, title.to_owned())), "{title}");
    }
    let twice = laws.by_title("红十字标志使用办法").unwrap().1;
    assert_eq!((twice.len(), twice[0].orders[0].number), (2, 194), "the entry that knows its order comes first");
}

#[test]
fn near_titles_are_found_and_far_ones_are_not() {
    let laws = laws();
    for (title, expected) in [
        ("中华人民共和国政府信息公开条件", "中华人民共和国政府信息公开条例"),
        ("中华人民共合国政府信息公开条例", "中华人民共和国政府信息公开条例"),
        ("中华共和国政府信息公开条例", "中华人民共和国政府信息公开条例"),
        ("政府信息开公条例", "中华人民共和国政府信息公开条例"),
        ("社会保险费征缴条例", "社会保险费征缴暂行条例"),
        ("中华人民共和国劳功法", "中华人民共和国劳动法"),
        ("劳功法", ""),
        ("中华人民共和国公务法", ""),
        ("中华人民共和国公甲法", "中华人民共和国公司法、中华人民共和国公证法、中华人民共和国公路法"),
        ("中华人民共和国国甲法", ""),
        ("医疗器皿管理条例", ""),
        ("中华人民共和国刑法修正案（一）", ""),
        ("湖北省社会救助暂行办法", ""),
        ("上海市政府信息公开规定", ""),
        ("甲法", ""),
        ("", ""),
    ] {
        let nearest: Vec<&str> = laws.nearest(title).iter().map(|law| law.title.as_str()).collect();
        assert_eq!(nearest.join("、"), expected, "{title}");
    }
}

#[test]
fn a_text_can_start_with_a_title() {
    let laws = laws();
    for (text, expected) in [
        ("失业保险条例 国务院令", "失业保险条例"),
        ("中华人民共和国政府信息公开条例社会保险法", "中华人民共和国政府信息公开条例"),
        ("相关政策文件", ""),
    ] {
        assert_eq!(laws.starting(text).and_then(|end| text.get(..end)).unwrap_or(""), expected, "{text}");
    }
}

#[test]
fn an_act_issued_anew_is_told_from_one_amended() {
    let laws = laws();
    for (title, expected) in [
        ("中华人民共和国政府信息公开条例", Some(711)),
        ("社会保险费征缴暂行条例", None),
        ("中华人民共和国药品管理法实施条例", None),
        ("工伤保险条例", None),
        ("住房公积金管理条例", None),
        ("中国人民解放军文职人员条例", Some(757)),
        ("宗教事务条例", Some(686)),
        ("农药管理条例", Some(677)),
        ("中华人民共和国食品安全法实施条例", Some(721)),
    ] {
        let law = laws.by_title(title).unwrap().1[0];
        assert_eq!(law.reissue().map(|order| order.number), expected, "{title}");
        assert!(!law.lacks_reissue(), "{title}");
    }
    assert!(laws.by_title("医疗器械监督管理条例").unwrap().1[0].lacks_reissue());
    assert_eq!(laws.orders("国务院令", 722).next().unwrap().0.title.as_str(), "优化营商环境条例");
    assert!(laws.orders("国务院令", 710).count() > 1);
}
