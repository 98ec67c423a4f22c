//! item/citation: a law or document cited, and what the register says about it.

use crate::evidence::{At, Placed, Places, Text, Value};
use serde::{Deserialize, Serialize};

/// A law or document cited.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Citation {
    /// The title as recovered, without 《》.
    pub title: Value<Text>,
    /// The act in the register that is meant.
    pub law: Option<LawRef>,
    /// The document number given with it.
    pub number: Option<DocumentNumber>,
    /// Articles named, as written.
    pub articles: Vec<Text>,
    /// Where the whole citation stands, number and articles included.
    pub at: Places,
    /// What the register says about it.
    pub verdict: Verdict,
}

/// An act in the register.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LawRef {
    /// Its id in the laws table.
    pub id: Text,
    /// Its full title.
    pub title: Text,
}

/// A document number, as in 国务院令第711号 or 医保发〔2020〕40号.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocumentNumber {
    /// What is numbered (国务院令, 主席令, 医保发 …).
    pub series: Text,
    /// The number; `None` where it cannot be read.
    pub number: Option<u32>,
    /// The year, where given.
    pub year: Option<u32>,
    /// As it stands in the source.
    pub raw: Text,
}

/// What the register says about a citation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Verdict {
    /// About its title.
    pub title: TitleVerdict,
    /// About its number.
    pub number: NumberVerdict,
    /// About its force on `as_of`.
    pub force: ForceVerdict,
    /// The date of the document judged, where known (`YYYY-MM-DD`).
    pub as_of_document: Option<Text>,
    /// The date of the register's entry.
    pub as_of_register: Option<Text>,
}

/// How a cited title stands to the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TitleVerdict {
    /// The full title of an act.
    Exact,
    /// A usual short form.
    Short,
    /// One that differs in a few characters.
    Near,
    /// No such title in the register, which is not complete.
    Unknown,
}

/// How a cited number stands to the act cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberVerdict {
    /// It is the act's number.
    Consistent,
    /// It is another act's number.
    OtherAct,
    /// It is the number of something that is no act.
    NoSuchAct,
    /// It is the act's number before a revision.
    Superseded,
    /// It is the number of a decision that amended several acts.
    Amending,
    /// It cannot be a number (第七11号).
    Malformed,
    /// None is given.
    NotGiven,
    /// The register cannot tell.
    Unchecked,
}

/// Whether the act is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForceVerdict {
    /// In force.
    InForce,
    /// Repealed.
    Repealed,
    /// Passed, but not yet in force.
    NotYetInForce,
    /// The register does not say.
    Unknown,
}

impl Placed for Citation {
    fn change_places(&mut self, change: &mut dyn FnMut(&mut At)) {
        self.title.change_places(change);
        self.at.change_places(change);
    }
}

impl TitleVerdict {
    /// The word the contract uses.
    pub fn key(self) -> &'static str {
        match self {
            TitleVerdict::Exact => "exact",
            TitleVerdict::Short => "short",
            TitleVerdict::Near => "near",
            TitleVerdict::Unknown => "unknown",
        }
    }
}

impl NumberVerdict {
    /// The word the contract uses.
    pub fn key(self) -> &'static str {
        match self {
            NumberVerdict::Consistent => "consistent",
            NumberVerdict::OtherAct => "other_act",
            NumberVerdict::NoSuchAct => "no_such_act",
            NumberVerdict::Superseded => "superseded",
            NumberVerdict::Amending => "amending",
            NumberVerdict::Malformed => "malformed",
            NumberVerdict::NotGiven => "not_given",
            NumberVerdict::Unchecked => "unchecked",
        }
    }
}

impl ForceVerdict {
    /// The word the contract uses.
    pub fn key(self) -> &'static str {
        match self {
            ForceVerdict::InForce => "in_force",
            ForceVerdict::Repealed => "repealed",
            ForceVerdict::NotYetInForce => "not_yet_in_force",
            ForceVerdict::Unknown => "unknown",
        }
    }
}
