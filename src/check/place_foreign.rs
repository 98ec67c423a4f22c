//! # place-foreign
//! **What it says.** A text names another place than the document is of, and neither one above nor one within it.
//! **Why it matters.** The text was probably copied from that place; what it says does not hold here.
//! **Example.** A directory of 大冶市 in which one publisher is 嘉鱼县医疗保障局.

use super::outcome::Outcome;
use super::pieces::Piece;
use super::scope::Scope;
use super::shares::is_share;
use super::stretch::shown_part;
use super::{Check, Run};
use crate::evidence::{State, Text};
use crate::field::Field;
use crate::finding::Finding;
use crate::tables::Tables;
use crate::tables::divisions::{Divisions, Mention};
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check { code: "place-foreign", version: 3, run: Run::Document(run) };

/// Where so many of a hundred items name other places, the document is about them, or not of the place that it was taken for: each place is told once.
const MANY: usize = 30;

/// Where a document speaks of other places with good reason, it says so with one of the words of the table.
fn is_about_others(text: &str, scope: &Scope) -> bool {
    scope.tables.words.speaks_of_others(text)
}

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let place = &scope.document.source.jurisdiction;
    let Some(own) = &place.code else {
        outcome.leave_open();
        return outcome;
    };
    let (mut foreign, mut fine) = (Vec::new(), 0);
    for piece in scope.pieces().filter(|piece| piece.field != Field::Serial) {
        match mention(&piece, own, scope.tables) {
            Some(_) if is_about_others(piece.raw, scope) => outcome.leave_open(),
            Some(mention) => foreign.push((piece, mention)),
            None => fine += 1,
        }
    }
    (0..fine).for_each(|_| outcome.pass());
    let items: BTreeSet<usize> = foreign.iter().map(|(piece, _)| piece.item).collect();
    let many = items.len() > 1 && is_share(items.len(), scope.document.items.len(), MANY);
    let mut told = BTreeSet::new();
    for (piece, mention) in foreign {
        // A law of another province is no law here, however many rows cite such.
        let is_law =
            piece.field == Field::LegalBasis && place.state == State::Stated && !is_of_province(&mention, own, &scope.tables.divisions);
        match many && !is_law && !told.insert(mention.name) {
            true => outcome.leave_open(),
            false => outcome.fail(place_foreign(&piece, &mention, place.name.as_ref())),
        }
    }
    outcome
}

/// Whether some division of the name mentioned is in the province of the place `own`.
fn is_of_province(mention: &Mention, own: &str, divisions: &Divisions) -> bool {
    divisions.named(mention.name).any(|place| place.code.get(..2) == own.get(..2))
}

/// The first place that `piece` names and that has nothing to do with the place `own`.
fn mention(piece: &Piece, own: &str, tables: &Tables) -> Option<Mention> {
    let divisions = &tables.divisions;
    let is_related = |mention: &Mention| {
        // A name that several places bear, or bore, may be the near one.
        mention.former.is_some() || divisions.named(mention.name).any(|place| own.starts_with(place.code) || place.code.starts_with(own))
    };
    let mentions = mentions(piece, tables);
    // 湖北省黄石市大冶市: the places in front of a related one lead to it.
    let first = mentions.iter().find(|mention| !mention.short && !is_related(mention))?;
    let leads_on = mentions.iter().any(|mention| is_related(mention) && divisions.is_parent(first.name, mention.name));
    (!leads_on).then(|| first.clone())
}

/// The places that `piece` names, in the order in which they stand. A name of two characters (萧县) is part of other words (办理县级) more often than
/// not; it counts before an office, and where the whole text is one.
fn mentions(piece: &Piece, tables: &Tables) -> Vec<Mention> {
    let divisions = &tables.divisions;
    let mut mentions = divisions.mentions(piece.raw);
    mentions.extend(divisions.short_counties(piece.raw, |after| tables.authorities.begins(after)));
    if piece.field == Field::Publisher && tables.words.is_organisation(piece.raw) {
        mentions.extend(divisions.leading(piece.raw));
    }
    mentions.sort_by_key(|mention| mention.range.start);
    mentions.dedup_by_key(|mention| mention.range.start);
    mentions
}

fn place_foreign(piece: &Piece, mention: &Mention, own: Option<&Text>) -> Finding {
    let said = piece.raw.get(mention.range.clone()).unwrap_or(mention.name);
    let finding = Finding::new("place-foreign").with("said", said).with("own", own.map_or("", |own| own.as_str()));
    shown_part(finding.item(piece.item).field(piece.field).actual(said), piece.raw, &piece.at, said)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{counted, said};

    fn table(publisher: &str, contents: &str) -> String {
        let row = |index: usize| {
            let (publisher, contents) = if index == 3 { (publisher, contents) } else { ("大冶市医疗保障局", "办事指南") };
            format!("{index}\t参保\t第{index}类参保登记\t{contents}\t{publisher}\n")
        };
        format!("大冶市医疗保险领域政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\t公开主体\n{}", (1..9).map(row).collect::<String>())
    }

    #[test]
    fn another_place_inside_is_told() {
        let told = said(&[&table("嘉鱼县医疗保障局", "办事指南")], "place-foreign");
        assert_eq!(told, ["5: the text names `嘉鱼县`, but the document is of `大冶市`"]);
        assert_eq!(said(&[&table("大冶市医疗保障局", "《嘉鱼县医疗救助办法》")], "place-foreign").len(), 1);
        for (publisher, contents) in [("萧县医疗保障局", "办事指南"), ("大冶市医疗保障局", "由易县人民政府公布的办事指南")]
        {
            assert_eq!(said(&[&table(publisher, contents)], "place-foreign").len(), 1, "{publisher} {contents}");
        }
        for (publisher, contents) in [
            ("黄石市医疗保障局", "办事指南"),
            ("大冶市医疗保障局", "异地（嘉鱼县）就医备案"),
            ("大冶市医疗保障局", "办理县医疗保障局业务的办事指南"),
            ("县医疗保障局", "市和县人民政府的文件"),
        ] {
            assert!(said(&[&table(publisher, contents)], "place-foreign").is_empty(), "{publisher} {contents}");
        }
        let publisher = |index: usize| if index > 5 { "嘉鱼县医疗保障局" } else { "大冶市医疗保障局" };
        let rows: String = (1..9).map(|index| format!("{index}\t参保\t第{index}类参保登记\t办事指南\t{}\n", publisher(index))).collect();
        let many = format!("大冶市医疗保险领域政务公开标准目录\n序号\t一级事项\t二级事项\t公开内容\t公开主体\n{rows}");
        assert_eq!(said(&[&many], "place-foreign").len(), 1, "what much of a document says is told once");
        assert_eq!(counted(&[&many], "place-foreign")[3], 2);
        let unknown = "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南\n2\t参保\t职工参保登记\t指南\n";
        assert_eq!(counted(&[unknown], "place-foreign"), [0, 0, 0, 1]);
    }
}
