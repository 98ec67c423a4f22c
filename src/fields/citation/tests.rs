//! fields/citation/tests: cells as tables of pairs.

use super::*;
use crate::evidence::{At, Passage};
use std::sync::{Arc, LazyLock};

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());

fn cell(text: &str) -> Cell {
    let at = At::Text { line: 1, from: 1, to: text.chars().count() as u32 };
    Cell { passage: Arc::new(Passage::plain(text.into())), at: [at].into_iter().collect() }
}

/// Title|number|articles of every citation; then what is left over.
fn read(text: &str) -> String {
    let staged = citations(&cell(text), &TABLES, None, Some("2026-11-01"));
    let mut shown: Vec<String> = staged.output.iter().map(show).collect();
    let rest =
        staged.findings.iter().filter(|f| matches!(f.code.as_str(), "citation-unread" | "citation-vague" | "citation-without-antecedent"));
    shown.extend(rest.map(|f| format!("{}={}", f.code.trim_start_matches("citation-"), f.arguments[0].1)));
    shown.join(" ; ")
}

fn show(citation: &Citation) -> String {
    let number = citation.number.as_ref().map_or(String::new(), |n| printed(n).unwrap_or_else(|| format!("?{}", n.raw)));
    let articles: Vec<&str> = citation.articles.iter().map(Text::as_str).collect();
    let parts = [citation.title.value.as_deref().unwrap_or("-"), &number, &articles.join(",")];
    parts.join("|").trim_end_matches('|').to_owned()
}

#[test]
fn cells_are_read_whole() {
    for (text, expected) in [
        ("", ""),
        (
            "《国务院对确需保留的行政审批项目设定行政许可的决定》（国务院令第412号）附件第236项",
            "国务院对确需保留的行政审批项目设定行政许可的决定|国务院令第412号|附件第236项",
        ),
        ("《中华人民共和国居\n民身份证法》第七条", "中华人民共和国居民身份证法||第七条"),
        (
            "《中华人民共和国政府信息公开条例》 《社会保险法》、《社会保险费征缴暂行条例》",
            "中华人民共和国政府信息公开条例 ; 社会保险法 ; 社会保险费征缴暂行条例",
        ),
        (
            "《人力资源和社会保障部 财政部关于做好基本医疗保险跨省异地就医住院医疗费用直接结算工作的通知》、《国家医保局 财政部关于切实做好2019年跨省异地就医住院费用直接结算工作的通知》、《关于建议基本医疗保险跨省异地就医结算业务协同管理工作机制的通知》",
            "人力资源和社会保障部 财政部关于做好基本医疗保险跨省异地就医住院医疗费用直接结算工作的通知 ; 国家医保局 财政部关于切实做好2019年跨省异地就医住院费用直接结算工作的通知 ; 关于建议基本医疗保险跨省异地就医结算业务协同管理工作机制的通知",
        ),
        ("《中华人民共和国政府信息公开条例》(国务院令第七11号)", "中华人民共和国政府信息公开条例|?国务院令第七11号"),
        ("《中华人 民共和国 政府信息 公开条例 》（国务 院令第711 号）", "中华人 民共和国 政府信息 公开条例|国务院令第711号"),
        (
            "《中华人民共和国政府信息公开条例（国务院令第711号）》、《社会保险法》",
            "中华人民共和国政府信息公开条例|国务院令第711号 ; 社会保险法",
        ),
        ("《中华人民共和国政府信息公开条例》（国务院令第711号，2019年5月15日起施行）", "中华人民共和国政府信息公开条例|国务院令第711号"),
        // Both numbers are of the act with the bracket: the second order changed it.
        (
            "《社会保险法》、《社会保险费征缴暂行条例》（1999年1月22日国务院令第259号，2019年3月24日国务院令第710号第一次修订）第三条",
            "社会保险法 ; 社会保险费征缴暂行条例|国务院令1999年第259号|第三条",
        ),
        (
            "《社会保险法》、《社会保险费征缴暂行条例》（1999年1月22日国务院令第259号，2019年3月24日国务院令第710号）",
            "社会保险法 ; 社会保险费征缴暂行条例|国务院令1999年第259号",
        ),
        (
            "《失业保险条例》《社会保险费征缴暂行条例》（国务院令第258号、第259号）",
            "失业保险条例|国务院令第258号 ; 社会保险费征缴暂行条例|国务院令第259号",
        ),
        (
            "《社会保险费征缴暂行条例》（1999年1月22日国务院令第259号发布，根据2019年3月24日国务院令第710号修订）第三条",
            "社会保险费征缴暂行条例|国务院令1999年第259号|第三条",
        ),
        (
            "《社会保险法》第二十条第（一）款、第二十一条；《社会救助暂行办法》第X条",
            "社会保险法||第二十条第（一）款,第二十一条 ; 社会救助暂行办法||第X条",
        ),
        (
            "《社会保险法》（主席令第35号）、《国务院办公厅关于推进公开的意见》（国办发〔2017〕97号）",
            "社会保险法|主席令第35号 ; 国务院办公厅关于推进公开的意见|国办发〔2017〕97号",
        ),
        ("2006年国务院令第466号《民用爆炸物品安全管理条例》", "民用爆炸物品安全管理条例|国务院令2006年第466号"),
        (
            "【法律】《中华人民共和国社会保险法》【部门规章及规范性文件】《工伤认定办法》（人社部令第8号）",
            "中华人民共和国社会保险法 ; 工伤认定办法|人社部令第8号",
        ),
        ("《社会保险法》，同上第五条", "社会保险法 ; 社会保险法||第五条"),
        ("同上", "without-antecedent=同上"),
        ("/", ""),
        ("中共中央办公厅、国务院办公厅《关于全面推进政务公开工作的意见》", "关于全面推进政务公开工作的意见"),
        ("《中华人民共和国行政许可法》第二十条 第（一）款、（二）款", "中华人民共和国行政许可法||第二十条 第（一）款,（二）款"),
        ("1.《社会保险法》；2.《失业保险条例》。", "社会保险法 ; 失业保险条例"),
        ("《义务教育法》第三条及其实施细则第五条", "义务教育法||第三条 ; 义务教育法实施细则||第五条"),
        ("其实施条例第三条", "without-antecedent=其实施条例第三条"),
        ("《民法典》第二百一十八条；同法第二百一十九条", "民法典||第二百一十八条 ; 民法典||第二百一十九条"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn words_around_marks_that_belong_to_the_title() {
    for (text, expected) in [
        ("某省实施《中华人民共和国残疾人保障法》办法第八条", "某省实施《中华人民共和国残疾人保障法》办法||第八条"),
        ("《社会保险法》第三条、某省《残疾人保障法》实施办法", "社会保险法||第三条 ; 某省《残疾人保障法》实施办法"),
        ("《义务教育法》实施细则", "《义务教育法》实施细则"),
        ("《义务教育法》 实施细则", "《义务教育法》 实施细则"),
        ("《中华人民共和国义务教育法》　实施国际著作权条约的规定", "中华人民共和国义务教育法 ; 实施国际著作权条约的规定"),
        ("国务院关于修改《工伤保险条例》的决定（国务院令第586号）", "国务院关于修改《工伤保险条例》的决定|国务院令第586号"),
        ("国务院关于修改《甲条例》和《乙条例》的决定", "国务院关于修改《甲条例》和《乙条例》的决定"),
        (
            "根据民政部、财政部关于印发《某补助资金管理办法》的通知（财社〔2017〕58号）",
            "民政部、财政部关于印发《某补助资金管理办法》的通知|财社〔2017〕58号",
        ),
        ("最高人民法院关于适用《民法典》婚姻家庭编的解释（一）", "最高人民法院关于适用《民法典》婚姻家庭编的解释（一）"),
        ("《优化营商环境条例》规定", "优化营商环境条例"),
        ("根据《行政许可法》制定的《某市办法》", "行政许可法 ; 某市办法 ; unread=制定的"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn articles_and_what_stands_before_them() {
    for (text, expected) in [
        ("《社会保险法》（2010年10月28日第十一届全国人民代表大会常务委员会第十七次会议通过）第七十四条", "社会保险法||第七十四条"),
        ("《社会保险法》（2010年10月28日通过，2018年12月29日修正）第三条", "社会保险法||第三条"),
        ("《残疾人就业条例》第九条第一款第（二）、（三）项", "残疾人就业条例||第九条第一款第（二）、（三）项"),
        ("《社会保险法》第三条第一、二款、第四条第（一）项至第（三）项", "社会保险法||第三条第一、二款,第四条第（一）项至第（三）项"),
        ("《政府信息公开条例》第十九条“涉及公众利益的，应当公开。”、第二十条", "政府信息公开条例||第十九条,第二十条"),
        ("《残疾人就业条例》第九、十条", "残疾人就业条例||第九、十条"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn damaged_title_marks() {
    for (text, expected) in [
        ("《中华人民共和国政府信息公开条例", "中华人民共和国政府信息公开条例"),
        ("《中华人民共和国政府信息公开条例、《社会保险法》", "中华人民共和国政府信息公开条例 ; 社会保险法"),
        ("《中华人民共和国政府信息公开条例 《社会保险法》", "中华人民共和国政府信息公开条例 ; 社会保险法"),
        ("《中华人民共和国政府信息公开条例（国务院令第711号）", "中华人民共和国政府信息公开条例|国务院令第711号"),
        ("《中华人民共和国政府信息公开条例国令第711号", "中华人民共和国政府信息公开条例|国务院令第711号"),
        ("中华人民共和国政府信息公开条例》、《社会保险法》", "中华人民共和国政府信息公开条例 ; 社会保险法"),
        ("《关于印发<某市公开办法>的通知》", "关于印发<某市公开办法>的通知"),
        ("《某市关于印发〈公开办法》〉（某政发〔2020〕3号）", "某市关于印发〈公开办法〉|某政发〔2020〕3号"),
        ("《《中华人民共和国政府信息公开条例》》", "中华人民共和国政府信息公开条例"),
        ("《关于印发<公开办法>》", "关于印发<公开办法>"),
        ("《关于修改《社会保险法》的决定》《社会保险法》", "关于修改《社会保险法》的决定 ; 社会保险法"),
        ("《关于开展残疾人、老年人补贴工作的通知", "关于开展残疾人、老年人补贴工作的通知"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn titles_without_marks_and_no_titles() {
    for (text, expected) in [
        ("中华人民共和国政府信息公开条例", "中华人民共和国政府信息公开条例"),
        ("政府信息公开条例、社会保险法", "政府信息公开条例 ; 社会保险法"),
        ("中华人民共和国政府信息公开条例社会保险法", "中华人民共和国政府信息公开条例 ; 社会保险法"),
        ("失业保险条例 国务院令第258号", "失业保险条例|国务院令第258号"),
        ("根据中华人民共和国社会保险法第三条的规定", "中华人民共和国社会保险法||第三条"),
        ("上海市政府信息公开规定", "上海市政府信息公开规定"),
        (
            "1.中华人民共和国政府信息公开条例 2.上海市政府信息公开规定 3.本单位的政府信息公开制度性文件",
            "中华人民共和国政府信息公开条例 ; 上海市政府信息公开规定 ; unread=本单位的政府信息公开制度性文件",
        ),
        ("政府信息公开条例2.社会保险法", "政府信息公开条例 ; 社会保险法"),
        ("关于做好残疾人、老年人补贴工作的通知（民发〔2021〕7号）", "关于做好残疾人、老年人补贴工作的通知|民发〔2021〕7号"),
        ("《社会保险法》及相关政策文件", "社会保险法 ; vague=相关政策文件"),
        ("信息公开规定", "vague=信息公开规定"),
        ("依据国办发〔2018〕115号和国务院令第783号", "-|国办发〔2018〕115号 ; 公平竞争审查条例|国务院令第783号"),
        ("第十条 行政机关应当主动公开下列信息", "unread=第十条 行政机关应当主动公开下列信息"),
        ("《社会保险法》 □政府网站", "社会保险法 ; unread=□政府网站"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

/// Title, number and force verdicts, and the codes of the findings.
fn judged(text: &str, published: Option<&str>) -> String {
    let staged = citations(&cell(text), &TABLES, published, Some("2026-11-01"));
    let verdicts = staged.output.iter().map(|c| format!("{:?} {:?} {:?}", c.verdict.title, c.verdict.number, c.verdict.force));
    let codes = staged.findings.iter().map(|f| f.code.trim_start_matches("citation-").to_owned());
    verdicts.chain(codes).collect::<Vec<_>>().join(", ")
}

#[test]
fn verdicts() {
    let act = "《中华人民共和国政府信息公开条例》";
    for (text, published, expected) in [
        (format!("{act}（国务院令第711号）"), None, "Exact Consistent InForce"),
        (format!("{act}（国务院令第492号）"), None, "Exact Superseded InForce, number-superseded"),
        (format!("{act}（国务院令第492号）"), Some("2015-03-01"), "Exact Consistent InForce"),
        (format!("{act}（国务院令第492号）"), Some("2019-05-14"), "Exact Consistent InForce"),
        (format!("{act}（国务院令第492号）"), Some("2019-05-15"), "Exact Superseded InForce, number-superseded"),
        (format!("{act}（国务院令第722号）"), None, "Exact OtherAct InForce, number-of-another-act"),
        (format!("{act}（国务院令第719号）"), None, "Exact NoSuchAct InForce, number-no-act"),
        (format!("{act}（国务院令第七11号）"), None, "Exact Malformed InForce, number-malformed"),
        (format!("{act}（国务院令第9999号）"), None, "Exact Unchecked InForce"),
        (format!("{act}（某市人民政府令第722号）"), None, "Exact Unchecked InForce"),
        ("《社会保险法》".into(), None, "Short NotGiven InForce"),
        ("《社会保险法》（主席令第25号）".into(), None, "Short Unchecked InForce"),
        ("《社会保险法》（主席令第三十五号）".into(), None, "Short Consistent InForce"),
        ("《社会保险费征缴暂行条例》（国务院令第710号）".into(), None, "Exact Amending InForce, number-amending"),
        ("《社会保险费征缴暂行条例》（国务院令第259号）".into(), None, "Exact Consistent InForce"),
        ("《保障农民工工资支付条例》（国务院令第710号）".into(), None, "Exact OtherAct InForce, number-of-another-act"),
        ("《残疾人就业条例》（国务院令第488号，2008年2月25日）".into(), None, "Exact Consistent InForce, year-differs"),
        ("《残疾人就业条例》（国务院令第488号，2007年2月25日公布）".into(), None, "Exact Consistent InForce"),
        ("《国务院关于修改〈工伤保险条例〉的决定》（国务院令第586号）".into(), None, "Unknown Unchecked Unknown"),
        ("《中华人民共和国食品安全法》实施条例".into(), None, "Exact NotGiven InForce"),
        ("《政府信息公开条件》".into(), None, "Near NotGiven Unknown, title-near"),
        ("《政府信息公开条件》（国务院令第711号）".into(), None, "Near Consistent InForce, title-near"),
        ("《关于建议基本医疗保险跨省异地就医结算业务协同管理工作机制的通知》".into(), None, "Near NotGiven Unknown, title-near"),
        ("《某市公开办法》（国务院令第711号）".into(), None, "Unknown OtherAct Unknown, number-of-another-act"),
        ("《某市公开办法》（国务院令第710号）".into(), None, "Unknown Unchecked Unknown"),
        ("《中华人民共和国医疗保障法》".into(), None, "Exact NotGiven NotYetInForce"),
        ("《中华人民共和国医疗保障法》".into(), Some("2027-01-01"), "Exact NotGiven InForce"),
        ("《中华人民共和国档案法实施办法》".into(), None, "Exact NotGiven Repealed, act-repealed"),
        ("《中华人民共和国档案法实施办法》".into(), Some("2020-01-01"), "Exact NotGiven InForce"),
        ("《住房公积金管理条例（2019修订）》".into(), None, "Exact NotGiven InForce"),
    ] {
        assert_eq!(judged(&text, published), expected, "{text} {published:?}");
    }
}

#[test]
fn findings_say_what_is_expected_and_where() {
    let staged = citations(&cell("《中华人民共和国政府信息公开条例》(国务院令第七19号)"), &TABLES, None, None);
    let finding = &staged.findings[0];
    assert_eq!(finding.expected.as_deref(), Some("国务院令第719号"), "what is expected is what the message says");
    assert_eq!(finding.arguments[2].1.as_str(), "国务院令第719号", "a reading, never a value");
    assert_eq!(staged.output[0].number.as_ref().unwrap().number, None);
    assert_eq!(staged.output[0].title.at.as_slice(), [At::Text { line: 1, from: 2, to: 16 }]);
    assert_eq!(staged.output[0].at.as_slice(), [At::Text { line: 1, from: 1, to: 28 }]);
    for finding in &staged.findings {
        assert!(TABLES.findings.get(&finding.code).is_some());
    }
}

#[test]
fn hostile_cells_are_read_without_panic() {
    for text in
        ["《", "《》", "第七", "国务院令第七11号", "《社会保险法》、", "政府信息公开条例", "（", "人民政府 ", "【", "同上", "a法、", "1."]
    {
        let long = text.repeat(1_000);
        let scan = scan(&long, &TABLES);
        let shown = scan.drafts.len() + scan.unread.len() + scan.vague.len();
        assert!(shown <= 1_000, "{text}: {shown}");
    }
}
