//! Lists of channels as directories print them.

use super::*;
use std::sync::LazyLock;

fn reads(text: &str) -> String {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());
    let show = |listed: &Listed| {
        let sign = listed.selected.map_or("?", |selected| if selected { "+" } else { "-" });
        let note = listed.note.as_ref().map(|note| format!("[{note}]")).unwrap_or_default();
        format!("{sign}{}{}{note}", listed.label, listed.id.as_ref().map_or("!", |_| ""))
    };
    let found = read(text, &TABLES);
    for listed in &found {
        let without_blanks: String = text.get(listed.range.clone()).unwrap().chars().filter(|c| !is_blank(*c)).collect();
        assert!(without_blanks.starts_with(&*listed.label), "{text}: {listed:?}");
    }
    found.iter().map(show).collect::<Vec<_>>().join(" ")
}

#[test]
fn lists_with_boxes() {
    for (text, expected) in [
        ("☑政府网站 ☐政府公报 ☑其他 基层公共服务平台", "+政府网站 -政府公报 +其他[基层公共服务平台]"),
        ("☑政府网站☐政府公报☐两微一端", "+政府网站 -政府公报 -两微一端"),
        ("☐ 发布会/听 证会 ☐入 户/现场宣传", "-发布会/听证会 -入户/现场宣传"),
        ("☑社区/企事业单位/村公示栏（电子屏） ☐其他", "+社区/企事业单位/村公示栏（电子屏） -其他"),
        ("☑政府网站、政府公报 ☐两微一端", "+政府网站 ?政府公报 -两微一端"),
        ("国家档案馆 ☑政府网站 ☐两微一端", "?国家档案馆 +政府网站 -两微一端"),
        ("公开渠道：☑政府网站 ☐两微一端", "+政府网站 -两微一端"),
        ("政府网站☑ 政府公报☐", "+政府网站 -政府公报"),
        ("☑其他：村务公开栏、微信群", "+其他[村务公开栏、微信群]"),
        ("☑其他（村民会议）", "+其他[村民会议]"),
        ("☑政府网站（www.example.gov.cn）☐其他", "+政府网站[www.example.gov.cn] -其他"),
        ("☑政府网站：http://www.tongzi.gov.cn ☐其他", "+政府网站[http://www.tongzi.gov.cn] -其他"),
        ("☑政府网站www.tongzi.gov.cn/app/index.html，☑两微一端", "+政府网站[www.tongzi.gov.cn/app/index.html] +两微一端"),
        ("☑政府网站 ☑其他（请注明）：微信群", "+政府网站 +其他[微信群]"),
        ("☑其他（请注明：村务微信群）☐精准推送", "+其他[村务微信群] -精准推送"),
        ("☑其他（请注明）", "+其他"),
        ("☑流动图书车 ☐政府网站", "+流动图书车! -政府网站"),
        ("☑大冶市政府网站 ☐县医保局公示栏", "+大冶市政府网站 -县医保局公示栏"),
        ("☑流动宣 传车 ☐大冶 市政府 网站", "+流动宣传车! -大冶市政府网站"),
        ("☑政府网站 ☺两微一端", "+政府网站 ?两微一端"),
        ("☐政府网站☐政府公报", "-政府网站 -政府公报"),
        ("■青山县人民政府门户网站 □青山发布微信公众号", "+青山县人民政府门户网站 -青山发布微信公众号"),
        ("[√]政府网站 [ ]政府公报", "+政府网站 -政府公报"),
        ("（√）政府网站（　）政府公报（√）两微一端", "+政府网站 -政府公报 +两微一端"),
        ("政府网站（√） 政府公报（ ）", "+政府网站 -政府公报"),
        ("☑两微一端（微信公众号） ☐其他", "+两微一端[微信公众号] -其他"),
    ] {
        assert_eq!(reads(text), expected, "{text}");
    }
}

#[test]
fn lists_without_boxes() {
    for (text, expected) in [
        ("政府网站、两微一端", "+政府网站 +两微一端"),
        ("政府网站；政府公报，两微一端：广播电视", "+政府网站 +政府公报 +两微一端 +广播电视"),
        ("政府网站政府公报两微一端", "+政府网站 +政府公报 +两微一端"),
        ("政府网站 政务 服务中心\n便民服务站", "+政府网站 +政务服务中心 +便民服务站"),
        ("政府网站、两微一端等", "+政府网站 +两微一端"),
        ("政府网站和政务服务中心", "+政府网站 +政务服务中心"),
        ("政府网站、其他：村民群", "+政府网站 +其他[村民群]"),
        ("政府网站、其他（村民群）、政府公报", "+政府网站 +其他[村民群] +政府公报"),
        ("政府网站：tongzi.gov.cn、政府公报", "+政府网站[tongzi.gov.cn] +政府公报"),
        ("政府网站（大冶市）：http://www.tongzi.gov.cn", "+政府网站[大冶市 http://www.tongzi.gov.cn]"),
        ("http://www.tongzi.gov.cn", "+http://www.tongzi.gov.cn!"),
        ("流动图书车、政府网站", "+流动图书车! +政府网站"),
        ("县公报亭", "+县公报亭!"),
        ("政府网站 流动图书车", "+政府网站 +流动图书车!"),
        ("√政府网站 √村公示栏", "+政府网站 +村公示栏"),
        ("√ 政府网站 √ 村公示栏", "+政府网站 +村公示栏"),
        ("√政府网站 政府公报 √村公示栏", "+政府网站 ?政府公报 +村公示栏"),
        ("政府网站√ 政府公报", "+政府网站 ?政府公报"),
        ("政府网站√政府公报", "?政府网站 ?政府公报"),
        ("1.政府网站 2.村公示栏", "+政府网站 +村公示栏"),
        ("①政府网站②村公示栏", "+政府网站 +村公示栏"),
        ("（一）政府网站（二）村公示栏", "+政府网站 +村公示栏"),
        ("湖北政务服务网、青山县人民政府网站", "+湖北政务服务网 +青山县人民政府网站"),
        ("12348法律服务网", "+12348法律服务网!"),
        ("岀版物、政府网站", "+岀版物! +政府网站"),
        ("", ""),
    ] {
        assert_eq!(reads(text), expected, "{text}");
    }
    let whole =
        "政府网站、政府公报、两微一端、发布会/听证会、广播电视、纸质媒体、公开查阅点、政务服务中心、便民服务站、入户/现场、精准推送、其他";
    assert!(reads(whole).split(' ').all(|channel| channel.starts_with('?')), "{}", reads(whole));
}
