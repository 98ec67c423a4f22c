//! Deadlines as directories and guides print them.

use super::*;

fn reads(text: &str, label: &str) -> Vec<String> {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());
    let show = |deadline: &Deadline| {
        let words = [&deadline.trigger, &deadline.condition].into_iter().flatten().map(|text| text.to_string());
        let amount = deadline.amount.map_or("-".into(), |amount| amount.to_string());
        let parts = [format!("{:?}", deadline.kind), amount, deadline.unit.map_or("-".into(), |unit| format!("{unit:?}"))];
        parts.into_iter().chain(words).chain(deadline.basis.map(|basis| format!("{basis:?}"))).collect::<Vec<_>>().join(" ")
    };
    let shown = |limit: Limit| match limit.readings.as_slice() {
        [] => format!("open: {}", text.get(limit.clause).unwrap()),
        readings => readings.iter().map(show).collect::<Vec<_>>().join(" | "),
    };
    read(text, label, &TABLES).into_iter().map(shown).collect()
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let read = reads(text, "");
            (read != *expected).then(|| format!("{text}: {read:?}, not {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn deadlines_of_directories() {
    check(&[
        ("自该政府信息形成或者变更之日起20个工作日内及时公开", &["Within 20 WorkingDay 信息形成或变更"]),
        ("信息形成（变更）20个工作日内", &["Within 20 WorkingDay 信息形成或变更"]),
        ("公开事项信 息形成或变 更之日起20 个工作日内 公开", &["Within 20 WorkingDay 信息形成或变更"]),
        ("信息形成７个工作日内公开", &["Within 7 WorkingDay 信息形成"]),
        ("信息产生后的30日内", &["Within 30 Day 信息形成"]),
        ("制定或获取文件之日起十个工作日内", &["Within 10 WorkingDay 制定或获取"]),
        ("自制作或获取该信息之日起二十个工作日内予以公开", &["Within 20 WorkingDay 制定或获取"]),
        ("信息批复之日起20个工作日内", &["Within 20 WorkingDay 批复"]),
        ("批复后20日内", &["Within 20 Day 批复"]),
        ("行政处罚决定形成之日起20个工作日", &["Within 20 WorkingDay 决定形成"]),
        (
            "信息形成或变更之日起20个工作日内公开；决定作出之日起7个工作日内",
            &["Within 20 WorkingDay 信息形成或变更", "Within 7 WorkingDay 决定形成"],
        ),
        ("自信息形成之日起20个工作日内公开，公示7个工作日", &["Within 20 WorkingDay 信息形成", "Duration 7 WorkingDay"]),
        ("自公示期满之日起5个工作日内", &["Within 5 WorkingDay 公示期满"]),
        ("每季度结束后10日内", &["Within 10 Day 每季度结束"]),
        (
            "信息形成或变更之日起20个工作日内公开，法律、法规对政府信息公开的期限另有规定的，从其规定",
            &["Within 20 WorkingDay 信息形成或变更"],
        ),
        ("公开事项批复文件齐全，20个工作日内", &["Within 20 WorkingDay"]),
    ]);
}

#[test]
fn limits_without_an_amount() {
    check(&[
        ("及时公开", &["Immediate - -"]),
        ("按进展情况及时公开", &["Immediate - -"]),
        ("实时", &["Immediate - -"]),
        ("长期", &["Duration - -"]),
        ("任期内", &["Duration - -"]),
        ("按年公开", &["Periodic 1 Year"]),
        ("半年至少更新1次", &["Periodic 6 Month"]),
        ("一年两次", &["Periodic - -"]),
        ("每3个月更新一次", &["Periodic 3 Month"]),
        ("定期更新", &["Periodic - -"]),
        ("不定期更新", &[]),
        ("1月31日之前", &["ByDate - - 1月31日之前"]),
        ("每年3月底前公开上年度情况", &["ByDate - - 每年3月底前"]),
        ("每月10日前", &["ByDate - - 每月10日前"]),
        ("公示期不少于30天", &["Duration 30 Day"]),
        ("公开期限为5年", &["Duration 5 Year"]),
        ("按有关规定", &[]),
        ("每年一季度末", &["ByDate - - 每年一季度末"]),
        ("房屋征收决定作出后应当及时公告", &["Immediate - -"]),
        ("材料齐全即时受理，3个工作日内办结", &["Within 3 WorkingDay 受理"]),
        ("即时制卡15分钟", &["Within 15 Minute"]),
        ("全年受理，20日内办结", &["Within 20 Day 受理"]),
    ]);
}

#[test]
fn what_starts_a_limit_may_be_several_things() {
    check(&[
        ("自中标、成交供应商确定之日起2个工作日内", &["Within 2 WorkingDay 中标、成交供应商确定"]),
        ("自收到投诉、举报之日起5个工作日内", &["Within 5 WorkingDay 收到投诉、举报"]),
        ("自处罚决定（变更、撤销）之日起7个工作日内", &["Within 7 WorkingDay 处罚决定(变更、撤销)"]),
        ("每月初5个工作日内", &["Within 5 WorkingDay 每月初"]),
        ("每学期开学后60日内完成", &["Within 60 Day 每学期开学"]),
    ]);
}

#[test]
fn what_a_limit_was_and_how_it_is_divided() {
    check(&[
        ("15个工作日（由原来的20个工作日压缩至15个工作日）", &["Within 15 WorkingDay 由原来的20个工作日压缩至15个工作日"]),
        ("法定60天，承诺30天（工作日）", &["Within 60 Day Legal", "Within 30 WorkingDay Promised"]),
        ("5个工作日（法定时限：无）", &["Within 5 WorkingDay 法定时限：无"]),
        ("3+2个工作日", &["open: 3+2个工作日"]),
        ("承诺时限比法定时限缩短12个工作日", &["open: 承诺时限比法定时限缩短12个工作日"]),
        ("1 工作日（比法定缩短95%）", &["Within 1 WorkingDay"]),
        ("1个工作日（比法定时限缩短19个工作日）", &["Within 1 WorkingDay"]),
        ("面向60周岁以上的老年人", &[]),
        ("不动产登记：5个工作日；税务：1个工作日", &["Within 5 WorkingDay 不动产登记", "Within 1 WorkingDay 税务"]),
        (
            "5个工作日，其中受理1个工作日、审核3个工作日、制证1个工作日",
            &["Within 5 WorkingDay", "Within 1 WorkingDay 受理", "Within 3 WorkingDay 审核", "Within 1 WorkingDay 制证"],
        ),
        (
            "20个工作日内办结；20日内不能作出决定的，经负责人批准，可以延长10日",
            &["Within 20 WorkingDay 20日内不能作出决定的，经负责人批准，可以延长10日"],
        ),
    ]);
}

#[test]
fn limits_of_guides() {
    check(&[
        ("不超过5个工作日", &["Within 5 WorkingDay"]),
        ("不超过9个工作日（不含资料邮寄时间）", &["Within 9 WorkingDay 不含资料邮寄时间"]),
        ("即时办结", &["Immediate - -"]),
        ("即时办结（承诺制），2个工作日（提交材料）", &["Immediate - - 承诺制", "Within 2 WorkingDay 提交材料"]),
        ("即时办结（线下市级），2个工作日（线上、线下乡镇、村）", &["Immediate - - 线下市级", "Within 2 WorkingDay 线上、线下乡镇、村"]),
        ("随时受理申报，材料齐全的在收到后10个工作日内出具受理或不受理的回执单。", &["Within 10 WorkingDay 收到材料"]),
        ("法定20个工作日；承诺3个工作日", &["Within 20 WorkingDay Legal", "Within 3 WorkingDay Promised"]),
        ("法定时限：20个工作日 承诺时限：3个工作日", &["Within 20 WorkingDay Legal", "Within 3 WorkingDay Promised"]),
        ("20个工作日（法定），5个工作日（承诺）", &["Within 20 WorkingDay Legal", "Within 5 WorkingDay Promised"]),
        ("一般20个工作日，特殊情况不超过30个工作日", &["Within 20 WorkingDay 一般情况", "Within 30 WorkingDay 特殊情况"]),
        ("能当场办结的，当场办结；不能当场办结的，5个工作日内办结", &["Immediate - - 能当场办结", "Within 5 WorkingDay 不能当场办结"]),
        ("5个工作日（不含公示15日）", &["Within 5 WorkingDay 不含公示15日"]),
        ("承诺件，5个工作日", &["Within 5 WorkingDay"]),
        ("二十（20）个工作日", &["Within 20 WorkingDay"]),
        ("两个工作日", &["Within 2 WorkingDay"]),
        ("24小时内", &["Within 24 Hour"]),
    ]);
    assert_eq!(reads("20个工作日", "法定办结时限"), ["Within 20 WorkingDay Legal"]);
    assert_eq!(reads("20个工作日", "法定/承诺时限"), ["Within 20 WorkingDay"]);
}

#[test]
fn conditions_are_words_that_stand_there() {
    check(&[
        (
            "自信息形成或变更之日起20个工作日内；涉及群众切身利益的，应在3个工作日内公开",
            &["Within 20 WorkingDay 信息形成或变更", "Within 3 WorkingDay 涉及群众切身利益"],
        ),
        ("自受理之日起，15个工作日内办结（情况复杂的可延长至30个工作日）", &["Within 15 WorkingDay 受理", "Within 30 WorkingDay 情况复杂"]),
        ("申请材料齐全，符合法定形式的，当场登记", &["Immediate - - 申请材料齐全，符合法定形式"]),
        ("材料齐全、符合法定形式的当场办结", &["Immediate - - 材料齐全、符合法定形式"]),
        ("需要核实的，自受理之日起3个工作日内办结", &["Within 3 WorkingDay 受理 需要核实"]),
        ("收到后5日内答复，不能当场答复的15日内答复", &["Within 5 Day 收到", "Within 15 Day 不能当场答复"]),
        ("信息形成后10日内公开，涉及重大事项的，及时公开", &["Within 10 Day 信息形成", "Immediate - - 涉及重大事项"]),
        ("20个工作日内不能作出决定的，可延长10个工作日", &["open: 20个工作日内不能作出决定的，可延长10个工作日"]),
    ]);
}

#[test]
fn limits_in_words_of_guides() {
    check(&[
        ("法定期限：即办", &["Immediate - - Legal"]),
        ("法定期限：30日，延长期限不超过十五日", &["Within 30 Day 延长期限不超过十五日 Legal"]),
        ("马上办", &["Immediate - -"]),
        ("现场办结", &["Immediate - -"]),
        ("全年受理", &["Duration - -"]),
        ("20个法定工作日", &["Within 20 WorkingDay"]),
        ("20个工作曰内", &["Within 20 WorkingDay"]),
        ("廿日内", &["Within 20 Day"]),
        ("每月1-10日申报", &["ByDate - - 每月1-10日"]),
    ]);
}

#[test]
fn clauses_cut_no_words() {
    let tables = Tables::embedded().unwrap();
    let text = "自受理之日起，15个工作日内办结（情况复杂的可延长至30个工作日）";
    let clauses: Vec<&str> = read(text, "", &tables).into_iter().map(|limit| text.get(limit.clause).unwrap()).collect();
    assert_eq!(clauses, ["自受理之日起，15个工作日内办结", "（情况复杂的可延长至30个工作日）"]);
}

#[test]
fn a_cell_too_long_for_a_limit_is_left_open() {
    assert!(reads(&"及时公开3日内".repeat(1000), "").is_empty());
}

#[test]
fn what_is_doubtful_is_left_open() {
    check(&[
        ("3-5个工作日", &["Within 3 WorkingDay | Within 5 WorkingDay"]),
        ("3个工作日至5个工作日", &["Within 3 WorkingDay | Within 5 WorkingDay"]),
        ("二十（10）个工作日", &["Within 20 WorkingDay | Within 10 WorkingDay"]),
        ("提前5个工作日通知", &["open: 提前5个工作日通知"]),
        ("会议召开7日前", &["open: 会议召开7日前"]),
        ("七11个工作日", &["open: 七11个工作日"]),
        ("2O个工作日内", &[]),
        ("1.5个工作日", &["open: 1.5个工作日"]),
        ("3月内", &["open: 3月内"]),
        ("3月公开", &[]),
        ("2020年公开", &[]),
        ("半年内", &["Within 6 Month"]),
        ("第3个工作日", &["open: 第3个工作日"]),
        ("自2020年1月1日起施行", &[]),
    ]);
}

#[test]
fn what_is_not_counted_is_no_limit() {
    check(&[
        ("20个工作日（不含公示7天）", &["Within 20 WorkingDay 不含公示7天"]),
        ("30个工作日，不包括公示7个工作日", &["Within 30 WorkingDay 不包括公示7个工作日"]),
        ("60日（公示15日除外）", &["Within 60 Day 公示15日除外"]),
        ("15个工作日（公示7天不计入办理时限）", &["Within 15 WorkingDay 公示7天不计入办理时限"]),
        ("10个工作日（不含法定节假日）", &["Within 10 WorkingDay 不含法定节假日"]),
        ("公示7个工作日", &["Duration 7 WorkingDay"]),
        ("20（工作日）", &["Within 20 WorkingDay"]),
        ("公示期满后20个工作日内办结，法定节假日除外", &["Within 20 WorkingDay 公示期满 法定节假日除外"]),
    ]);
}

#[test]
fn numbers_alone_are_counted_in_the_unit_of_their_label() {
    for (text, label, expected) in [
        ("20", "法定时限（工作日）", &["Within 20 WorkingDay Legal"][..]),
        ("十", "承诺时限(单位：个工作日)", &["Within 10 WorkingDay Promised"]),
        ("5", "办理时限（天）", &["Within 5 Day"]),
        ("20", "办理时限", &[]),
        ("5-10", "办理时限（工作日）", &[]),
        ("2", "办理时限（法定）", &[]),
        ("即办", "承诺时限（工作日）", &["Immediate - - Promised"]),
        ("3日", "承诺时限（工作日）", &["Within 3 Day Promised"]),
    ] {
        assert_eq!(reads(text, label), expected, "{text} {label}");
    }
}

#[test]
fn each_of_several_limits_has_its_own_condition() {
    check(&[
        ("村（社区）3日、镇（街道）5个工作日", &["Within 3 Day 村（社区）", "Within 5 WorkingDay 镇（街道）"]),
        ("村（居）委会初审3个工作日，镇政府审核5个工作日", &["Within 3 WorkingDay 村（居）委会初审", "Within 5 WorkingDay 镇政府审核"]),
        ("社区受理：3日；街道审核：5个工作日", &["Within 3 Day 社区受理", "Within 5 WorkingDay 街道审核"]),
        ("受理后3日内初审；街道审核5个工作日", &["Within 3 Day 受理", "Within 5 WorkingDay 街道审核"]),
        ("异地办理30个工作日；偏远地区可延长10个工作日", &["Within 30 WorkingDay 异地办理；偏远地区可延长10个工作日"]),
        ("异地办理30个工作日；偏远地区可延长至40个工作日", &["Within 30 WorkingDay 异地办理", "Within 40 WorkingDay 偏远地区"]),
        ("本地办理5个工作日，异地办理30个工作日，偏远地区可适当延长", &["Within 5 WorkingDay 本地办理", "Within 30 WorkingDay 异地办理"]),
        ("镇政府自受理之日起5个工作日，县民政局10个工作日", &["Within 5 WorkingDay 受理 镇政府", "Within 10 WorkingDay 县民政局"]),
        ("20个工作日（不含公示期7日）", &["Within 20 WorkingDay 不含公示期7日"]),
        ("20个工作日（自作出决定之日起）", &["Within 20 WorkingDay 决定形成"]),
        ("15个工作日（自受理之日起，不含公示）", &["Within 15 WorkingDay 自受理之日起，不含公示"]),
    ]);
}

#[test]
fn what_recurs_with_terms_and_halves_of_years() {
    check(&[
        ("每学期初公开", &["Periodic - - 每学期初"]),
        ("每学期公开一次", &["Periodic - - 每学期"]),
        ("每学期开学前公开", &["ByDate - - 每学期开学前"]),
        ("年初、年末各1次", &["Periodic - - 年初、年末各1次"]),
        ("每年年初、年底各公布一次", &["Periodic - - 每年年初、年底各公布一次"]),
        ("上半年、下半年各一次", &["Periodic - - 上半年、下半年各一次"]),
    ]);
}

#[test]
fn a_basis_takes_no_condition_away() {
    for (text, label, expected) in [
        ("新办10个工作日，变更5个工作日", "承诺时限", &["Within 10 WorkingDay 新办 Promised", "Within 5 WorkingDay 变更 Promised"][..]),
        (
            "乡镇受理3个工作日，县局审核5个工作日",
            "承诺时限",
            &["Within 3 WorkingDay 乡镇受理 Promised", "Within 5 WorkingDay 县局审核 Promised"],
        ),
        ("乡镇受理后5日，县局受理后3日", "承诺时限", &["Within 5 Day 受理 乡镇 Promised", "Within 3 Day 受理 县局 Promised"]),
        ("受理后5个工作日内办结", "承诺时限", &["Within 5 WorkingDay 受理 Promised"]),
        ("一般情况20日，特殊情况30日", "法定时限", &["Within 20 Day 一般情况 Legal", "Within 30 Day 特殊情况 Legal"]),
        ("1个工作日（法定时限5个工作日）", "承诺时限", &["Within 1 WorkingDay Promised", "Within 5 WorkingDay Legal"]),
        ("20日（含现场踏勘5日）", "法定时限", &["Within 20 Day 含现场踏勘5日 Legal"]),
        ("1个工作日（网上）/当场（窗口）", "承诺时限", &["Within 1 WorkingDay 网上 Promised", "Immediate - - 窗口 Promised"]),
        ("20个工作日/5个工作日", "法定时限/承诺时限", &["Within 20 WorkingDay Legal", "Within 5 WorkingDay Promised"]),
    ] {
        assert_eq!(reads(text, label), expected, "{text} {label}");
    }
    check(&[
        (
            "法定7日；承诺：初次登记5日，变更登记2日，注销即办",
            &["Within 7 Day Legal", "Within 5 Day 初次登记 Promised", "Within 2 Day 变更登记 Promised", "Immediate - - 注销 Promised"],
        ),
        (
            "法定时限20日，承诺时限新设立8日，变更3日；公示7日",
            &["Within 20 Day Legal", "Within 8 Day 新设立 Promised", "Within 3 Day 变更 Promised", "Duration 7 Day"],
        ),
        ("法定20日，承诺10日，送达3日", &["Within 20 Day Legal", "Within 10 Day Promised", "Within 3 Day 送达"]),
        (
            "新办法定20日，承诺8日；变更（法定10日，承诺3日）",
            &["Within 20 Day 新办 Legal", "Within 8 Day 新办 Promised", "Within 10 Day 变更 Legal", "Within 3 Day 变更 Promised"],
        ),
        ("法定20日办结 承诺5日办结", &["Within 20 Day Legal", "Within 5 Day Promised"]),
        ("承诺时限自受理之日起，新办5日，变更3日", &["Within 5 Day 受理 新办 Promised", "Within 3 Day 受理 变更 Promised"]),
    ]);
}

#[test]
fn what_is_done_at_once_has_its_condition() {
    check(&[
        ("补办即办；换领10日", &["Immediate - - 补办", "Within 10 Day 换领"]),
        ("县内迁移即办，县外迁移3个工作日", &["Immediate - - 县内迁移", "Within 3 WorkingDay 县外迁移"]),
        ("①首次申请10日②变更5日③补证即办", &["Within 10 Day 首次申请", "Within 5 Day 变更", "Immediate - - 补证"]),
        ("自助机即办；窗口3日", &["Immediate - - 自助机", "Within 3 Day 线下"]),
        ("材料齐全即时办结", &["Immediate - - 材料齐全"]),
        ("材料齐全，符合法定形式，当场办结", &["Immediate - - 材料齐全，符合法定形式"]),
        ("符合条件当场办结，需核查的5日", &["Immediate - - 符合条件", "Within 5 Day 需核查"]),
        ("当场办结或5个工作日内办结", &["Immediate - -", "Within 5 WorkingDay"]),
        ("办理时限：当场办结；变更3日", &["Immediate - -", "Within 3 Day 变更"]),
        ("申请人提交材料后即办，其他3日", &["Immediate - -", "Within 3 Day 其他"]),
    ]);
}

#[test]
fn what_is_done_in_each_of_several_limits_tells_them_apart() {
    check(&[
        ("15个工作日内完成初审，30个工作日内完成终审", &["Within 15 WorkingDay 完成初审", "Within 30 WorkingDay 完成终审"]),
        ("3日内受理、10日内审核、5日内发证", &["Within 3 Day 受理", "Within 10 Day 审核", "Within 5 Day 发证"]),
        ("20日内作出决定，10日内颁发证件（不含公示）", &["Within 20 Day 作出决定", "Within 10 Day 颁发证件；不含公示"]),
        ("新办10日（不含公示），变更5日", &["Within 10 Day 新办；不含公示", "Within 5 Day 变更"]),
        ("2小时内到场，24小时内修复", &["Within 2 Hour 到场", "Within 24 Hour 修复"]),
        ("20日内办结，特殊情况30日内办结", &["Within 20 Day", "Within 30 Day 特殊情况"]),
        ("法定20日内办结，承诺5日内发证", &["Within 20 Day Legal", "Within 5 Day Promised"]),
        ("20日内作出决定；20日内不能作出决定的，可以延长10日", &["Within 20 Day 20日内不能作出决定的，可以延长10日"]),
    ]);
}

#[test]
fn what_stands_around_several_limits() {
    check(&[
        ("自受理之日起，镇级3日、县级5日", &["Within 3 Day 受理 镇级", "Within 5 Day 受理 县级"]),
        ("自申请之日起：镇级3日；县级5日", &["Within 3 Day 申请 镇级", "Within 5 Day 申请 县级"]),
        ("（一）新办：5日；（二）变更：3日", &["Within 5 Day 新办", "Within 3 Day 变更"]),
        ("资料审核3日+现场核查7日", &["Within 3 Day 资料审核", "Within 7 Day 现场核查"]),
        ("审查（3日）；决定（1日）", &["Within 3 Day 审查", "Within 1 Day 决定"]),
        ("村3日、镇5日", &["Within 3 Day 村", "Within 5 Day 镇"]),
        ("20个工作日（自受理之日起计算）", &["Within 20 WorkingDay 受理"]),
        ("5个工作日（从受理次日起计算）", &["Within 5 WorkingDay 受理次日"]),
        ("冷静期30日届满后30日内", &["Within 30 Day 冷静期30日届满"]),
        ("冷静期（30日）届满后30日内", &["Within 30 Day 冷静期(30日)届满"]),
        ("受理60日内，延长不超过30日", &["Within 60 Day 受理 延长不超过30日"]),
        ("20日；交通不便的地区，可延长30日", &["Within 20 Day 交通不便的地区，可延长30日"]),
        ("20个工作日（现场踏勘10日、专家评审20日不计入）", &["Within 20 WorkingDay 现场踏勘10日、专家评审20日不计入"]),
        ("20日（现场踏勘10日，专家评审20日不计入）", &["Within 20 Day 现场踏勘10日，专家评审20日不计入"]),
        ("15日（材料齐全的5日，公示7天不计入）", &["Within 15 Day", "Within 5 Day 材料齐全；公示7天不计入"]),
        ("村（含社区）3日，镇5日", &["Within 3 Day 村（含社区）", "Within 5 Day 镇"]),
        ("及时公开，任前公示不少于5个工作日", &["Immediate - -", "Duration 5 WorkingDay"]),
        ("信息形成后20日内及时公开，公示7日", &["Within 20 Day 信息形成", "Duration 7 Day"]),
    ]);
}

#[test]
fn part_and_count_of_what_recurs() {
    check(&[
        ("每学期期中、期末各一次", &["Periodic - - 每学期期中、期末各一次"]),
        ("每学期期末", &["Periodic - - 每学期期末"]),
        ("每学期不少于2次", &["Periodic - - 每学期不少于2次"]),
        ("每学期开学一周内", &["Within 1 Week 每学期开学"]),
        ("每学期开学后一个月内", &["Within 1 Month 每学期开学"]),
        ("每学期开学前10个工作日", &["ByDate - - 每学期开学前10个工作日"]),
        ("每学期开学后第一周", &["open: 每学期开学后第一周"]),
        ("每学年末更新", &["ByDate - - 每学年末"]),
        ("每学年开学前公开1次", &["ByDate - - 每学年开学前"]),
        ("年初、年中、年末各1次", &["Periodic - - 年初、年中、年末各1次"]),
        ("每年春、秋季学期开学前各公开1次", &["Periodic - - 每年春、秋季学期开学前各公开1次"]),
        ("每年1-3月申报", &["ByDate - - 每年1-3月"]),
        ("每年第1、3季度", &["ByDate - - 每年第1、3季度"]),
        ("每年招生前", &["ByDate - - 每年招生前"]),
        ("每年年初公开", &["Periodic 1 Year 每年年初"]),
        ("每年组织2次认定", &["Periodic - -"]),
        ("每年1至2次", &["Periodic - -"]),
        ("每年至少公开一次", &["Periodic 1 Year"]),
        ("每年根据需要公开", &["Periodic 1 Year"]),
        ("每年第二批次公布后20日内", &["Within 20 Day 每年第二批次公布"]),
    ]);
}

#[test]
fn what_is_about_so_long_is_left_open() {
    check(&[
        ("10个工作日左右", &["open: 10个工作日左右"]),
        ("约10个工作日", &["open: 约10个工作日"]),
        ("大约需要15天", &["open: 大约需要15天"]),
        ("预约后5个工作日内", &["Within 5 WorkingDay 预约"]),
        ("签约5个工作日内", &["Within 5 WorkingDay"]),
    ]);
}

#[test]
fn what_limits_are_for() {
    check(&[
        ("行政许可7个工作日", &["Within 7 WorkingDay 行政许可"]),
        ("一般程序15个工作日", &["Within 15 WorkingDay 一般程序"]),
        ("办理时限7个工作日", &["Within 7 WorkingDay"]),
        ("自受理之日起7个工作日", &["Within 7 WorkingDay 受理"]),
        ("每月20日前受理的，次月发放", &[]),
        ("告知承诺方式：当场办结；一般程序：5日", &["Immediate - - 告知承诺方式", "Within 5 Day 一般程序"]),
        ("新生报名每年8月20日前，转学9月10日前", &["ByDate - - 每年8月20日前；新生报名", "ByDate - - 9月10日前；转学"]),
        ("每年3月底前公开预算，9月底前公开决算", &["ByDate - - 每年3月底前；公开预算", "ByDate - - 9月底前；公开决算"]),
        ("急难型24小时内先行救助，10个工作日内补齐手续", &["Within 24 Hour 急难型", "Within 10 WorkingDay 急难型；补齐手续"]),
    ]);
}
