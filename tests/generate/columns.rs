//! columns: which columns an invented directory has, in which order, under which words.

use super::directory::{Column, Habits, Role};
use super::random::Random;

const SERIAL: &[&str] = &["序号", "序号", "编号"];
const CONTENTS: &[&str] = &["公开内容（要素）", "公开内容(要素)", "公开内容", "内容标准"];
const BASIS: &[&str] = &["公开依据", "公开依据", "政策依据"];
const DEADLINE: &[&str] = &["公开时限", "公开时限", "公开时间"];
const PUBLISHER: &[&str] = &["公开主体", "公开主体", "责任单位", "公开责任单位"];
const CHANNELS: &[&str] = &["公开渠道和载体", "公开渠道和载体", "公开渠道"];
const AUDIENCE: &[[&str; 2]] = &[["全社会", "特定群体"], ["全社会", "特定群众"], ["全社会", "特定对象"], ["全社会", "特定群体（请写明）"]];
const MODE: &[[&str; 2]] = &[["主动", "依申请"], ["主动", "依申请公开"], ["主动公开", "依申请公开"]];
const LEVEL: &[&[&str]] = &[
    &["县级", "乡级"],
    &["县级", "乡级"],
    &["县级", "乡级", "村级"],
    &["市级", "县级", "乡级"],
    &["市级", "区级", "街镇级"],
    &["区级", "镇级"],
    &["县级", "乡、村级"],
];

/// At most `most` columns for a directory with `habits`.
pub(crate) fn columns(habits: &Habits, most: usize, random: &mut Random) -> Vec<Column> {
    let mut columns = hierarchy(habits, random);
    let mut others = others(habits, random);
    while others.len() > 1 && columns.len() + others.iter().map(Vec::len).sum::<usize>() > most {
        others.remove(1 + random.below(others.len() - 1));
    }
    if random.chance(25) {
        random.shuffle(&mut others);
    }
    columns.extend(others.into_iter().flatten());
    columns
}

fn column(role: Role, label: &str) -> Column {
    Column { role, label: label.into(), heading: None, level: None, merged: false }
}

/// Numbers and names.
fn hierarchy(habits: &Habits, random: &mut Random) -> Vec<Column> {
    let by_list = random.chance(15);
    let (names, headed): (&[(Role, &str)], bool) = match (random.below(4), by_list) {
        (_, true) => (&[(Role::Primary, "一级目录"), (Role::Secondary, "二级目录"), (Role::Tertiary, "三级目录")], false),
        (0, _) => (&[(Role::Category, "类别"), (Role::Primary, "一级事项"), (Role::Secondary, "二级事项")], true),
        (1, _) => (&[(Role::Primary, "一级事项"), (Role::Secondary, "二级事项"), (Role::Tertiary, "三级事项")], true),
        _ => (&[(Role::Primary, "一级事项"), (Role::Secondary, "二级事项")], true),
    };
    let innermost = names.len() - 1;
    let mut columns: Vec<Column> = Vec::new();
    let numbers = if habits.numbers_share_header { 2 } else { *random.pick(&[0, 1, 1, 1, 1, 2]) };
    let label = *random.pick(SERIAL);
    for number in 0..numbers {
        let shared = habits.numbers_share_header && number > 0;
        let label = if shared { "" } else { label };
        columns.push(Column { level: Some(innermost + number + 1 - numbers), ..column(Role::Serial, label) });
    }
    for (level, (role, label)) in names.iter().enumerate() {
        let heading = (headed && *role != Role::Category).then(|| String::from("公开事项"));
        columns.push(Column { level: Some(level), heading, ..column(*role, label) });
    }
    columns
}

/// All other columns; those under one heading together.
fn others(habits: &Habits, random: &mut Random) -> Vec<Vec<Column>> {
    let mut found: Vec<Vec<Column>> = Vec::new();
    let single = [
        (Role::Contents, CONTENTS, 95),
        (Role::Basis, BASIS, 80),
        (Role::Deadline, DEADLINE, 85),
        (Role::Publisher, PUBLISHER, 90),
        (Role::Channels, CHANNELS, 85),
    ];
    for (role, labels, share) in single {
        if random.chance(share) {
            found.push(vec![column(role, random.pick::<&str>(labels))]);
        }
    }
    if found.len() < 2 {
        found = vec![vec![column(Role::Contents, CONTENTS[0])], vec![column(Role::Publisher, PUBLISHER[0])]];
    }
    if habits.others_merged || habits.runs_merged {
        for columns in &mut found {
            columns[0].merged = columns[0].role != Role::Contents && random.chance(60);
        }
    }
    if random.chance(85) {
        found.push(group(Role::Audience, "公开对象", random.pick::<[&str; 2]>(AUDIENCE)));
    }
    if random.chance(85) {
        found.push(group(Role::Mode, "公开方式", random.pick::<[&str; 2]>(MODE)));
    }
    if random.chance(80) {
        let levels: &[&str] = random.pick::<&[&str]>(LEVEL);
        found.push(group(Role::Level, if random.chance(85) { "公开层级" } else { "公开层次" }, levels));
    }
    found
}

fn group(role: Role, heading: &str, labels: &[&str]) -> Vec<Column> {
    labels.iter().map(|label| Column { heading: Some(heading.into()), ..column(role, label) }).collect()
}
