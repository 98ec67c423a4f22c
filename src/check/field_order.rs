//! # field-order
//! **What it says.** Two fields of an item stand the other way round than in nearly all items of the document.
//! **Why it matters.** Readers who go down the page overlook one of them; the item was probably written anew by hand.
//! **Example.** 办理层级 in front of 办理时限, in one of 29 services.

use super::outcome::Outcome;
use super::scope::{Scope, worded};
use super::shares::{LEAST, is_share};
use super::{Check, Run};
use crate::evidence::At;
use crate::field::Field;
use crate::finding::{Evidence, Finding};
use crate::item::Kind;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check { code: "field-order", version: 1, run: Run::Document(run) };

/// An order that so many of a hundred items have is the usual one.
const USUAL: usize = 90;

/// Where the fields of an item begin, in the order of the text.
type Order = Vec<(At, Field, crate::evidence::Text)>;

fn run(scope: &Scope) -> Outcome {
    if scope.document.source.kind != Some(Kind::Guide) {
        return Outcome::not_applicable();
    }
    let mut outcome = Outcome::default();
    let orders = orders(scope);
    let mut before: BTreeMap<(Field, Field), usize> = BTreeMap::new();
    for pair in orders.values().flat_map(pairs) {
        *before.entry(pair).or_default() += 1;
    }
    for (item, order) in &orders {
        let is_odd = |(first, second): &(Field, Field)| {
            let (this, other) = (before.get(&(*first, *second)), before.get(&(*second, *first)));
            let (this, other) = (this.copied().unwrap_or(0), other.copied().unwrap_or(0));
            other >= LEAST && is_share(other, this + other, USUAL)
        };
        let odd = pairs(order).find(is_odd);
        outcome.judge(odd.map(|(first, second)| field_order(scope, order, first, second).item(*item)));
    }
    outcome
}

fn orders(scope: &Scope) -> BTreeMap<usize, Order> {
    let mut orders: BTreeMap<usize, Order> = BTreeMap::new();
    for piece in scope.pieces().filter(|piece| piece.field > Field::Name && piece.field != Field::Extra) {
        let Some(at) = piece.at.first().copied().filter(|at| at.line().is_some()) else { continue };
        let order = orders.entry(piece.item).or_default();
        match order.iter_mut().find(|(_, field, _)| *field == piece.field) {
            Some(known) if at < known.0 => *known = (at, piece.field, piece.raw.into()),
            Some(_) => {}
            None => order.push((at, piece.field, piece.raw.into())),
        }
    }
    orders.values_mut().for_each(|order| order.sort());
    orders
}

/// All pairs of fields of which the first stands in front of the second.
fn pairs(order: &Order) -> impl Iterator<Item = (Field, Field)> + '_ {
    let fields = || order.iter().map(|(_, field, _)| *field);
    fields().enumerate().flat_map(move |(index, first)| fields().skip(index + 1).map(move |second| (first, second)))
}

fn field_order(scope: &Scope, order: &Order, first: Field, second: Field) -> Finding {
    let finding = Finding::new("field-order");
    let finding = worded(finding, "first", &scope.field_name(first));
    let mut finding = worded(finding, "second", &scope.field_name(second)).field(first);
    let shown = order.iter().filter(|(_, field, _)| [first, second].contains(field));
    finding.evidence.extend(shown.map(|(at, _, raw)| Evidence { source: None, at: *at, text: raw.clone() }));
    finding
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn fields_the_other_way_round_are_told_once_an_item() {
        let numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
        let item = |(index, number): (usize, &&str)| {
            let (first, second) = ("办理时限：即时办结\n", "办理层级：市级\n");
            let body = if index == 4 { format!("{second}{first}") } else { format!("{first}{second}") };
            format!("（{number}）第{number}类登记\n服务对象：职工\n办理材料：身份证\n{body}")
        };
        let guide: String = numbers.iter().enumerate().map(item).collect();
        let told = said(&[&guide], "field-order");
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("24:"), "{told:?}");
        let right = guide.replace("办理层级：市级\n办理时限：即时办结\n", "办理时限：即时办结\n办理层级：市级\n");
        assert!(said(&[&right], "field-order").is_empty());
    }
}
