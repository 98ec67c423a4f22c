//! fields/place/branch: the part of a city or county that a branch of one of its offices is for: 重庆市公安局渝北区分局 is of 渝北区.

use crate::tables::divisions::{Division, Divisions};
use regex::Regex;
use std::sync::LazyLock;

/// A branch of an authority, named by the place it is for, behind the place of the authority: 公安局朝阳分局, 市场监督管理局南山监管局.
static BRANCH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:\p{Han}{2,14}?(?:局|委员会|中心|总队))(?P<place>\p{Han}{2,8}?)(?:(?P<branch>分局|分中心)|(?:市场)?(?:监督管理局|监管局|管理局))",
    )
    .ok()
});

/// What a branch is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::fields) enum Branch<'t> {
    /// A division within the place of the authority.
    Of(Division),
    /// The full name of one that is in no list.
    Unlisted(&'t str),
    /// A place that is no division, as far as is known (高新区分局).
    Unknown,
}

/// The branch that `rest` names, behind the place `outer` of its authority, and what follows it; `None` where it names none.
pub(in crate::fields) fn branch<'t>(outer: &str, rest: &'t str, divisions: &Divisions) -> Option<(Branch<'t>, &'t str)> {
    let captures = BRANCH.as_ref()?.captures(rest)?;
    let behind = rest.get(captures.get(0)?.end()..)?;
    let named = captures.name("place")?.as_str();
    let found = of(outer, named, divisions);
    // 监管局 is part of other names too: only a place in front of it makes it a branch.
    let is_branch = captures.name("branch").is_some() || matches!(found, Branch::Of(_));
    is_branch.then_some((found, behind))
}

/// What `named` is within `outer`.
fn of<'t>(outer: &str, named: &'t str, divisions: &Divisions) -> Branch<'t> {
    let outer: Vec<Division> = divisions.named(outer).collect();
    let is_within =
        |division: &Division| outer.iter().any(|outer| outer.code.len() < division.code.len() && division.code.starts_with(outer.code));
    let forms = ["", "区", "新区", "县", "市", "旗"].map(|ending| format!("{named}{ending}"));
    let mut found = forms.iter().flat_map(|form| divisions.named(form)).filter(is_within);
    match (found.next(), found.next()) {
        (Some(one), None) => Branch::Of(one),
        (None, _) if divisions.words.is_like_county(named) => Branch::Unlisted(named),
        _ => Branch::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    #[test]
    fn branches_are_for_a_part_of_the_place() {
        let tables = Tables::embedded().unwrap();
        let shown = |outer: &str, rest: &str| match branch(outer, rest, &tables.divisions) {
            Some((Branch::Of(division), behind)) => format!("{} {behind}", division.code),
            Some((Branch::Unlisted(name), behind)) => format!("{name}? {behind}"),
            Some((Branch::Unknown, behind)) => format!("? {behind}"),
            None => "-".to_owned(),
        };
        for (outer, rest, expected) in [
            ("北京市", "公安局朝阳分局", "110105 "),
            ("重庆市", "公安局巴南区分局户籍业务办事指南", "500113 户籍业务办事指南"),
            ("重庆市", "公安局甲乙区分局", "甲乙区? "),
            ("上海市", "公安局浦东分局", "310115 "),
            ("杭州市", "生态环境局余杭分局", "330110 "),
            ("深圳市", "市场监督管理局南山监管局", "440305 "),
            ("大冶市", "公安局高新区分局", "? "),
            ("大冶市", "自然资源和规划局", "-"),
            ("北京市", "公安局", "-"),
            ("深圳市", "住房和建设局物业监管局", "-"),
        ] {
            assert_eq!(shown(outer, rest), expected, "{outer}{rest}");
        }
    }
}
