//! ledger: where each character of a document went. Nothing is lost: what nobody claims is reported as unplaced.

use crate::evidence::{At, Places, Text};
use crate::result::Shares;
use crate::text::is_blank;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One class for every character of the decoded lines, and for every cell of formats without lines; the first claim holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ledger {
    lines: Vec<Vec<Option<Claim>>>,
    /// Non-blank characters of each cell, and what became of them all.
    cells: BTreeMap<At, (u64, Option<Claim>)>,
}

/// What became of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Claim {
    /// It is part of a value.
    Value,
    /// It is part of a label or a header.
    Label,
    /// It was left out on purpose.
    LeftOut(Reason),
}

/// Why characters were left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// Bars and rules between cells.
    Separator,
    /// A sign that says that a cell is empty (`/`).
    BlankSign,
    /// Signs of a markup language (`##`).
    Markup,
    /// A leftover of an editor (`[bookmark: …]`).
    Leftover,
    /// A title or note outside the table that the contract has no field for; it is listed in a finding.
    OutsideTable,
    /// A table that is no directory; it is reported.
    OtherTable,
    /// A document in which neither a table nor a guide was found; it is reported.
    NotRead,
}

impl Ledger {
    /// A ledger of `lines` in which nothing is claimed.
    pub fn new(lines: &[Text]) -> Self {
        Ledger { lines: lines.iter().map(|line| vec![None; line.chars().count()]).collect(), cells: BTreeMap::new() }
    }

    /// Adds a decoded line below the others.
    pub fn add_line(&mut self, line: &str) {
        self.lines.push(vec![None; line.chars().count()]);
    }

    /// Adds the cell of a workbook or a table at `place`.
    pub fn add_cell(&mut self, place: At, text: &str) {
        let characters = text.chars().filter(|c| !is_blank(*c)).count() as u64;
        if characters > 0 {
            self.cells.insert(place, (characters, None));
        }
    }

    /// Claims the characters at `places`.
    pub fn claim(&mut self, places: &Places, claim: Claim) {
        for place in places {
            if let At::Text { line, from, to } = place {
                self.claim_range(*line, *from, *to, claim);
            } else if let Some((_, claimed)) = self.cells.get_mut(place) {
                claimed.get_or_insert(claim);
            }
        }
    }

    /// Claims the characters `from..=to` (from 1) of `line` (from 1).
    pub fn claim_range(&mut self, line: u32, from: u32, to: u32, claim: Claim) {
        let Some(line) = self.lines.get_mut(line.saturating_sub(1) as usize) else { return };
        let range = from.saturating_sub(1) as usize..(to as usize).min(line.len());
        for character in line.get_mut(range).into_iter().flatten() {
            character.get_or_insert(claim);
        }
    }

    /// The claim on the first character at `place`.
    pub fn claim_at(&self, place: At) -> Option<Claim> {
        let At::Text { line, from, .. } = place else { return self.cells.get(&place)?.1 };
        *self.lines.get(line.saturating_sub(1) as usize)?.get(from.saturating_sub(1) as usize)?
    }

    /// The places of what nobody claimed, blanks aside: one for every stretch of a line, and one for every cell.
    pub fn unclaimed(&self, lines: &[Text]) -> Vec<At> {
        let mut found = Vec::new();
        for (number, (line, claims)) in lines.iter().zip(&self.lines).enumerate() {
            let mut open: Option<(u32, u32)> = None;
            for (index, (c, claim)) in (1u32..).zip(line.chars().zip(claims)) {
                match (claim.is_none() && !is_blank(c), open) {
                    (true, Some((from, _))) => open = Some((from, index)),
                    (true, None) => open = Some((index, index)),
                    (false, Some((from, to))) if claim.is_some() => {
                        found.push(At::Text { line: number as u32 + 1, from, to });
                        open = None;
                    }
                    _ => {}
                }
            }
            found.extend(open.map(|(from, to)| At::Text { line: number as u32 + 1, from, to }));
        }
        found.extend(self.cells.iter().filter(|(_, (_, claim))| claim.is_none()).map(|(place, _)| *place));
        found
    }

    /// How many non-blank characters of `lines` and of all cells are in which class.
    pub fn shares(&self, lines: &[Text]) -> Shares {
        let mut counts: BTreeMap<Option<Claim>, u64> = BTreeMap::new();
        for (line, claims) in lines.iter().zip(&self.lines) {
            let mut rest = line.chars();
            for same in claims.chunk_by(|one, next| one == next) {
                let characters = rest.by_ref().take(same.len()).filter(|c| !is_blank(*c)).count() as u64;
                if let Some(claim) = same.first().filter(|_| characters > 0) {
                    *counts.entry(*claim).or_default() += characters;
                }
            }
        }
        for (characters, claim) in self.cells.values() {
            *counts.entry(*claim).or_default() += characters;
        }
        shares(&counts)
    }
}

/// The counts as they are published.
pub fn shares(counts: &BTreeMap<Option<Claim>, u64>) -> Shares {
    let mut shares = Shares::default();
    for (claim, count) in counts {
        shares.total += count;
        match claim {
            Some(Claim::Value) => shares.value += count,
            Some(Claim::Label) => shares.label += count,
            Some(Claim::LeftOut(reason)) => *shares.left_out.entry(reason.key().into()).or_default() += count,
            None => shares.unplaced += count,
        }
    }
    shares
}

impl Reason {
    fn key(self) -> &'static str {
        match self {
            Reason::Separator => "separator",
            Reason::BlankSign => "blank_sign",
            Reason::Markup => "markup",
            Reason::Leftover => "leftover",
            Reason::OutsideTable => "outside_table",
            Reason::OtherTable => "other_table",
            Reason::NotRead => "not_read",
        }
    }
}
