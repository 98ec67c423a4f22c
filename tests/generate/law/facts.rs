//! law/facts: what the register says about acts, sorted by what can be cited of them; one half to tune the reader on, one held out.

use super::super::Half;
use mulu::tables::laws::{Action, Law, Laws, Order, Status};
use std::collections::{BTreeMap, BTreeSet};

/// The day by which documents without a date are judged.
pub(crate) const TODAY: &str = "2026-11-01";

/// An act of the register.
#[derive(Debug)]
pub(crate) struct Act {
    pub(crate) law: Law,
}

/// The acts of one half.
#[derive(Debug)]
pub(crate) struct Facts {
    numbered: Vec<&'static Act>,
    /// Acts in force of which no number is used.
    pub(crate) plain: Vec<&'static Act>,
    /// Acts with an order that no collection states.
    pub(crate) unconfirmed: Vec<&'static Act>,
    /// Laws with a 主席令.
    pub(crate) laws: Vec<&'static Act>,
    /// Numbered acts that were issued anew.
    pub(crate) reissued: Vec<&'static Act>,
    /// Numbered acts that a decision amended among others.
    pub(crate) amended: Vec<&'static Act>,
    pub(crate) repealed: Vec<&'static Act>,
    /// Numbers of appointments.
    pub(crate) appointments: Vec<u32>,
    /// Numbers of decisions that amended several acts, with their dates.
    pub(crate) decisions: Vec<(u32, String)>,
    /// Every title of the register, with and without the country's name, and short titles.
    pub(crate) titles: BTreeSet<String>,
}

pub(crate) const COUNTRY: &str = "中华人民共和国";
const DECREE: &str = "国务院令";

/// Whether nobody tunes on `law`.
pub(crate) fn is_held_out(law: &Law) -> bool {
    law.id.bytes().map(usize::from).sum::<usize>() % 2 == 1
}

impl Facts {
    /// The facts about the acts of `half`. They live as long as the test program.
    pub(crate) fn new(laws: &Laws, half: Half) -> Facts {
        let acts: Vec<&'static Act> = laws.iter().map(|law| &*Box::leak(Box::new(Act { law: law.clone() }))).collect();
        let mut titled: BTreeMap<&str, usize> = BTreeMap::new();
        acts.iter().for_each(|act| *titled.entry(act.bare()).or_default() += 1);
        let of_half = |act: &&&'static Act| (half == Half::HeldOut) == is_held_out(&act.law) && titled[act.bare()] == 1;
        let some = |wanted: fn(&Act) -> bool| acts.iter().filter(of_half).filter(|act| wanted(act)).copied().collect::<Vec<_>>();
        let numbered = some(|act| act.issue().is_some() && act.law.status == Status::InForce && act.has_present_number());
        let in_force = |act: &Act| act.law.status == Status::InForce;
        let of_all = |wanted: fn(&Act) -> bool| acts.iter().filter(move |act| wanted(act));
        Facts {
            reissued: numbered.iter().copied().filter(|act| act.reissue().is_some()).collect(),
            amended: numbered.iter().copied().filter(|act| act.decisions().next().is_some()).collect(),
            plain: some(|act| act.law.status == Status::InForce && act.law.orders.is_empty() && act.bare().chars().count() > 2),
            unconfirmed: some(|act| act.law.status == Status::InForce && act.law.orders.iter().any(|order| !order.confirmed)),
            laws: some(|act| act.law.orders.iter().any(|order| order.series.as_str() == "主席令" && order.confirmed))
                .into_iter()
                .filter(|act| in_force(act))
                .collect(),
            repealed: some(|act| act.law.status == Status::Repealed && act.issue().is_some()),
            appointments: of_all(|act| act.law.status == Status::Appointment)
                .flat_map(|act| act.law.orders.iter().map(|order| order.number))
                .collect(),
            decisions: of_all(|_| true)
                .flat_map(|act| act.decisions())
                .filter_map(|order| Some((order.number, order.date.as_ref()?.to_string())))
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            titles: acts
                .iter()
                .flat_map(|act| {
                    [act.law.title.to_string(), act.bare().to_owned()]
                        .into_iter()
                        .chain(act.law.short_title.as_ref().map(ToString::to_string))
                })
                .collect(),
            numbered,
        }
    }

    pub(crate) fn numbered(&self) -> &[&'static Act] {
        &self.numbered
    }
}

impl Act {
    /// The title without the country's name.
    pub(crate) fn bare(&self) -> &str {
        self.law.title.strip_prefix(COUNTRY).unwrap_or(&self.law.title)
    }

    /// The order that issued it first.
    pub(crate) fn issue(&self) -> Option<&Order> {
        self.decrees().find(|order| order.action == Action::Issued)
    }

    /// The date of its order with this number.
    pub(crate) fn date_of(&self, number: u32) -> Option<&str> {
        self.law.orders.iter().find(|order| order.number == number)?.date.as_deref()
    }

    /// The order that issued it anew: it alone is touched, and the present text is in force only since then; or a second one that issued it.
    pub(crate) fn reissue(&self) -> Option<&Order> {
        let effective = self.law.effective.as_deref()?;
        let again = |order: &Order| order.action == Action::Issued && order.date > self.law.published;
        let alone = self.decrees().filter(|order| order.action == Action::RevisedOrAmendedAlone || again(order));
        alone.filter(|order| order.date.as_deref().is_some_and(|date| date <= effective)).max_by_key(|order| order.date.clone())
    }

    /// Whether the register can have the order of its present text: a text that came into force years after all orders has one that nobody states.
    fn has_present_number(&self) -> bool {
        const LONGEST: u32 = 2;
        let year = |date: &str| date.get(..4).and_then(|year| year.parse::<u32>().ok());
        let effective = self.law.effective.as_deref().and_then(year);
        let issued =
            self.decrees().filter(|order| order.action != Action::AmendedWithOthers).filter_map(|order| year(order.date.as_deref()?));
        effective
            .is_none_or(|effective| issued.filter(|issued| *issued <= effective).max().is_none_or(|issued| effective - issued <= LONGEST))
    }

    /// The decisions that amended it among others.
    pub(crate) fn decisions(&self) -> impl Iterator<Item = &Order> {
        self.decrees().filter(|order| order.action == Action::AmendedWithOthers && order.acts_touched.is_some_and(|touched| touched > 1))
    }

    fn decrees(&self) -> impl Iterator<Item = &Order> {
        self.law.orders.iter().filter(|order| order.series.as_str() == DECREE && order.confirmed)
    }

    /// Whether an order of this number is one of its own.
    pub(crate) fn has_number(&self, number: u32) -> bool {
        self.law.orders.iter().any(|order| order.series.as_str() == DECREE && order.number == number)
    }

    /// Whether it was published by `day`, and its present text or an older one was in force.
    pub(crate) fn in_force(&self, day: &str) -> bool {
        let published = self.law.published.as_deref().is_none_or(|published| published <= day);
        let first = self.issue().and_then(|order| order.date.as_deref()).is_none_or(|date| date <= day);
        published && first && (self.law.effective.as_deref().is_none_or(|effective| effective <= day) || self.reissue().is_some())
    }

    /// The number under which it is to be cited on `day`; `None` between the publication of a new text and its coming into force.
    pub(crate) fn number_on(&self, day: &str) -> Option<u32> {
        let issue = self.issue()?;
        match self.reissue() {
            Some(new) if self.law.effective.as_deref().is_some_and(|effective| effective <= day) => Some(new.number),
            Some(new) if new.date.as_deref().is_some_and(|date| date <= day) => None,
            _ => Some(issue.number),
        }
    }
}
